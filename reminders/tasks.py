"""The engine's two tasks. They carry no data, so a task may be lost, late or run twice."""

import logging
from collections.abc import Callable
from functools import partial

from celery import shared_task
from django.db import InterfaceError, OperationalError, connection

from reminders.clock import database_now
from reminders.domain.dispatch import dispatch_due, run_tick
from reminders.stop import stop_requested

log = logging.getLogger(__name__)


@shared_task(name="reminders.tick", ignore_result=True)
def tick() -> None:
    """Run one tick. Beat publishes this task every TICK_SECONDS."""
    _unless_database_is_away(partial(run_tick, clock=database_now, should_stop=stop_requested))


@shared_task(name="reminders.drain", ignore_result=True)
def drain(depth: int = 0) -> None:
    """Make the deliveries that are due. Hints publish this task."""
    _unless_database_is_away(partial(dispatch_due, depth=depth, clock=database_now, should_stop=stop_requested))


def _unless_database_is_away(work: Callable[[], int]) -> None:
    """Run ``work``; log a lost database. Claimed rows become due again when their lease ends."""
    try:
        work()
    except (OperationalError, InterfaceError) as error:
        log.warning("The database is away: %s", str(error).partition("\n")[0])
        connection.close()
