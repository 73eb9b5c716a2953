"""The calendar: interviews, next steps and closing dates by month or week, in the reader's zone."""

from calendar import Calendar, monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final, TypedDict

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET

from accounts.http import person, url_builder
from accounts.models import User
from accounts.templatetags.clock import clock_of, other_clock_time
from tracker.models import Application, Interview
from tracker.states import InterviewStatus, interview_name

#: Items of a day before "2 more", in the month and in the week view.
ITEMS_IN_MONTH, ITEMS_IN_WEEK = 3, 30
#: Rows of one kind that are read for one view. Nobody has more; the limit bounds the page.
ROW_LIMIT: Final = 5000
CANCELLED: Final = (InterviewStatus.CANCELLED_BY_ME, InterviewStatus.CANCELLED_BY_THEM)


class CalendarItem(TypedDict):
    """One item of a day, as text: templates read a dict faster than an object.

    An interview has a ``kind``, its time in the reader's zone (``clock``) and, if that differs, in its own
    (``own_clock``).
    """

    url: str
    text: str
    tone: str
    kind: str
    clock: str
    own_clock: str
    cancelled: bool


@dataclass
class CalendarDay:
    """A day: interviews in order, then next steps, then closing dates; ``more`` counts those above ``limit``."""

    date: date
    limit: int
    is_other: bool = False
    is_today: bool = False
    items: list[CalendarItem] = field(default_factory=list)
    more: int = 0

    def add(self, item: Callable[[], CalendarItem]) -> None:
        """Add the item if there is room, else count it. ``item`` is called only for those shown."""
        if len(self.items) < self.limit:
            self.items.append(item())
        else:
            self.more += 1


@require_GET
@login_required
def calendar(request: HttpRequest) -> HttpResponse:
    """Show a month, or with ``?view=week`` a week. ``?on=2026-11-25`` is any day in it."""
    user = person(request)
    on = _asked_day(request)
    weekly = request.GET.get("view") == "week"
    first, last = _week_of(on, user) if weekly else (on.replace(day=1), on.replace(day=_days_in(on)))
    today = timezone.localdate()
    days = [
        CalendarDay(
            day, ITEMS_IN_WEEK if weekly else ITEMS_IN_MONTH, is_other=not first <= day <= last, is_today=day == today
        )
        for day in _shown_days(first, user, weekly=weekly)
    ]
    _add_interviews(user, days)
    _add_dates(user, days, "next_action_on", _step)
    _add_dates(user, days, "closes_on", _closing)
    context: dict[str, Any] = {
        "section": "calendar",
        "weekly": weekly,
        "on": on,
        "first": first,
        "last": last,
        "before": first - timedelta(days=1),
        "after": last + timedelta(days=1),
        "days": days,
        "weeks": [days[n : n + 7] for n in range(0, len(days), 7)],
        "is_empty": not any(day.items for day in days if not day.is_other),
    }
    return render(request, "tracker/calendar.html", context)


def _asked_day(request: HttpRequest) -> date:
    """Return the day that the URL names, if its year is from 1970 to 2200; else today."""
    try:
        asked = parse_date(request.GET.get("on", ""))
    except ValueError:
        asked = None
    return asked if asked and 1970 <= asked.year <= 2200 else timezone.localdate()


def _days_in(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _week_of(day: date, user: User) -> tuple[date, date]:
    first = day - timedelta(days=(day.weekday() - user.first_weekday) % 7)
    return first, first + timedelta(days=6)


def _shown_days(first: date, user: User, *, weekly: bool) -> list[date]:
    """Return the days of the grid. A month is shown in whole weeks."""
    if weekly:
        return [first + timedelta(days=n) for n in range(7)]
    return list(Calendar(user.first_weekday).itermonthdates(first.year, first.month))


def _add_interviews(user: User, days: list[CalendarDay]) -> None:
    """Add the interviews of all ``days`` by the reader's date, in one query."""
    by_date = {day.date: day for day in days}
    rows = Interview.objects.for_user(user).on_days(days[0].date, days[-1].date)
    names = ("pk", "starts_at", "time_zone", "kind", "status", "application__company__name")
    address_of = url_builder("interview_detail")
    for pk, at, *facts in rows.values_list(*names)[:ROW_LIMIT]:
        by_date[timezone.localdate(at)].add(partial(_interview, address_of(pk), at, facts, user))


def _add_dates(user: User, days: list[CalendarDay], name: str, item: Callable[[str, str, str], CalendarItem]) -> None:
    """Add open applications by the date in their field ``name``, in one query."""
    by_date, address_of = {day.date: day for day in days}, url_builder("application_detail")
    rows = Application.objects.for_user(user).open().filter(**{f"{name}__range": (days[0].date, days[-1].date)})
    names = (name, "pk", "company__name", "next_action")
    for on, pk, company, action in rows.order_by(name, "pk").values_list(*names)[:ROW_LIMIT]:
        by_date[on].add(partial(item, address_of(pk), company, action))


def _interview(url: str, at: datetime, facts: Sequence[Any], user: User) -> CalendarItem:
    zone, kind, status, company = facts
    return {
        "url": url,
        "text": company,
        "tone": "violet",
        "kind": interview_name(kind).lower(),
        "clock": clock_of(at, user),
        "own_clock": other_clock_time(at, zone, user.clock),
        "cancelled": status in CANCELLED,
    }


def _step(url: str, company: str, action: str) -> CalendarItem:
    return _dated(url, f"{company}: {action or 'next step'}", "amber")


def _closing(url: str, company: str, _: str) -> CalendarItem:
    return _dated(url, f"Closes: {company}", "slate")


def _dated(url: str, text: str, tone: str) -> CalendarItem:
    return {"url": url, "text": text, "tone": tone, "kind": "", "clock": "", "own_clock": "", "cancelled": False}
