"""Keeping small real processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.supervisor.supervisor import REAPER, Child, Supervisor

pytestmark = pytest.mark.processes


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """Give the test runner its signals back."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def make(folder: Path, said: list[str], *children: Child) -> Supervisor:
    return Supervisor(
        list(children),
        stop_order=[[child.name] for child in children],
        folder=folder,
        environment=os.environ,
        report=said.append,
        first_pause=0.01,
    )


def shell(name: str, script: str, stop_seconds: float = 1.0) -> Child:
    return Child(name, ["sh", "-c", script], stop_seconds)


def stop_when(supervisor: Supervisor, path: Path, text: str) -> None:
    """Stop as soon as the log says ``text``, and fail after ten seconds."""
    deadline = time.monotonic() + 10

    def watch() -> None:
        assert time.monotonic() < deadline, path.read_text()
        supervisor.stopping = path.exists() and text in path.read_text()

    supervisor.watchers.append(watch)


def test_supervisor_gives_up_on_a_child_that_keeps_ending(tmp_path: Path) -> None:
    said: list[str] = []
    supervisor = make(tmp_path, said, shell("web", "echo no such module; exit 3"))
    assert supervisor.run() == 1
    assert said[0] == "web ended (exit status 3); starting it again in 0.01 s"
    assert said[-2] == f"web ended 6 times within a minute; see {tmp_path / 'web.log'}:"
    assert said[-1].splitlines() == ["no such module"] * 6


def test_supervisor_gives_up_on_a_command_that_is_not_there(tmp_path: Path) -> None:
    said: list[str] = []
    assert make(tmp_path, said, Child("web", ["/nowhere/at-all"], 1.0)).run() == 1
    assert said == ["web cannot be started: No such file or directory: /nowhere/at-all"]


def test_supervisor_kills_what_does_not_end_by_itself(tmp_path: Path) -> None:
    stubborn = shell("worker", "trap '' TERM; echo here; while :; do sleep 0.05; done", stop_seconds=0.2)
    supervisor = make(tmp_path, [], stubborn)
    stop_when(supervisor, tmp_path / "worker.log", "here")
    assert supervisor.run() == 0
    assert stubborn.process is None


def test_supervisor_takes_grandchildren_along(tmp_path: Path) -> None:
    supervisor = make(tmp_path, [], shell("web", "sleep 60 & echo pid $!; wait"))
    stop_when(supervisor, tmp_path / "web.log", "pid")
    supervisor.run()
    grandchild = int((tmp_path / "web.log").read_text().split()[1])
    assert not runs(grandchild)


def test_supervisor_keeps_the_last_words_of_a_child(tmp_path: Path) -> None:
    supervisor = make(
        tmp_path, [], shell("worker", "trap 'echo bye; exit' TERM; echo here; while :; do sleep 0.05; done")
    )
    stop_when(supervisor, tmp_path / "worker.log", "here")
    supervisor.run()
    assert (tmp_path / "worker.log").read_text() == "here\nbye\n"


def test_reaper_ends_what_is_on_its_list_when_the_pipe_closes() -> None:
    stubborn = subprocess.Popen(["sh", "-c", "trap '' TERM; sleep 60"], start_new_session=True)
    willing = subprocess.Popen(["sleep", "60"], start_new_session=True)
    spared = subprocess.Popen(["sleep", "60"], start_new_session=True)
    orders = f"+{stubborn.pid}\n+{willing.pid}\n+{spared.pid}\n-{spared.pid}\n"
    try:
        subprocess.run([sys.executable, "-I", "-S", REAPER], input=orders.encode(), timeout=5, check=True)
        assert willing.wait(1) == -signal.SIGTERM
        assert stubborn.wait(1) == -signal.SIGKILL
        assert spared.poll() is None
    finally:
        spared.kill()
        spared.wait()


def runs(pid: int) -> bool:
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.strip()
    return bool(state) and not state.startswith("Z")
