"""Filters of the lists, read from the address."""

from datetime import datetime
from typing import Any, Final

from django import forms
from django.db.models import F

from tracker.forms.fields import TagsField
from tracker.models.application import ApplicationQuerySet
from tracker.states import Outcome, Stage

ENDS: Final = [(outcome.value, outcome.label) for outcome in Outcome if outcome != Outcome.OPEN]
SORTS: Final[dict[str, Any]] = {
    "recent": F("touched_at"),
    "title": F("title"),
    "company": F("company__name"),
    "stage": F("stage_since"),
    "applied": F("applied_on"),
    "next": F("next_action_on"),
}


class ApplicationFilter(forms.Form):
    """Words, stage, outcome and order. What is put away shows only when asked for; a wrong value filters nothing."""

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
            *ENDS,
            ("archived", "In the archive"),
        ],
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def apply(self, rows: ApplicationQuerySet, *, now: datetime) -> ApplicationQuerySet:
        """The rows that the address asks for, in its order."""
        self.is_valid()
        asked: dict[str, str] = self.cleaned_data
        rows = _with_outcome(rows, asked.get("show", ""), now)
        if asked.get("stage"):
            rows = rows.in_stage(asked["stage"])
        return _in_order(rows.matching(asked.get("q", "")), asked.get("sort", ""))

    @property
    def narrows(self) -> bool:
        """Whether anything is left out on purpose."""
        return any(self.cleaned_data.get(name) for name in ("q", "stage", "show"))


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
    """``-`` turns it round; what has no value there comes last."""
    by = SORTS.get(sort.removeprefix("-"))
    if by is None:
        return rows.order_by("-touched_at", "-pk")
    order = by.desc(nulls_last=True) if sort.startswith("-") else by.asc(nulls_last=True)
    return rows.order_by(order, "-pk")


class BoardFilter(forms.Form):
    """Words; the board is the order."""

    q = forms.CharField(label="Search", required=False, max_length=100)

    def apply(self, rows: ApplicationQuerySet) -> ApplicationQuerySet:
        """The rows that match."""
        self.is_valid()
        return rows.matching(self.cleaned_data.get("q", ""))


class BulkTagForm(forms.Form):
    """Tags for several applications."""

    tag_names = TagsField(max_length=400, error_messages={"required": "Name a tag."})
