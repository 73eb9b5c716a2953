"""Write heartbeats. The tick writes one; readiness pages and the supervisor read it."""

from datetime import datetime

from reminders.models import Heartbeat

TICK = "tick"


def write_heartbeat(name: str, *, now: datetime) -> None:
    """Record, in one statement, that this part of the engine was alive at ``now``."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, at=now)], update_conflicts=True, unique_fields=["name"], update_fields=["at"]
    )
