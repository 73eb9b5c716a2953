"""Add, edit, reschedule and delete interviews. The only place that writes their states."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from accounts.domain.compare_and_set import compare_and_set
from accounts.errors import Conflict, DomainError
from accounts.models import User
from reminders.domain.reminders import add_reminder, cancel_reminders, reschedule_anchored_reminders
from reminders.domain.subjects import shorten_name, subject_key
from reminders.models import Reminder
from tracker import ports
from tracker.domain.events import Change, append_event, cancelled_reminders, record_change
from tracker.domain.reminders import REMINDERS_BEFORE, kinds_to_cancel
from tracker.domain.stages import change_stage, lock_application, reopen_application
from tracker.models import Application, Contact, Event, Interview
from tracker.states import (
    INTERVIEW_TRANSITIONS,
    STAGE_RANK,
    EventKind,
    InterviewKind,
    InterviewStatus,
    Outcome,
    Stage,
)

INTERVIEW_FIELDS: Final[frozenset[str]] = frozenset(
    ["kind", "round", "minutes", "place", "link", "contact", "interviewer_names", "prep", "debrief"]
)


@transaction.atomic
def add_interview(
    application: Application,
    *,
    starts_at: datetime,
    time_zone: ZoneInfo,
    actor: User,
    now: datetime,
    interviewers: Iterable[Contact] = (),
    **details: Any,
) -> Interview:
    """Record an interview at ``starts_at`` (aware), agreed in ``time_zone``.

    Effects, in order: an upcoming interview reopens an application with outcome *no response*; an event is appended;
    the stage rises to *screening* or *interviewing*; reminders a day and an hour before are set. Raises Conflict for an
    upcoming interview in an application with another outcome.
    """
    _refuse_unknown(details)
    _ensure_open(application, starts_at, actor=actor, now=now)
    interview = Interview.objects.create(
        owner=application.owner,
        application=application,
        starts_at=starts_at,
        time_zone=time_zone,
        created_at=now,
        **details,
    )
    interview.interviewers.set(interviewers)
    append_event(
        application,
        EventKind.INTERVIEW_ADDED,
        actor=actor,
        now=now,
        interview=interview,
        data={"kind": interview.kind, "round": interview.round, "starts_at": starts_at.isoformat()},
    )
    _raise_stage(application, interview, actor=actor, now=now)
    _set_reminders(interview, now=now)
    return interview


@transaction.atomic
def update_interview(
    interview: Interview,
    *,
    actor: User,
    now: datetime,
    interviewers: Iterable[Contact] | None = None,
    **changes: Any,
) -> Interview:
    """Write edited details, not the start: see ``reschedule_interview``. Append an event unless only notes changed."""
    _refuse_unknown(changes)
    changed = {name: value for name, value in changes.items() if getattr(interview, name) != value}
    for name, value in changed.items():
        setattr(interview, name, value)
    if changed:
        interview.save(update_fields=list(changed))
    recorded = set(changed) - {"prep", "debrief"}
    if interviewers is not None and set(interviewers) != set(interview.interviewers.all()):
        interview.interviewers.set(interviewers)
        recorded.add("interviewers")
    if recorded:
        append_event(
            interview.application,
            EventKind.INTERVIEW_EDITED,
            actor=actor,
            now=now,
            interview=interview,
            data={"fields": sorted(recorded)},
        )
    return interview


@transaction.atomic
def reschedule_interview(
    interview: Interview,
    *,
    starts_at: datetime,
    time_zone: ZoneInfo,
    by_them: bool,
    actor: User,
    now: datetime,
) -> Event:
    """Give a scheduled interview a new start. ``by_them``: the employer asked for it.

    Effects, in order: an upcoming start reopens an application with outcome *no response*; the start is written; an
    event is appended; reminders anchored to the start move; participants are notified. Raises Conflict when the
    interview is no longer scheduled, was rescheduled meanwhile, or would be upcoming in an application with another
    outcome.
    """
    if interview.status != InterviewStatus.SCHEDULED:
        raise Conflict("Only a scheduled interview can be moved.")
    _ensure_open(interview.application, starts_at, actor=actor, now=now)
    before = {"starts_at": interview.starts_at, "time_zone": interview.time_zone}
    after = {"starts_at": starts_at, "time_zone": time_zone}
    compare_and_set(
        interview, expected={"status": InterviewStatus.SCHEDULED, "starts_at": interview.starts_at}, **after
    )
    event = append_event(
        interview.application,
        EventKind.INTERVIEW_MOVED,
        actor=actor,
        now=now,
        interview=interview,
        data={"by_them": by_them, "old": before["starts_at"].isoformat(), "new": starts_at.isoformat()},
        changes=[record_change(interview, **{name: (before[name], after[name]) for name in before})],
    )
    _set_reminders(interview, now=now)
    for participant in ports.participants:
        participant.interview_rescheduled(interview, actor=actor, now=now)
    return event


@transaction.atomic
def set_interview_status(interview: Interview, status: str, *, actor: User | None, now: datetime) -> Event:
    """Write what became of an interview, or that it is scheduled again.

    Effects, in order: the status is written; reminders that no longer apply are cancelled, and those before the
    interview are set again when it is scheduled again; an event is appended; participants are notified. Raises
    DomainError for an unknown status, Conflict when INTERVIEW_TRANSITIONS does not allow it.
    """
    if status not in InterviewStatus.values:
        raise DomainError("There is no such status.")
    if status not in INTERVIEW_TRANSITIONS[interview.status]:
        raise Conflict(f"An interview that is {_status_label(interview.status)} cannot become {_status_label(status)}.")
    if status == InterviewStatus.SCHEDULED:
        _ensure_open(interview.application, interview.starts_at, actor=actor, now=now)
    change, ids = _change_status(interview, status, now=now)
    if status == InterviewStatus.SCHEDULED:
        _set_reminders(interview, now=now)
    event = append_event(
        interview.application,
        EventKind.INTERVIEW_STATUS,
        actor=actor,
        now=now,
        interview=interview,
        data={"old": change["fields"]["status"][0], "new": status},
        changes=[change, *cancelled_reminders(ids)],
    )
    for participant in ports.participants:
        if status == InterviewStatus.SCHEDULED:
            participant.interview_rescheduled(interview, actor=actor, now=now)
        else:
            participant.interview_ended(interview, actor=actor, now=now)
    return event


def end_coming_interviews(
    application: Application, status: str, *, now: datetime
) -> tuple[list[Interview], list[Change]]:
    """Give every upcoming interview ``status`` and cancel its reminders; return them and the changes that undo needs.

    The caller appends the event and notifies the participants.
    """
    interviews = list(application.interviews.upcoming(now))
    changes: list[Change] = []
    for interview in interviews:
        change, ids = _change_status(interview, status, now=now)
        changes += [change, *cancelled_reminders(ids)]
    return interviews, changes


@transaction.atomic
def delete_interview(interview: Interview, *, actor: User, now: datetime) -> None:
    """Delete an interview recorded by mistake.

    An event records the removal; participants are notified that it ended.
    """
    cancel_reminders(owner=interview.owner, about=subject_key(interview), now=now)
    append_event(
        interview.application,
        EventKind.INTERVIEW_REMOVED,
        actor=actor,
        now=now,
        data={"kind": interview.kind, "starts_at": interview.starts_at.isoformat()},
    )
    for participant in ports.participants:
        participant.interview_ended(interview, actor=actor, now=now)
    interview.delete()


def _change_status(interview: Interview, status: str, *, now: datetime) -> tuple[Change, list[int]]:
    old = interview.status
    compare_and_set(interview, expected={"status": old}, status=status)
    kinds = kinds_to_cancel(status)
    ids = cancel_reminders(owner=interview.owner, about=subject_key(interview), kinds=kinds, now=now)
    return record_change(interview, status=(old, status)), ids


def _ensure_open(application: Application, starts_at: datetime, *, actor: User | None, now: datetime) -> None:
    """Reopen an application with outcome *no response* for an upcoming interview; raise Conflict for other outcomes."""
    lock_application(application)
    if application.is_open or starts_at <= now:
        return
    if application.outcome != Outcome.NO_RESPONSE:
        raise Conflict(f"This application has ended ({application.get_outcome_display().lower()}). Reopen it first.")
    reopen_application(application, actor=actor, now=now)


def _raise_stage(application: Application, interview: Interview, *, actor: User, now: datetime) -> None:
    stage = Stage.SCREENING if interview.kind == InterviewKind.SCREENING else Stage.INTERVIEWING
    if application.is_open and STAGE_RANK[stage] > STAGE_RANK[application.stage]:
        change_stage(application, stage, actor=actor, now=now)


def _set_reminders(interview: Interview, *, now: datetime) -> None:
    """Move existing reminders with the start and add missing ones.

    A lapsed one is kept: a later start may revive it.
    """
    name = subject_key(interview)
    reschedule_anchored_reminders(owner=interview.owner, about=name, anchor_at=interview.starts_at, now=now)
    if interview.starts_at <= now:
        return
    kept = Reminder.objects.for_user(interview.owner).about(name).filter(Q(cancelled_at=None) | Q(lapsed=True))
    there = set(kept.values_list("kind", flat=True))
    for kind, before in REMINDERS_BEFORE.items():
        if kind not in there:
            add_reminder(
                owner=interview.owner,
                kind=kind,
                title=_reminder_title(interview),
                url=interview.get_absolute_url(),
                about=name,
                anchor_at=interview.starts_at,
                offset=-before,
                now=now,
            )


def _reminder_title(interview: Interview) -> str:
    application = interview.application
    return f"{interview.name} with {shorten_name(application.company)} for {shorten_name(application.title)}"


def _status_label(status: str) -> str:
    return InterviewStatus(status).label.lower()


def _refuse_unknown(details: dict[str, Any]) -> None:
    unknown = set(details) - INTERVIEW_FIELDS
    if unknown:
        raise TypeError(f"not details of an interview: {sorted(unknown)}")
