"""Plan the steps of a notice in order: whom to notify, how and by when (docs/domain.md 1.1, 1.2, 2.4)."""

from datetime import UTC, datetime, timedelta

from withdrawals.timing.facts import NoticePlan, NoticeRequest, Step
from withdrawals.timing.hours import end_of_day, is_call_time, is_working, next_working_moment
from withdrawals.timing.notice import fair_notice, propose_at, send_by, urgency
from withdrawals.vocabulary import OFFER_SITUATIONS, Channel, Situation, Urgency

HOUR = timedelta(hours=1)
CONFIRM_AFTER = timedelta(hours=4)
RECENT_MISS = timedelta(hours=4)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
CAREER_OFFICE = "your career office"

URGENT = frozenset({Urgency.SHORT, Urgency.LATE, Urgency.MISSED})
BEFORE_INTERVIEW = frozenset({Situation.APPLIED, Situation.SCREENING_SCHEDULED, Situation.INTERVIEW_SCHEDULED})


def plan_notice(request: NoticeRequest) -> NoticePlan:
    """Return the plan for one recipient: urgency, last courteous and best moment, and the steps in order."""
    return NoticePlan(
        urgency=urgency(request.now, request.starts_at),
        send_by=send_by(request),
        propose_at=propose_at(request),
        steps=tuple(_steps(request) + _campus_steps(request)),
        zone=request.zone,
    )


def _steps(request: NoticeRequest) -> list[Step]:
    why_call = _reason_to_call(request)
    if why_call is None:
        return _written_first(request)
    if not request.recipient.phone:
        return [_email(request, by=_written_by(request), why=_why_no_phone(request, why_call))]
    return _call_first(request, why_call)


def _slot_ahead_or_missed(request: NoticeRequest) -> bool:
    """Return whether the plan depends on a slot: one ahead, or one that passed without a word from the candidate."""
    if request.starts_at is None:
        return False
    return request.situation in BEFORE_INTERVIEW or request.starts_at > request.now


def _is_urgent(request: NoticeRequest) -> bool:
    return _slot_ahead_or_missed(request) and urgency(request.now, request.starts_at) in URGENT


def _reason_to_call(request: NoticeRequest) -> str | None:
    """Return why a call comes before the e-mail, or None where an e-mail is enough."""
    slot = request.interview
    if request.situation is Situation.OFFER_ACCEPTED:
        return "You accepted: they should hear it from you today, then in writing."
    if _is_urgent(request):
        return _why_urgent(request)
    if request.recipient.kind == "agency":
        return "They answer to the client: tell them first, and tell nobody past them."
    if request.situation is Situation.OFFER_IN_HAND:
        return "An offer deserves a call before the e-mail."
    if request.recipient.kind == "panel" or (slot and slot.is_panel):
        return "Several people hold this time free: a call reaches them through one."
    if slot and slot.is_late_round:
        return "This far in, they have earned a call before the e-mail."
    return None


def _why_urgent(request: NoticeRequest) -> str:
    level = urgency(request.now, request.starts_at)
    if level is Urgency.MISSED:
        return "The slot has passed: apologise in person first."
    if level is Urgency.LATE:
        return "Under 4 h left: only a call is sure to be noticed."
    return "Under 24 h left: a call makes sure."


def _why_no_phone(request: NoticeRequest, why_call: str) -> str:
    when = "now" if _written_by(request) <= request.now.astimezone(UTC) else "first"
    return f"{why_call} No phone number on record, so e-mail {when} and look for one."


def _call_first(request: NoticeRequest, why_call: str) -> list[Step]:
    """Return a call, a voicemail when time is short, and an e-mail. The e-mail is first where a call is too late."""
    now = request.now.astimezone(UTC)
    who, calling = request.recipient.who, call_at(request)
    calls = [Step(who, Channel.PHONE, _call_by(request, calling), why_call)]
    if _is_urgent(request):
        calls.append(
            Step(
                who,
                Channel.VOICEMAIL,
                calls[0].by,
                "If nobody picks up: half a minute, and that an e-mail follows.",
            )
        )
    if calling > now and _waiting_costs_fair_notice(request, calling):
        why = f"They are closed: e-mail now, call at {_clock(calling, request)}."
        return [_email(request, by=now, why=why), *calls]
    written_by = max(calls[0].by, now if _is_urgent(request) else _written_by(request))
    return [*calls, _email(request, by=written_by, why=_why_after_call(request))]


