"""Compute the urgency of a notice, the last courteous moment to send it, and the best one."""

from datetime import UTC, datetime, timedelta

from withdrawals.timing.facts import NoticeRequest
from withdrawals.timing.hours import is_working, next_working_moment, previous_working_moment
from withdrawals.vocabulary import Urgency

AMPLE_NOTICE = timedelta(hours=48)
FAIR_NOTICE = timedelta(hours=24)
SHORT_NOTICE = timedelta(hours=4)
SENDING_GRACE = timedelta(hours=2)
DELAY_AFTER_OPENING = timedelta(minutes=5)


def urgency(now: datetime, starts_at: datetime | None) -> Urgency:
    """Return the urgency by the elapsed time that is left; ample when nothing is booked, missed from the start on."""
    if starts_at is None:
        return Urgency.AMPLE
    left = starts_at.astimezone(UTC) - now.astimezone(UTC)
    if left <= timedelta(0):
        return Urgency.MISSED
    if left < SHORT_NOTICE:
        return Urgency.LATE
    if left < FAIR_NOTICE:
        return Urgency.SHORT
    return Urgency.FAIR if left < AMPLE_NOTICE else Urgency.AMPLE


def fair_notice(request: NoticeRequest) -> timedelta:
    """Return the least notice that counts as fair: 24 h, or more where the person's programme requires more."""
    return max(FAIR_NOTICE, timedelta(hours=request.campus_hours or 0))


def send_by(request: NoticeRequest) -> datetime | None:
    """Return the last courteous moment (UTC): the start minus the fair notice, or the working time before that.

    Return ``now`` where that moment has passed, None when nothing is booked.
    """
    if request.starts_at is None:
        return None
    now = request.now.astimezone(UTC)
    latest = request.starts_at - fair_notice(request)
    return max(now, previous_working_moment(latest, hours=request.recipient.hours, zone=request.zone))


def propose_at(request: NoticeRequest) -> datetime:
    """Return the best moment to send the e-mail (UTC): now, or five minutes after the recipient's next opening.

    Waiting is proposed only where fair notice remains. A slot that has passed is no reason to wait.
    """
    now = request.now.astimezone(UTC)
    if is_working(now, hours=request.recipient.hours, zone=request.zone):
        return now
    opening = next_working_moment(now, hours=request.recipient.hours, zone=request.zone) + DELAY_AFTER_OPENING
    if request.starts_at is not None and request.starts_at - opening < fair_notice(request):
        return now
    return opening


def not_after(request: NoticeRequest, due: datetime) -> datetime:
    """Return until when a letter due at ``due`` may be sent without asking the person again (UTC).

    That is the later of ``send_by`` and ``due`` + 2 h, never after the start. A letter written after the start is an
    apology; the start does not limit it.
    """
    limit = due.astimezone(UTC) + SENDING_GRACE
    latest = send_by(request)
    if latest is None or request.starts_at is None:
        return limit
    if request.starts_at <= request.now.astimezone(UTC):
        return limit
    return min(max(latest, limit), request.starts_at)
