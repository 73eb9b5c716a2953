"""Change the stage of an application, reopen it, and lock its row."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction

from accounts.domain.compare_and_set import compare_and_set
from accounts.errors import Conflict, DomainError
from accounts.models import User
from tracker import ports
from tracker.domain.events import append_event, cancelled_reminders, record_change
from tracker.domain.reminders import update_date_reminders
from tracker.models import Application, Event
from tracker.states import STAGE_RANK, EventKind, Outcome, Stage, later_stage

STATE_FIELDS: Final[list[str]] = [
    "stage",
    "furthest_stage",
    "outcome",
    "stage_since",
    "ended_at",
    "archived_at",
    "applied_on",
]


@transaction.atomic
def change_stage(application: Application, stage: str, *, actor: User | None, now: datetime) -> Event | None:
    """Change the stage of an open application, forward or back; return the event, or None if the stage is the same.

    Effects, in order: the stage is written, ``furthest_stage`` only ever rises, and from *applied* on an empty
    ``applied_on`` becomes the owner's current date; the reminder of the closing date is updated; a *stage* event is
    appended. Raises DomainError for an unknown stage, Conflict if the application has ended or changed stage meanwhile.
    """
    if stage not in STAGE_RANK:
        raise DomainError("There is no such stage.")
    old = application.stage
    if stage == old:
        return None
    if not application.is_open:
        raise Conflict(f"This application has ended ({application.get_outcome_display().lower()}). Reopen it first.")
    before = {name: getattr(application, name) for name in ("stage", "furthest_stage", "stage_since", "applied_on")}
    after: dict[str, Any] = {
        "stage": stage,
        "furthest_stage": later_stage(application.furthest_stage, stage),
        "stage_since": now,
        "applied_on": application.applied_on,
    }
    if application.applied_on is None and STAGE_RANK[stage] >= STAGE_RANK[Stage.APPLIED]:
        after["applied_on"] = now.astimezone(application.owner.time_zone).date()
    compare_and_set(application, expected={"stage": old, "outcome": Outcome.OPEN}, **after)
    ids = update_date_reminders(application, now=now) if application.closes_on and Stage.SAVED in (old, stage) else []
    return append_event(
        application,
        EventKind.STAGE,
        actor=actor,
        now=now,
        data={"old": old, "new": stage},
        changes=[
            record_change(application, **{name: (before[name], after[name]) for name in before}),
            *cancelled_reminders(ids),
        ],
    )


@transaction.atomic
def reopen_application(application: Application, *, actor: User | None, now: datetime) -> Event:
    """Reopen an ended application at its last stage, and notify participants. Interviews stay as they are.

    Raises Conflict if it is open.
    """
    old = application.outcome
    if old == Outcome.OPEN:
        raise Conflict("This application is open already.")
    ended_at = application.ended_at
    compare_and_set(application, expected={"outcome": old}, outcome=Outcome.OPEN, ended_at=None)
    event = append_event(
        application,
        EventKind.REOPENED,
        actor=actor,
        now=now,
        data={"old": old},
        changes=[record_change(application, outcome=(old, Outcome.OPEN), ended_at=(ended_at, None))],
    )
    update_date_reminders(application, now=now)
    for participant in ports.participants:
        participant.application_reopened(application, actor=actor, now=now)
    return event


def lock_application(application: Application) -> Application:
    """Lock the row until the transaction ends and reload STATE_FIELDS, so that checks on them hold until the write.

    Raises Conflict when the row was deleted meanwhile.
    """
    try:
        application.refresh_from_db(fields=STATE_FIELDS, from_queryset=Application.objects.select_for_update())
    except Application.DoesNotExist:
        raise Conflict("This application was deleted in another tab.") from None
    return application
