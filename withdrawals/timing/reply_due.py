"""When no answer is worth a second look (docs/domain.md 1.8)."""

from datetime import UTC, datetime, timedelta
from typing import Final

from withdrawals.timing.facts import NoticeRequest
from withdrawals.timing.hours import end_of_day, next_working_moment
from withdrawals.timing.notice import AMPLE

WORKING_DAYS: Final = 2
#: With an interview ahead: how long they are left to read, and how long before the start a call must still be possible.
READING_TIME: Final = timedelta(hours=2)
BEFORE_START: Final = timedelta(hours=1)
MIN_READING_TIME: Final = timedelta(minutes=30)


def reply_due(request: NoticeRequest, sent_at: datetime) -> datetime | None:
    """When an answer to a notice sent then is missed (UTC): after two working days of the recipient.

    The same working day where the interview was less than 48 h away, and in time for a call before it; None when there is no
    such time any more.
    """
    sent_at = sent_at.astimezone(UTC)
    start = request.starts_at
    if start is not None and timedelta(0) < start - sent_at < AMPLE:
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
