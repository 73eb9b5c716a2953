"""What the candidate learned."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import Owned, OwnedQuerySet
from tracker.models import Application, Company
from tracker.states import Stage
from withdrawals.models.withdrawal import Withdrawal

TEXT_LIMIT = 20_000


class ReflectionQuerySet(OwnedQuerySet["Reflection"]):
    def latest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def matching(self, text: str) -> Self:
        """Every word of ``text`` occurs somewhere in the reflection, its company or its role."""
        found = self
        for word in text.split():
            found = found.filter(
                Q(lesson__icontains=word)
                | Q(body__icontains=word)
                | Q(application__title__icontains=word)
                | Q(application__company__name__icontains=word)
            )
        return found

    def for_reason(self, reason: str) -> Self:
        return self.filter(withdrawal__reason=reason)

    def at_stage(self, stage: str) -> Self:
        """The process had come this far."""
        return self.filter(application__furthest_stage=stage)

    def at_company(self, company: Company) -> Self:
        return self.filter(application__company=company)

    def since(self, moment: datetime) -> Self:
        return self.filter(created_at__gte=moment)

    def unfinished(self) -> Self:
        """Begun in one line, with questions still open."""
        return self.filter(finished_at=None)

    def with_application(self) -> Self:
        return self.select_related("application__company", "withdrawal").defer(
            "application__posting", "application__notes"
        )


class Reflection(Owned):
    """``lesson`` is one sentence; ``learned_at`` is the stage at which the deciding fact was learned."""

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
        indexes = [models.Index(fields=["owner", "-created_at"], name="reflection_history")]

    def __str__(self) -> str:
        return self.lesson or self.body[:80]
