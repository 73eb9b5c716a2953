"""./start and ./test as scripts: what they say when something is missing, and what they hand on."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tomllib
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ("sh", "basename", "cat", "cksum", "dirname", "find", "id", "sort")
OLD = "#!/bin/sh\nexit 1\n"
WITHOUT_VENV = '#!/bin/sh\ncase "$*" in *ensurepip*) exit 1 ;; esac\nexit 0\n'
ECHO = '#!/bin/sh\nprintf "%s\\n" "$@"\nexit 5\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A checkout of the scripts alone, and a PATH with no more than they need."""
    for name in ("start", "test"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        (tmp_path / "bin" / tool).symlink_to(str(shutil.which(tool)))
    return tmp_path


def add(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(script)
    path.chmod(0o755)


def run(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(command),
        cwd=folder,
        env={"PATH": str(folder / "bin"), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("pythons", "has_apt", "line"),
    [
        ({}, True, "sudo apt install python3 python3-venv"),
        ({}, False, "brew install python@3.13"),
        ({"python3": OLD}, True, "sudo apt install python3 python3-venv"),
        ({"python3": WITHOUT_VENV}, True, "sudo apt install python3-venv"),
        ({"python3": OLD, "python3.12": WITHOUT_VENV}, True, "sudo apt install python3.12-venv"),
    ],
)
def test_start_without_a_prerequisite_says_the_line_to_type(
    folder: Path, pythons: dict[str, str], has_apt: bool, line: str
) -> None:
    for name, script in pythons.items():
        add(folder, f"bin/{name}", script)
    if has_apt:
        add(folder, "bin/apt-get", OLD)
    done = run(folder, "./start")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].strip() == line
    assert not (folder / ".venv").exists()


def test_start_with_an_unknown_option_says_how_it_is_used(folder: Path) -> None:
    done = run(folder, "./start", "--fast")
    assert (done.returncode, done.stderr) == (2, "usage: [PORT=8000] [HOST=127.0.0.1] ./start [--demo]\n")


def test_test_hands_arguments_on_and_returns_pytest_s_status(folder: Path) -> None:
    add(folder, "start", "#!/bin/sh\n")
    add(folder, ".venv/bin/python", ECHO)
    done = run(folder, "./test", "-k", "two words")
    assert done.returncode == 5
    assert done.stdout.splitlines()[:2] == ["-m", "pytest"]
    assert done.stdout.splitlines()[-2:] == ["-k", "two words"]


def test_test_on_a_given_postgres_runs_what_meets_the_database_but_slow_and_browser_tests(folder: Path) -> None:
    add(folder, "start", "#!/bin/sh\n")
    add(folder, ".venv/bin/python", ECHO + 'echo "$DATABASE_URL"\n')
    done = run(folder, "./test", "--postgres", "tests/tracker", DATABASE_URL="postgres://somewhere/else")
    assert done.returncode == 5
    assert done.stdout.splitlines()[-3:] == ["-m", "database and not slow and not browser", "tests/tracker"]


def test_test_without_postgres_says_the_line_to_type(folder: Path) -> None:
    add(folder, "start", "#!/bin/sh\n")
    add(folder, "bin/ls", OLD)
    add(folder, "bin/tail", "#!/bin/sh\n")
    done = run(folder, "./test", "--postgres")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].strip() == "sudo apt install postgresql"


def pins(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    return dict(re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s;]+)", text, flags=re.MULTILINE))


def test_locks_agree_with_each_other() -> None:
    runtime, dev = pins("runtime"), pins("dev")
    assert runtime
    assert {name: dev.get(name) for name in runtime} == runtime


def declared() -> dict[str, set[str]]:
    """Return what pyproject.toml asks for: each lock's own names, in the spelling of the locks."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = {"runtime": project["project"]["dependencies"], **project["dependency-groups"]}
    return {lock: {re.split(r"[\[<>=]", each)[0].lower() for each in names} for lock, names in wanted.items()}


@pytest.mark.parametrize("name", ["runtime", "dev", "uv", "node"])
def test_locks_hold_what_pyproject_declares(name: str) -> None:
    assert declared()[name] - set(pins(name)) == set()


@pytest.mark.parametrize("name", ["runtime", "dev", "uv", "node"])
def test_locks_are_hashed_and_name_no_registry(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    assert "://" not in text
    entries = re.split(r"\n(?=\S)", text.strip())
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_npm_lock_is_hashed_and_names_no_registry() -> None:
    packages = json.loads((ROOT / "frontend" / "package-lock.json").read_text())["packages"]
    third_party = {name: entry for name, entry in packages.items() if name}
    assert third_party
    assert [name for name, entry in third_party.items() if "resolved" in entry or "integrity" not in entry] == []


@pytest.mark.processes
@pytest.mark.slow
def test_start_serves_the_address_it_names_until_ctrl_c(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    environment = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "REDIS_URL": "",
        "BASE_URL": "",
        "PORT": str(port),
    }
    started = subprocess.Popen(
        ["./start"], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    )
    assert started.stdout is not None
    try:
        said = next(line for line in started.stdout if line.startswith("Bowout is ready."))
        assert said == f"Bowout is ready. Open http://127.0.0.1:{port}/ (Ctrl-C stops it)\n"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=60) as page:
            assert page.status == 200
            assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    finally:
        started.send_signal(signal.SIGINT)
        started.communicate(timeout=60)
    assert started.returncode == 0
