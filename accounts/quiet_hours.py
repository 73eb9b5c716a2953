"""The hours in which a person gets no mail from reminders."""

from datetime import UTC, datetime, timedelta

from accounts.models import User


def end_of_quiet_hours(user: User, moment: datetime) -> datetime | None:
    """Return the end, in UTC, of the quiet hours that contain ``moment``; None outside of them.

    The hours are in the person's zone and include their start but not their end. An end before the start is on the next
    day.
    """
    begin, end = user.quiet_from, user.quiet_until
    if begin is None or end is None:
        return None
    local = moment.astimezone(user.time_zone)
    clock = local.time()
    overnight = begin > end
    quiet = clock >= begin or clock < end if overnight else begin <= clock < end
    if not quiet:
        return None
    day = local.date() + timedelta(days=overnight and clock >= begin)
    return datetime.combine(day, end, user.time_zone).astimezone(UTC)
