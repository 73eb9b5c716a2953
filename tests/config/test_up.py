"""``manage.py up`` as a person meets it: real processes, killed and stopped."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = [pytest.mark.processes, pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]
READY = "Bowout is ready. Open http://127.0.0.1:{port}/ (Ctrl-C stops it)\n"
CHILDREN = {"broker": "valkey-server", "web": "granian", "worker": " worker ", "beat": " beat "}


class Installation:
    """One ``manage.py up`` over a data directory of its own."""

    def __init__(self, data: Path, port: int) -> None:
        self.data = data
        self.port = port
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATA_DIR": str(data),
            "DATABASE_URL": f"sqlite:///{data / 'db.sqlite3'}",
            "PORT": str(port),
            "HOST": "127.0.0.1",
        }
        self.process = self.up()

    def up(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "manage.py", "up"],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait_until_ready(self, seconds: float = 90) -> None:
        wait_for(lambda: self.answers() and set(self.children()) == set(CHILDREN), seconds)

    def answers(self) -> bool:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=1):
            return True
        return False

    def children(self) -> dict[str, int]:
        """Name and process of each child."""
        return {
            name: pid
            for pid, parent, _group, command in processes()
            for name, word in CHILDREN.items()
            if parent == self.process.pid and word in command
        }

    def groups(self) -> set[int]:
        """The process groups of everything that the supervisor has started."""
        return {group for _pid, parent, group, _command in processes() if parent == self.process.pid}

    def stop(self) -> str:
        """Ctrl-C, and what was printed."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.communicate(timeout=10)[0]


def processes() -> list[tuple[int, int, int, str]]:
    """Process, parent, group and command of everything that runs."""
    listing = subprocess.run(
        ["ps", "-A", "-ww", "-o", "pid=,ppid=,pgid=,stat=,args="], capture_output=True, text=True, check=False
    )
    found = []
    for line in listing.stdout.splitlines():
        pid, parent, group, state, *command = line.split(None, 4)
        if not state.startswith("Z"):
            found.append((int(pid), int(parent), int(group), "".join(command)))
    return found


def alive(groups: set[int]) -> set[int]:
    return {group for _pid, _parent, group, _command in processes()} & groups


def wait_for(condition: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "not so in time"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextlib.contextmanager
def running(data: Path) -> Iterator[Installation]:
    made = Installation(data, free_port())
    try:
        made.wait_until_ready()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One that the tests below may disturb but not stop."""
    with running(tmp_path_factory.mktemp("up") / "data") as made:
        yield made


def test_up_stopped_or_killed_leaves_no_process(tmp_path: Path) -> None:
    with running(tmp_path / "data") as made:
        groups = made.groups()
        assert len(groups) == len(CHILDREN) + 1  # and the reaper
        made.process.kill()
        made.process.communicate()
        wait_for(lambda: alive(groups) == set(), 3)

        made.process = made.up()
        made.wait_until_ready()
        groups = made.groups()
        assert made.process.stdout is not None
        assert made.process.stdout.readline() == READY.format(port=made.port)
        began = time.monotonic()
        said = made.stop()
        assert time.monotonic() - began < 5
        assert alive(groups) == set()
        assert made.process.returncode == 0
        assert said == ""


def test_up_starts_every_killed_child_again(installation: Installation) -> None:
    before = installation.groups()  # each child leads its own, the reaper too
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    wait_for(lambda: not alive(before) and len(installation.groups()) == len(before), 5)
    installation.wait_until_ready()


def test_up_refuses_a_second_start_in_the_same_directory(installation: Installation) -> None:
    second = installation.up()
    said = second.communicate(timeout=90)[0]
    assert second.returncode == 1
    assert f"already runs here (process {installation.process.pid}, http://127.0.0.1:{installation.port})" in said
    assert installation.answers()


def test_up_beside_another_names_the_next_free_port(installation: Installation, tmp_path: Path) -> None:
    other = Installation(tmp_path / "other", installation.port)
    said = other.process.communicate(timeout=90)[0]
    assert other.process.returncode == 1
    taken = re.search(r"Port (\d+) on 127.0.0.1 is taken. Type: PORT=(\d+) ./start", said)
    assert taken is not None
    assert int(taken[1]) == installation.port < int(taken[2])


def test_up_works_in_a_very_long_path(tmp_path: Path) -> None:
    with running(tmp_path / ("long-" * 20) / ("path-" * 20)) as made:
        pass
    assert not (made.data / "valkey.sock").exists()
