"""Migrate the database, and copy an SQLite file before that."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

KEPT_COPIES = 5


def unapplied_migrations() -> list[str]:
    """Return the migrations that the database lacks, as ``app.name``, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def migrate_keeping_a_copy(folder: Path, *, now: datetime) -> Path | None:
    """Apply unapplied migrations; copy an existing SQLite file into ``folder`` first.

    Return the copy, or None when there was nothing to apply or to copy. The last KEPT_COPIES copies stay.
    """
    if not unapplied_migrations():
        return None
    copy = copy_sqlite_file(folder, now=now)
    call_command("migrate", interactive=False, verbosity=0)
    connection.close()
    return copy


def copy_sqlite_file(folder: Path, *, now: datetime) -> Path | None:
    """Copy the database by SQLite's backup API, which includes the write-ahead log. None if there is no SQLite file."""
    source = Path(str(connection.settings_dict["NAME"]))
    if connection.vendor != "sqlite" or not source.exists() or not connection.introspection.table_names():
        return None
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy = folder / f"db-{now:%Y%m%d-%H%M%S}.sqlite3"
    part = copy.with_suffix(".part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(part)) as new:
        old.backup(new)
    part.replace(copy)
    for superfluous in sorted(folder.glob("db-*.sqlite3"))[:-KEPT_COPIES]:
        superfluous.unlink()
    return copy
