"""One message to one person on one channel."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from accounts.models import Owned, OwnedQuerySet
from accounts.text.phones import tel_uri
from reminders.models import Delivery
from tracker.models import Company, Contact
from withdrawals.models.withdrawal import Withdrawal
from withdrawals.states import (
    CHANNEL_LABELS,
    LIVE_WITHDRAWAL_STATES,
    PURPOSE_LABELS,
    WITHDRAWABLE_OUTCOMES,
    LetterState,
    SentHow,
)
from withdrawals.vocabulary import NOTICE_PURPOSES, SPOKEN_CHANNELS, Channel, Purpose

BODY_LIMIT = 10_000
SUBJECT_LIMIT = 200


class LetterQuerySet(OwnedQuerySet["Letter"]):
    def notices(self) -> Self:
        """Filter the letters that end the process once they are sent."""
        return self.filter(purpose__in=NOTICE_PURPOSES)

    def waiting(self) -> Self:
        return self.filter(state=LetterState.READY)

    def wanted(self) -> Self:
        """Filter the waiting letters whose application was not ended by something else than their withdrawal."""
        is_live = Q(withdrawal__state__in=LIVE_WITHDRAWAL_STATES)
        can_withdraw = Q(withdrawal__application__outcome__in=WITHDRAWABLE_OUTCOMES)
        return self.waiting().exclude(is_live & ~can_withdraw)

    def sent(self) -> Self:
        return self.filter(state=LetterState.SENT)

    def mentioning(self, text: str) -> Self:
        """Filter the letters where each word of ``text`` occurs in the subject or in the sent text."""
        return self.containing(text, "subject", "sent_subject", "sent_text")

    def at_company(self, company: Company) -> Self:
        return self.filter(withdrawal__application__company=company)

    def last_sent_first(self) -> Self:
        """Order by ``sent_at``, latest first. Drafts come last; PostgreSQL sorts NULL first by default."""
        return self.order_by(F("sent_at").desc(nulls_last=True), "-pk")


class Letter(Owned):
    """A letter. ``body`` and ``subject`` are the working text. The ``sent_`` fields keep the sent text unchanged."""

    withdrawal = models.ForeignKey(Withdrawal, models.CASCADE, related_name="letters")
    purpose = models.CharField(max_length=10, choices=list(PURPOSE_LABELS.items()), default=Purpose.NOTICE)
    channel = models.CharField(max_length=9, choices=list(CHANNEL_LABELS.items()), default=Channel.EMAIL)
    recipient = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="letters")
    to_name = models.CharField(max_length=160, blank=True)
    to_address = models.CharField(max_length=254, blank=True)
    cc = models.CharField(max_length=500, blank=True)
    in_reply_to = models.CharField(max_length=250, blank=True)
    subject = models.CharField(max_length=SUBJECT_LIMIT, blank=True)
    body = models.TextField(max_length=BODY_LIMIT)
    variant = models.PositiveSmallIntegerField(default=0)
    edited = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=5, choices=LetterState, default=LetterState.DRAFT)
    delivery = models.OneToOneField(Delivery, models.SET_NULL, null=True, blank=True, related_name="letter")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_how = models.CharField(max_length=13, choices=SentHow, blank=True)
    sent_to = models.CharField(max_length=420, blank=True)
    sent_subject = models.CharField(max_length=SUBJECT_LIMIT, blank=True)
    sent_text = models.TextField(max_length=BODY_LIMIT, blank=True)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["withdrawal", "purpose", "channel"],
                condition=~Q(state=LetterState.SENT),
                name="letter_one_draft",
            ),
            models.CheckConstraint(condition=Q(state__in=LetterState.values), name="letter_state_known"),
            models.CheckConstraint(
                condition=Q(state=LetterState.SENT, sent_at__isnull=False)
                | (~Q(state=LetterState.SENT) & Q(sent_at=None)),
                name="letter_sent_at_iff_sent",
            ),
        ]
        indexes = [models.Index(fields=["owner", "-sent_at"], name="letter_by_sent_at")]

    def __str__(self) -> str:
        return self.subject or self.get_channel_display()

    @property
    def tel_uri(self) -> str:
        """Return the link that dials the recipient of a call or voicemail; "" on other channels or without a number."""
        country = self.recipient.country if self.recipient else ""
        return tel_uri(self.to_address, country) if self.channel in SPOKEN_CHANNELS else ""


class LetterVersion(models.Model):
    """An earlier text of a letter."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    subject = models.CharField(max_length=SUBJECT_LIMIT, blank=True)
    body = models.TextField(max_length=BODY_LIMIT)
    edited = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "version"], name="letter_version_once")]
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"Version {self.version} of {self.letter}"


class KeptFinding(models.Model):
    """A finding that the person chose to ignore, for exactly the words in ``quote``."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="kept_findings")
    check_id = models.CharField(max_length=40)
    quote = models.CharField(max_length=500)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "check_id", "quote"], name="kept_finding_once")]

    def __str__(self) -> str:
        return f"{self.check_id}: {self.quote}"
