"""Whether the parts of an installation answer; the readiness page and the doctor ask the same questions."""

import math
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection
from kombu import Connection
from kombu.exceptions import OperationalError

from reminders.models import Heartbeat

MISSED_TICKS = 3


def database_answers() -> bool:
    """Whether the database takes a query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def broker_answers(seconds: float = 1.0) -> bool:
    """Whether the broker can be reached within about ``seconds``."""
    options = {"socket_connect_timeout": seconds, "socket_timeout": seconds}
    with Connection(settings.CELERY_BROKER_URL, transport_options=options) as broker:
        try:
            broker.ensure_connection(max_retries=1, interval_start=0, interval_step=0, timeout=math.ceil(seconds))
        except (OperationalError, OSError):
            return False
    return True


def last_heartbeat() -> datetime | None:
    """When a worker last carried out a tick of the clock; None before the first and without a database."""
    try:
        return Heartbeat.objects.order_by("-at").values_list("at", flat=True).first()
    except DatabaseError:
        return None


def beats(now: datetime) -> bool:
    """Whether clock and worker are alive: a tick was carried out within the last three."""
    at = last_heartbeat()
    return at is not None and (now - at).total_seconds() <= MISSED_TICKS * settings.TICK_SECONDS
