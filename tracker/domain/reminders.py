"""What the person is reminded of about an application or an interview: dates that reminders follow, and what they ask for.

Reminders about a thing carry its name, such as ``application:12`` or ``interview:7``, and end with it.
"""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.utils.text import Truncator

from accounts.errors import DomainError
from reminders.domain.reminders import add_reminder, cancel_reminder, cancel_reminders, wall_time_to_utc
from reminders.domain.subjects import shorten_name, subject_key
from reminders.models import Reminder
from tracker.models import Application, Interview
from tracker.states import InterviewStatus, Stage

OWN_REMINDER: Final = "own"
CLOSING_DATE: Final = "closing_date"
NEXT_ACTION: Final = "next_action"
THANK_YOU: Final = "thank_you"
FOLLOW_UP: Final = "follow_up"
#: What is suggested once an interview happened.
FOLLOW_UP_KINDS: Final = (THANK_YOU, FOLLOW_UP)
#: Automatic reminders of an interview: kind and how long before the start.
REMINDERS_BEFORE: Final[dict[str, timedelta]] = {
    "interview_day": timedelta(days=1),
    "interview_hour": timedelta(hours=1),
}
#: When the day before a closing date reminds, on the person's clock.
CLOSING_AT: Final = time(9)
#: Fields of an application whose change moves reminders.
REMINDER_FIELDS: Final = frozenset({"closes_on", "next_action", "next_action_on", "title", "company"})


@transaction.atomic
def add_own_reminder(subject: Application | Interview, *, title: str, at: datetime, now: datetime) -> Reminder:
    """Remind the owner at the naive wall time ``at`` on their clock. Raises DomainError without words or for a past time."""
    title = " ".join(title.split())
    if not title:
        raise DomainError("Say in a few words what you want to be reminded of.")
    if wall_time_to_utc(at, subject.owner.time_zone) <= now:
        raise DomainError("That time is over. Choose a later one.")
    return add_reminder_about(subject, OWN_REMINDER, title=title, at=at, now=now)


def add_reminder_about(
    subject: Application | Interview, kind: str, *, title: str, at: datetime, now: datetime
) -> Reminder:
    """A reminder of ``kind`` that leads to the page of its subject, at the naive wall time ``at`` on the owner's clock."""
    application = subject if isinstance(subject, Application) else subject.application
    return add_reminder(
        owner=subject.owner,
        kind=kind,
        title=title,
        body=application.company_and_role,
        url=subject.get_absolute_url(),
        about=subject_key(subject),
        local_time=at,
        zone=subject.owner.time_zone,
        now=now,
    )


def follow_dates(application: Application, *, now: datetime, ask_next: bool = False) -> list[int]:
    """Let reminders follow the closing date and the next step; return the ids of those that were cancelled, for undo.

    The closing date reminds at 9:00 the day before, as long as one has not applied. The next step reminds on the morning of
    its day, once that was asked for (``ask_next``). Neither does for what has ended or is in the archive.
    """
    live = application.is_open and application.archived_at is None
    closes_on = application.closes_on if live and application.stage == Stage.SAVED else None
    step, step_on = application.next_action, application.next_action_on if live else None
    company, role = shorten_name(application.company), shorten_name(application.title)
    return [
        *_keep_one(
            application,
            CLOSING_DATE,
            title=f"Closes tomorrow: {role} at {company}",
            at=datetime.combine(closes_on - timedelta(days=1), CLOSING_AT) if closes_on else None,
            adds=True,
            now=now,
        ),
        *_keep_one(
            application,
            NEXT_ACTION,
            title=Truncator(step).chars(200),
            at=datetime.combine(step_on, application.owner.work_start) if step and step_on else None,
            adds=ask_next,
            now=now,
        ),
    ]


def _keep_one(
    application: Application, kind: str, *, title: str, at: datetime | None, adds: bool, now: datetime
) -> list[int]:
    """One reminder of ``kind`` at ``at`` or, for None, none: others are cancelled. Without ``adds`` only one there moves."""
    owner = application.owner
    due = wall_time_to_utc(at, owner.time_zone) if at else None
    rows = list(Reminder.objects.for_user(owner).about(subject_key(application)).filter(kind=kind, cancelled_at=None))
    there = any(row.due_at == due and row.title == title for row in rows)
    stale = [row for row in rows if row.acknowledged_at is None and not (row.due_at == due and row.title == title)]
    for row in stale:
        cancel_reminder(row, now=now)
    if at and due and due > now and not there and (adds or stale):
        add_reminder_about(application, kind, title=title, at=at, now=now)
    return [row.pk for row in stale]


def kinds_that_end(status: str) -> Collection[str] | None:
    """The kinds of reminders that have no place beside an interview of this status; None for all of them."""
    if status == InterviewStatus.SCHEDULED:
        return FOLLOW_UP_KINDS
    if status == InterviewStatus.HAPPENED:
        return tuple(REMINDERS_BEFORE)
    if status == InterviewStatus.MISSED:
        return (*REMINDERS_BEFORE, *FOLLOW_UP_KINDS)
    return None


def end_follow_ups(application: Application, *, now: datetime) -> list[int]:
    """Thank and follow up no more; return the ids of the reminders that were cancelled, for undo."""
    names = [f"interview:{pk}" for pk in application.interviews.values_list("pk", flat=True)]
    rows = Reminder.objects.for_user(application.owner).filter(about__in=names, kind__in=FOLLOW_UP_KINDS).open()
    ids: list[int] = []
    for name in set(rows.values_list("about", flat=True)):
        ids += cancel_reminders(owner=application.owner, about=name, kinds=FOLLOW_UP_KINDS, now=now)
    return ids
