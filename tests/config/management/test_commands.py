"""``doctor``, ``version`` and ``reset_password``."""

import subprocess
import sys
import tomllib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from config.version import VERSION
from reminders.models import Heartbeat

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.django_db


def consult() -> tuple[int, dict[str, str]]:
    """The exit status and the verdict on each part."""
    out = StringIO()
    status = 0
    try:
        call_command("doctor", stdout=out)
    except SystemExit as end:
        status = int(str(end.code))
    lines = [line.split(None, 2) for line in out.getvalue().splitlines()]
    return status, {what: verdict for verdict, what, _says in lines}


@pytest.fixture
def healthy(settings: Settings, tmp_path: Path) -> Settings:
    """An installation with nothing wrong."""
    (tmp_path / "staticfiles.json").write_text("{}")
    settings.STATIC_ROOT = settings.DATA_DIR = tmp_path
    settings.CELERY_BROKER_URL = "memory://"
    settings.BASE_URL = "https://jobs.example.org"
    Heartbeat.objects.create(name="tick", at=timezone.now())
    return settings


def test_doctor_with_nothing_wrong_ends_well(healthy: Settings) -> None:
    assert consult() == (
        0,
        {
            "version": "ok",
            "database": "ok",
            "broker": "ok",
            "worker": "ok",
            "mail": "note",
            "assets": "ok",
            "disk": "ok",
            "address": "ok",
        },
    )


def test_version_is_that_of_pyproject_and_not_django_s(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "version"],
        cwd=ROOT,
        env={"DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


def test_doctor_names_the_version_first(healthy: Settings) -> None:
    out = StringIO()
    call_command("doctor", "version", stdout=out)
    assert out.getvalue().split()[:3] == ["ok", "version", f"{VERSION},"]


def test_doctor_names_what_is_wrong(healthy: Settings, tmp_path: Path) -> None:
    healthy.CELERY_BROKER_URL = "redis+socket:///nowhere/valkey.sock?virtual_host=0"
    healthy.STATIC_ROOT = tmp_path / "not-built"
    healthy.DATA_DIR = tmp_path / "gone"
    Heartbeat.objects.all().delete()
    status, verdicts = consult()
    assert status == 1
    assert [what for what, verdict in verdicts.items() if verdict == "wrong"] == ["broker", "worker", "assets", "disk"]


def test_doctor_never_prints_the_broker_s_password(healthy: Settings) -> None:
    healthy.REDIS_URL = healthy.CELERY_BROKER_URL = "redis://:secret@127.0.0.1:1/0"
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("doctor", stdout=out)
    assert "redis://127.0.0.1:1/0 does not answer" in out.getvalue()
    assert "secret" not in out.getvalue()


@pytest.fixture
def person() -> User:
    return User.objects.create_user(email="ada@example.org", password="the old pass phrase")


def answer(monkeypatch: pytest.MonkeyPatch, *words: str) -> None:
    """Type ``words`` at the prompts."""
    typed = iter(words)
    monkeypatch.setattr("config.management.commands.reset_password.getpass", lambda _prompt: next(typed))


def test_reset_password_sets_it(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, "a new pass phrase", "a new pass phrase")
    call_command("reset_password", "ADA@example.org", stdout=StringIO())
    person.refresh_from_db()
    assert person.check_password("a new pass phrase")


@pytest.mark.parametrize(
    ("words", "reason"),
    [(("a new pass phrase", "a new pass phrasr"), "The two differ"), (("short", "short"), "too short")],
)
def test_reset_password_that_cannot_be_keeps_the_old_one(
    person: User, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], reason: str
) -> None:
    answer(monkeypatch, *words)
    with pytest.raises(CommandError, match=reason):
        call_command("reset_password", "ada@example.org")
    person.refresh_from_db()
    assert person.check_password("the old pass phrase")


def test_reset_password_for_a_stranger_says_so() -> None:
    with pytest.raises(CommandError, match=r"Nobody here has the address nobody@example.org\."):
        call_command("reset_password", "nobody@example.org")


def test_doctor_asked_for_one_part_looks_at_that_alone(healthy: Settings) -> None:
    out = StringIO()
    call_command("doctor", "worker", stdout=out)
    assert out.getvalue() == "ok     worker    the last tick was 0 s ago\n"
    with pytest.raises(CommandError, match=r"No part is called weather\. There are: version, database, "):
        call_command("doctor", "weather")
