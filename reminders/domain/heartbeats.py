"""Signs of life: the tick writes one, readiness pages and the supervisor read it."""

from datetime import datetime, timedelta

from reminders.models import Heartbeat

TICK = "tick"


def write_heartbeat(name: str, *, now: datetime) -> None:
    """Note in one statement that this part of the engine was alive at ``now``."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, at=now)], update_conflicts=True, unique_fields=["name"], update_fields=["at"]
    )


def heartbeat_age(name: str, *, now: datetime) -> timedelta | None:
    """How long ago this part was alive, or None if it never was."""
    at = Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
    return None if at is None else now - at
