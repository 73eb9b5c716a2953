"""Compute the status of a withdrawal, which decides the next action on its page."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from django.conf import settings

from accounts.domain.mail_accounts import why_cannot_send
from reminders.states import DeliveryState
from withdrawals.domain.core.request_builders import ApplicationFacts, letter_notice_request, notice_request, slot_of
from withdrawals.domain.letters.drafts import purpose_for
from withdrawals.domain.letters.sending import Readiness, check_readiness, must_check_signed
from withdrawals.models import Letter, Withdrawal
from withdrawals.states import LetterState, SentHow, WithdrawalState
from withdrawals.timing import NoticePlan, NoticeRequest, plan_notice
from withdrawals.timing.plan import call_at
from withdrawals.vocabulary import (
    FOLLOWING_PURPOSES,
    NOTICE_PURPOSES,
    SPOKEN_CHANNELS,
    Channel,
    Purpose,
    Urgency,
)

#: Time after the notice in which a call or a written follow-up is offered, if no interview is booked later.
FOLLOW_UP_WINDOW: Final = timedelta(days=1)


class StatusCode(StrEnum):
    """The status of a withdrawal. Each status has one next action (withdrawals/views/workspace/next_action.py)."""

    CHECK_SIGNED = "check_signed"
    CALL = "call"
    NO_ADDRESS = "no_address"
    FIX = "fix"
    NO_SERVER = "no_server"
    APOLOGY = "apology"
    NIGHT = "night"
    READY = "ready"
    UNDO = "undo"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    UNKNOWN = "unknown"
    FAILED = "failed"
    LATE = "late"
    CALL_DUE = "call_due"
    TOLD = "told"
    RESTORED = "restored"
    ASIDE = "aside"


#: Statuses in which the letter is a draft that can be edited.
WRITING: Final[frozenset[StatusCode]] = frozenset(
    {
        StatusCode.CHECK_SIGNED,
        StatusCode.CALL,
        StatusCode.NO_ADDRESS,
        StatusCode.FIX,
        StatusCode.NO_SERVER,
        StatusCode.APOLOGY,
        StatusCode.NIGHT,
        StatusCode.READY,
    }
)
#: Statuses in which the engine will change the letter's state, so the page polls.
UNDER_WAY: Final[frozenset[StatusCode]] = frozenset({StatusCode.UNDO, StatusCode.SENDING, StatusCode.SCHEDULED})
_UNSETTLED: Final[dict[str, StatusCode]] = {
    DeliveryState.UNKNOWN: StatusCode.UNKNOWN,
    DeliveryState.FAILED: StatusCode.FAILED,
    DeliveryState.NEEDS_DECISION: StatusCode.LATE,
}


@dataclass(frozen=True, slots=True)
class Call:
    """The person to call, the earliest time (aware), and the reason."""

    who: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class WithdrawalStatus:
    """A withdrawal's status with the facts behind it. ``call`` is the planned call, or the call that is due."""

    code: StatusCode
    letter: Letter | None
    plan: NoticePlan
    look: Readiness = field(default_factory=lambda: Readiness((), ()))
    call: Call | None = None
    cannot_send: str = ""
    #: The delivery failed or is unknown, and the person must check what they signed before the letter is sent again.
    must_check: bool = False

    @property
    def is_writing(self) -> bool:
        return self.code in WRITING

    @property
    def is_under_way(self) -> bool:
        return self.code in UNDER_WAY

    @property
    def mark(self) -> str:
        """Return the text that a polling page compares. It changes with the code and with every delivery attempt."""
        delivery = self.letter.delivery if self.letter else None
        return f"{self.code}-{delivery.state}-{delivery.attempts}" if delivery else str(self.code)


