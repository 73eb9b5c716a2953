"""Make the deliveries that are due: in ticks, which beat starts every few seconds, and in drains, started by hints."""

import threading
from collections.abc import Callable

from django.conf import settings

from reminders import hints
from reminders.clock import Clock, elapsed_clock
from reminders.domain.email_delivery import deliver_next_email
from reminders.domain.heartbeats import TICK, write_heartbeat
from reminders.domain.in_app import deliver_in_app_batch
from reminders.domain.outcomes import resolve_stuck
from reminders.models import Delivery
from reminders.states import Lane

# An unresponsive mail server must not block all threads of a worker: the others continue with ticks and in-app rows.
_mail_slot = threading.BoundedSemaphore(1)

# Most distinct due times that one tick publishes hints for; the next tick serves the others.
HINTS_PER_TICK = 200


def run_tick(*, clock: Clock, should_stop: Callable[[], bool]) -> int:
    """Write a heartbeat, resolve stuck rows, drain, and hint the upcoming due times. Return the number of rows done."""
    now = clock()
    write_heartbeat(TICK, now=now)
    resolve_stuck(now=now)
    done = dispatch_due(depth=0, clock=clock, should_stop=should_stop)
    hint_upcoming(clock=clock)
    return done


def dispatch_due(*, depth: int, clock: Clock, should_stop: Callable[[], bool]) -> int:
    """Deliver until nothing is due, the worker stops, or DRAIN_SECONDS are over; then hint. Return rows done.

    ``depth`` counts the workers that were hinted for the same burst. Drains may run at once or be lost.
    """
    done, hinted = 0, False
    with_mail = _mail_slot.acquire(blocking=False)
    end = elapsed_clock() + settings.DRAIN_SECONDS
    try:
        while not should_stop():
            in_app = _dispatch_in_app(clock, should_stop)
            mailed = with_mail and _dispatch_next_email(clock, should_stop)
            if not in_app and not mailed:
                return done
            done += in_app + mailed
            if not hinted and depth < settings.DRAIN_FANOUT and (mailed or in_app >= settings.IN_APP_BATCH):
                hinted = hints.hint_more(depth + 1)
            if elapsed_clock() > end:
                hints.hint_more(settings.DRAIN_FANOUT)
                return done
    finally:
        if with_mail:
            _mail_slot.release()
    return done


def hint_upcoming(*, clock: Clock) -> int:
    """Publish hints for rows that become due before the horizon of hints.py. Return how many."""
    now = clock()
    return hints.hint_at(Delivery.objects.wake_times(now, hints.horizon(now), limit=HINTS_PER_TICK), now=now)


def _dispatch_in_app(clock: Clock, should_stop: Callable[[], bool]) -> int:
    """Deliver one batch of each lane, the most urgent first. Return the number of rows."""
    done = 0
    for lane in Lane:
        if not should_stop():
            done += deliver_in_app_batch(lane=lane, now=clock())
    return done


def _dispatch_next_email(clock: Clock, should_stop: Callable[[], bool]) -> bool:
    return any(deliver_next_email(lane=lane, clock=clock, should_stop=should_stop) for lane in Lane)
