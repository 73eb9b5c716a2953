"""Reminders about applications and interviews: those that follow their dates, and those that the person sets.

Each reminder names its subject, such as ``application:12`` or ``interview:7``, and is cancelled with it.
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
#: Reminders that are suggested after an interview.
FOLLOW_UP_KINDS: Final = (THANK_YOU, FOLLOW_UP)
#: Automatic reminders of an interview: kind and time before the start.
REMINDERS_BEFORE: Final[dict[str, timedelta]] = {
    "interview_day": timedelta(days=1),
    "interview_hour": timedelta(hours=1),
}
#: Time on the person's clock, the day before a closing date, of its reminder.
CLOSING_AT: Final = time(9)
#: Fields of an application on which its reminders depend.
REMINDER_FIELDS: Final = frozenset({"closes_on", "next_action", "next_action_on", "title", "company"})


@transaction.atomic
def add_own_reminder(subject: Application | Interview, *, title: str, at: datetime, now: datetime) -> Reminder:
    """Remind the owner at the naive wall time ``at`` of their zone.

    Raises DomainError for an empty title or a past time.
    """
    title = " ".join(title.split())
    if not title:
        raise DomainError("Say in a few words what you want to be reminded of.")
    if wall_time_to_utc(at, subject.owner.time_zone) <= now:
        raise DomainError("That time is over. Choose a later one.")
    return add_reminder_about(subject, OWN_REMINDER, title=title, at=at, now=now)


def add_reminder_about(
    subject: Application | Interview, kind: str, *, title: str, at: datetime, now: datetime
) -> Reminder:
    """Add a reminder of ``kind`` that links to its subject, at the naive wall time ``at`` of the owner's zone."""
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


def update_date_reminders(application: Application, *, now: datetime, add_next_action: bool = False) -> list[int]:
    """Update the reminders of the closing date and the next step; return the ids of those cancelled, for undo.

    The reminder of the closing date is due at CLOSING_AT the day before, while the stage is *saved*. The reminder of
    the next step is due in the morning of its day; only ``add_next_action`` adds a first one. An application that has
    ended or is archived has neither.
    """
    live = application.is_open and application.archived_at is None
    closes_on = application.closes_on if live and application.stage == Stage.SAVED else None
    action, action_on = application.next_action, application.next_action_on if live else None
    company, role = shorten_name(application.company), shorten_name(application.title)
    return [
        *_update_reminder(
            application,
            CLOSING_DATE,
            title=f"Closes tomorrow: {role} at {company}",
            at=datetime.combine(closes_on - timedelta(days=1), CLOSING_AT) if closes_on else None,
            may_add=True,
            now=now,
        ),
        *_update_reminder(
            application,
            NEXT_ACTION,
            title=Truncator(action).chars(200),
            at=datetime.combine(action_on, application.owner.work_start) if action and action_on else None,
            may_add=add_next_action,
            now=now,
        ),
    ]


def _update_reminder(
    application: Application, kind: str, *, title: str, at: datetime | None, may_add: bool, now: datetime
) -> list[int]:
    """Keep one reminder of ``kind``, at ``at`` (None: none), and cancel others; add a first one only if ``may_add``."""
    owner = application.owner
    due = wall_time_to_utc(at, owner.time_zone) if at else None
    rows = list(Reminder.objects.for_user(owner).about(subject_key(application)).filter(kind=kind, cancelled_at=None))
    there = any(row.due_at == due and row.title == title for row in rows)
    stale = [row for row in rows if row.acknowledged_at is None and not (row.due_at == due and row.title == title)]
    for row in stale:
        cancel_reminder(row, now=now)
    if at and due and due > now and not there and (may_add or stale):
        add_reminder_about(application, kind, title=title, at=at, now=now)
    return [row.pk for row in stale]


def kinds_to_cancel(status: str) -> Collection[str] | None:
    """Return the kinds of reminders to cancel when an interview gets this status; None for all kinds."""
    if status == InterviewStatus.SCHEDULED:
        return FOLLOW_UP_KINDS
    if status == InterviewStatus.HAPPENED:
        return tuple(REMINDERS_BEFORE)
    if status == InterviewStatus.MISSED:
        return (*REMINDERS_BEFORE, *FOLLOW_UP_KINDS)
    return None


def cancel_follow_ups(application: Application, *, now: datetime) -> list[int]:
    """Cancel open reminders to thank and to follow up; return their ids, for undo."""
    names = [f"interview:{pk}" for pk in application.interviews.values_list("pk", flat=True)]
    rows = Reminder.objects.for_user(application.owner).filter(about__in=names, kind__in=FOLLOW_UP_KINDS).open()
    ids: list[int] = []
    for name in set(rows.values_list("about", flat=True)):
        ids += cancel_reminders(owner=application.owner, about=name, kinds=FOLLOW_UP_KINDS, now=now)
    return ids
