"""Working time: the hours in which somebody can be expected to read or to answer the phone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

MONDAY_TO_FRIDAY = frozenset(range(5))
SUNDAY_TO_THURSDAY = frozenset({6, 0, 1, 2, 3})

# Countries whose office week runs from Sunday to Thursday (ISO 3166 alpha-2).
SUNDAY_WEEK_COUNTRIES = frozenset(
    ["BD", "BH", "DZ", "EG", "IL", "IQ", "JO", "KW", "LY", "MV", "OM", "PS", "QA", "SA", "SD", "SY", "YE"],
)

CIVIL_OPENS, CIVIL_CLOSES = time(8), time(21)


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Days (0 is Monday) and the wall time between which somebody works; both ends count as working."""

    days: frozenset[int] = MONDAY_TO_FRIDAY
    opens: time = time(9)
    closes: time = time(17)

    def __post_init__(self) -> None:
        if not self.days or not self.days <= frozenset(range(7)):
            raise ValueError("working_hours.days: name at least one day, 0 (Monday) to 6 (Sunday).")
        if self.opens >= self.closes:
            raise ValueError("working_hours: opens must be before closes.")

    @classmethod
    def for_country(cls, country: str) -> "WorkingHours":
        """The usual office week of a country; Monday to Friday where nothing else is known."""
        sunday_week = country.strip().upper() in SUNDAY_WEEK_COUNTRIES
        return cls(days=SUNDAY_TO_THURSDAY if sunday_week else MONDAY_TO_FRIDAY)


def at_wall_time(day: date, clock: time, zone: tzinfo) -> datetime:
    """The UTC instant of a wall time; a time that the clocks skip counts as the one after it."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def is_working(moment: datetime, *, hours: WorkingHours, zone: tzinfo) -> bool:
    """Whether the moment falls inside the working hours of that zone, ends included."""
    local = moment.astimezone(zone)
    if local.weekday() not in hours.days:
        return False
    day = local.date()
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
    for ahead in range(9):
        opening = at_wall_time(day + timedelta(days=ahead), hours.opens, zone)
        if opening >= moment and (day + timedelta(days=ahead)).weekday() in hours.days:
            return opening
    raise AssertionError("a week holds at least one working day")


def previous_working_moment(moment: datetime, *, hours: WorkingHours, zone: tzinfo) -> datetime:
    """The moment itself if they work then, else the last closing before it (UTC)."""
    moment = moment.astimezone(UTC)
    if is_working(moment, hours=hours, zone=zone):
        return moment
    day = moment.astimezone(zone).date()
    for back in range(9):
        closing = at_wall_time(day - timedelta(days=back), hours.closes, zone)
        if closing <= moment and (day - timedelta(days=back)).weekday() in hours.days:
            return closing
    raise AssertionError("a week holds at least one working day")


def end_of_day(moment: datetime, *, hours: WorkingHours, zone: tzinfo) -> datetime:
    """When they close on the working day that holds the moment or comes next (UTC); never before it."""
    opening = next_working_moment(moment, hours=hours, zone=zone)
    return max(at_wall_time(opening.astimezone(zone).date(), hours.closes, zone), opening)
