"""Template tags that show dates and times in the reader's zone and clock format.

``{% when moment %}`` is "Thu 3 Dec, 10:00" in the reader's zone; ``{% when moment zone %}`` is the time in another zone
with its place: "Thu 3 Dec, 05:00 New York". ``{{ moment|day }}`` and ``{{ moment|clock_of:user }}`` are the two parts.
"""

from datetime import UTC, date, datetime, tzinfo
from typing import Any

from django import template
from django.utils import timezone

register = template.Library()


@register.filter
def day(moment: datetime | date | None) -> str:
    """Return "Thu 3 Dec" in the active zone, with the year unless it is the current one."""
    if moment is None:
        return ""
    local = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    this_year = timezone.localdate().year
    year = "" if local.year == this_year else f" {local.year}"
    return f"{local:%a} {local.day} {local:%b}{year}"


def format_time(moment: datetime, zone: tzinfo | None, clock: str) -> str:
    """Return "10:00", or "10:00 am" for ``clock`` "12", in ``zone`` or the active zone."""
    local = moment.astimezone(zone or timezone.get_current_timezone())
    if clock == "12":
        return f"{local.hour % 12 or 12}:{local:%M} {'am' if local.hour < 12 else 'pm'}"
    return f"{local:%H:%M}"


def place_name(zone: tzinfo) -> str:
    """Return "New York" for America/New_York and "UTC" for UTC."""
    return str(zone).rsplit("/", maxsplit=1)[-1].replace("_", " ")


@register.filter
def clock_of(moment: datetime, user: Any) -> str:
    """Return the time of day in the active zone and the reader's clock format."""
    return format_time(moment, None, getattr(user, "clock", "24"))


@register.simple_tag(takes_context=True)
def when(context: dict[str, Any], moment: datetime | None, zone: tzinfo | None = None) -> str:
    """Return day and time in the active zone, or in ``zone`` with its place."""
    return format_when(moment, zone, getattr(context.get("user"), "clock", "24")) if moment else ""


def format_when(moment: datetime, zone: tzinfo | None, clock: str) -> str:
    """Return day and time as ``when`` shows them; ``clock`` is "12" or "24"."""
    if zone is None:
        return f"{day(moment)}, {format_time(moment, None, clock)}"
    with timezone.override(zone):
        return f"{day(moment)}, {format_time(moment, zone, clock)} {place_name(zone)}"


@register.filter
def place(zone: tzinfo | None) -> str:
    """Return the place that names the zone."""
    return place_name(zone or UTC)


@register.simple_tag(takes_context=True)
def other_clock(context: dict[str, Any], moment: datetime, zone: tzinfo) -> str:
    """Return day and time in ``zone``; "" where it has the offset of the active zone."""
    return format_other_clock(moment, zone, getattr(context.get("user"), "clock", "24"))


def format_other_clock(moment: datetime, zone: tzinfo, clock: str) -> str:
    """Return what ``other_clock`` shows; ``clock`` is "12" or "24"."""
    return "" if _has_active_offset(moment, zone) else format_when(moment, zone, clock)


def other_clock_time(moment: datetime, zone: tzinfo, clock: str) -> str:
    """Return "10:00 New York", with the weekday if it differs; "" if ``zone`` has the offset of the active zone."""
    if _has_active_offset(moment, zone):
        return ""
    there = moment.astimezone(zone)
    day_there = "" if there.date() == timezone.localdate(moment) else f"{there:%a} "
    return f"{day_there}{format_time(moment, zone, clock)} {place_name(zone)}"


def _has_active_offset(moment: datetime, zone: tzinfo) -> bool:
    """Return whether ``zone`` and the active zone have the same offset at ``moment``."""
    return moment.astimezone(zone).utcoffset() == timezone.localtime(moment).utcoffset()


@register.filter
def until(moment: datetime, now: datetime | None = None) -> str:
    """Return "in 3 days", "in 14 h", "in 25 min", "now" or "2 days ago"."""
    seconds = (moment - (now or timezone.now())).total_seconds()
    size = abs(seconds)
    if size < 60:
        return "now"
    if size < 3600:
        words = f"{int(size // 60)} min"
    elif size < 172_800:
        words = f"{int(size // 3600)} h"
    else:
        words = f"{int(size // 86_400)} days"
    return f"in {words}" if seconds > 0 else f"{words} ago"
