"""Checks that the supervisor runs at each turn, besides whether its children run."""

import time
from collections.abc import Callable
from datetime import datetime

STALE_SECONDS = 60.0
LOOK_SECONDS = 5.0


class ReadyWatch:
    """Calls ``announce`` once, when ``answers()`` is first true."""

    def __init__(self, answers: Callable[[], bool], announce: Callable[[], None]) -> None:
        self._answers = answers
        self._announce: Callable[[], None] | None = announce

    def __call__(self) -> None:
        if self._announce and self._answers():
            self._announce()
            self._announce = None


class HeartbeatWatch:
    """Calls ``revive`` when the heartbeat has not changed for ``stale`` seconds.

    The time is measured from the last change that this process saw, on a clock that stops while a laptop sleeps: an old
    heartbeat after a sleep must not end a worker that is sending a letter.
    """

    def __init__(
        self,
        heartbeat: Callable[[], datetime | None],
        revive: Callable[[], None],
        *,
        clock: Callable[[], float] = time.monotonic,
        stale: float = STALE_SECONDS,
    ) -> None:
        self._heartbeat = heartbeat
        self._revive = revive
        self._clock = clock
        self._stale = stale
        self._seen: datetime | None = None
        self._changed_at = self._looked_at = clock()

    def __call__(self) -> None:
        now = self._clock()
        if now - self._looked_at < LOOK_SECONDS:
            return
        self._looked_at = now
        heartbeat = self._heartbeat()
        if heartbeat != self._seen:
            self._seen, self._changed_at = heartbeat, now
        elif now - self._changed_at >= self._stale:
            self._changed_at = now
            self._revive()
