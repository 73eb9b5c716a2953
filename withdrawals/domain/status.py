"""Where a withdrawal stands, and so which one act its page offers first."""

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

#: How long a call or a written follow-up is still offered after the employer was told, with nothing booked ahead.
FOLLOW_UP: Final = timedelta(days=1)


class StatusCode(StrEnum):
    """One row of the table; each has one next action."""

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


#: The letter is a draft that can be typed into.
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
#: The letter is on its way and the engine is at work, so that the page looks again by itself.
UNDER_WAY: Final[frozenset[StatusCode]] = frozenset({StatusCode.UNDO, StatusCode.SENDING, StatusCode.SCHEDULED})
_UNSETTLED: Final[dict[str, StatusCode]] = {
    DeliveryState.UNKNOWN: StatusCode.UNKNOWN,
    DeliveryState.FAILED: StatusCode.FAILED,
    DeliveryState.NEEDS_DECISION: StatusCode.LATE,
}


@dataclass(frozen=True, slots=True)
class Call:
    """Whom to ring, from when on (aware), and why."""

    who: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class WithdrawalStatus:
    """A withdrawal's status with what it follows from. ``call`` is the call that is due or comes first."""

    code: StatusCode
    letter: Letter | None
    plan: NoticePlan
    look: Readiness = field(default_factory=lambda: Readiness((), ()))
    call: Call | None = None
    cannot_send: str = ""
    #: It went wrong, and may only be sent again once the person has checked what they signed.
    must_check: bool = False

    @property
    def is_writing(self) -> bool:
        return self.code in WRITING

    @property
    def is_under_way(self) -> bool:
        return self.code in UNDER_WAY

    @property
    def mark(self) -> str:
        """What a waiting page compares: it changes with the code and with every try of the mail server."""
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
    """Where it stands at ``now``. ``letters`` are all of the withdrawal's, with delivery and recipient.

    ``about`` is a draft that the person is looking at instead, such as one that asks for another time; a letter on its
    way comes before it.
    """
    letter = letter_at_hand(withdrawal, letters, now=now)
    if about is not None and (letter is None or letter.state != LetterState.READY):
        letter = about
    request = _request(withdrawal, letter, now=now)
    # Once told, the plan of the notice is the one that held when they were told.
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
    """What the timing room is told; an interview that the notice itself cancelled still counts as booked.

    A letter that follows being told is about no interview, so its time is theirs to choose: the recipient's working
    hours.
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
    """The letter that the page is about: one on its way, else the e-mail still to be sent, else what was sent last."""
    waiting = [letter for letter in letters if letter.state == LetterState.READY]
    if waiting:
        return waiting[0]
    drafts = {letter.purpose: letter for letter in letters if letter.state == LetterState.DRAFT and _is_mail(letter)}
    sent = sorted((one for one in letters if one.sent_at), key=lambda one: one.sent_at or now)
    match withdrawal.state:
        case WithdrawalState.UNDONE:
            return drafts.get(Purpose.COME_BACK) or (sent[-1] if sent else None)
        case WithdrawalState.NOTIFIED:
            follow_up = _notice(drafts) if _told_only_by_voice(withdrawal, sent, now=now) else None
            return follow_up or (sent[0] if sent else None)
    return _notice(drafts)


def _notice(drafts: dict[str, Letter]) -> Letter | None:
    return next((drafts[purpose] for purpose in NOTICE_PURPOSES if purpose in drafts), None)


def _is_mail(letter: Letter) -> bool:
    return letter.channel == Channel.EMAIL


def _told_only_by_voice(withdrawal: Withdrawal, sent: Sequence[Letter], *, now: datetime) -> bool:
    """They heard it by telephone, and the same in writing is still to follow (docs/domain.md 1.2)."""
    spoken = any(letter.channel in SPOKEN_CHANNELS for letter in sent)
    written = any(letter.channel not in SPOKEN_CHANNELS for letter in sent)
    since = withdrawal.notified_at
    return spoken and not written and since is not None and now - since < FOLLOW_UP


def _call_is_due(withdrawal: Withdrawal, letters: Sequence[Letter], *, now: datetime) -> bool:
    """They were told in writing only and have not answered, the plan holds a call as well, and it can still help."""
    sent = [letter for letter in letters if letter.state == LetterState.SENT and letter.purpose in NOTICE_PURPOSES]
    if not sent or any(letter.channel in SPOKEN_CHANNELS for letter in sent) or withdrawal.responses.exists():
        return False
    interview = withdrawal.interview
    if interview is not None and interview.starts_at > sent_at(sent[0]):
        return now < interview.starts_at
    return now - sent_at(sent[0]) < FOLLOW_UP


def sent_at(letter: Letter) -> datetime:
    """When a sent letter left."""
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
    code = _first_need(withdrawal, letter, plan, look, cannot, now=now)
    return WithdrawalStatus(code, letter, plan, look, call, cannot)


def _first_need(
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
    # Five minutes either way are no reason to wait. What follows a call in writing is due the same day.
    may_wait = withdrawal.is_live or letter.purpose not in NOTICE_PURPOSES
    waits = may_wait and plan.propose_at - now > timedelta(minutes=5)
    return StatusCode.NIGHT if waits else StatusCode.READY


def slot_has_passed(withdrawal: Withdrawal, *, now: datetime) -> bool:
    """A booked slot went by without a word, so what is owed is an apology."""
    return withdrawal.is_live and purpose_for(withdrawal, now=now) == Purpose.APOLOGY


def _call_comes_first(withdrawal: Withdrawal, plan: NoticePlan) -> bool:
    """Only a call is sure to be noticed in time, or is owed to somebody who holds an acceptance."""
    if not plan.steps or plan.steps[0].channel != Channel.PHONE:
        return False
    return plan.urgency == Urgency.LATE or withdrawal.takes_acceptance_back


def was_told_otherwise(withdrawal: Withdrawal, letters: Sequence[Letter]) -> bool:
    """They knew already: told without a letter of ours."""
    told = withdrawal.state == WithdrawalState.NOTIFIED
    return told and not any(letter.sent_how in (SentHow.BY_US, SentHow.BY_HAND) for letter in letters)
