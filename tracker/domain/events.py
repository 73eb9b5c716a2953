"""Append events to the timeline, and undo them.

An event's ``changes`` is a list of ``{"model": "application" | "interview", "id": int, "fields": {name: [old, new]}}``
and ``{"model": "reminders", "ids": [int]}`` (reminders that the event cancelled). Undo writes the old values back only
if the row still holds every new value.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.utils.dateparse import parse_date, parse_datetime

from accounts.errors import Conflict, DomainError
from accounts.models import User
from reminders.domain.reminders import cancel_reminders, reschedule_anchored_reminders, restore_reminders
from reminders.domain.subjects import subject_key
from tracker import ports
from tracker.domain.reminders import kinds_to_cancel, update_date_reminders
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
    """Append one event. ``actor`` None is the system; ``at`` is when it happened, by default ``now``.

    Every event counts as activity: the application's ``touched_at`` becomes ``now``.
    """
    Application.objects.filter(pk=application.pk).update(touched_at=now)
    application.touched_at = now
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
    """Return one entry of ``changes``: ``record_change(application, stage=("saved", "applied"))``."""
    model = "application" if isinstance(subject, Application) else "interview"
    return {
        "model": model,
        "id": subject.pk,
        "fields": {name: [_serialize(old), _serialize(new)] for name, (old, new) in fields.items()},
    }


def cancelled_reminders(ids: list[int]) -> list[Change]:
    """Return the entry of ``changes`` by which undo restores cancelled reminders; an empty list for no ``ids``."""
    return [{"model": "reminders", "ids": ids}] if ids else []


def latest_undoable(events: Iterable[Event]) -> set[int]:
    """Return the keys of ``events`` (latest first) that can be undone: no later one has overwritten their fields."""
    written: set[tuple[str, int, str]] = set()
    found: set[int] = set()
    for event in events:
        fields = {(c["model"], c["id"], name) for c in event.changes if c["model"] in MODELS for name in c["fields"]}
        if event.kind in UNDOABLE and fields and not fields & written:
            found.add(event.pk)
        written |= fields
    return found


@transaction.atomic
def undo_event(event: Event, *, actor: User, now: datetime) -> Event:
    """Undo what an event did and append an *undone* event.

    Effects, in order: the old values are written back; reminders that the event cancelled and that are still in the
    future are restored; reminders of its interviews are moved or cancelled; participants are notified; the event is
    appended. Raises Conflict if a written value has changed since or the event was undone already; DomainError if its
    kind cannot be undone or it has no ``changes``.
    """
    if event.kind not in UNDOABLE or not event.changes:
        raise DomainError("This entry cannot be undone.")
    application = Application.objects.select_for_update().get(pk=event.application_id)
    if Event.objects.filter(corrects=event).exists():
        raise Conflict("This was undone already.")
    for change in event.changes:
        if change["model"] in MODELS:
            _write_back(change)
    _refuse_coming_interviews_of_ended(application, now=now)
    for change in event.changes:
        if change["model"] == "reminders":
            restore_reminders(owner=application.owner, ids=change["ids"], now=now)
    _update_dependents(event, actor=actor, now=now)
    return append_event(application, EventKind.UNDONE, actor=actor, now=now, interview=event.interview, corrects=event)


def _write_back(change: Change) -> None:
    model = MODELS[change["model"]]
    new = {name: _deserialize(model, name, pair[1]) for name, pair in change["fields"].items()}
    old = {name: _deserialize(model, name, pair[0]) for name, pair in change["fields"].items()}
    if model.objects.filter(pk=change["id"], **new).update(**old) == 0:
        raise Conflict("It has changed since. Undo the later change first.")


def _refuse_coming_interviews_of_ended(application: Application, *, now: datetime) -> None:
    """Raise Conflict if undo would leave an upcoming interview in an application that has ended."""
    coming = application.interviews.upcoming(now)
    if coming.filter(application__outcome__in=INTERVIEWS_AFTER).exists():
        raise Conflict("The application has ended. Reopen it first.")


def _update_dependents(event: Event, *, actor: User, now: datetime) -> None:
    """Update the reminders of the restored rows, and notify participants."""
    ids = [change["id"] for change in event.changes if change["model"] == "interview"]
    for interview in Interview.objects.select_related("application").filter(pk__in=ids):
        name, scheduled = subject_key(interview), interview.status == InterviewStatus.SCHEDULED
        if scheduled:
            reschedule_anchored_reminders(owner=interview.owner, about=name, anchor_at=interview.starts_at, now=now)
        cancel_reminders(owner=interview.owner, about=name, kinds=kinds_to_cancel(interview.status), now=now)
        for participant in ports.participants:
            notify = participant.interview_rescheduled if scheduled else participant.interview_ended
            notify(interview, actor=actor, now=now)
    application = Application.objects.select_related("owner", "company").get(pk=event.application_id)
    update_date_reminders(application, now=now)
    if event.kind == EventKind.ENDED:
        for participant in ports.participants:
            notify_outcome = participant.application_reopened if application.is_open else participant.application_ended
            notify_outcome(application, actor=actor, now=now)


def _serialize(value: Any) -> Any:
    if value is None or isinstance(value, str | int | bool):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _deserialize(model: type[models.Model], name: str, value: Any) -> Any:
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
