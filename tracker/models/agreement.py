"""The model of an agreement that the person signed or promised."""

from django.db import models

from accounts.models import Owned, OwnedQuerySet
from tracker.models.application import Application
from tracker.states import AgreementKind


class Agreement(Owned):
    """An agreement. ``confidential_terms`` holds one term per line; no letter may contain one."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="agreements")
    kind = models.CharField(max_length=13, choices=AgreementKind)
    signed_on = models.DateField(null=True, blank=True)
    notes = models.TextField(max_length=10_000, blank=True)
    confidential_terms = models.TextField(max_length=4_000, blank=True)
    created_at = models.DateTimeField()

    objects = OwnedQuerySet["Agreement"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=AgreementKind.values), name="agreement_kind_known")
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def terms(self) -> list[str]:
        return [line.strip() for line in self.confidential_terms.splitlines() if line.strip()]
