"""What every test may ask for. The parts live side by side in tests/fixtures/."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from accounts.models import User
from tests.factories import UserFactory

FIXTURES = Path(__file__).parent / "fixtures"
PARTS = ("browser", "demo", "order", "valkey", "smtp", "worker")
pytest_plugins = [f"tests.fixtures.{part}" for part in PARTS if (FIXTURES / f"{part}.py").exists()]

# How long an example takes says how busy the machine is, not whether it is right.
# CI tries the same inputs each time, so that a change is judged by what it did; at home new ones are searched.
settings.register_profile("search", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "search")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what meets the database. What does not is the same on every database, so one of them is enough for it."""
    for item in items:
        asked = {"_django_db_helper", "live_server"} & set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or asked:
            item.add_marker("database")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """On PostgreSQL, end sessions that a thread or process of a test left behind: they keep the database from being
    dropped.
    """
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


@pytest.fixture
def owner() -> User:
    """Somebody to whom the records of a test belong; a module that needs somebody else overrides it."""
    return UserFactory.create()


@pytest.fixture
def signed_in(client: Client, owner: User) -> Client:
    """``client``, with ``owner`` signed in."""
    client.force_login(owner)
    return client
