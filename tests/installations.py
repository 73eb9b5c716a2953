"""Installations of earlier days, kept in tests/data, and putting one in the place of the database for a while."""

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import connection

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Installation:
    """What is kept of one: its database as a file of SQLite and as SQL for PostgreSQL, and what was true of it that
    day.
    """

    folder: Path

    @cached_property
    def recorded(self) -> dict[str, Any]:
        """The parts that tests/data/README.md names."""
        found: dict[str, Any] = json.loads((self.folder / "recorded.json").read_text())
        return found

    @contextmanager
    def in_place(self, scratch: Path) -> Iterator[None]:
        """The default connection leads to a fresh copy, not migrated; afterwards to where it led before, and the copy
        is gone.

        The usual database is neither read nor written. ``scratch`` is an empty folder for a copy in SQLite.
        """
        if connection.vendor == "postgresql":
            name = f"installation_{uuid4().hex}"
            with _created(name), _connected_to(name):
                self._restore()
                yield
        else:
            copy = scratch / "db.sqlite3"
            copy.write_bytes(gzip.decompress((self.folder / "database.sqlite3.gz").read_bytes()))
            with _connected_to(str(copy)):
                yield

    def _restore(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(gzip.decompress((self.folder / "database.sql.gz").read_bytes()).decode())
        connection.close()  # the dump leaves its session without a search path


def kept_installations() -> list[Installation]:
    """All of tests/data, the oldest first."""
    return [Installation(folder) for folder in sorted(DATA.glob("installation-*"))]


@contextmanager
def _created(name: str) -> Iterator[None]:
    """A database of that name on the server, until it is dropped with whoever is still connected."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    try:
        yield
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _connected_to(name: str) -> Iterator[None]:
    """The default connection leads to the database of that name."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
