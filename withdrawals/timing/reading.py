"""Readers of JSON values for the timing, beside those of withdrawals/language/json_values.py."""

from collections.abc import Sequence
from datetime import datetime, time, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from withdrawals.language import json_values as reading
from withdrawals.language.json_values import mapping, quoted
from withdrawals.timing.hours import MONDAY_TO_FRIDAY, WorkingHours

YEARS = range(1971, 3000)
CAMPUS_HOURS_LIMIT = 24 * 60


def text(value: object, key: str) -> str:
    """The text without outer spaces."""
    return reading.text(value, key).strip()


def choice(value: object, choices: Sequence[str], key: str) -> str:
    if isinstance(value, str) and value in choices:
        return value
    raise ValueError(f"{key}: {quoted(value)} is not one of {', '.join(choices)}.")


def zone(value: object, key: str) -> tzinfo | None:
    name = text(value, key)
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{key}: no time zone is called {quoted(name)}; write one like Europe/Berlin.") from None


def moment(value: object, default_zone: tzinfo | None, key: str) -> datetime:
    """An instant; wall time is taken in the default zone."""
    try:
        parsed = datetime.fromisoformat(text(value, key))
    except ValueError:
        raise ValueError(
            f"{key}: must be a date and time like 2026-03-02T09:00:00+01:00, not {quoted(value)}."
        ) from None
    if parsed.year not in YEARS:
        raise ValueError(f"{key}: the year must lie between {YEARS.start} and {YEARS.stop - 1}.")
    if parsed.tzinfo is None:
        if default_zone is None:
            raise ValueError(f"{key}: needs an offset, as in 2026-03-02T09:00:00+01:00.")
        parsed = parsed.replace(tzinfo=default_zone)
    return parsed


def aware_moment(value: object, key: str) -> datetime:
    return moment(value, None, key)


def hours(value: object, key: str) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= CAMPUS_HOURS_LIMIT:
        raise ValueError(f"{key}: must be hours between 0 and {CAMPUS_HOURS_LIMIT}, not {quoted(value)}.")
    return float(value)


def round_number(value: object, key: str) -> int | str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{key}: must be a number like 2 or a word like final, not {quoted(value)}.")
    return value


def working_hours(value: object, key: str) -> WorkingHours | None:
    """`{days: [0..6], opens: "09:00", closes: "17:00"}`; missing parts are the usual ones."""
    if value is None:
        return None
    data = mapping(value, key)
    usual = WorkingHours()
    days = data.get("days", sorted(MONDAY_TO_FRIDAY))
    if not isinstance(days, list) or not all(isinstance(day, int) for day in days):
        raise ValueError(f"{key}.days: must be a list of days, 0 (Monday) to 6 (Sunday), not {quoted(days)}.")
    return WorkingHours(
        days=frozenset(days),
        opens=clock(data.get("opens"), usual.opens, f"{key}.opens"),
        closes=clock(data.get("closes"), usual.closes, f"{key}.closes"),
    )


def clock(value: object, default: time, key: str) -> time:
    if value is None:
        return default
    try:
        return time.fromisoformat(text(value, key)).replace(tzinfo=None)
    except ValueError:
        raise ValueError(f"{key}: must be a time like 09:00, not {quoted(value)}.") from None
