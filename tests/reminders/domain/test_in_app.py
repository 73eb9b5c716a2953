from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from reminders.domain.in_app import deliver_in_app_batch
from reminders.models import Attempt, Delivery
from reminders.states import DeliveryChannel, Lane, Policy
from tests.factories import NOW, UserFactory
from tests.reminders.conftest import MakeDelivery, Probe

pytestmark = pytest.mark.django_db


@pytest.fixture
def make_notice(make_delivery: MakeDelivery) -> MakeDelivery:
    """Make a due row of the in-app channel."""
    owner = UserFactory.create()

    def make(**fields: object) -> Delivery:
        base = {"owner": owner, "channel": DeliveryChannel.IN_APP, "policy": Policy.AT_LEAST}
        return make_delivery(**base | fields)

    return make


def deliver() -> int:
    return deliver_in_app_batch(lane=Lane.NORMAL, now=NOW)


def test_rows_are_delivered_and_told(make_notice: MakeDelivery, probe: Probe) -> None:
    rows = [make_notice() for _ in range(3)]

    assert deliver() == 3
    assert deliver() == 0
    assert set(Delivery.objects.values_list("state", "sent_at", "wake_at")) == {("sent", NOW, None)}
    assert sorted(probe.told) == sorted(("sent", row.pk) for row in rows)
    assert not Attempt.objects.exists()


def test_batch_is_limited(make_notice: MakeDelivery, settings: Settings) -> None:
    settings.IN_APP_BATCH = 2
    for _ in range(3):
        make_notice()

    assert [deliver(), deliver(), deliver()] == [2, 1, 0]


@pytest.mark.parametrize("rows", [1, 30])
def test_batch_costs_the_same_for_any_number_of_rows(
    make_notice: MakeDelivery, probe: Probe, rows: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        make_notice()
    probe.on_sent = lambda *_, **__: None  # type: ignore[method-assign]

    with django_assert_max_num_queries(14):
        deliver()


def test_batch_asks_the_kind_once(make_notice: MakeDelivery, probe: Probe) -> None:
    for _ in range(5):
        make_notice()

    deliver()

    assert probe.batches == [5]


def test_unwanted_rows_are_cancelled(make_notice: MakeDelivery, probe: Probe) -> None:
    make_notice()
    probe.unwanted = True

    deliver()

    assert Delivery.objects.get().state == "cancelled"


def test_rows_found_too_late_are_put_to_the_person(make_notice: MakeDelivery) -> None:
    make_notice(not_after=NOW - timedelta(seconds=1))
    make_notice()

    deliver()

    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["needs_decision", "sent"]


def test_kind_that_cannot_judge_stops_nobody_else(
    make_notice: MakeDelivery, probe: Probe, caplog: pytest.LogCaptureFixture
) -> None:
    stranger = make_notice(kind="from the future")
    make_notice()

    deliver()

    assert Delivery.objects.exclude(pk=stranger.pk).get().state == "sent"
    stranger.refresh_from_db()
    assert (stranger.state, stranger.wake_at) == ("scheduled", NOW + timedelta(seconds=30))


def test_exception_of_a_consequence_keeps_the_record(
    make_notice: MakeDelivery, probe: Probe, caplog: pytest.LogCaptureFixture
) -> None:
    make_notice()
    probe.raises = RuntimeError("conflict")

    deliver()

    assert Delivery.objects.get().state == "sent"
    assert not User.objects.filter(name="sent").exists()
