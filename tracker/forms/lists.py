"""Filters and sort orders of the lists, read from the query string."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.db.models import Case, DecimalField, F, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce, Lower, NullIf
from django.urls import reverse

from accounts.models import User
from tracker.forms.fields import TagsField
from tracker.models.application import ApplicationQuerySet
from tracker.models.company import NAME_LIMIT
from tracker.states import STAGE_RANK, Outcome, Period, Stage

OUTCOME_CHOICES: Final = [(outcome.value, outcome.label) for outcome in Outcome if outcome != Outcome.OPEN]
#: Periods in a year of 52 weeks, 5 days a week and 40 hours a week, to compare pay.
PERIODS_IN_A_YEAR: Final[dict[str, int]] = {
    Period.HOUR: 2080,
    Period.DAY: 260,
    Period.WEEK: 52,
    Period.MONTH: 12,
}
#: Ended applications rank below every stage, so that they come last in the descending order.
STAGE_ORDER: Final = Case(
    When(~Q(outcome=Outcome.OPEN), then=Value(-1)),
    *(When(stage=stage, then=Value(rank)) for stage, rank in STAGE_RANK.items()),
    output_field=IntegerField(),
)
PAY: Final = Coalesce("salary_max", "salary_min")
PAY_A_YEAR: Final = PAY * Case(
    *(When(period=period, then=Value(times)) for period, times in PERIODS_IN_A_YEAR.items()),
    default=Value(1),
    output_field=DecimalField(),
)
SORTS: Final[dict[str, Any]] = {
    "recent": F("touched_at"),
    "title": Lower("title"),
    "company": Lower("company__name"),
    "stage": STAGE_ORDER,
    "location": Lower(NullIf("location", Value(""))),
    "pay": PAY_A_YEAR,
    "applied": F("applied_on"),
    "next": F("next_action_on"),
}
#: The orders as choices, for screens without column headings. Empty is the default order.
SORT_CHOICES: Final = [
    ("", "Last changed first"),
    ("recent", "Longest unchanged first"),
    ("title", "Role, A to Z"),
    ("-title", "Role, Z to A"),
    ("company", "Company, A to Z"),
    ("-company", "Company, Z to A"),
    ("-stage", "Furthest stage first"),
    ("stage", "Earliest stage first"),
    ("location", "Location, A to Z"),
    ("-location", "Location, Z to A"),
    ("-pay", "Highest pay first"),
    ("pay", "Lowest pay first"),
    ("-applied", "Last applied first"),
    ("applied", "First applied first"),
    ("next", "Next step, soonest first"),
    ("-next", "Next step, latest first"),
]
#: Amounts can be compared only within a currency, so the order by pay sorts by currency first.
CURRENCY_FIRST: Final = Case(When(salary_min=None, salary_max=None, then=None), default=F("currency"))
#: Filters by the name of a record, with the maximum length of that name in characters.
NAME_FILTERS: Final[dict[str, int]] = {"company": NAME_LIMIT, "tag": 40, "source": 80}


@dataclass(frozen=True)
class Chip:
    """An active filter: its label, and the URL of the list without it."""

    label: str
    without: str


def _name_field(name: str) -> forms.CharField:
    """Return a field for the name of a record. htmx looks up known names; the page holds the datalist."""
    attributes = {
        "list": f"{name}-options",
        "autocomplete": "off",
        "hx-get": f"{reverse('filter_lookup')}?kind={name}",
        "hx-trigger": "input changed delay:200ms, focus once",
        "hx-target": f"#{name}-options",
        "hx-swap": "outerHTML",
        "hx-sync": "this:replace",
    }
    widget = forms.TextInput(attrs=attributes)
    return forms.CharField(label=name.capitalize(), required=False, max_length=NAME_FILTERS[name], widget=widget)


class ApplicationFilter(forms.Form):
    """Search text, stage, outcome and order.

    Archived applications are listed only on request; invalid values are ignored.
    """

    q = forms.CharField(
        label="Search",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Role, company, place or tag"}),
    )
    stage = forms.ChoiceField(label="Stage", required=False, choices=[("", "Any stage"), *Stage.choices])
    show = forms.ChoiceField(
        label="Outcome",
        required=False,
        choices=[
            ("", "Open and ended"),
            ("open", "Open"),
            ("ended", "Ended"),
            ("quiet", "Quiet for three weeks"),
            *OUTCOME_CHOICES,
            ("archived", "In the archive"),
        ],
    )
    sort = forms.ChoiceField(label="Sort by", required=False, choices=SORT_CHOICES)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in NAME_FILTERS:  # their URLs cannot be reversed while this module is imported
            self.fields[name] = _name_field(name)

    def apply(self, rows: ApplicationQuerySet, owner: User, *, now: datetime) -> ApplicationQuerySet:
        """Return those of the ``owner``'s rows that match the filters, in the chosen order."""
        self.is_valid()
        asked: dict[str, str] = self.cleaned_data
        rows = _with_outcome(rows, asked.get("show", ""), now)
        if asked.get("stage"):
            rows = rows.in_stage(asked["stage"])
        if asked.get("company"):
            rows = rows.at_company_named(asked["company"], owner)
        if asked.get("tag"):
            rows = rows.tagged(asked["tag"], owner)
        if asked.get("source"):
            rows = rows.found_at(asked["source"], owner)
        return _in_order(rows.matching(asked.get("q", ""), owner), asked.get("sort", ""))

    @property
    def is_filtering(self) -> bool:
        """Return whether any filter is active."""
        return any(self.cleaned_data.get(name) for name in ("q", "stage", "show", *NAME_FILTERS))

    @property
    def chips(self) -> list[Chip]:
        """Return the active filters by name. The widgets of the other filters show their values."""
        on = {name: self.cleaned_data.get(name) for name in NAME_FILTERS}
        return [Chip(f"{name.capitalize()}: {value}", self._without(name)) for name, value in on.items() if value]

    def _without(self, name: str) -> str:
        kept = {key: value for key, value in self.data.items() if key not in (name, "page") and value}
        return f"?{urlencode(kept)}"

    @property
    def by_name(self) -> list[forms.BoundField]:
        """Return the fields of the filters by name."""
        return [self[name] for name in NAME_FILTERS]


