"""``manage.py doctor``: report the configuration, the running parts, and how to correct problems."""

import platform
import shutil
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import django
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils import timezone

from accounts.models import MailAccount
from config.health import is_broker_up, is_database_up, is_heartbeat_recent, last_heartbeat
from config.supervisor.database import unapplied_migrations
from config.version import VERSION

MIN_FREE_BYTES = 200_000_000


@dataclass(frozen=True)
class HealthFinding:
    """One line of the report. A note is information; "wrong" needs the action that the line names."""

    verdict: Literal["ok", "note", "wrong"]
    part: str
    message: str


class Command(BaseCommand):
    """Prints a line for each part of the installation."""

    help = "Say what is configured, what runs and what to do. Exit status 0 only if nothing is wrong."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("parts", nargs="*", metavar="PART", help=f"only these: {', '.join(EXAMINATIONS)}")

    def handle(self, *, parts: list[str], **_options: Any) -> None:
        unknown = sorted(set(parts) - set(EXAMINATIONS))
        if unknown:
            raise CommandError(f"No part is called {unknown[0]}. There are: {', '.join(EXAMINATIONS)}.")
        findings = [finding for part in parts or EXAMINATIONS for finding in EXAMINATIONS[part]()]
        for finding in findings:
            self.stdout.write(f"{finding.verdict:<6} {finding.part:<9} {finding.message}")
        if any(finding.verdict == "wrong" for finding in findings):
            sys.exit(1)


def examine_version() -> Iterator[HealthFinding]:
    """Report the versions that a bug report should name."""
    yield HealthFinding(
        "ok", "version", f"{VERSION}, Django {django.get_version()}, Python {platform.python_version()}"
    )


def examine_database() -> Iterator[HealthFinding]:
    """Check that the database is reachable and migrated."""
    place = f"{connection.vendor}, {connection.settings_dict['NAME']}"
    if not is_database_up():
        yield HealthFinding("wrong", "database", f"{place} does not answer. Start it, or correct DATABASE_URL")
        return
    missing = unapplied_migrations()
    if missing:
        yield HealthFinding("wrong", "database", f"{place} lacks {len(missing)} migrations. Type: ./start")
    else:
        yield HealthFinding("ok", "database", f"{place}, up to date")


def examine_broker() -> Iterator[HealthFinding]:
    """Check that the broker is reachable."""
    place = settings.REDIS_URL or "the embedded broker"
    if is_broker_up():
        yield HealthFinding("ok", "broker", f"{_without_password(place)} answers")
    elif settings.REDIS_URL:
        yield HealthFinding(
            "wrong", "broker", f"{_without_password(place)} does not answer. Start it, or correct REDIS_URL"
        )
    else:
        yield HealthFinding("wrong", "broker", f"{place} does not answer. Type: ./start")


def examine_worker() -> Iterator[HealthFinding]:
    """Check that beat and worker run ticks."""
    now = timezone.now()
    at = last_heartbeat()
    if at is None:
        yield HealthFinding("wrong", "worker", "no tick was ever carried out. Start worker and beat (./start does)")
    elif is_heartbeat_recent(now):
        yield HealthFinding("ok", "worker", f"the last tick was {(now - at).total_seconds():.0f} s ago")
    else:
        yield HealthFinding("wrong", "worker", f"the last tick was at {at:%Y-%m-%d %H:%M} UTC. Type: ./start")


def examine_mail() -> Iterator[HealthFinding]:
    """Check that the host or a person can send mail."""
    try:
        accounts = MailAccount.objects.count()
    except DatabaseError:
        accounts = 0
    if settings.MAIL_CONFIGURED:
        yield HealthFinding(
            "ok", "mail", f"the host sends by {settings.EMAIL_HOST}; {accounts} people by an account of theirs"
        )
    elif accounts:
        yield HealthFinding(
            "ok", "mail", f"{accounts} people send by an account of their own; the host has none (EMAIL_URL)"
        )
    else:
        yield HealthFinding(
            "note", "mail", "nothing can be sent yet: add a mail account in the settings, or set EMAIL_URL"
        )


def examine_assets() -> Iterator[HealthFinding]:
    """Check that styles and scripts are built and collected."""
    if (settings.STATIC_ROOT / "staticfiles.json").exists():
        yield HealthFinding("ok", "assets", "built and collected")
    else:
        yield HealthFinding("wrong", "assets", "styles and scripts are not built. Type: ./start")


def examine_disk() -> Iterator[HealthFinding]:
    """Check that the data directory is writable and has MIN_FREE_BYTES free."""
    data = settings.DATA_DIR
    try:
        with tempfile.TemporaryFile(dir=data):
            room = shutil.disk_usage(data).free
    except OSError as reason:
        yield HealthFinding(
            "wrong", "disk", f"{data} cannot be written to ({reason.strerror}). Correct its owner or DATA_DIR"
        )
        return
    if room < MIN_FREE_BYTES:
        yield HealthFinding("wrong", "disk", f"{data} has only {room // 1_000_000} MB left. Make room")
    else:
        yield HealthFinding("ok", "disk", f"{data} has {room / 1e9:.1f} GB left")


def examine_address() -> Iterator[HealthFinding]:
    """Report the address for people, and that DEBUG is off."""
    if settings.DEBUG:
        yield HealthFinding(
            "wrong", "address", "DEBUG shows private data on error pages. Unset it where others can reach this"
        )
    if settings.BASE_URL:
        yield HealthFinding("ok", "address", settings.BASE_URL)
    else:
        yield HealthFinding("note", "address", "this machine only; BASE_URL opens it to a network")


def _without_password(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    return f"{scheme}{separator}{rest.rpartition('@')[2]}" if separator else url


EXAMINATIONS: dict[str, Callable[[], Iterator[HealthFinding]]] = {
    "version": examine_version,
    "database": examine_database,
    "broker": examine_broker,
    "worker": examine_worker,
    "mail": examine_mail,
    "assets": examine_assets,
    "disk": examine_disk,
    "address": examine_address,
}
