"""Feedback of an employer about the candidate."""

from django.db import models
from django.db.models import Q

from accounts.models import Owned
from tracker.models import Application
from withdrawals.models.history import HistoryQuerySet
from withdrawals.models.response import Response
from withdrawals.models.withdrawal import Withdrawal

FEEDBACK_LIMIT = 20_000


class FeedbackQuerySet(HistoryQuerySet["Feedback"]):
    text_fields = ("text", "from_name")
    moment = "received_at"


class Feedback(Owned):
    """A remark of an employer about the candidate. Private. ``response`` is the reply that contained it, if any."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="feedback")
    withdrawal = models.ForeignKey(Withdrawal, models.SET_NULL, null=True, blank=True, related_name="feedback")
    response = models.OneToOneField(Response, models.SET_NULL, null=True, blank=True, related_name="feedback")
    text = models.TextField(max_length=FEEDBACK_LIMIT)
    from_name = models.CharField(max_length=160, blank=True)
    received_at = models.DateTimeField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "remark about you", "remarks about you"
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="feedback_says_something")]
        indexes = [models.Index(fields=["owner", "-received_at"], name="feedback_history")]

    def __str__(self) -> str:
        return self.text[:80]
