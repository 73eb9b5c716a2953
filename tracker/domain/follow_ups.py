"""Suggest reminders after an interview: to say thank you, and to follow up when no reply comes."""

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

#: The reminder to say thank you is due on the day of the interview at this time of the person's clock, or the next
#: morning.
THANKS_AT: Final = time(17)
#: A reminder to say thank you is not suggested later than this after the interview.
THANKS_WITHIN: Final = timedelta(days=3)
#: Working days in which the employer may reply before a follow-up.
REPLY_WORKING_DAYS: Final = 5


@dataclass(frozen=True)
class Suggestion:
    """A suggested reminder.

    ``label`` is the text of its button; ``at`` is the person's naive wall time, ``due_at`` in UTC.
    """

    kind: str
    label: str
    title: str
    at: datetime
    due_at: datetime


def suggest_follow_ups(interview: Interview, *, now: datetime) -> list[Suggestion]:
    """Return the reminders to suggest after ``interview``, in at most two queries.

    None before the interview happened or after the application ended; no kind that is switched off or was set before.
    """
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
    """Set the suggested reminder of ``kind``. Raises Conflict when it is not suggested, or no longer."""
    suggestion = next((one for one in suggest_follow_ups(interview, now=now) if one.kind == kind), None)
    if suggestion is None:
        raise Conflict("This is set already, or the interview has not happened.")
    return add_reminder_about(interview, kind, title=suggestion.title, at=suggestion.at, now=now)


def _suggest(kind: str, interview: Interview, *, now: datetime) -> Suggestion:
    company = shorten_name(interview.application.company)
    if kind == FOLLOW_UP:
        at, label = follow_up_at(interview, now=now), "Follow up"
        title = f"Follow up with {company} for {shorten_name(interview.application.title)}"
    else:
        who = name_to_thank(interview) or company
        at, label = thanks_at(interview, now=now), f"Thank {who}"
        title = f"{label} for the {interview.name.lower()}" + (f" at {company}" if who != company else "")
    return Suggestion(kind, label, title, at, wall_time_to_utc(at, interview.owner.time_zone))


def thanks_at(interview: Interview, *, now: datetime) -> datetime:
    """Return the naive wall time to say thank you: THANKS_AT on the day, or the next morning when that has passed."""
    owner = interview.owner
    earliest = max(now, interview.ends_at).astimezone(owner.time_zone)
    same_day = datetime.combine(interview.ends_at.astimezone(owner.time_zone).date(), THANKS_AT)
    if wall_time_to_utc(same_day, owner.time_zone) > earliest:
        return same_day
    return datetime.combine(earliest.date() + timedelta(days=1), owner.work_start)


def follow_up_at(interview: Interview, *, now: datetime) -> datetime:
    """Return the naive wall time to follow up: REPLY_WORKING_DAYS later or, if passed, the next working morning."""
    owner = interview.owner
    day = _working_days_after(interview.ends_at.astimezone(owner.time_zone).date(), REPLY_WORKING_DAYS)
    at = datetime.combine(day, owner.work_start)
    if wall_time_to_utc(at, owner.time_zone) > now:
        return at
    return datetime.combine(_working_days_after(now.astimezone(owner.time_zone).date(), 1), owner.work_start)


def name_to_thank(interview: Interview) -> str:
    """Return the name of an interviewer, else of the contact who arranged the interview; "" if there is neither."""
    in_the_room = interview.interviewers.order_by("name").first()
    noted = interview.interviewer_names.split(",")[0]
    if in_the_room is None and noted.strip():
        return shorten_name(first_name(noted))
    contact = in_the_room or interview.contact or interview.application.contact
    return _short_name(contact) if contact else ""


def _short_name(contact: Contact) -> str:
    first = first_name(contact.name) if contact.kind == ContactKind.PERSON else ""
    return shorten_name(first or contact.name)


def _working_days_after(day: date, count: int) -> date:
    """Count Mondays to Fridays. Holidays differ by place and are not known here."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
