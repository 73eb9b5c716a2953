"""Write days and hours in words, in British or American order, independent of the machine's locale."""

import re
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

from withdrawals.language.composition.request import InterviewFacts
from withdrawals.language.composition.wording import common, fill

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def local_start(interview: InterviewFacts) -> datetime:
    """Return the start as wall time in the zone in which the interview was agreed."""
    zone: tzinfo | None = ZoneInfo(interview.time_zone) if interview.time_zone else None
    return interview.starts_at.astimezone(zone) if zone else interview.starts_at


def day_words(day: date, spelling: str, *, near: date | None = None) -> str:
    """Return "Thursday 3 December" or "Thursday, December 3"; add the year where it differs from that of ``near``."""
    weekday, month = _DAYS[day.weekday()], _MONTHS[day.month - 1]
    year = near is not None and near.year != day.year
    if spelling == "US":
        return f"{weekday}, {month} {day.day}" + (f", {day.year}" if year else "")
    return f"{weekday} {day.day} {month}" + (f" {day.year}" if year else "")


def hour_words(moment: datetime, spelling: str) -> str:
    """Return "10:00", or "10:00 AM" in American spelling."""
    if spelling == "US":
        return f"{moment.hour % 12 or 12}:{moment.minute:02} {'AM' if moment.hour < 12 else 'PM'}"
    return f"{moment.hour:02}:{moment.minute:02}"


def zone_words(interview: InterviewFacts) -> str:
    """Return "Berlin time", "UTC" or "UTC+2", so that a reader abroad can place the hour."""
    name = interview.time_zone
    region, _, place = name.rpartition("/")
    if name and not re.search(r"UTC|GMT|UCT|Zulu|Universal|Greenwich", name) and region != "Etc":
        return f"{place.replace('_', ' ')} time"
    offset = local_start(interview).utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset else 0
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02}" if rest else "")


def format_interview_time(interview: InterviewFacts, spelling: str, form: str) -> str:
    """Return weekday, date, hour and zone. ``form`` is a key of [when] in common.toml."""
    start = local_start(interview)
    template: str = common()["when"][form]
    parts = {"DAY": day_words(start, spelling), "HOUR": hour_words(start, spelling), "ZONE": zone_words(interview)}
    for key, words in parts.items():
        template = template.replace(key, words)
    return fill(template, {})
