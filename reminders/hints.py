"""Publish hints that a delivery is due. This is the only module that publishes.

A lost hint delays a delivery by one tick at most. Publishing must never block or fail a page: it is tried once, within
the socket timeouts of the broker settings. After a failure this process publishes nothing for SILENCE_SECONDS; the tick
finds the rows without hints.
"""

import logging
import math
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from celery import current_app
from django.conf import settings

log = logging.getLogger(__name__)

SLOTS_PER_SECOND = 4  # a hint is rounded up to a quarter of a second and serves all rows of that slot
SILENCE_SECONDS = 30.0

_silent_until = 0.0


def horizon(now: datetime) -> datetime:
    """Return the latest time for which a hint is published. The next ticks serve later rows."""
    return now + timedelta(seconds=settings.TICK_SECONDS + 1)


def hint_at(moments: Iterable[datetime], *, now: datetime) -> int:
    """Publish a drain for each of ``moments`` up to the horizon. Return how many hints were published."""
    last = horizon(now)
    slots = sorted({math.ceil(max(m, now).timestamp() * SLOTS_PER_SECOND) for m in moments if m <= last})
    published = 0
    for slot in slots:
        eta = datetime.fromtimestamp(slot / SLOTS_PER_SECOND, UTC)
        published += _publish(depth=0, eta=eta, expires=eta + timedelta(seconds=30))
    return published


def hint_more(depth: int) -> bool:
    """Publish a drain now, so that another worker joins or continues it. Return whether it was published."""
    return _publish(depth=depth, eta=None, expires=settings.TICK_SECONDS)


def _publish(*, depth: int, eta: datetime | None, expires: datetime | float) -> bool:
    global _silent_until  # noqa: PLW0603  (one circuit breaker per process)
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
