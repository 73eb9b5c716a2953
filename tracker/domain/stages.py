"""Where an application stands: the door of its states, moving between stages, reopening."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction

from accounts.domain.compare_and_set import compare_and_set
from accounts.errors import Conflict, DomainError
from accounts.models import User
from tracker import ports
from tracker.domain.events import append_event, cancelled_reminders, record_change
from tracker.domain.reminders import follow_dates
from tracker.models import Application, Event
from tracker.states import STAGE_RANK, EventKind, Outcome, Stage, further

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
    """Move an open application to another stage, forward or back; None if it is there already.

    ``furthest_stage`` rises with it and never sinks. Leaving *saved* dates the application, and its closing date reminds no
    more. Appends a *stage* event.
    Raises Conflict if it ended or moved meanwhile.
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
        "furthest_stage": further(application.furthest_stage, stage),
        "stage_since": now,
        "applied_on": application.applied_on,
    }
    if application.applied_on is None and STAGE_RANK[stage] >= STAGE_RANK[Stage.APPLIED]:
        after["applied_on"] = now.astimezone(application.owner.time_zone).date()
    compare_and_set(application, expected={"stage": old, "outcome": Outcome.OPEN}, **after)
    ids = follow_dates(application, now=now) if application.closes_on and Stage.SAVED in (old, stage) else []
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
    """Open an ended application again; its stage is where it was. Interviews stay as they are. Participants hear of it."""
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
    follow_dates(application, now=now)
    for participant in ports.participants:
        participant.application_reopened(application, actor=actor, now=now)
    return event


def lock_application(application: Application) -> Application:
    """Lock the row until the transaction ends and read its states anew, so that what is checked is still so when written.

    Raises Conflict when it was deleted meanwhile.
    """
    try:
        application.refresh_from_db(fields=STATE_FIELDS, from_queryset=Application.objects.select_for_update())
    except Application.DoesNotExist:
        raise Conflict("This application was deleted in another tab.") from None
    return application
