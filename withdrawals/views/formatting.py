"""Times in the words of the workspace, on the reader's clock."""

from datetime import datetime, timedelta, tzinfo
from typing import Final

from django.utils import timezone

from accounts.models import User
from accounts.templatetags.clock import day, format_other_clock, format_time, format_when

#: What is closer than this is now.
IMMEDIATE: Final = timedelta(minutes=10)


def full_when(moment: datetime, user: User, zone: tzinfo | None = None) -> str:
    """ "Thu 3 Dec, 10:00", or on the clock of ``zone`` with its place."""
    return format_when(moment, zone, user.clock)


def their_when(moment: datetime, user: User, zone: tzinfo) -> str:
    """The moment on the clock of ``zone``; "" where it shows the same as the reader's."""
    return format_other_clock(moment, zone, user.clock)


def short_when(moment: datetime, user: User, *, now: datetime) -> str:
    """ "19:42" today, "Tue 09:05" within six days, "3 Dec, 09:05" later; on the reader's clock."""
    local, today = timezone.localtime(moment), timezone.localtime(now).date()
    clock = format_time(moment, None, user.clock)
    if local.date() == today:
        return clock
    if abs((local.date() - today).days) < 7:
        return f"{local:%a} {clock}"
    return f"{day(moment)[4:]}, {clock}"


def left_words(span: timedelta) -> str:
    """ "3 days 4 h", "13 h 24 min", "2 h", "24 min"."""
    minutes = max(0, int(span.total_seconds() // 60))
    days, hours = minutes // 1440, minutes // 60
    if days >= 2:
        return f"{days} days {hours % 24} h" if hours % 24 else f"{days} days"
    if hours and minutes % 60 == 0:
        return f"{hours} h"
    return f"{hours} h {minutes % 60} min" if hours else f"{minutes} min"
