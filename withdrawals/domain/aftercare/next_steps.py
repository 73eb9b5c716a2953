"""The next steps after the employer was notified: three at most, due steps before optional ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from reminders.models import Reminder
from withdrawals.domain.aftercare.feedback import may_ask_feedback
from withdrawals.domain.aftercare.keep_in_touch import check_ins_left, may_keep_in_touch, may_send_note
from withdrawals.domain.core.reply_reminders import KEEP_IN_TOUCH, NO_REPLY, reminders_about
from withdrawals.domain.core.request_builders import ApplicationFacts
from withdrawals.language.replies.wording import Advice, advice_for
from withdrawals.models import Response, Withdrawal
from withdrawals.states import LetterState
from withdrawals.vocabulary import Channel, ResponseKind

STEPS_SHOWN: Final = 3
#: Time after the notice before feedback is asked for, if no reply came.
FEEDBACK_WAIT: Final = timedelta(days=2)
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
    """``responses``: latest first; ``stop``: the advice for the latest one; ``check_in``: the pending or due reminder.

    ``needs_nothing``: the employer acknowledged the withdrawal, so every step is optional.
    """

    responses: tuple[Response, ...]
    steps: tuple[NextStep, ...]
    stop: str
    needs_nothing: bool
    reply_reminder: Reminder | None
    check_in: Reminder | None
    may_keep_in_touch: bool
    check_ins_left: int


def aftercare_of(
    withdrawal: Withdrawal, *, now: datetime, shown: int = STEPS_SHOWN, facts: ApplicationFacts | None = None
) -> Aftercare:
    """Return replies, reminders and next steps, ``shown`` steps at most."""
    responses = tuple(withdrawal.responses.select_related("reply").latest_first())
    reminders = list(
        reminders_about(withdrawal, NO_REPLY, KEEP_IN_TOUCH).open().unexpired(now).order_by("due_at", "pk")
    )
    reply_reminder = next((one for one in reminders if one.kind == NO_REPLY), None)
    check_in = next((one for one in reminders if one.kind == KEEP_IN_TOUCH), None)
    facts = facts or ApplicationFacts(withdrawal.application)
    touch = may_keep_in_touch(withdrawal)
    left = check_ins_left(withdrawal) if touch else 0
    steps = [
        *_due(responses, reply_reminder, check_in, touch=touch, now=now),
        *_possible(withdrawal, responses, check_in, touch=touch, left=left, now=now, facts=facts),
    ]
    return Aftercare(
        responses=responses,
        steps=tuple(steps[:shown]),
        stop=_stop(responses),
        needs_nothing=bool(responses) and _needs_nothing(responses[0]),
        reply_reminder=reply_reminder,
        check_in=check_in,
        may_keep_in_touch=touch,
        check_ins_left=left,
    )


def _due(
    responses: Sequence[Response],
    reply_reminder: Reminder | None,
    check_in: Reminder | None,
    *,
    touch: bool,
    now: datetime,
) -> list[NextStep]:
    steps = []
    if reply_reminder is not None and reply_reminder.due_at <= now:
        steps.append(NextStep.CALL)
    if not _has_personal_reply(responses):
        steps.append(NextStep.RECORD)
    if responses and needs_reply(responses[0]):
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
    facts: ApplicationFacts,
) -> list[NextStep]:
    steps = []
    notified_at = withdrawal.notified_at
    settled = _has_personal_reply(responses) or (notified_at is not None and now - notified_at >= FEEDBACK_WAIT)
    if settled and may_ask_feedback(withdrawal, facts=facts):
        steps.append(NextStep.FEEDBACK)
    if touch and may_send_note(withdrawal, Channel.LINKEDIN, facts=facts):
        steps.append(NextStep.NOTE)
    if touch and left and check_in is None:
        steps.append(NextStep.TOUCH)
    return steps


def needs_reply(response: Response) -> bool:
    """Return whether the person should reply and has not."""
    return advice_of(response).reply_owed and not response.automatic and not was_replied(response)


def was_replied(response: Response) -> bool:
    """Return whether the reply to it was sent."""
    return response.reply is not None and response.reply.state == LetterState.SENT


def _needs_nothing(response: Response) -> bool:
    is_content = response.kind == ResponseKind.ACKNOWLEDGED
    return is_content and not response.automatic and not was_replied(response)


def advice_of(response: Response) -> Advice:
    return advice_for(ResponseKind(response.kind))


def _has_personal_reply(responses: Sequence[Response]) -> bool:
    """Return whether a person replied."""
    return any(not response.automatic for response in responses)


def _stop(responses: Sequence[Response]) -> str:
    if not responses:
        return ""
    latest = responses[0]
    if latest.automatic:
        return "A machine answered. Nobody has read it yet."
    return ANSWERED if was_replied(latest) else advice_of(latest).stop
