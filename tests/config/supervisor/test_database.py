"""A copy is kept before the database is brought up to date."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from config.supervisor.database import copy_sqlite_file, migrate_keeping_a_copy, unapplied_migrations

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


def test_database_up_to_date_is_left_alone(tmp_path: Path) -> None:
    assert unapplied_migrations() == []
    assert migrate_keeping_a_copy(tmp_path / "backups", now=NOW) is None
    assert not (tmp_path / "backups").exists()


def test_copies_are_whole_private_and_at_most_five(tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        assert copy_sqlite_file(tmp_path, now=NOW) is None
        return
    copies = [copy_sqlite_file(tmp_path / "backups", now=NOW + timedelta(days=n)) for n in range(7)]
    kept = sorted((tmp_path / "backups").iterdir())
    assert kept == copies[2:]
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}
    with sqlite3.connect(kept[-1]) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        tables = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    copy.close()
    assert set(connection.introspection.table_names()) <= tables


def test_migration_that_is_missing_is_applied_after_a_copy(tmp_path: Path) -> None:
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE django_session")
    assert unapplied_migrations() == ["sessions.0001_initial"]
    copy = migrate_keeping_a_copy(tmp_path / "backups", now=NOW)
    assert unapplied_migrations() == []
    assert (copy is not None) == (connection.vendor == "sqlite")
