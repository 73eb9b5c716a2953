"""The notice clock, and the plan: whom to notify, on which channel and by when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone

from accounts.models import User
from accounts.text.names import first_name
from withdrawals.domain.status import Call, WithdrawalStatus, slot_has_passed
from withdrawals.models import Letter, Withdrawal
from withdrawals.timing import NoticePlan, Step
from withdrawals.views.formatting import IMMEDIATE, duration_words, short_when
from withdrawals.vocabulary import Channel, Urgency

#: Hour from which the advice is "tonight" instead of "now".
EVENING_HOUR: Final = 17


@dataclass(frozen=True, slots=True)
class NoticeClock:
    """The time that is left, the event that it ends with, and one line of advice."""

    urgency: str
    value: str
    label: str
    line: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One step of the plan: the act with its recipient, the time, and the reason."""

    act: str
    rest: str
    why: str


def notice_clock(withdrawal: Withdrawal, status: WithdrawalStatus, user: User, *, now: datetime) -> NoticeClock | None:
    """Return the clock of a booked interview, or None if none is booked, it took place, or the employer knows."""
    interview = withdrawal.interview
    if interview is None or not withdrawal.is_live:
        return None
    start = short_when(interview.starts_at, user, now=now)
    if interview.starts_at <= now:
        if not slot_has_passed(withdrawal, now=now):
            return None
        ago = duration_words(now - interview.starts_at)
        return NoticeClock("missed", ago, f"since the interview, {start}", "A short apology still counts.")
    left = duration_words(interview.starts_at - now)
    line = _advice(status, user, now=now)
    return NoticeClock(status.plan.urgency.value, left, f"until the interview, {start}", line)


def _advice(status: WithdrawalStatus, user: User, *, now: datetime) -> str:
    plan, call = status.plan, status.call
    if plan.urgency == Urgency.LATE:
        return "A call is sure to be noticed." if call else "Tell them now. There is no number on record to call."
    if plan.urgency == Urgency.SHORT:
        told = "Tell them tonight." if timezone.localtime(now).hour >= EVENING_HOUR else "Tell them now."
        return f"{told} {_call_words(call, user, now=now)}" if call else told
    if plan.send_by is None or plan.send_by <= now:
        return "Tell them now."
    return f"Good until {short_when(plan.send_by, user, now=now)}."


def _call_words(call: Call, user: User, *, now: datetime) -> str:
    if call.at - now < IMMEDIATE:
        return "A call makes sure."
    return f"A call at {short_when(call.at, user, now=now)} makes sure."


def plan_lines(plan: NoticePlan, letter: Letter | None, user: User, *, now: datetime) -> list[PlanLine]:
    """Return the plan's steps in order. A voicemail is mentioned with the call and has no line."""
    voicemail = any(step.channel == Channel.VOICEMAIL for step in plan.steps)
    lines = []
    for step in plan.steps:
        if step.channel == Channel.VOICEMAIL:
            continue
        spoken = step.channel == Channel.PHONE
        who = (letter and step.who == letter.to_name and first_name(step.who)) or step.who
        act = f"{'Call' if spoken else 'E-mail'} {who}"
        rest = _by_words(step, plan, user, now=now)
        if spoken and voicemail:
            rest += "; leave a voicemail if nobody picks up"
        lines.append(PlanLine(act, rest, step.why))
    return lines


def _by_words(step: Step, plan: NoticePlan, user: User, *, now: datetime) -> str:
    if step.by - now < IMMEDIATE:
        return "now"
    exact = step.channel == Channel.PHONE and plan.urgency in (Urgency.SHORT, Urgency.LATE, Urgency.MISSED)
    return f"{'at' if exact else 'by'} {short_when(step.by, user, now=now)}"


def call_label(call: Call, user: User, *, now: datetime) -> str:
    """Return "Call Maya", or "Call Maya at 08:00" while it is too early."""
    who = first_name(call.who) or call.who
    return f"Call {who}" if call.at - now < IMMEDIATE else f"Call {who} at {short_when(call.at, user, now=now)}"
