"""The calendar: interviews and dated steps by month or week, on the reader's clock."""

from calendar import Calendar, monthrange
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET

from accounts.http import person
from accounts.models import User
from tracker.models import Application, Interview

#: Interviews and steps of one view; nobody has more, and a page must not grow without end.
SHOWN: Final = 300


@dataclass
class CalendarDay:
    """A day: its interviews in order, and the applications with a step or a closing date on it."""

    date: date
    is_other: bool = False
    is_today: bool = False
    interviews: list[Interview] = field(default_factory=list)
    steps: list[Application] = field(default_factory=list)
    closing: list[Application] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.interviews or self.steps or self.closing)


@require_GET
@login_required
def calendar(request: HttpRequest) -> HttpResponse:
    """A month, or with ``?view=week`` a week; ``?on=2026-11-25`` is any day in it."""
    user = person(request)
    on = _asked_day(request)
    weekly = request.GET.get("view") == "week"
    first, last = _week_of(on, user) if weekly else (on.replace(day=1), on.replace(day=_days_in(on)))
    shown = _shown_days(first, last, user, weekly=weekly)
    days = _fill(user, shown, first, last)
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
        "is_empty": all(day.is_empty for day in days),
        "today": timezone.localdate(),
    }
    return render(request, "tracker/calendar.html", context)


def _asked_day(request: HttpRequest) -> date:
    """The day in the address, if it is one that a calendar has room around; else today."""
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


def _shown_days(first: date, last: date, user: User, *, weekly: bool) -> list[date]:
    """The days of the grid: a month is shown in whole weeks."""
    if weekly:
        return [first + timedelta(days=n) for n in range(7)]
    return list(Calendar(user.first_weekday).itermonthdates(first.year, first.month))


def _fill(user: User, shown: list[date], first: date, last: date) -> list[CalendarDay]:
    """Two queries, whatever the number of days."""
    today = timezone.localdate()
    days = {day: CalendarDay(day, is_other=not first <= day <= last, is_today=day == today) for day in shown}
    for interview in _interviews(user, shown[0], shown[-1]):
        days[timezone.localdate(interview.starts_at)].interviews.append(interview)
    steps: dict[date | None, list[Application]] = defaultdict(list)
    closing: dict[date | None, list[Application]] = defaultdict(list)
    for application in _dated(user, shown[0], shown[-1]):
        steps[application.next_action_on].append(application)
        closing[application.closes_on].append(application)
    for day in days.values():
        day.steps, day.closing = steps[day.date], closing[day.date]
    return list(days.values())


def _interviews(user: User, first: date, last: date) -> list[Interview]:
    zone = timezone.get_current_timezone()
    begin = datetime.combine(first, datetime.min.time(), zone)
    end = datetime.combine(last + timedelta(days=1), datetime.min.time(), zone)
    rows = Interview.objects.for_user(user).filter(starts_at__gte=begin, starts_at__lt=end)
    return list(rows.with_application().order_by("starts_at", "pk")[:SHOWN])


def _dated(user: User, first: date, last: date) -> list[Application]:
    rows = Application.objects.for_user(user).open().for_lists()
    within = Q(next_action_on__range=(first, last)) | Q(closes_on__range=(first, last))
    return list(rows.filter(within).order_by("next_action_on", "pk")[:SHOWN])
