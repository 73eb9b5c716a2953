"""The chips of a history: what was written about processes, by reason, stage, company and period, each with its count."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Count, Q

from accounts.models import User
from tracker.models import Company
from tracker.states import Stage
from withdrawals.forms import ReflectionFilterForm
from withdrawals.models.history import HistoryQuerySet
from withdrawals.states import REASON_LABELS

PAGE_SIZE = 20
#: Filters are worth their room from this many entries on (docs/journeys.md).
RAIL_FROM = 10
#: The search finds the others.
COMPANIES_SHOWN = 8
PERIODS = ReflectionFilterForm.PERIODS
STAGES = dict(Stage.choices)

Rows = TypeVar("Rows", bound=HistoryQuerySet[Any])


def filtered(rows: Rows, chosen: dict[str, Any], user: User, *, now: datetime) -> Rows:
    """What every chosen filter leaves."""
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


def history_filters(mine: HistoryQuerySet[Any], chosen: dict[str, Any], *, now: datetime) -> list[dict[str, Any]]:
    """Each filter with the values that occur, how often, and the address each one leads to. Four queries."""
    reasons = _counted(mine.exclude(withdrawal__reason="").exclude(withdrawal=None), "withdrawal__reason")
    stages = _counted(mine, "application__furthest_stage")
    return [
        _filter("Reason", "reason", [(code, REASON_LABELS.get(code, code), n) for code, n in reasons], chosen),
        _filter("Got as far as", "stage", [(code, STAGES.get(code, code), n) for code, n in stages], chosen),
        _filter("Company", "company", _companies(mine), chosen),
        _filter("Written", "period", _periods(mine, now=now), chosen),
    ]


def filter_words(chosen: dict[str, Any], user: User) -> list[str]:
    """What is filtered, in words, for a page that shows no chips."""
    words = [f"“{chosen['q']}”"] if "q" in chosen else []
    if "reason" in chosen:
        words.append(REASON_LABELS.get(chosen["reason"], chosen["reason"]))
    if "stage" in chosen:
        words.append(f"got as far as {STAGES.get(chosen['stage'], chosen['stage']).lower()}")
    if "company" in chosen:
        words += Company.objects.for_user(user).filter(pk=chosen["company"]).values_list("name", flat=True)
    if "period" in chosen:
        words.append(PERIODS[chosen["period"]].lower())
    return words


def _companies(mine: HistoryQuerySet[Any]) -> list[tuple[int, str, int]]:
    counted = mine.order_by().values("application__company", "application__company__name").annotate(n=Count("pk"))
    rows = counted.order_by("-n", "application__company__name")[:COMPANIES_SHOWN]
    return [(row["application__company"], row["application__company__name"], row["n"]) for row in rows]


def _periods(mine: HistoryQuerySet[Any], *, now: datetime) -> list[tuple[str, str, int]]:
    """Those in which something was written."""
    since = {days: Q(**{f"{mine.moment}__gte": now - timedelta(days=int(days))}) for days in PERIODS}
    counts = mine.aggregate(**{f"in_{days}": Count("pk", filter=within) for days, within in since.items()})
    return [(days, label, counts[f"in_{days}"]) for days, label in PERIODS.items() if counts[f"in_{days}"]]


def _counted(rows: HistoryQuerySet[Any], field: str) -> list[tuple[str, int]]:
    return list(rows.order_by().values(field).annotate(n=Count("pk")).order_by("-n", field).values_list(field, "n"))


def _filter(title: str, name: str, values: Sequence[tuple[Any, str, int]], chosen: dict[str, Any]) -> dict[str, Any]:
    options = []
    for value, label, count in values:
        is_on = str(chosen.get(name, "")) == str(value)
        rest = {key: one for key, one in chosen.items() if key != name}
        address = urlencode(rest if is_on else {**rest, name: value})
        options.append({"label": label, "count": count, "is_on": is_on, "address": address})
    return {"title": title, "name": name, "options": options}
