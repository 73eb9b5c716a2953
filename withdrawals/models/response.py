"""Replies of employers to a withdrawal."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import Owned, OwnedQuerySet
from withdrawals.models.letter import Letter
from withdrawals.models.withdrawal import Withdrawal
from withdrawals.states import RESPONSE_LABELS
from withdrawals.vocabulary import ResponseKind

RESPONSE_LIMIT = 20_000


class ResponseQuerySet(OwnedQuerySet["Response"]):
    def latest_first(self) -> Self:
        return self.order_by("-received_at", "-pk")

    def matching(self, text: str) -> Self:
        """Filter the replies where each word of ``text`` occurs in the reply, its sender, the company or the role."""
        about = ("withdrawal__application__title", "withdrawal__application__company__name")
        return self.containing(text, "text", "subject", "from_name", *about)

    def with_application(self) -> Self:
        return self.select_related("withdrawal__application__company").defer("withdrawal__application__notes")


class Response(Owned):
    """A reply of an employer. ``kind`` is classified from the text, or chosen.

    ``text`` is kept as pasted. It is private and never part of a letter.
    """

    withdrawal = models.ForeignKey(Withdrawal, models.CASCADE, related_name="responses")
    kind = models.CharField(max_length=18, choices=list(RESPONSE_LABELS.items()), default=ResponseKind.OTHER)
    text = models.TextField(max_length=RESPONSE_LIMIT, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    from_name = models.CharField(max_length=160, blank=True)
    from_address = models.CharField(max_length=254, blank=True)
    #: The Message-ID of the reply with its angle brackets, where its headers were pasted too.
    message_id = models.CharField(max_length=250, blank=True)
    #: True for an absence notice or the like: nobody has read the letter yet.
    automatic = models.BooleanField(default=False)
    #: The candidate's reply to this one.
    reply = models.OneToOneField(Letter, models.SET_NULL, null=True, blank=True, related_name="answers")
    received_at = models.DateTimeField()
    created_at = models.DateTimeField()

    objects = ResponseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(RESPONSE_LABELS)), name="response_kind_known"),
        ]
        indexes = [
            models.Index(fields=["withdrawal", "-received_at"], name="response_of_withdrawal"),
            models.Index(fields=["owner", "-received_at"], name="response_history"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.received_at:%Y-%m-%d}"
