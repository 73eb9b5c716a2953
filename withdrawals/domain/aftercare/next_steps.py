"""What is left to do once the employer was told: at most three steps, what is due before what one may."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from reminders.models import Reminder
from withdrawals.domain.aftercare.feedback import may_ask_feedback
from withdrawals.domain.aftercare.keep_in_touch import check_ins_left, may_keep_touch, may_send_note
from withdrawals.domain.core.reply_reminders import KEEP_IN_TOUCH, NO_REPLY, reminders_about
from withdrawals.domain.core.request_builders import ApplicationFacts
from withdrawals.language.replies.reading import Advice, advice_for
from withdrawals.models import Response, Withdrawal
from withdrawals.states import LetterState
from withdrawals.vocabulary import Channel, ResponseKind

STEPS_SHOWN: Final = 3
#: Without an answer, asking for feedback waits this long.
SETTLED: Final = timedelta(days=2)
ANSWERED: Final = "Answered. Nothing left to do."


class NextStep(StrEnum):
    CALL = "call"
    RECORD = "record"
    REPLY = "reply"
    CHECK_IN = "check_in"
    FEEDBACK = "feedback"
    NOTE = "note"
    TOUCH = "touch"


@dataclass(frozen=True, slots=True)
class Aftercare:
    """``responses`` latest first; ``stop`` is the rule for the latest; ``check_in`` is the reminder that is set or due.

    ``needs_nothing`` where they are content, so that every step is one that may be left.
    """

    responses: tuple[Response, ...]
    steps: tuple[NextStep, ...]
    stop: str
    needs_nothing: bool
    chaser: Reminder | None
    check_in: Reminder | None
    may_keep_touch: bool
    check_ins_left: int


def aftercare_of(
    withdrawal: Withdrawal, *, now: datetime, shown: int = STEPS_SHOWN, around: ApplicationFacts | None = None
) -> Aftercare:
    """Where the time after being told stands; ``shown`` bounds the steps."""
    responses = tuple(withdrawal.responses.select_related("reply").latest_first())
    reminders = list(
        reminders_about(withdrawal, NO_REPLY, KEEP_IN_TOUCH).open().unexpired(now).order_by("due_at", "pk")
    )
    chaser = next((one for one in reminders if one.kind == NO_REPLY), None)
    check_in = next((one for one in reminders if one.kind == KEEP_IN_TOUCH), None)
    around = around or ApplicationFacts(withdrawal.application)
    touch = may_keep_touch(withdrawal)
    left = check_ins_left(withdrawal) if touch else 0
    steps = [
        *_due(responses, chaser, check_in, touch=touch, now=now),
        *_possible(withdrawal, responses, check_in, touch=touch, left=left, now=now, around=around),
    ]
    return Aftercare(
        responses=responses,
        steps=tuple(steps[:shown]),
        stop=_stop(responses),
        needs_nothing=bool(responses) and _needs_nothing(responses[0]),
        chaser=chaser,
        check_in=check_in,
        may_keep_touch=touch,
        check_ins_left=left,
    )


def _due(
    responses: Sequence[Response], chaser: Reminder | None, check_in: Reminder | None, *, touch: bool, now: datetime
) -> list[NextStep]:
    steps = []
    if chaser is not None and chaser.due_at <= now:
        steps.append(NextStep.CALL)
    if not _answers(responses):
        steps.append(NextStep.RECORD)
    if responses and owes_reply(responses[0]):
        steps.append(NextStep.REPLY)
    if touch and check_in is not None and check_in.due_at <= now:
        steps.append(NextStep.CHECK_IN)
    return steps


def _possible(
    withdrawal: Withdrawal,
    responses: Sequence[Response],
    check_in: Reminder | None,
    *,
    touch: bool,
    left: int,
    now: datetime,
    around: ApplicationFacts,
) -> list[NextStep]:
    steps = []
    told = withdrawal.notified_at
    settled = _answers(responses) or (told is not None and now - told >= SETTLED)
    if settled and may_ask_feedback(withdrawal, around=around):
        steps.append(NextStep.FEEDBACK)
    if touch and may_send_note(withdrawal, Channel.LINKEDIN, around=around):
        steps.append(NextStep.NOTE)
    if touch and left and check_in is None:
        steps.append(NextStep.TOUCH)
    return steps


def owes_reply(response: Response) -> bool:
    """A reply is due and has not gone out."""
    return advice_of(response).wanted and not response.automatic and not was_replied(response)


def was_replied(response: Response) -> bool:
    """The reply to it has gone out."""
    return response.reply is not None and response.reply.state == LetterState.SENT


def _needs_nothing(response: Response) -> bool:
    is_content = response.kind == ResponseKind.ACKNOWLEDGED
    return is_content and not response.automatic and not was_replied(response)


def advice_of(response: Response) -> Advice:
    return advice_for(ResponseKind(response.kind))


def _answers(responses: Sequence[Response]) -> bool:
    """Somebody has read the letter."""
    return any(not response.automatic for response in responses)


def _stop(responses: Sequence[Response]) -> str:
    if not responses:
        return ""
    latest = responses[0]
    if latest.automatic:
        return "A machine answered. Nobody has read it yet."
    return ANSWERED if was_replied(latest) else advice_of(latest).stop
