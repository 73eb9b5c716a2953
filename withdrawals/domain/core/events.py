"""Events about a withdrawal in the application's timeline."""

from datetime import datetime
from typing import Any

from accounts.models import User
from tracker.domain.events import append_event
from tracker.models import Event
from tracker.states import EventKind
from withdrawals.models import Withdrawal


def record_event(
    withdrawal: Withdrawal,
    kind: EventKind,
    *,
    actor: User | None,
    now: datetime,
    at: datetime | None = None,
    **data: Any,
) -> Event:
    """Append an event about ``withdrawal``; ``data`` never holds a letter's text, a reason or a private note."""
    return append_event(
        withdrawal.application,
        kind,
        actor=actor,
        now=now,
        at=at,
        interview=withdrawal.interview,
        data={"withdrawal": withdrawal.pk, **data},
    )
