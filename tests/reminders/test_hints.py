"""Hints against a real broker that is there, away, or frozen."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from celery import Celery
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from config import celery_app
from reminders import hints
from reminders.models import Delivery
from tests.fixtures.valkey import Valkey
from tests.reminders.conftest import MakeDelivery


@pytest.fixture
def broker(own_valkey: Valkey, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Valkey]:
    """An application that publishes to this test's broker, with the settings of the real one."""
    settings.CELERY_BROKER_URL = own_valkey.url
    monkeypatch.setattr(hints, "_silent_until", 0.0)
    app = Celery("test", set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    app.set_current()
    yield own_valkey
    celery_app.set_current()
    app.close()


def waiting(broker: Valkey) -> int:
    return int(broker.command("LLEN", "bowout:celery").strip(b":\r\n"))


def test_hints_are_published_once_per_quarter_second(broker: Valkey) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    moments = [now + timedelta(milliseconds=ms) for ms in (10, 200, 250, 1000)]

    assert hints.hint_at(moments, now=now) == 2
    assert waiting(broker) == 2


def test_hint_for_later_than_the_tick_after_next_is_not_published(broker: Valkey) -> None:
    now = datetime.now(UTC)

    assert hints.hint_at([now + timedelta(minutes=1)], now=now) == 0


@pytest.mark.django_db
def test_scheduling_hints_after_the_commit(
    broker: Valkey, make_delivery: MakeDelivery, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        make_delivery(now=datetime.now(UTC), due_at=datetime.now(UTC))
        assert waiting(broker) == 0

    assert waiting(broker) == 1


@pytest.mark.django_db
def test_broker_that_is_away_fails_nothing_and_is_then_left_alone(
    broker: Valkey,
    make_delivery: MakeDelivery,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    caplog: pytest.LogCaptureFixture,
) -> None:
    broker.kill()
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            make_delivery()

    assert Delivery.objects.count() == 2
    assert [record.name for record in caplog.records].count("reminders.hints") == 1


def test_frozen_broker_does_not_hold_a_page_forever(broker: Valkey) -> None:
    now = datetime.now(UTC)
    assert hints.hint_at([now], now=now) == 1
    broker.freeze()
    try:
        assert hints.hint_at([now], now=now) == 0
    finally:
        broker.thaw()
