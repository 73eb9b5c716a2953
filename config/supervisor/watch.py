"""Checks that the supervisor runs at each turn, besides whether its children run."""

import time
from collections.abc import Callable
from datetime import datetime

STALE_SECONDS = 60.0
CHECK_SECONDS = 5.0


class ReadyWatch:
    """Calls ``announce`` once, when ``is_ready()`` is first true."""

    def __init__(self, is_ready: Callable[[], bool], announce: Callable[[], None]) -> None:
        self._is_ready = is_ready
        self._announce: Callable[[], None] | None = announce

    def __call__(self) -> None:
        if self._announce and self._is_ready():
            self._announce()
            self._announce = None


class HeartbeatWatch:
    """Calls ``restart`` when the heartbeat has not changed for ``stale`` seconds.

    The time is measured from the last change that this process saw, on a clock that stops while a laptop sleeps: an old
    heartbeat after a sleep must not end a worker that is sending a letter.
    """

    def __init__(
        self,
        heartbeat: Callable[[], datetime | None],
        restart: Callable[[], None],
        *,
        clock: Callable[[], float] = time.monotonic,
        stale: float = STALE_SECONDS,
    ) -> None:
        self._heartbeat = heartbeat
        self._restart = restart
        self._clock = clock
        self._stale = stale
        self._seen: datetime | None = None
        self._changed_at = self._looked_at = clock()

    def __call__(self) -> None:
        now = self._clock()
        if now - self._looked_at < CHECK_SECONDS:
            return
        self._looked_at = now
        heartbeat = self._heartbeat()
        if heartbeat != self._seen:
            self._seen, self._changed_at = heartbeat, now
        elif now - self._changed_at >= self._stale:
            self._changed_at = now
            self._restart()
