"""Search and filter the entries of a history, whether the candidate or an employer wrote them."""

from datetime import datetime
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F

from accounts.models import OwnedQuerySet
from tracker.models import Company

M = TypeVar("M", bound=models.Model, covariant=True)


class HistoryQuerySet(OwnedQuerySet[M]):
    """Rows with an application and, optionally, a withdrawal.

    ``text_fields`` are searched, ``moment`` is the field of the order, ``facts`` are the columns for filters and
    patterns.
    """

    text_fields: ClassVar[tuple[str, ...]] = ()
    moment: ClassVar[str] = "created_at"
    facts: ClassVar[tuple[str, ...]] = (
        "withdrawal__reason",
        "application__furthest_stage",
        "application__company",
        "application__company__name",
    )

    def latest_first(self) -> Self:
        return self.order_by(f"-{self.moment}", "-pk")

    def latest_facts(self, limit: int) -> list[dict[str, Any]]:
        """Return ``facts`` and ``moment`` of the latest ``limit`` entries, with one query."""
        return list(self.latest_first().values(*self.facts, moment=F(self.moment))[:limit])

    def matching(self, text: str) -> Self:
        """Filter the entries where each word of ``text`` occurs in the entry, its company or its role."""
        return self.containing(text, "application__title", "application__company__name", *self.text_fields)

    def for_reason(self, reason: str) -> Self:
        return self.filter(withdrawal__reason=reason)

    def at_stage(self, stage: str) -> Self:
        """Filter the entries whose application came as far as ``stage``."""
        return self.filter(application__furthest_stage=stage)

    def at_company(self, company: Company) -> Self:
        return self.filter(application__company=company)

    def since(self, moment: datetime) -> Self:
        return self.filter(**{f"{self.moment}__gte": moment})

    def with_application(self) -> Self:
        return self.select_related("application__company", "withdrawal").defer("application__notes")
