"""One candidacy: a person, a company, a role."""

from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import F, Q

from accounts.models import Owned, OwnedQuerySet
from tracker.models.company import NAME_LIMIT, Company, Contact, Source, Tag
from tracker.states import Outcome, Period, Stage, WorkMode

#: An open application without any sign of life for this long is *quiet*.
QUIET_AFTER = timedelta(days=21)
#: Each furthest stage with the stages it can stand beside.
REACHED = [(furthest, Stage.values[: rank + 1]) for rank, furthest in enumerate(Stage.values)]


class ApplicationQuerySet(OwnedQuerySet["Application"]):
    def open(self) -> Self:
        """Not ended and not put away."""
        return self.filter(outcome=Outcome.OPEN, archived_at=None)

    def ended(self) -> Self:
        return self.exclude(outcome=Outcome.OPEN).filter(archived_at=None)

    def in_stage(self, stage: str) -> Self:
        return self.filter(stage=stage)

    def at_company(self, company: Company) -> Self:
        return self.filter(company=company)

    def seen_at(self, company_name: str) -> Self:
        """At the company of that name, whatever its case, latest first: did one apply there before?"""
        found = self.filter(company__name__iexact=" ".join(company_name.split()))
        return found.defer("posting", "notes").order_by("-created_at", "-pk")

    def matching(self, text: str) -> Self:
        """Each word of ``text`` occurs in the role, the company, the place or a tag."""
        found = self
        for word in text.split():
            tagged = Application.tags.through.objects.filter(tag__name__icontains=word).values("application")
            found = found.filter(
                Q(title__icontains=word)
                | Q(company__name__icontains=word)
                | Q(location__icontains=word)
                | Q(pk__in=tagged)
            )
        return found

    def at_company_named(self, name: str) -> Self:
        """At the company called ``name``, whatever its case; where there is none, at those whose names hold it."""
        return self._named("company__name", name)

    def found_at(self, name: str) -> Self:
        """Found at the source called ``name``; where there is none, at those whose names hold it."""
        return self._named("source__name", name)

    def tagged(self, name: str) -> Self:
        """With the tag called ``name``; where nothing has it, with one whose name holds it."""
        links = Application.tags.through.objects
        exact = self.filter(pk__in=links.filter(tag__name__iexact=name).values("application"))
        return (
            exact
            if exact.exists()
            else self.filter(pk__in=links.filter(tag__name__icontains=name).values("application"))
        )

    def _named(self, path: str, name: str) -> Self:
        exact = self.filter(**{f"{path}__iexact": name})
        return exact if exact.exists() else self.filter(**{f"{path}__icontains": name})

    def quiet(self, now: datetime) -> Self:
        """Open, applied for, and nothing happened for three weeks (closing and next dates do not count)."""
        return self.open().exclude(stage__in=[Stage.SAVED, Stage.OFFER]).filter(touched_at__lt=now - QUIET_AFTER)

    def due_action(self, today: object) -> Self:
        """Open ones whose next action is due by the reader's ``today``."""
        return self.open().filter(next_action_on__lte=today)

    def for_lists(self) -> Self:
        """With their company and without the long texts that no list shows."""
        return self.select_related("company").defer("posting", "notes")


class Application(Owned):
    title = models.CharField(max_length=NAME_LIMIT)
    company = models.ForeignKey(Company, models.PROTECT, related_name="applications")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="applications")
    source = models.ForeignKey(Source, models.SET_NULL, null=True, blank=True, related_name="applications")
    tags = models.ManyToManyField(Tag, blank=True, related_name="applications")

    stage = models.CharField(max_length=12, choices=Stage, default=Stage.SAVED)
    furthest_stage = models.CharField(max_length=12, choices=Stage, default=Stage.SAVED)
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.OPEN)
    stage_since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    applied_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    location = models.CharField(max_length=NAME_LIMIT, blank=True)
    work_mode = models.CharField(max_length=6, choices=WorkMode, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    posting = models.TextField(max_length=100_000, blank=True)
    salary_min = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    salary_max = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    period = models.CharField(max_length=5, choices=Period, blank=True)
    excitement = models.PositiveSmallIntegerField(null=True, blank=True)
    next_action = models.CharField(max_length=200, blank=True)
    next_action_on = models.DateField(null=True, blank=True)
    notes = models.TextField(max_length=50_000, blank=True)

    created_at = models.DateTimeField()
    touched_at = models.DateTimeField()

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=Outcome.OPEN, ended_at=None)
                | (~Q(outcome=Outcome.OPEN) & Q(ended_at__isnull=False)),
                name="application_ended_at_iff_ended",
            ),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="application_stage_known"),
            models.CheckConstraint(
                condition=reduce(or_, [Q(furthest_stage=furthest, stage__in=stages) for furthest, stages in REACHED]),
                name="application_furthest_stage_not_behind",
            ),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="application_outcome_known"),
            models.CheckConstraint(
                condition=Q(salary_min=None) | Q(salary_max=None) | Q(salary_min__lte=F("salary_max")),
                name="application_salary_in_order",
            ),
            models.CheckConstraint(
                condition=Q(excitement=None) | Q(excitement__range=(1, 5)),
                name="application_excitement_1_to_5",
            ),
        ]
        indexes = [
            # The board: the open ones of a person by stage, latest first.
            models.Index(
                fields=["owner", "stage", "-touched_at"],
                name="application_board",
                condition=Q(outcome="open", archived_at=None),
            ),
            models.Index(fields=["owner", "-touched_at"], name="application_recent"),
            models.Index(fields=["owner", "outcome", "-ended_at"], name="application_ended"),
            models.Index(
                fields=["owner", "next_action_on"],
                name="application_next_action",
                condition=Q(outcome="open", archived_at=None, next_action_on__isnull=False),
            ),
            models.Index(
                fields=["owner", "touched_at"],
                name="application_quiet",
                condition=Q(outcome="open", archived_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.company}"

    @property
    def is_open(self) -> bool:
        return self.outcome == Outcome.OPEN
