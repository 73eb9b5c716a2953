"""The engine's clocks. Domain functions get ``now`` as an argument; tasks and drains read it here."""

import time
from collections.abc import Callable
from datetime import datetime

from django.db import connection
from django.utils import timezone

Clock = Callable[[], datetime]


def database_now() -> datetime:
    """Return the time that all workers share: the database's clock on PostgreSQL, this host's clock on SQLite."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def elapsed_clock() -> float:
    """Return seconds for deadlines, from a clock that also counts while a laptop sleeps (on Linux)."""
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot_time is None else time.clock_gettime(boot_time)
