"""Tries are counted with the broker, by all processes as one; without it each counts for itself."""

import time
from collections.abc import Iterator

import pytest
from django.core.cache import cache, caches
from django.test import RequestFactory
from pytest_django import Settings

from accounts.http import exceeds_rate_limit
from accounts.models import User
from accounts.rate_limit_cache import RETRY_AFTER_SECONDS
from config.environment import rate_limit_cache, redis_address
from tests.factories import UserFactory
from tests.fixtures.valkey import Valkey

pytestmark = pytest.mark.django_db


@pytest.fixture
def broker(own_valkey: Valkey, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Valkey]:
    """Three tries a minute, counted at a broker of our own, which a busy machine may keep waiting."""
    monkeypatch.setattr("accounts.rate_limit_cache.TIMEOUT_SECONDS", 20)
    settings.ACCOUNT_RATE_LIMITS = {"delete_account": "3/m/user"}
    settings.CACHES = {"default": rate_limit_cache(own_valkey.url)}
    yield own_valkey
    caches.close_all()


def tries(user: User, number: int) -> list[bool]:
    """Which of so many tries were one too many."""
    request = RequestFactory().post("/")
    request.user = user
    return [exceeds_rate_limit(request, "delete_account") for _ in range(number)]


def become_another_process() -> None:
    """Nothing in memory, as a process that begins: neither counts nor what is known of the broker."""
    cache.clear()
    del caches["default"]


@pytest.mark.usefixtures("broker")
def test_processes_count_as_one() -> None:
    user = UserFactory.create()
    assert tries(user, 2) == [False, False]

    become_another_process()

    assert tries(user, 2) == [False, True]
    assert tries(UserFactory.create(), 1) == [False]


def test_process_counts_for_itself_while_the_broker_is_away(broker: Valkey) -> None:
    user = UserFactory.create()
    assert tries(user, 3) == [False] * 3
    broker.kill()

    assert tries(user, 4) == [False, False, False, True]
    become_another_process()
    assert tries(user, 1) == [False]


def test_process_counts_with_the_others_once_the_broker_is_back(
    broker: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = UserFactory.create()
    broker.kill()
    tries(user, 1)
    broker.start()
    assert tries(user, 3) == [False, False, True]

    begun = time.monotonic()
    monkeypatch.setattr("accounts.rate_limit_cache.time.monotonic", lambda: begun + RETRY_AFTER_SECONDS + 1)

    assert tries(user, 4) == [False, False, False, True]


def test_broker_that_hangs_is_waited_for_once(
    broker: Valkey, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("accounts.rate_limit_cache.TIMEOUT_SECONDS", 0.2)
    user = UserFactory.create()
    broker.freeze()
    try:
        assert tries(user, 3) == [False] * 3
    finally:
        broker.thaw()
    assert [record.name for record in caplog.records] == ["accounts.rate_limit_cache"]


def test_what_is_counted_is_no_program(broker: Valkey) -> None:
    cache.set("count", [1.5, 2.5], 60)

    assert b"[1.5, 2.5]" in broker.command("GET", "bowout:1:count")
    assert cache.get("count") == [1.5, 2.5]
    assert cache.touch("count", 60) and cache.delete("count")
    assert cache.get("count") is None


@pytest.mark.parametrize(
    ("broker_url", "address"),
    [
        ("redis://:secret@redis:6379/1", "redis://:secret@redis:6379/1"),
        ("rediss://redis:6379/0", "rediss://redis:6379/0"),
        ("redis+socket:///var/lib/bowout/valkey.sock?virtual_host=2", "unix:///var/lib/bowout/valkey.sock?db=2"),
        ("redis+socket:///var/lib/bowout/valkey.sock", "unix:///var/lib/bowout/valkey.sock?db=0"),
        ("sentinel://one:26379;sentinel://two:26379", ""),
        ("memory://", ""),
    ],
)
def test_broker_is_found_by_the_address_that_celery_has(broker_url: str, address: str) -> None:
    assert redis_address(broker_url) == address
    assert ("LOCATION" in rate_limit_cache(broker_url)) == bool(address)