def _with_outcome(rows: ApplicationQuerySet, show: str, now: datetime) -> ApplicationQuerySet:
    if show == "archived":
        return rows.exclude(archived_at=None)
    if show == "quiet":
        return rows.quiet(now)
    if show == "open":
        return rows.open()
    if show == "ended":
        return rows.ended()
    rows = rows.filter(archived_at=None)
    return rows.filter(outcome=show) if show else rows


def _in_order(rows: ApplicationQuerySet, sort: str) -> ApplicationQuerySet:
    """Sort by a key of SORTS, descending with a leading ``-``. Rows without a value come last."""
    by = SORTS.get(sort.removeprefix("-"))
    if by is None:
        return rows.order_by("-touched_at", "-pk")
    order = by.desc(nulls_last=True) if sort.startswith("-") else by.asc(nulls_last=True)
    if by is PAY_A_YEAR:
        return rows.order_by(CURRENCY_FIRST.asc(nulls_last=True), order, "-pk")
    return rows.order_by(order, "-pk")


class BoardFilter(forms.Form):
    """Search text for the board, which has a fixed order."""

    q = forms.CharField(label="Search", required=False, max_length=100)

    def apply(self, rows: ApplicationQuerySet, owner: User) -> ApplicationQuerySet:
        """Return those of the ``owner``'s rows that match the search text."""
        self.is_valid()
        return rows.matching(self.cleaned_data.get("q", ""), owner)


class BulkTagForm(forms.Form):
    """Tags to add to several applications."""

    tag_names = TagsField(max_length=400, error_messages={"required": "Name a tag."})
