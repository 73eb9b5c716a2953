"""List pages, print pages and filters of the two histories: the person's reflections and the employers' feedback.

The cost of a page must not grow with the history. Filters and patterns therefore count only the latest ``RECENT``
entries, and the page states this once there are more.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.http import person
from accounts.models import User
from accounts.paging import paginate
from tracker.models import Company
from tracker.states import Stage
from withdrawals.forms.learning import ReflectionFilterForm
from withdrawals.models.history import HistoryQuerySet
from withdrawals.states import REASON_LABELS

PAGE_SIZE = 20
#: Number of entries from which the page shows filters.
FILTERS_MIN_ENTRIES = 10
#: Number of latest entries that filters and patterns count.
RECENT = 300
#: Number of companies among the filters; the search finds the others.
COMPANIES_SHOWN = 8
#: Number of latest entries in a print; the export holds all.
PRINTED = 500
PERIODS = ReflectionFilterForm.PERIODS
STAGES = dict(Stage.choices)

Rows = TypeVar("Rows", bound=HistoryQuerySet[Any])
#: The value in the URL, its label, and the number of entries that match it, or None if they were not counted.
Option = tuple[Any, str, int | None]


@dataclass(frozen=True, slots=True)
class Recent:
    """The facts of the latest entries, one mapping each (``HistoryQuerySet.latest_facts``)."""

    facts: list[dict[str, Any]]
    has_older: bool

    def __len__(self) -> int:
        return len(self.facts)


def list_context(request: HttpRequest, mine: HistoryQuerySet[Any], *, printed: str) -> dict[str, Any]:
    """Return the context of a list page, newest first. The URL holds every filter, so a view can be bookmarked.

    ``printed`` is the URL name of the print page. Two queries, and a third for the name of a chosen company that is
    not among the filters.
    """
    user, now = person(request), timezone.now()
    chosen = ReflectionFilterForm(request.GET).chosen()
    recent = recent_of(mine)
    found = filtered(mine, chosen, user, now=now).with_application().latest_first()
    has_rail = len(recent) >= FILTERS_MIN_ENTRIES or set(chosen) - {"q"}
    return {
        "section": "reflections",
        "page": paginate(found, request.GET.get("page"), PAGE_SIZE),
        "recent": recent,
        "chosen": chosen,
        "query": chosen.get("q", ""),
        "address": urlencode(chosen),
        "print_url": reverse(printed),
        "filters": history_filters(recent, chosen, user, now=now) if has_rail else [],
    }


def print_context(request: HttpRequest, mine: HistoryQuerySet[Any]) -> dict[str, Any]:
    """Return the context of the print page, which shows the same entries in full and names the filters at the top."""
    user, now = person(request), timezone.now()
    chosen = ReflectionFilterForm(request.GET).chosen()
    found = list(filtered(mine, chosen, user, now=now).with_application().latest_first()[: PRINTED + 1])
    return {
        "now": now,
        "entries": found[:PRINTED],
        "has_older": len(found) > PRINTED,
        "filter_words": filter_words(chosen, user),
        "address": urlencode(chosen),
    }


def recent_of(mine: HistoryQuerySet[Any]) -> Recent:
    """Return the facts of the latest ``RECENT`` entries, with one query."""
    facts = mine.latest_facts(RECENT + 1)
    return Recent(facts[:RECENT], len(facts) > RECENT)


def filtered(rows: Rows, chosen: dict[str, Any], user: User, *, now: datetime) -> Rows:
    """Return the rows that match every chosen filter."""
    if "q" in chosen:
        rows = rows.matching(chosen["q"])
    if "reason" in chosen:
        rows = rows.for_reason(chosen["reason"])
    if "stage" in chosen:
        rows = rows.at_stage(chosen["stage"])
    if "company" in chosen:
        rows = rows.filter(application__company=chosen["company"], application__company__owner=user)
    if "period" in chosen:
        rows = rows.since(now - timedelta(days=int(chosen["period"])))
    return rows


def history_filters(recent: Recent, chosen: dict[str, Any], user: User, *, now: datetime) -> list[dict[str, Any]]:
    """Return each filter with the values among the recent entries, their counts and the URL of each.

    A chosen value is listed even if it no longer occurs, so that the person can remove it.
    """
    return [
        _filter("Reason", "reason", _labelled(recent, "withdrawal__reason", REASON_LABELS), REASON_LABELS, chosen),
        _filter("Got as far as", "stage", _labelled(recent, "application__furthest_stage", STAGES), STAGES, chosen),
        _company_filter(_companies(recent), chosen, user),
        _filter("Written", "period", _periods(recent, now=now), PERIODS, chosen),
    ]


def filter_words(chosen: dict[str, Any], user: User) -> list[str]:
    """Return the chosen filters in words, for the print page."""
    words = [f"“{chosen['q']}”"] if "q" in chosen else []
    if "reason" in chosen:
        words.append(REASON_LABELS.get(chosen["reason"], chosen["reason"]))
    if "stage" in chosen:
        words.append(f"got as far as {STAGES.get(chosen['stage'], chosen['stage']).lower()}")
    if "company" in chosen:
        words += _company_names(chosen["company"], user)
    if "period" in chosen:
        words.append(PERIODS[chosen["period"]].lower())
    return words


def _company_names(key: int, user: User) -> list[str]:
    return list(Company.objects.for_user(user).filter(pk=key).values_list("name", flat=True))


def _labelled(recent: Recent, fact: str, labels: dict[str, str]) -> list[Option]:
    return [(code, labels.get(code, code), n) for code, n in _most_common(one[fact] for one in recent.facts)]


def _companies(recent: Recent) -> list[Option]:
    pairs = ((one["application__company__name"], one["application__company"]) for one in recent.facts)
    return [(key, name, n) for (name, key), n in _most_common(pairs)[:COMPANIES_SHOWN]]


def _most_common(values: Iterable[Any]) -> list[tuple[Any, int]]:
    """Return each non-empty value with its count, the most frequent first, then in the order of the values."""
    return sorted(Counter(value for value in values if value).items(), key=lambda pair: (-pair[1], pair[0]))


def _periods(recent: Recent, *, now: datetime) -> list[Option]:
    """Return the periods that hold at least one entry."""
    ages = [now - one["moment"] for one in recent.facts]
    counts = {days: sum(age <= timedelta(days=int(days)) for age in ages) for days in PERIODS}
    return [(days, PERIODS[days], n) for days, n in counts.items() if n]


def _company_filter(options: list[Option], chosen: dict[str, Any], user: User) -> dict[str, Any]:
    key: int = chosen.get("company", 0)
    is_hidden = key and all(key != value for value, _label, _count in options)
    names = _company_names(key, user) if is_hidden else []
    return _filter("Company", "company", options, {key: names[0]} if names else {}, chosen)


def _filter(
    title: str, name: str, values: list[Option], labels: dict[Any, str], chosen: dict[str, Any]
) -> dict[str, Any]:
    wanted = chosen.get(name)
    if wanted in labels and all(wanted != value for value, _label, _count in values):
        values = [*values, (wanted, labels[wanted], None)]
    options = []
    for value, label, count in values:
        is_on = value == wanted
        rest = {key: one for key, one in chosen.items() if key != name}
        address = urlencode(rest if is_on else {**rest, name: value})
        options.append({"label": label, "count": count, "is_on": is_on, "address": address})
    return {"title": title, "name": name, "options": options}
