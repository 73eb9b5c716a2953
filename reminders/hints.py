"""The one place that publishes: a hint that there is something to do. Losing one costs at most a tick.

A publish must never hang nor fail a page. It is tried once, bounded by the socket timeouts of the broker settings, and
after a failure this process stays silent for a while: the next tick finds the row anyway.
"""

import logging
import math
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from celery import current_app
from django.conf import settings

log = logging.getLogger(__name__)

SLOTS_PER_SECOND = 4  # hints are rounded up to a quarter second: one serves all rows of its slot
SILENCE_SECONDS = 30.0

_silent_until = 0.0


def horizon(now: datetime) -> datetime:
    """Until when a hint is worth publishing: the tick after next would come too late for it."""
    return now + timedelta(seconds=settings.TICK_SECONDS + 1)


def hint_at(moments: Iterable[datetime], *, now: datetime) -> int:
    """Ask for a drain at each of these times that comes before the tick after next. Return how many were published."""
    last = horizon(now)
    slots = sorted({math.ceil(max(m, now).timestamp() * SLOTS_PER_SECOND) for m in moments if m <= last})
    published = 0
    for slot in slots:
        eta = datetime.fromtimestamp(slot / SLOTS_PER_SECOND, UTC)
        published += _publish(depth=0, eta=eta, expires=eta + timedelta(seconds=30))
    return published


def hint_more(depth: int) -> bool:
    """Ask another worker to join a drain that has more than one batch to do, or go on with it later."""
    return _publish(depth=depth, eta=None, expires=settings.TICK_SECONDS)


def _publish(*, depth: int, eta: datetime | None, expires: datetime | float) -> bool:
    global _silent_until  # noqa: PLW0603  (one circuit breaker a process)
    if time.monotonic() < _silent_until:
        return False
    try:
        current_app.send_task(
            "reminders.drain", kwargs={"depth": depth}, eta=eta, expires=expires, retry=False, ignore_result=True
        )
    except Exception as error:
        _silent_until = time.monotonic() + SILENCE_SECONDS
        log.warning("The broker did not take a hint; the next tick will do. %s: %s", type(error).__name__, error)
        return False
    return True
