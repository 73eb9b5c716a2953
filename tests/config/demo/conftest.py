"""The demo, made once for each module that looks at it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from accounts.models import User
from config.demo.seed import seed_demo

NOW = datetime(2026, 11, 25, 18, 40, tzinfo=UTC)


@pytest.fixture(scope="module")
def seeded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    """The key of a demo made at ``NOW``, once for a module: each test takes back what it does to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield seed_demo(now=NOW)[0].pk
        transaction.set_rollback(True)


@pytest.fixture
def demo(seeded: int) -> User:
    return User.objects.get(pk=seeded)
