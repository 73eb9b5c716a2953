"""The log of a delivery: one row per attempt, created with the claim and updated in each phase."""

from typing import Self

from django.db import models

from accounts.models import User
from reminders.states import AttemptOutcome


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def for_user(self, user: User) -> Self:
        """Keep the attempts of this person's deliveries."""
        return self.filter(delivery__owner=user)


class Attempt(models.Model):
    """One attempt to send an e-mail. In-app deliveries have no attempts: they are made in the transaction of the claim.

    ``phase`` "dot": the end-of-data marker was sent or about to be sent (reminders/mail/smtp.py).
    """

    delivery = models.ForeignKey("reminders.Delivery", models.CASCADE, related_name="attempts_log", db_index=False)
    claim_no = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    phase = models.CharField(max_length=12, blank=True)
    outcome = models.CharField(max_length=8, choices=AttemptOutcome, default=AttemptOutcome.OPEN)
    code = models.PositiveSmallIntegerField(null=True, blank=True)
    reply = models.CharField(max_length=500, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["delivery_id", "claim_no"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "claim_no"], name="attempt_once_per_claim"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=sorted(AttemptOutcome)), name="attempt_outcome_known"
            ),
        ]

    def __str__(self) -> str:
        return f"try {self.claim_no} of {self.delivery_id}: {self.outcome}"
