"""Define the values that all shapes share: names, moments, days and zones, with their limits."""

from datetime import date, datetime, time, tzinfo
from typing import Annotated, Final, Self
from zoneinfo import ZoneInfo

import msgspec

#: Limits: characters of a name or sentence, of a subject and of a letter; members of a list; value of a count.
SHORT_TEXT_LIMIT: Final = 1_000
SUBJECT_CHARACTERS_LIMIT: Final = 2_000
LETTER_LIMIT: Final = 100_000
LIST_LIMIT: Final = 1_000
GREATEST_COUNT: Final = 1_000_000
#: Years in which every zone has a known offset.
YEARS: Final = range(1971, 3000)
QUOTED_LENGTH: Final = 40

ShortText = Annotated[str, msgspec.Meta(max_length=SHORT_TEXT_LIMIT)]
Count = Annotated[int, msgspec.Meta(ge=0, le=GREATEST_COUNT)]


class Shape(msgspec.Struct, frozen=True):
    """A JSON object. Keys that a shape does not define are ignored."""


class IsoMoment(datetime):
    """A date and time in ISO 8601, with an offset or as wall time."""

    def in_zone(self, zone: tzinfo | None, path: str) -> Self:
        """Return an aware moment. Wall time is taken in ``zone``. Raises ValueError without offset and zone."""
        if self.tzinfo is not None:
            return self
        if zone is None:
            raise ValueError(f"{path}: needs an offset from UTC, as in 2026-03-02T09:00:00+01:00")
        return self.replace(tzinfo=zone)


class IsoDay(date):
    """A date in ISO 8601."""


class ClockTime(time):
    """A wall time such as 09:00."""


class NamedShape(Shape, frozen=True):
    """An object with a name."""

    name: ShortText = ""


class RecipientShape(NamedShape, frozen=True):
    """The recipient of a letter. ``agency`` is true for a recruiter who works for a client, or the agency's name."""

    agency: bool | ShortText = False


Named = ShortText | NamedShape
Texts = Annotated[tuple[Named, ...], msgspec.Meta(max_length=LIST_LIMIT)]


def name_of(value: str | NamedShape) -> str:
    """Return a name given as text or as an object with a name."""
    return (value if isinstance(value, str) else value.name).strip()


def names_of(values: tuple[str | NamedShape, ...]) -> tuple[str, ...]:
    """Return the names of a list without empty ones."""
    return tuple(name for name in map(name_of, values) if name)


def agency_of(value: bool | str) -> tuple[bool, str]:  # noqa: FBT001 - the value as JSON has it
    """Return whether the recipient is an agency, and its name where that is given."""
    name = value.strip() if isinstance(value, str) else ""
    return value is True or bool(name), name


def quoted(value: object) -> str:
    """Return the value as one short line for an error."""
    shown = repr(value)
    return shown if len(shown) <= QUOTED_LENGTH else shown[:QUOTED_LENGTH] + "…"


def read_moment(text: str) -> IsoMoment:
    """Read a date and time. Raises ValueError."""
    try:
        moment = IsoMoment.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{quoted(text)} is no date and time like 2026-03-02T09:00:00+01:00") from None
    if moment.year not in YEARS:
        raise ValueError(f"the year must lie between {YEARS.start} and {YEARS.stop - 1}")
    return moment


def read_day(text: str) -> IsoDay:
    """Read a date, or the date of a moment. Raises ValueError."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{quoted(text)} is no date like 2026-03-02") from None
    if moment.year not in YEARS:
        raise ValueError(f"the year must lie between {YEARS.start} and {YEARS.stop - 1}")
    return IsoDay(moment.year, moment.month, moment.day)


def read_clock_time(text: str) -> ClockTime:
    """Read a wall time. Raises ValueError."""
    try:
        return ClockTime.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        raise ValueError(f"{quoted(text)} is no time like 09:00") from None


def read_zone(text: str) -> ZoneInfo:
    """Read the key of a time zone that this machine knows. Raises ValueError."""
    try:
        return ZoneInfo(text.strip())
    except (OSError, ValueError, KeyError):
        raise ValueError(f"no time zone is called {quoted(text)}; write one like Europe/Berlin") from None
