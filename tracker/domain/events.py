"""Appending to the timeline, and undoing what an event did.

An event's ``changes`` is a list of ``{"model": "application" | "interview", "id": int, "fields": {name: [old, new]}}``
and ``{"model": "reminders", "ids": [int]}`` (reminders that the event cancelled). Undoing writes the old values back if,
and only if, every new value still stands.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.utils.dateparse import parse_date, parse_datetime

from accounts.errors import Conflict, DomainError
from accounts.models import User
from reminders.domain.reminders import move_anchored_reminders, restore_reminders
from tracker import ports
from tracker.models import Application, Event, Interview
from tracker.states import INTERVIEWS_AFTER, EventKind, InterviewStatus

Change = dict[str, Any]

UNDOABLE: Final[frozenset[str]] = frozenset(
    {
        EventKind.STAGE,
        EventKind.ENDED,
        EventKind.ARCHIVED,
        EventKind.UNARCHIVED,
        EventKind.EDITED,
        EventKind.INTERVIEW_MOVED,
        EventKind.INTERVIEW_STATUS,
    }
)
MODELS: Final[dict[str, type[Application] | type[Interview]]] = {
    "application": Application,
    "interview": Interview,
}


def append_event(
    application: Application,
    kind: EventKind,
    *,
    actor: User | None,
    now: datetime,
    at: datetime | None = None,
    text: str = "",
    data: Mapping[str, Any] | None = None,
    changes: Iterable[Change] = (),
    interview: Interview | None = None,
    corrects: Event | None = None,
) -> Event:
    """Append one event; ``actor`` None is the system, ``at`` is when it happened if that was not now."""
    return Event.objects.create(
        owner_id=application.owner_id,
        application=application,
        interview=interview,
        kind=kind,
        at=at or now,
        recorded_at=now,
        actor=actor,
        text=text,
        data=dict(data or {}),
        changes=list(changes),
        corrects=corrects,
    )


def record_change(subject: Application | Interview, **fields: tuple[Any, Any]) -> Change:
    """One entry of ``changes``: ``record_change(application, stage=("saved", "applied"))``."""
    model = "application" if isinstance(subject, Application) else "interview"
    return {
        "model": model,
        "id": subject.pk,
        "fields": {name: [_to_json(old), _to_json(new)] for name, (old, new) in fields.items()},
    }


def cancelled_reminders(ids: list[int]) -> list[Change]:
    """The entry of ``changes`` that brings cancelled reminders back."""
    return [{"model": "reminders", "ids": ids}] if ids else []


@transaction.atomic
def undo_event(event: Event, *, actor: User, now: datetime) -> Event:
    """Take back what an event did and append the correction.

    Effects, in order: the old values are written back, reminders it cancelled and that are still to come are scheduled
    again, anchored reminders follow their interview, participants hear of it, an *undone* event is appended.
    Raises Conflict if anything it wrote has changed since, or if it was undone already.
    """
    if event.kind not in UNDOABLE:
        raise DomainError("This entry cannot be undone.")
    if Event.objects.filter(corrects=event).exists():
        raise Conflict("This was undone already.")
    application = Application.objects.get(pk=event.application_id)
    for change in event.changes:
        if change["model"] == "reminders":
            continue
        _write_back(change, now)
    for change in event.changes:
        if change["model"] == "reminders":
            restore_reminders(owner=application.owner, ids=change["ids"], now=now)
    _follow(event, actor=actor, now=now)
    return append_event(application, EventKind.UNDONE, actor=actor, now=now, interview=event.interview, corrects=event)


def _write_back(change: Change, now: datetime) -> None:
    model = MODELS[change["model"]]
    new = {name: _from_json(model, name, pair[1]) for name, pair in change["fields"].items()}
    old = {name: _from_json(model, name, pair[0]) for name, pair in change["fields"].items()}
    if model is Interview:
        _refuse_interview_of_ended(change["id"], old, now)
    if model.objects.filter(pk=change["id"], **new).update(**old) == 0:
        raise Conflict("It has changed since. Undo the later change first.")


def _refuse_interview_of_ended(interview_id: int, old: dict[str, Any], now: datetime) -> None:
    """A coming interview cannot be scheduled again in a process that has ended."""
    if old.get("status") != InterviewStatus.SCHEDULED:
        return
    interview = Interview.objects.select_related("application").filter(pk=interview_id).first()
    if interview and interview.starts_at > now and interview.application.outcome in INTERVIEWS_AFTER:
        raise Conflict("The application has ended. Reopen it first.")


def _follow(event: Event, *, actor: User, now: datetime) -> None:
    """What hangs on the restored rows follows them."""
    ids = [change["id"] for change in event.changes if change["model"] == "interview"]
    for interview in Interview.objects.select_related("application").filter(pk__in=ids):
        if interview.status == InterviewStatus.SCHEDULED:
            move_anchored_reminders(
                owner=interview.owner,
                about=f"interview:{interview.pk}",
                anchor_at=interview.starts_at,
                now=now,
            )
            for participant in ports.participants:
                participant.interview_moved(interview, actor=actor, now=now)
    if event.kind == EventKind.ENDED:
        application = Application.objects.get(pk=event.application_id)
        hear = "application_reopened" if application.is_open else "application_ended"
        for participant in ports.participants:
            getattr(participant, hear)(application, actor=actor, now=now)


def _to_json(value: Any) -> Any:
    if value is None or isinstance(value, str | int | bool):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _from_json(model: type[models.Model], name: str, value: Any) -> Any:
    field = model._meta.get_field(name)
    if value is None:
        return None
    if isinstance(field, models.DateTimeField):
        return parse_datetime(value)
    if isinstance(field, models.DateField):
        return parse_date(value)
    if name == "time_zone":
        return ZoneInfo(value)
    return field.to_python(value) if isinstance(field, models.Field) else value
