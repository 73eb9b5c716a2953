"""The clock of a notice: how urgent it is, the last courteous moment, and the best one."""

from datetime import UTC, datetime, timedelta

from withdrawals.timing.facts import NoticeRequest
from withdrawals.timing.hours import is_working, next_working_moment, previous_working_moment
from withdrawals.vocabulary import Urgency

AMPLE = timedelta(hours=48)
FAIR = timedelta(hours=24)
SHORT = timedelta(hours=4)
GRACE = timedelta(hours=2)
AFTER_OPENING = timedelta(minutes=5)


def urgency(now: datetime, starts_at: datetime | None) -> Urgency:
    """How much notice is left, in elapsed time; ample when nothing is booked, missed from the start on."""
    if starts_at is None:
        return Urgency.AMPLE
    left = starts_at.astimezone(UTC) - now.astimezone(UTC)
    if left <= timedelta(0):
        return Urgency.MISSED
    if left < SHORT:
        return Urgency.LATE
    if left < FAIR:
        return Urgency.SHORT
    return Urgency.FAIR if left < AMPLE else Urgency.AMPLE


def floor(request: NoticeRequest) -> timedelta:
    """The least notice that counts as fair here: 24 h, or more where the user's programme asks for more."""
    return max(FAIR, timedelta(hours=request.campus_hours or 0))


def send_by(request: NoticeRequest) -> datetime | None:
    """The last courteous moment (UTC): the start less the floor, moved back into their working time.

    Never before `now`; None when nothing is booked.
    """
    if request.starts_at is None:
        return None
    now = request.now.astimezone(UTC)
    latest = request.starts_at - floor(request)
    return max(now, previous_working_moment(latest, hours=request.recipient.hours, zone=request.zone))


def propose_at(request: NoticeRequest) -> datetime:
    """When the e-mail should best go (UTC): now, or five minutes after they next open.

    Waiting is proposed only where it still leaves fair notice; a slot that has passed is never waited on.
    """
    now = request.now.astimezone(UTC)
    if is_working(now, hours=request.recipient.hours, zone=request.zone):
        return now
    opening = next_working_moment(now, hours=request.recipient.hours, zone=request.zone) + AFTER_OPENING
    if request.starts_at is not None and request.starts_at - opening < floor(request):
        return now
    return opening


def not_after(request: NoticeRequest, due: datetime) -> datetime:
    """Until when a letter due at `due` may still leave by itself (UTC); past it the user is asked.

    The later of `send_by` and `due` + 2 h, never after the start. A letter written when the slot has
    already passed is an apology: the start no longer bounds it.
    """
    limit = due.astimezone(UTC) + GRACE
    latest = send_by(request)
    if latest is None or request.starts_at is None:
        return limit
    if request.starts_at <= request.now.astimezone(UTC):
        return limit
    return min(max(latest, limit), request.starts_at)
