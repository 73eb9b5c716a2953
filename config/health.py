"""Health checks of database, broker and heartbeat, for ``/readyz`` and ``manage.py doctor``."""

import math
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection
from kombu import Connection
from kombu.exceptions import OperationalError

from reminders.models import Heartbeat

MISSED_TICKS = 3


def is_database_up() -> bool:
    """Return whether the database runs a query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def is_broker_up(seconds: float = 1.0) -> bool:
    """Return whether the broker accepts a connection within about ``seconds``."""
    options = {"socket_connect_timeout": seconds, "socket_timeout": seconds}
    with Connection(settings.CELERY_BROKER_URL, transport_options=options) as broker:
        try:
            broker.ensure_connection(max_retries=1, interval_start=0, interval_step=0, timeout=math.ceil(seconds))
        except (OperationalError, OSError):
            return False
    return True


def last_heartbeat() -> datetime | None:
    """Return when a worker last ran the tick task; None before the first one or without a database."""
    try:
        return Heartbeat.objects.order_by("-at").values_list("at", flat=True).first()
    except DatabaseError:
        return None


def is_heartbeat_recent(now: datetime) -> bool:
    """Return whether beat and worker are alive: the last tick ran at most MISSED_TICKS intervals ago."""
    at = last_heartbeat()
    return at is not None and (now - at).total_seconds() <= MISSED_TICKS * settings.TICK_SECONDS
