"""What is suggested once an interview happened: to say thank you, and to follow up when nobody answers."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction

from accounts.errors import Conflict
from accounts.text.names import first_name
from reminders.domain.reminders import wall_time_to_utc
from reminders.domain.subjects import shorten_name, subject_key
from reminders.models import Reminder
from tracker.domain.reminders import FOLLOW_UP, FOLLOW_UP_KINDS, THANK_YOU, add_reminder_about
from tracker.models import Contact, Interview
from tracker.states import ContactKind, InterviewStatus

#: Thanks are said on the day of the interview, by this time on the person's clock, or the morning after.
THANKS_AT: Final = time(17)
#: Later than this, thanks are no longer suggested.
THANKS_WITHIN: Final = timedelta(days=3)
#: Working days that an employer is given to answer.
REPLY_WORKING_DAYS: Final = 5


@dataclass(frozen=True)
class Suggestion:
    """A reminder that one press sets: its kind, what the button says, the reminder's title, the person's wall time, and the
    instant that is."""

    kind: str
    label: str
    title: str
    at: datetime
    due_at: datetime


def suggestions_after(interview: Interview, *, now: datetime) -> list[Suggestion]:
    """What may be suggested after ``interview``: nothing before it happened, for an ended application, of a kind that is
    switched off, or that was set before. At most two queries."""
    application, owner = interview.application, interview.owner
    if interview.status != InterviewStatus.HAPPENED or not application.is_open:
        return []
    set_before = Reminder.objects.for_user(owner).about(subject_key(interview)).filter(cancelled_at=None)
    there = set(set_before.filter(kind__in=FOLLOW_UP_KINDS).values_list("kind", flat=True))
    wanted = [kind for kind in FOLLOW_UP_KINDS if kind not in there and kind not in owner.muted_kinds]
    if now > interview.ends_at + THANKS_WITHIN and THANK_YOU in wanted:
        wanted.remove(THANK_YOU)
    return [_suggest(kind, interview, now=now) for kind in wanted]


@transaction.atomic
def add_follow_up_reminder(interview: Interview, kind: str, *, now: datetime) -> Reminder:
    """Set the suggested reminder of ``kind``. Raises Conflict when it is not suggested (any more)."""
    suggestion = next((one for one in suggestions_after(interview, now=now) if one.kind == kind), None)
    if suggestion is None:
        raise Conflict("This is set already, or the interview has not happened.")
    return add_reminder_about(interview, kind, title=suggestion.title, at=suggestion.at, now=now)


def _suggest(kind: str, interview: Interview, *, now: datetime) -> Suggestion:
    company = shorten_name(interview.application.company)
    if kind == FOLLOW_UP:
        at, label = follow_up_at(interview, now=now), "Follow up"
        title = f"Follow up with {company} for {shorten_name(interview.application.title)}"
    else:
        who = whom_to_thank(interview) or company
        at, label = thanks_at(interview, now=now), f"Thank {who}"
        title = f"{label} for the {interview.name.lower()}" + (f" at {company}" if who != company else "")
    return Suggestion(kind, label, title, at, wall_time_to_utc(at, interview.owner.time_zone))


def thanks_at(interview: Interview, *, now: datetime) -> datetime:
    """The person's wall time for thanks: 17:00 on the day, or the next morning when it is over by then."""
    owner = interview.owner
    earliest = max(now, interview.ends_at).astimezone(owner.time_zone)
    same_day = datetime.combine(interview.ends_at.astimezone(owner.time_zone).date(), THANKS_AT)
    if wall_time_to_utc(same_day, owner.time_zone) > earliest:
        return same_day
    return datetime.combine(earliest.date() + timedelta(days=1), owner.work_start)


def follow_up_at(interview: Interview, *, now: datetime) -> datetime:
    """The person's wall time to follow up: the morning of the fifth working day after; when that is over, the next one."""
    owner = interview.owner
    day = _working_days_after(interview.ends_at.astimezone(owner.time_zone).date(), REPLY_WORKING_DAYS)
    at = datetime.combine(day, owner.work_start)
    if wall_time_to_utc(at, owner.time_zone) > now:
        return at
    return datetime.combine(_working_days_after(now.astimezone(owner.time_zone).date(), 1), owner.work_start)


def whom_to_thank(interview: Interview) -> str:
    """What the person would call them: somebody in the room, else who arranged it; empty for nobody."""
    in_the_room = interview.interviewers.order_by("name").first()
    noted = interview.interviewer_names.split(",")[0]
    if in_the_room is None and noted.strip():
        return shorten_name(first_name(noted))
    contact = in_the_room or interview.contact or interview.application.contact
    return _called(contact) if contact else ""


def _called(contact: Contact) -> str:
    first = first_name(contact.name) if contact.kind == ContactKind.PERSON else ""
    return shorten_name(first or contact.name)


def _working_days_after(day: date, count: int) -> date:
    """Mondays to Fridays; holidays differ by place and are not known here."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
