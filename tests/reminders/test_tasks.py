from datetime import UTC, datetime, timedelta

import pytest

from config import celery_app
from reminders import stop, tasks
from reminders.clock import database_now
from reminders.models import Heartbeat
from reminders.stop import request_stop, stop_requested
from tests.reminders.conftest import MakeDelivery


@pytest.mark.django_db
def test_tick_works_by_the_clock_of_the_database() -> None:
    before = database_now()

    tasks.tick()

    assert before <= Heartbeat.objects.get(name="tick").at <= database_now()
    assert abs(database_now() - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.django_db
def test_drain_of_a_stopping_worker_does_nothing(make_delivery: MakeDelivery, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stop, "_flag", bytearray(1))  # of this test alone
    delivery = make_delivery()

    request_stop()
    assert stop_requested()
    tasks.drain()

    delivery.refresh_from_db()
    assert delivery.state == "scheduled"


def test_beat_asks_for_tasks_that_exist() -> None:
    celery_app.loader.import_default_modules()

    assert {entry["task"] for entry in celery_app.conf.beat_schedule.values()} <= set(celery_app.tasks)


def test_broker_settings_are_those_that_were_measured() -> None:
    conf = celery_app.conf

    assert (conf.task_acks_late, conf.task_ignore_result, conf.worker_prefetch_multiplier) == (False, True, 1)
    assert conf.broker_transport_options["max_retries"] == 1
    assert conf.beat_schedule["tick"]["options"]["expires"] == conf.beat_schedule["tick"]["schedule"]
