"""Compute working time: the hours in which a person probably reads mail and takes calls."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from typing import Final

MONDAY_TO_FRIDAY = frozenset(range(5))
SUNDAY_TO_THURSDAY = frozenset({6, 0, 1, 2, 3})

# Countries whose office week runs from Sunday to Thursday (ISO 3166 alpha-2).
SUNDAY_WEEK_COUNTRIES = frozenset(
    ["BD", "BH", "DZ", "EG", "IL", "IQ", "JO", "KW", "LY", "MV", "OM", "PS", "QA", "SA", "SD", "SY", "YE"],
)

EARLIEST_CALL, LATEST_CALL = time(8), time(21)

#: Days to search. Within them, a person who works one day a week has a working day in spite of holidays.
MAX_SEARCH_DAYS: Final = 60


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """The working days (0 is Monday) and the wall times at which work begins and ends; both ends are included.

    Public holidays of ``country`` (ISO 3166 alpha-2) and of its ``region`` (ISO 3166-2, for example BY for DE-BY) are
    no working days, where they are known.
    """

    days: frozenset[int] = MONDAY_TO_FRIDAY
    opens: time = time(9)
    closes: time = time(17)
    country: str = ""
    region: str = ""

    def __post_init__(self) -> None:
        if not self.days or not self.days <= frozenset(range(7)):
            raise ValueError("working_hours.days: name at least one day, 0 (Monday) to 6 (Sunday).")
        if self.opens >= self.closes:
            raise ValueError("working_hours: opens must be before closes.")

    @classmethod
    def for_country(cls, country: str, region: str = "") -> "WorkingHours":
        """Return the usual office week of a country; Monday to Friday where nothing else is known."""
        code = country.strip().upper()
        days = SUNDAY_TO_THURSDAY if code in SUNDAY_WEEK_COUNTRIES else MONDAY_TO_FRIDAY
        return cls(days=days, country=code, region=region)

    def includes(self, day: date) -> bool:
        """Return whether ``day`` is a working day."""
        return day.weekday() in self.days and day not in _public_holidays(self.country, self.region)


@cache
def _public_holidays(country: str, region: str) -> Container[date]:
    """Return the public holidays of a country, and of a region where it is known; none of an unknown country."""
    if not country:
        return ()
    # The import takes 150 ms and 8 MB. It is needed only for a recipient whose country is on record.
    from holidays import country_holidays

    try:
        return country_holidays(country.upper(), subdiv=region.upper() or None)
    except NotImplementedError:
        return _public_holidays(country, "") if region else ()


def at_wall_time(day: date, clock: time, zone: tzinfo) -> datetime:
    """Return the UTC instant of a wall time. A time that the clocks skip is the same time after the change."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def is_working(moment: datetime, *, hours: WorkingHours, zone: tzinfo) -> bool:
    """Return whether the moment is in the working hours in that zone, both ends included."""
    local = moment.astimezone(zone)
    day = local.date()
    if not hours.includes(day):
        return False
    return at_wall_time(day, hours.opens, zone) <= moment <= at_wall_time(day, hours.closes, zone)


def is_call_time(moment: datetime, *, zone: tzinfo) -> bool:
    """Return whether a call is acceptable at that time: 08:00 to 21:00 in that zone, on any day."""
    return EARLIEST_CALL <= moment.astimezone(zone).time() <= LATEST_CALL


def next_working_moment(moment: datetime, *, hours: WorkingHours, zone: tzinfo) -> datetime:
    """Return the moment itself if it is working time, else the next opening (UTC)."""
    moment = moment.astimezone(UTC)
    if is_working(moment, hours=hours, zone=zone):
        return moment
    day = moment.astimezone(zone).date()
    for ahead in range(MAX_SEARCH_DAYS):
        opening = at_wall_time(day + timedelta(days=ahead), hours.opens, zone)
        if opening >= moment and hours.includes(day + timedelta(days=ahead)):
            return opening
    raise AssertionError("somebody works on at least one day of a week, and not every one is a holiday")


def previous_working_moment(moment: datetime, *, hours: WorkingHours, zone: tzinfo) -> datetime:
    """Return the moment itself if it is working time, else the last closing before it (UTC)."""
    moment = moment.astimezone(UTC)
    if is_working(moment, hours=hours, zone=zone):
        return moment
    day = moment.astimezone(zone).date()
    for back in range(MAX_SEARCH_DAYS):
        closing = at_wall_time(day - timedelta(days=back), hours.closes, zone)
        if closing <= moment and hours.includes(day - timedelta(days=back)):
            return closing
    raise AssertionError("somebody works on at least one day of a week, and not every one is a holiday")


def end_of_day(moment: datetime, *, hours: WorkingHours, zone: tzinfo) -> datetime:
    """Return the close of the working day that holds the moment or comes next (UTC); never before that opening."""
    opening = next_working_moment(moment, hours=hours, zone=zone)
    return max(at_wall_time(opening.astimezone(zone).date(), hours.closes, zone), opening)
