"""Threads that are known to wait for a lock, so that a test can have two of them cross. On PostgreSQL only."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import Queue
from typing import TypeVar

import pytest
from django.db import connection

#: SQLite lets one transaction write at a time, so that no two can hold what the other needs.
needs_row_locks = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row locks")

SECONDS = 20
T = TypeVar("T")


def begin_and_block(pool: ThreadPoolExecutor, act: Callable[[], T]) -> Future[T]:
    """Start ``act`` in a thread with its own connection; return once it waits for a lock that somebody holds."""
    sessions: Queue[int] = Queue()
    future = pool.submit(_run, act, sessions)
    session = sessions.get(timeout=SECONDS)
    end = time.monotonic() + SECONDS
    while not _is_blocked(session):
        assert time.monotonic() < end and not future.done(), "it waits for nobody"
        time.sleep(0.01)
    return future


def _run(act: Callable[[], T], sessions: "Queue[int]") -> T:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            sessions.put(cursor.fetchone()[0])
        return act()
    finally:
        connection.close()


def _is_blocked(session: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [session])
        return bool(cursor.fetchone()[0])
