"""The hours in which a person wants no mail from reminders."""

from datetime import UTC, datetime, timedelta

from accounts.models import User


def end_of_quiet(user: User, moment: datetime) -> datetime | None:
    """When the quiet hours that ``moment`` falls into are over, by the person's own clock; None outside of them.

    The first minute is quiet, the last is not. Hours that end earlier on the clock than they begin last over midnight.
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
