"""Working time: the hours in which somebody can be expected to read or to answer the phone."""

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

CIVIL_OPENS, CIVIL_CLOSES = time(8), time(21)

#: Days in which somebody who works one day a week works at least once, whatever holidays fall on that day.
HORIZON: Final = 60


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Days (0 is Monday) and the wall time between which somebody works; both ends count as working.

    Nobody works on the public holidays of ``country`` (ISO 3166 alpha-2) and of its ``region`` (ISO 3166-2, as BY of DE-BY),
    where they are known.
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
        """The usual office week of a country; Monday to Friday where nothing else is known."""
        code = country.strip().upper()
        days = SUNDAY_TO_THURSDAY if code in SUNDAY_WEEK_COUNTRIES else MONDAY_TO_FRIDAY
        return cls(days=days, country=code, region=region)

    def include(self, day: date) -> bool:
        """Whether somebody works on that day."""
        return day.weekday() in self.days and day not in _public_holidays(self.country, self.region)


@cache
def _public_holidays(country: str, region: str) -> Container[date]:
    """The public holidays of a country, and of a region where it is known; none of a country that is not known."""
    if not country:
        return ()
    # 150 ms and 8 MB, which no process needs before it plans for a recipient whose country is on record.
    from holidays import country_holidays

    try:
        return country_holidays(country.upper(), subdiv=region.upper() or None)
    except NotImplementedError:
        return _public_holidays(country, "") if region else ()


def at_wall_time(day: date, clock: time, zone: tzinfo) -> datetime:
    """The UTC instant of a wall time; a time that the clocks skip counts as the one after it."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def is_working(moment: datetime, *, hours: WorkingHours, zone: tzinfo) -> bool:
    """Whether the moment falls inside the working hours of that zone, ends included."""
    local = moment.astimezone(zone)
    day = local.date()
    if not hours.include(day):
        return False
    return at_wall_time(day, hours.opens, zone) <= moment <= at_wall_time(day, hours.closes, zone)


def is_civil(moment: datetime, *, zone: tzinfo) -> bool:
    """Whether one may ring somebody then at all: 08:00 to 21:00 by their clock, any day."""
    return CIVIL_OPENS <= moment.astimezone(zone).time() <= CIVIL_CLOSES


def next_working_moment(moment: datetime, *, hours: WorkingHours, zone: tzinfo) -> datetime:
    """The moment itself if they work then, else their next opening (UTC)."""
    moment = moment.astimezone(UTC)
    if is_working(moment, hours=hours, zone=zone):
        return moment
    day = moment.astimezone(zone).date()
    for ahead in range(HORIZON):
        opening = at_wall_time(day + timedelta(days=ahead), hours.opens, zone)
        if opening >= moment and hours.include(day + timedelta(days=ahead)):
            return opening
    raise AssertionError("somebody works on at least one day of a week, and not every one is a holiday")


def previous_working_moment(moment: datetime, *, hours: WorkingHours, zone: tzinfo) -> datetime:
    """The moment itself if they work then, else the last closing before it (UTC)."""
    moment = moment.astimezone(UTC)
    if is_working(moment, hours=hours, zone=zone):
        return moment
    day = moment.astimezone(zone).date()
    for back in range(HORIZON):
        closing = at_wall_time(day - timedelta(days=back), hours.closes, zone)
        if closing <= moment and hours.include(day - timedelta(days=back)):
            return closing
    raise AssertionError("somebody works on at least one day of a week, and not every one is a holiday")


def end_of_day(moment: datetime, *, hours: WorkingHours, zone: tzinfo) -> datetime:
    """When they close on the working day that holds the moment or comes next (UTC); never before it."""
    opening = next_working_moment(moment, hours=hours, zone=zone)
    return max(at_wall_time(opening.astimezone(zone).date(), hours.closes, zone), opening)