def status_of(
    withdrawal: Withdrawal,
    letters: Sequence[Letter],
    *,
    now: datetime,
    about: Letter | None = None,
    facts: ApplicationFacts | None = None,
) -> WithdrawalStatus:
    """Return the status at ``now``. ``letters`` are all letters of the withdrawal, with delivery and recipient.

    ``about`` is the draft in the editor if it is not the notice, such as a request for another time. A letter that is
    scheduled or being sent takes precedence over it.
    """
    letter = letter_at_hand(withdrawal, letters, now=now)
    if about is not None and (letter is None or letter.state != LetterState.READY):
        letter = about
    request = _request(withdrawal, letter, now=now)
    # After the notice, show the plan as it was when the employer was notified.
    told_at = withdrawal.notified_at if letter is None or letter.purpose in NOTICE_PURPOSES else None
    plan = plan_notice(replace(request, now=told_at or now))
    step = next((step for step in plan.steps if step.channel == Channel.PHONE), None)
    call = Call(step.who, call_at(request), step.why) if step else None
    if letter is not None and letter.state == LetterState.READY and letter.delivery is not None:
        code = _on_its_way(letter, now=now)
        must_check = code in _UNSETTLED.values() and must_check_signed(letter)
        return WithdrawalStatus(code, letter, plan, call=call, must_check=must_check)
    if withdrawal.state == WithdrawalState.ABANDONED:
        return WithdrawalStatus(StatusCode.ASIDE, letter, plan, call=call)
    if letter is not None and letter.state == LetterState.DRAFT:
        return _writing(withdrawal, letter, plan, call, now=now, facts=facts)
    if withdrawal.state == WithdrawalState.UNDONE:
        return WithdrawalStatus(StatusCode.RESTORED, letter, plan)
    due = call if call and _call_is_due(withdrawal, letters, now=now) else None
    return WithdrawalStatus(StatusCode.CALL_DUE if due else StatusCode.TOLD, letter, plan, call=due)


def _request(withdrawal: Withdrawal, letter: Letter | None, *, now: datetime) -> NoticeRequest:
    """Return the input for ``plan_notice``. An interview that the notice itself cancelled still counts as booked.

    A letter that follows the notice does not concern the interview, so it is planned for the recipient's working hours.
    """
    if letter is None:
        request = notice_request(withdrawal, withdrawal.application.contact, now=now)
    else:
        request = letter_notice_request(letter, now=now)
        if letter.purpose in FOLLOWING_PURPOSES:
            return replace(request, interview=None)
    interview = withdrawal.interview
    told = withdrawal.state == WithdrawalState.NOTIFIED and interview is not None
    return replace(request, interview=slot_of(interview)) if told and interview is not None else request


def letter_at_hand(withdrawal: Withdrawal, letters: Sequence[Letter], *, now: datetime) -> Letter | None:
    """Return the page's main letter: one that is being sent, else the e-mail draft, else a letter that was sent.

    That is the last one sent after the record was restored, and the first one sent while the employer is notified.
    """
    waiting = [letter for letter in letters if letter.state == LetterState.READY]
    if waiting:
        return waiting[0]
    drafts = {letter.purpose: letter for letter in letters if letter.state == LetterState.DRAFT and _is_mail(letter)}
    sent = sorted((one for one in letters if one.sent_at), key=lambda one: one.sent_at or now)
    match withdrawal.state:
        case WithdrawalState.UNDONE:
            return drafts.get(Purpose.COME_BACK) or (sent[-1] if sent else None)
        case WithdrawalState.NOTIFIED:
            follow_up = _notice(drafts) if _is_written_notice_due(withdrawal, sent, now=now) else None
            return follow_up or (sent[0] if sent else None)
    return _notice(drafts)


def _notice(drafts: dict[str, Letter]) -> Letter | None:
    return next((drafts[purpose] for purpose in NOTICE_PURPOSES if purpose in drafts), None)


def _is_mail(letter: Letter) -> bool:
    return letter.channel == Channel.EMAIL


def _is_written_notice_due(withdrawal: Withdrawal, sent: Sequence[Letter], *, now: datetime) -> bool:
    """Return whether the notice was given by telephone and the written follow-up is due (docs/domain.md 1.2)."""
    spoken = any(letter.channel in SPOKEN_CHANNELS for letter in sent)
    written = any(letter.channel not in SPOKEN_CHANNELS for letter in sent)
    since = withdrawal.notified_at
    return spoken and not written and since is not None and now - since < FOLLOW_UP_WINDOW