def call_at(request: NoticeRequest) -> datetime:
    """Return when to call (UTC): now in working time, else at the next opening, else an hour before the start.

    With under 4 h left, or within 4 h after the start, call at once between 08:00 and 21:00 of the recipient.
    """
    now, hours, zone = request.now.astimezone(UTC), request.recipient.hours, request.zone
    if is_working(now, hours=hours, zone=zone):
        return now
    opening = next_working_moment(now, hours=hours, zone=zone)
    start = request.starts_at if _slot_ahead_or_missed(request) else None
    if start is None:
        return opening
    is_pressing = urgency(now, start) is Urgency.LATE or now - RECENT_MISS < start <= now
    if is_pressing and is_call_time(now, zone=zone):
        return now
    if start <= now:
        return opening
    return max(now, min(opening, start - HOUR))


def _clock(moment: datetime, request: NoticeRequest) -> str:
    """Return the wall time of the recipient, with the weekday where it is another day there."""
    local, today = moment.astimezone(request.zone), request.now.astimezone(request.zone).date()
    clock = local.strftime("%H:%M")
    return clock if local.date() == today else f"{clock} on {WEEKDAYS[local.weekday()]}"


def _waiting_costs_fair_notice(request: NoticeRequest, moment: datetime) -> bool:
    if request.starts_at is None or not _slot_ahead_or_missed(request):
        return False
    return request.starts_at - moment < fair_notice(request)


def _call_by(request: NoticeRequest, calling: datetime) -> datetime:
    """Return the deadline of the call: when it can be made if urgent, else send-by, with offers that working day."""
    if _is_urgent(request) or _waiting_costs_fair_notice(request, calling):
        return calling
    return max(calling, _written_by(request))


def _written_by(request: NoticeRequest) -> datetime:
    """Return the deadline of the e-mail: now if urgent, else send-by, or with no slot ahead the close of business."""
    now = request.now.astimezone(UTC)
    if _is_urgent(request):
        return now
    close = end_of_day(now, hours=request.recipient.hours, zone=request.zone)
    latest = send_by(request) if _slot_ahead_or_missed(request) else None
    if latest is None:
        return close
    return max(now, min(latest, close)) if request.situation in OFFER_SITUATIONS else latest


def _written_first(request: NoticeRequest) -> list[Step]:
    """Return an e-mail; with under 48 h left also a call to confirm that it was read."""
    email = _email(request, by=_written_by(request), why=_why_written(request))
    is_fair = _slot_ahead_or_missed(request) and urgency(request.now, request.starts_at) is Urgency.FAIR
    if not is_fair or not request.recipient.phone:
        return [email]
    why = "Under 48 h left: a short call confirms that it was read."
    return [email, Step(request.recipient.who, Channel.PHONE, max(email.by, _confirm_by(request)), why)]


def _confirm_by(request: NoticeRequest) -> datetime:
    sent = propose_at(request)
    confirm = next_working_moment(sent + CONFIRM_AFTER, hours=request.recipient.hours, zone=request.zone)
    return confirm if request.starts_at is None else min(confirm, request.starts_at - HOUR)


def _why_written(request: NoticeRequest) -> str:
    level = urgency(request.now, request.starts_at)
    if not _slot_ahead_or_missed(request):
        if request.situation is Situation.APPLIED:
            return "Nothing is booked: one line, or the portal, is enough."
        return "Nothing is booked: an e-mail today leaves a record."
    if level is not Urgency.FAIR:
        return "Notice is ample: an e-mail leaves a record and time to fill the slot."
    if request.recipient.phone:
        return "Under 48 h left: e-mail, then make sure that it was read."
    return "Under 48 h left and no phone number on record: ask for a line back."


def _why_after_call(request: NoticeRequest) -> str:
    if request.situation is Situation.OFFER_ACCEPTED:
        return "The same day: the call, in writing."
    return "After the call, the same in writing: it leaves a record."


def _email(request: NoticeRequest, *, by: datetime, why: str) -> Step:
    if not request.recipient.email:
        ask = "ask for it on the call" if request.recipient.phone else "add one"
        why = f"{why} No e-mail address on record: {ask}."
    return Step(request.recipient.who, Channel.EMAIL, by, why)


def _campus_steps(request: NoticeRequest) -> list[Step]:
    """Return a notice to the career office where the notice that the programme requires is no longer possible."""
    if request.campus_hours is None or request.starts_at is None or not _slot_ahead_or_missed(request):
        return []
    now = request.now.astimezone(UTC)
    left = request.starts_at - now
    if left >= timedelta(hours=request.campus_hours):
        return []
    left_hours = max(0, int(left / HOUR))
    why = f"Your programme asks for {request.campus_hours:g} h and {left_hours} h are left: tell them yourself."
    return [Step(CAREER_OFFICE, Channel.EMAIL, max(now, min(now + HOUR, request.starts_at)), why)]
