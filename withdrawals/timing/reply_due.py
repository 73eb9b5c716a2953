"""Compute when a missing reply needs attention (docs/domain.md 1.8)."""

from datetime import UTC, datetime, timedelta
from typing import Final

from withdrawals.timing.facts import NoticeRequest
from withdrawals.timing.hours import end_of_day, next_working_moment
from withdrawals.timing.notice import AMPLE_NOTICE

WORKING_DAYS: Final = 2
#: With an interview ahead: the time to read the notice, and the time before the start that a call needs.
READING_TIME: Final = timedelta(hours=2)
BEFORE_START: Final = timedelta(hours=1)
MIN_READING_TIME: Final = timedelta(minutes=30)


def reply_due(request: NoticeRequest, sent_at: datetime) -> datetime | None:
    """Return when a reply to a notice sent at ``sent_at`` is overdue (UTC): after two working days of the recipient.

    With an interview less than 48 h ahead, it is the same working day, early enough for a call before the start. Return
    None where no such time remains.
    """
    sent_at = sent_at.astimezone(UTC)
    start = request.starts_at
    if start is not None and timedelta(0) < start - sent_at < AMPLE_NOTICE:
        return _same_day(request, sent_at, start)
    hours, zone = request.recipient.hours, request.zone
    moment = next_working_moment(sent_at, hours=hours, zone=zone)
    for _ in range(WORKING_DAYS):
        moment = next_working_moment(moment + timedelta(days=1), hours=hours, zone=zone)
    return moment


def _same_day(request: NoticeRequest, sent_at: datetime, start: datetime) -> datetime | None:
    hours, zone = request.recipient.hours, request.zone
    opening = next_working_moment(sent_at + MIN_READING_TIME, hours=hours, zone=zone)
    begins = sent_at if opening == sent_at + MIN_READING_TIME else opening
    wanted = min(begins + READING_TIME, end_of_day(opening, hours=hours, zone=zone), start - BEFORE_START)
    return wanted if wanted >= sent_at + MIN_READING_TIME else None
