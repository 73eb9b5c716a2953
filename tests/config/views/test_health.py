"""The two addresses for machines."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from reminders.models import Heartbeat

NOWHERE = "redis+socket:///nowhere/valkey.sock?virtual_host=0"


def test_healthz_needs_neither_database_nor_sign_in(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_address_takes_no_post(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.django_db
def test_readyz_without_broker_and_beat_is_503_and_says_which(client: Client, settings: Settings) -> None:
    settings.CELERY_BROKER_URL = NOWHERE
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"database": True, "broker": False, "beat": False}


@pytest.mark.django_db
@pytest.mark.parametrize(("ticks", "beats"), [(0, True), (2.5, True), (3.5, False)])
def test_readyz_believes_in_the_clock_for_three_ticks(
    client: Client, settings: Settings, ticks: float, beats: bool
) -> None:
    settings.CELERY_BROKER_URL = NOWHERE
    Heartbeat.objects.create(name="tick", at=timezone.now() - timedelta(seconds=ticks * settings.TICK_SECONDS))
    assert client.get("/readyz").json()["beat"] is beats


@pytest.mark.django_db
def test_readyz_with_every_part_alive_is_200(client: Client, settings: Settings) -> None:
    settings.CELERY_BROKER_URL = "memory://"
    Heartbeat.objects.create(name="tick", at=timezone.now())
    assert client.get("/readyz").status_code == 200
