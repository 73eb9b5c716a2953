"""Work off what is due: the tick that beat asks for every few seconds, and the drain that hints ask for."""

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

# One mail server that does not answer must not hold all threads of a worker: the others go on with ticks and the app.
_mail_slot = threading.BoundedSemaphore(1)

# At most this many distinct due times are hinted per tick; the tick itself serves the rest.
HINTS_PER_TICK = 200


def run_tick(*, clock: Clock, should_stop: Callable[[], bool]) -> int:
    """Give a sign of life, settle what is stuck, drain, then hint the due times before the next tick. Return rows done."""
    now = clock()
    write_heartbeat(TICK, now=now)
    resolve_stuck(now=now)
    done = dispatch_due(depth=0, clock=clock, should_stop=should_stop)
    hint_upcoming(clock=clock)
    return done


def dispatch_due(*, depth: int, clock: Clock, should_stop: Callable[[], bool]) -> int:
    """Deliver until nothing is due, the worker stops, or DRAIN_SECONDS are over; then hint for the rest.

    ``depth`` counts how many workers were called to the same burst. Safe to run twice at once, or never.
    """
    done, called = 0, False
    with_mail = _mail_slot.acquire(blocking=False)
    end = elapsed_clock() + settings.DRAIN_SECONDS
    try:
        while not should_stop():
            in_app = _dispatch_in_app(clock, should_stop)
            mailed = with_mail and _dispatch_next_email(clock, should_stop)
            if not in_app and not mailed:
                return done
            done += in_app + mailed
            if not called and depth < settings.DRAIN_FANOUT and (mailed or in_app >= settings.IN_APP_BATCH):
                called = hints.hint_more(depth + 1)
            if elapsed_clock() > end:
                hints.hint_more(settings.DRAIN_FANOUT)
                return done
    finally:
        if with_mail:
            _mail_slot.release()
    return done


def hint_upcoming(*, clock: Clock) -> int:
    """Publish hints for rows that fall due before the tick after next."""
    now = clock()
    return hints.hint_at(Delivery.objects.wake_times(now, hints.horizon(now), limit=HINTS_PER_TICK), now=now)


def _dispatch_in_app(clock: Clock, should_stop: Callable[[], bool]) -> int:
    """One batch of each lane, the urgent first."""
    done = 0
    for lane in Lane:
        if not should_stop():
            done += deliver_in_app_batch(lane=lane, now=clock())
    return done


def _dispatch_next_email(clock: Clock, should_stop: Callable[[], bool]) -> bool:
    return any(deliver_next_email(lane=lane, clock=clock, should_stop=should_stop) for lane in Lane)
