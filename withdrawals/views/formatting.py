"""Format times and durations for the workspace, in the reader's time zone and clock format."""

from datetime import datetime, timedelta, tzinfo
from typing import Final

from django.utils import timezone

from accounts.models import User
from accounts.templatetags.clock import day, format_other_clock, format_time, format_when

#: A time that is closer than this is shown as "now".
IMMEDIATE: Final = timedelta(minutes=10)


def full_when(moment: datetime, user: User, zone: tzinfo | None = None) -> str:
    """Return "Thu 3 Dec, 10:00"; with ``zone``, the time in that zone with the name of the place."""
    return format_when(moment, zone, user.clock)


def other_zone_when(moment: datetime, user: User, zone: tzinfo) -> str:
    """Return the moment in ``zone``, or "" if it is the same clock time as the reader's."""
    return format_other_clock(moment, zone, user.clock)


def short_when(moment: datetime, user: User, *, now: datetime) -> str:
    """Return "19:42" for today, "Tue 09:05" within six days, else "3 Dec, 09:05", in the reader's time zone."""
    local, today = timezone.localtime(moment), timezone.localtime(now).date()
    clock = format_time(moment, None, user.clock)
    if local.date() == today:
        return clock
    if abs((local.date() - today).days) < 7:
        return f"{local:%a} {clock}"
    return f"{day(moment)[4:]}, {clock}"


def duration_words(span: timedelta) -> str:
    """Return a duration such as "3 days 4 h", "13 h 24 min", "2 h" or "24 min"; a negative one is "0 min"."""
    minutes = max(0, int(span.total_seconds() // 60))
    days, hours = minutes // 1440, minutes // 60
    if days >= 2:
        return f"{days} days {hours % 24} h" if hours % 24 else f"{days} days"
    if hours and minutes % 60 == 0:
        return f"{hours} h"
    return f"{hours} h {minutes % 60} min" if hours else f"{minutes} min"
