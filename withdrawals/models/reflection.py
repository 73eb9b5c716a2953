"""Reflections: what the candidate learned from a process."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import Owned
from tracker.models import Application
from tracker.states import Stage
from withdrawals.models.history import HistoryQuerySet
from withdrawals.models.withdrawal import Withdrawal

TEXT_LIMIT = 20_000


class ReflectionQuerySet(HistoryQuerySet["Reflection"]):
    text_fields = ("lesson", "body")
    facts = (*HistoryQuerySet.facts, "learned_at")

    def unfinished(self) -> Self:
        """Filter the reflections whose other questions are still open."""
        return self.filter(finished_at=None)


class Reflection(Owned):
    """A reflection. ``lesson`` is one sentence; ``learned_at`` is the stage at which the deciding fact became known."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="reflections")
    withdrawal = models.ForeignKey(Withdrawal, models.SET_NULL, null=True, blank=True, related_name="reflections")
    lesson = models.CharField(max_length=300, blank=True)
    body = models.TextField(max_length=TEXT_LIMIT, blank=True)
    learned_at = models.CharField(max_length=12, choices=Stage, blank=True)
    would_again = models.BooleanField(null=True, blank=True)
    ask_earlier = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ReflectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(lesson="") | ~Q(body=""), name="reflection_says_something"),
            models.UniqueConstraint(fields=["withdrawal"], name="reflection_one_per_withdrawal"),
        ]
        indexes = [
            models.Index(fields=["owner", "-created_at"], name="reflection_history"),
            models.Index(fields=["owner", "-created_at"], name="reflection_unfinished", condition=Q(finished_at=None)),
        ]

    def __str__(self) -> str:
        return self.lesson or self.body[:80]
