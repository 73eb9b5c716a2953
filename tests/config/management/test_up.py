"""``manage.py up`` as a person meets it: real processes, killed and stopped."""

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fixtures.installation import CHILDREN, Installation, processes, running, wait_for

pytestmark = [pytest.mark.processes, pytest.mark.slow]
READY = "Bowout is ready. Open http://127.0.0.1:{port}/ (Ctrl-C stops it)\n"


def alive(groups: set[int]) -> set[int]:
    return {group for _pid, _parent, group, _command in processes()} & groups


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
        wait_for(lambda: alive(groups) == set(), 30)

        made.process = made.up()
        made.wait_until_ready()
        groups = made.groups()
        assert made.process.stdout is not None
        assert made.process.stdout.readline() == READY.format(port=made.port)
        said = made.stop()
        assert alive(groups) == set()
        assert made.process.returncode == 0
        assert said == ""


def test_up_starts_every_killed_child_again(installation: Installation) -> None:
    before = installation.groups()  # each child leads its own, the reaper too
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    wait_for(lambda: not alive(before) and len(installation.groups()) == len(before), 60)
    installation.wait_until_ready()


def test_up_leaves_nothing_that_others_can_read(installation: Installation) -> None:
    files = [path for path in installation.data.rglob("*") if path.is_file()]
    assert {"db.sqlite3", "web.log"} <= {path.name for path in files}
    assert [path.name for path in files if path.stat().st_mode & 0o077] == []


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
