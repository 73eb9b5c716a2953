"""The model of an application: one person, one company, one role."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Owned, OwnedQuerySet, User
from accounts.text.folding import fold_company
from tracker.models.company import NAME_LIMIT, Company, Contact, Source, Tag, at_company_with
from tracker.states import Outcome, Period, Stage, WorkMode

M = TypeVar("M", Company, Source, Tag)

#: An open application without activity for this long is *quiet*.
QUIET_AFTER = timedelta(days=21)
#: Each furthest stage with the present stages that it allows.
REACHED = [(furthest, Stage.values[: rank + 1]) for rank, furthest in enumerate(Stage.values)]


class ApplicationQuerySet(OwnedQuerySet["Application"]):
    def open(self) -> Self:
        """Keep applications that have not ended and are not archived."""
        # Filter by ``ended_at``: with ``outcome``, SQLite would read every row that the index finds to compare the
        # value again, and rows are wide (docs/architecture.md, decisions).
        return self.filter(ended_at=None, archived_at=None)

    def ended(self) -> Self:
        return self.filter(ended_at__isnull=False, archived_at=None)

    def accepted_since(self, moment: datetime) -> Self:
        """Keep those accepted at ``moment`` or later and not archived, latest first."""
        return self.ended().filter(outcome=Outcome.ACCEPTED, ended_at__gte=moment).order_by("-ended_at", "-pk")

    def in_stage(self, stage: str) -> Self:
        return self.filter(stage=stage)

    def at_company(self, company: Company) -> Self:
        return self.filter(company=company)

    def count_by_company(self, companies: Iterable[Company]) -> dict[int, int]:
        """Return the number of applications by company key. A company without applications has no entry."""
        rows = self.filter(company__in=[company.pk for company in companies]).order_by()
        return dict(rows.values_list("company").annotate(n=models.Count("pk")))

    def seen_at(self, company_name: str) -> Self:
        """Keep earlier applications at the company with this name, ignoring case and legal form, latest first.

        The database narrows the names down by a run of letters that all spellings share; the rest is compared here.
        """
        wanted = fold_company(company_name)
        shared = max(re.findall(r"[a-z0-9]+", wanted.replace("ss", " ")), key=len, default="")  # "ss" may stand as "ß"
        companies = self.filter(company__name__icontains=shared).order_by().values_list("company", "company__name")
        found = self.filter(company__in=[key for key, name in companies.distinct() if fold_company(name) == wanted])
        return found.defer("notes").order_by("-created_at", "-pk")

    def matching(self, text: str, owner: User) -> Self:
        """Keep rows in which each word of ``text`` occurs in the role, company, location or a tag of ``owner``.

        Subqueries find the owner's companies and tags first, so that no search reads rows of other people.
        """

        def elsewhere(word: str) -> Q:
            tags = Tag.objects.for_user(owner).filter(name__icontains=word)
            return at_company_with(word, owner) | Q(pk__in=_with_tags(tags))

        return self.containing(text, "title", "location", also=elsewhere)

    def mentioning(self, text: str, owner: User) -> Self:
        """Keep rows in which each word of ``text`` occurs in the role, location, notes or company name of ``owner``."""
        return self.containing(text, "title", "location", "notes", also=lambda word: at_company_with(word, owner))

    def at_company_named(self, name: str, owner: User) -> Self:
        """Keep those at the company called ``name``, ignoring case; if none, at companies whose names contain it."""
        return self.filter(company__in=_named(Company.objects.for_user(owner), name))

    def found_at(self, name: str, owner: User) -> Self:
        """Keep those found at the source called ``name``; without one, at sources whose names contain it."""
        return self.filter(source__in=_named(Source.objects.for_user(owner), name))

    def tagged(self, name: str, owner: User) -> Self:
        """Keep those with the tag called ``name``; without one, with tags whose names contain it."""
        return self.filter(pk__in=_with_tags(_named(Tag.objects.for_user(owner), name)))

    def quiet(self, now: datetime) -> Self:
        """Keep open applications between *applied* and *interviewing* without activity for QUIET_AFTER."""
        return self.open().exclude(stage__in=[Stage.SAVED, Stage.OFFER]).filter(touched_at__lt=now - QUIET_AFTER)

    def due_action(self, today: object) -> Self:
        """Keep open applications whose next step is due by ``today``, a date in the reader's zone."""
        return self.open().filter(next_action_on__lte=today)

    def for_lists(self) -> Self:
        """Join the company and defer the notes, which no list shows and which may be long."""
        return self.select_related("company").defer("notes")


def _named(rows: OwnedQuerySet[M], name: str) -> OwnedQuerySet[M]:
    """Keep rows called ``name``, ignoring case; without one, rows whose names contain it."""
    exact = rows.filter(name__iexact=name)
    return exact if exact.exists() else rows.filter(name__icontains=name)


def _with_tags(tags: OwnedQuerySet[Tag]) -> models.QuerySet[Any, Any]:
    """Return the keys of applications with one of ``tags``."""
    return Application.tags.through.objects.filter(tag__in=tags.values("pk")).values("application")


class Application(Owned):
    title = models.CharField(max_length=NAME_LIMIT)
    #: The index application_at_company covers it.
    company = models.ForeignKey(Company, models.PROTECT, related_name="applications", db_index=False)
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
            # For the board: a person's open applications by stage, latest first.
            models.Index(
                fields=["owner", "stage", "-touched_at", "-id"],
                name="application_board",
                condition=Q(ended_at=None, archived_at=None),
            ),
            # For the table, latest first. It covers every column of its filters and its search, so that neither the
            # count nor the search reads the rows.
            models.Index(
                fields=[
                    "owner",
                    "-touched_at",
                    "-id",
                    "archived_at",
                    "outcome",
                    "stage",
                    "title",
                    "location",
                    "company",
                ],
                name="application_recent",
            ),
            models.Index(
                fields=["owner", "-ended_at", "-id", "outcome"],
                name="application_ended",
                condition=Q(ended_at__isnull=False, archived_at=None),
            ),
            models.Index(fields=["company", "-touched_at"], name="application_at_company"),
            models.Index(
                fields=["owner", "next_action_on"],
                name="application_next_action",
                condition=Q(ended_at=None, archived_at=None, next_action_on__isnull=False),
            ),
            models.Index(
                fields=["owner", "closes_on"],
                name="application_closing",
                condition=Q(ended_at=None, archived_at=None, closes_on__isnull=False),
            ),
            models.Index(
                fields=["owner", "touched_at", "stage"],
                name="application_quiet",
                condition=Q(ended_at=None, archived_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.company}"

    def get_absolute_url(self) -> str:
        """Return the URL of its page."""
        return reverse("application_detail", args=[self.pk])

    @property
    def company_and_role(self) -> str:
        """Return the company and the role in one line: "Fernway · Platform Engineer"."""
        return f"{self.company} · {self.title}"

    @property
    def posting(self) -> str:
        """Return the pasted text of the posting, or "". One query, unless ``kept_posting`` was joined."""
        kept = getattr(self, "kept_posting", None)
        return kept.text if kept else ""

    @property
    def is_open(self) -> bool:
        return self.outcome == Outcome.OPEN
