"""Plan whom to notify, by which channel and until when: pure functions of plain values.

The thresholds are those of docs/architecture.md; the guidance behind the steps is in docs/domain.md 1.1, 1.2 and 2.4.
Each duration is elapsed time (24 h are 24 h across a change of the clocks); working hours are wall time in the
recipient's zone. The package reads no clock: ``now`` is part of the request.
"""

from withdrawals.timing.facts import InterviewSlot, NoticePlan, NoticeRequest, RecipientFacts, Step
from withdrawals.timing.hours import WorkingHours, next_working_moment, previous_working_moment
from withdrawals.timing.notice import not_after, propose_at, send_by, urgency
from withdrawals.timing.plan import plan_notice
from withdrawals.timing.reply_due import reply_due

__all__ = [
    "InterviewSlot",
    "NoticePlan",
    "NoticeRequest",
    "RecipientFacts",
    "Step",
    "WorkingHours",
    "next_working_moment",
    "not_after",
    "plan_notice",
    "previous_working_moment",
    "propose_at",
    "reply_due",
    "send_by",
    "urgency",
]
