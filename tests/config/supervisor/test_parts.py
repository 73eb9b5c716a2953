"""The supervisor's small parts: its log, its watches, and what it asks before it starts."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.supervisor.checks import NotReady, hold_lock, is_free, prepare_socket, require_free_port
from config.supervisor.log import RotatingLog
from config.supervisor.watch import HeartbeatWatch, ReadyWatch

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_log_past_its_limit_keeps_a_bounded_past(tmp_path: Path) -> None:
    log = RotatingLog(tmp_path / "logs" / "web.log", limit=10, kept=2)
    for number in range(8):
        log.write(f"line {number}\n".encode())
    log.close()
    kept = {path.name: path.read_text() for path in (tmp_path / "logs").iterdir()}
    assert kept == {
        "web.log": "",
        "web.log.1": "line 6\nline 7\n",
        "web.log.2": "line 4\nline 5\n",
    }


def test_log_opened_again_goes_on_where_it_was(tmp_path: Path) -> None:
    for word in (b"one\n", b"two\n"):
        log = RotatingLog(tmp_path / "web.log")
        log.write(word)
        log.close()
    assert log.tail(1) == "two"
    assert log.tail() == "one\ntwo"


def test_ready_watch_announces_once() -> None:
    answers = iter([False, True])
    said: list[str] = []
    watch = ReadyWatch(lambda: next(answers), lambda: said.append("ready"))
    for _ in range(4):
        watch()
    assert said == ["ready"]


class Clock:
    """A monotonic clock that moves only when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def revivals(is_heartbeat_recent: Iterator[datetime | None], turns: int, step: float = 5.0) -> list[float]:
    """When the watch revived, over ``turns`` looks at ``is_heartbeat_recent``."""
    clock = Clock()
    found: list[float] = []
    watch = HeartbeatWatch(lambda: next(is_heartbeat_recent), lambda: found.append(clock.now), clock=clock)
    for _ in range(turns):
        clock.now += step
        watch()
    return found


def test_heartbeat_watch_leaves_a_beating_worker_alone() -> None:
    assert revivals((NOW + timedelta(seconds=5 * n) for n in range(100)), 100) == []


def test_heartbeat_watch_revives_after_a_minute_without_change() -> None:
    assert revivals(iter([NOW] * 30), 26) == [65.0, 125.0]


def test_heartbeat_watch_revives_where_no_tick_ever_came() -> None:
    assert revivals(iter([None] * 30), 13) == [60.0]


def test_heartbeat_watch_does_not_mind_a_sleep_or_a_clock_set_back() -> None:
    awake = [NOW + timedelta(seconds=5 * n) for n in range(6)]
    asleep = [NOW + timedelta(hours=8, seconds=5 * n) for n in range(6)]
    set_back = [NOW - timedelta(hours=1) + timedelta(seconds=5 * n) for n in range(6)]
    assert revivals(iter(awake + asleep + set_back), 18) == []


def test_lock_held_twice_names_the_holder(tmp_path: Path) -> None:
    first = hold_lock(tmp_path / "up.lock", note="process 12, http://127.0.0.1:8000")
    with pytest.raises(NotReady, match=r"\(process 12, http://127.0.0.1:8000\)"):
        hold_lock(tmp_path / "up.lock", note="process 13")
    first.close()
    hold_lock(tmp_path / "up.lock", note="process 14").close()
    assert (tmp_path / "up.lock").read_text() == "process 14\n"


def test_taken_port_is_refused_with_the_line_to_type() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        assert not is_free("127.0.0.1", port)
        with pytest.raises(NotReady, match=rf"^Port {port} on 127.0.0.1 is taken. Type: PORT=\d+ ./start$"):
            require_free_port("127.0.0.1", port)


def test_host_of_another_machine_is_refused() -> None:
    with pytest.raises(NotReady, match=r"HOST=no-such-host.invalid is no address of this machine"):
        require_free_port("no-such-host.invalid", 8000)


def test_dead_socket_is_taken_out_of_the_way(tmp_path: Path) -> None:
    path = tmp_path / "valkey.sock"
    with socket.socket(socket.AF_UNIX) as left_behind:
        left_behind.bind(str(path))
    prepare_socket(path)
    assert not path.exists()


def test_socket_folder_that_others_may_write_to_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir()
    folder.chmod(0o777)
    with pytest.raises(NotReady, match=f"Type: chmod 700 {folder}"):
        prepare_socket(folder / "valkey.sock")
