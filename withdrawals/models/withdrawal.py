"""The decision to leave one process."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Owned, OwnedQuerySet
from tracker.models import Application, Event, Interview
from withdrawals.states import (
    DEPTH_LABELS,
    LIVE_WITHDRAWAL_STATES,
    REASON_LABELS,
    SITUATION_LABELS,
    TONE_LABELS,
    WithdrawalState,
)
from withdrawals.vocabulary import Depth, Situation, Tone


class WithdrawalQuerySet(OwnedQuerySet["Withdrawal"]):
    def live(self) -> Self:
        """Filter the withdrawals whose employer was not notified yet."""
        return self.filter(state__in=LIVE_WITHDRAWAL_STATES)

    def notified(self) -> Self:
        return self.filter(state=WithdrawalState.NOTIFIED)

    def of_application(self, application: Application) -> Self:
        return self.filter(application=application)

    def with_application(self) -> Self:
        return self.select_related("application__company", "interview").defer("application__notes")


class Withdrawal(Owned):
    """A withdrawal. ``reason``, ``private_note`` and ``other_offer_accepted`` are private.

    ``depth`` and ``specific_reason`` decide what a letter states of the reason.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="withdrawals")
    interview = models.ForeignKey(Interview, models.SET_NULL, null=True, blank=True, related_name="withdrawals")
    state = models.CharField(max_length=9, choices=WithdrawalState, default=WithdrawalState.DRAFTING)
    situation = models.CharField(max_length=20, choices=list(SITUATION_LABELS.items()), default=Situation.APPLIED)
    reason = models.CharField(max_length=20, choices=list(REASON_LABELS.items()), blank=True)
    other_offer_accepted = models.BooleanField(null=True, blank=True)
    private_note = models.TextField(max_length=10_000, blank=True)
    depth = models.CharField(max_length=8, choices=list(DEPTH_LABELS.items()), default=Depth.NONE)
    specific_reason = models.CharField(max_length=300, blank=True)
    tone = models.CharField(max_length=6, choices=list(TONE_LABELS.items()), default=Tone.WARM)
    keep_door_open = models.BooleanField(default=True)
    feedback_wanted = models.BooleanField(default=False)
    #: True suppresses all suggestions and reminders to write to the employer again.
    do_not_contact = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    #: When the person confirmed to have read what they signed; required before an acceptance is withdrawn.
    signed_checked_at = models.DateTimeField(null=True, blank=True)
    notified_at = models.DateTimeField(null=True, blank=True)
    #: The event that ended the application. Restoring the application undoes this event.
    ended_event = models.ForeignKey(Event, models.SET_NULL, null=True, blank=True, related_name="+")
    #: The message to show where a letter was sent but the application could not be updated.
    conflict = models.CharField(max_length=500, blank=True)

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "application", condition=Q(state__in=LIVE_WITHDRAWAL_STATES), name="withdrawal_one_live"
            ),
            models.CheckConstraint(condition=Q(state__in=WithdrawalState.values), name="withdrawal_state_known"),
            models.CheckConstraint(
                condition=~Q(state=WithdrawalState.NOTIFIED) | Q(notified_at__isnull=False),
                name="withdrawal_notified_at_if_notified",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "state", "-created_at"], name="withdrawal_by_state"),
            models.Index(fields=["application", "-created_at"], name="withdrawal_of_application"),
        ]

    def __str__(self) -> str:
        return f"Withdrawal from {self.application}"

    def get_absolute_url(self) -> str:
        """Return the URL of the withdrawal's page."""
        return reverse("withdrawal_detail", args=[self.pk])

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_WITHDRAWAL_STATES

    @property
    def takes_acceptance_back(self) -> bool:
        return self.situation == Situation.OFFER_ACCEPTED