def _call_is_due(withdrawal: Withdrawal, letters: Sequence[Letter], *, now: datetime) -> bool:
    """Return whether the notice was only written, has no response yet, and a call can still help."""
    sent = [letter for letter in letters if letter.state == LetterState.SENT and letter.purpose in NOTICE_PURPOSES]
    if not sent or any(letter.channel in SPOKEN_CHANNELS for letter in sent) or withdrawal.responses.exists():
        return False
    interview = withdrawal.interview
    if interview is not None and interview.starts_at > sent_at(sent[0]):
        return now < interview.starts_at
    return now - sent_at(sent[0]) < FOLLOW_UP_WINDOW


def sent_at(letter: Letter) -> datetime:
    """Return when the letter was sent. Raise ValueError if it was not sent."""
    if letter.sent_at is None:
        raise ValueError("This letter was not sent.")
    return letter.sent_at


def _on_its_way(letter: Letter, *, now: datetime) -> StatusCode:
    delivery = letter.delivery
    if delivery is None or delivery.state in _UNSETTLED:
        return _UNSETTLED[delivery.state] if delivery else StatusCode.FAILED
    if delivery.state == DeliveryState.SENDING or delivery.due_at <= now:
        return StatusCode.SENDING
    soon = delivery.due_at - now <= timedelta(seconds=settings.UNDO_SECONDS)
    return StatusCode.UNDO if soon else StatusCode.SCHEDULED


def _writing(
    withdrawal: Withdrawal,
    letter: Letter,
    plan: NoticePlan,
    call: Call | None,
    *,
    now: datetime,
    facts: ApplicationFacts | None,
) -> WithdrawalStatus:
    look = check_readiness(letter, now=now, facts=facts)
    cannot = why_cannot_send(letter.owner)
    code = _writing_code(withdrawal, letter, plan, look, cannot, now=now)
    return WithdrawalStatus(code, letter, plan, look, call, cannot)


def _writing_code(
    withdrawal: Withdrawal, letter: Letter, plan: NoticePlan, look: Readiness, cannot: str, *, now: datetime
) -> StatusCode:
    ends = withdrawal.is_live and letter.purpose in NOTICE_PURPOSES
    if must_check_signed(letter):
        return StatusCode.CHECK_SIGNED
    if ends and _call_comes_first(withdrawal, plan):
        return StatusCode.CALL
    if any(block.field == "to_address" for block in look.blocks):
        return StatusCode.NO_ADDRESS
    if look.blocks:
        return StatusCode.FIX
    if cannot:
        return StatusCode.NO_SERVER
    if ends and slot_has_passed(withdrawal, now=now):
        return StatusCode.APOLOGY
    # Up to five minutes are no reason to wait. A written follow-up to a call is due the same day.
    may_wait = withdrawal.is_live or letter.purpose not in NOTICE_PURPOSES
    waits = may_wait and plan.propose_at - now > timedelta(minutes=5)
    return StatusCode.NIGHT if waits else StatusCode.READY


def slot_has_passed(withdrawal: Withdrawal, *, now: datetime) -> bool:
    """Return whether a booked interview passed without notice, so that the letter must be an apology."""
    return withdrawal.is_live and purpose_for(withdrawal, now=now) == Purpose.APOLOGY


def _call_comes_first(withdrawal: Withdrawal, plan: NoticePlan) -> bool:
    """Return whether to call first: only a call is noticed in time, or the person takes an acceptance back."""
    if not plan.steps or plan.steps[0].channel != Channel.PHONE:
        return False
    return plan.urgency == Urgency.LATE or withdrawal.takes_acceptance_back


def was_told_otherwise(withdrawal: Withdrawal, letters: Sequence[Letter]) -> bool:
    """Return whether the employer was notified without a letter from here."""
    told = withdrawal.state == WithdrawalState.NOTIFIED
    return told and not any(letter.sent_how in (SentHow.BY_US, SentHow.BY_HAND) for letter in letters)
