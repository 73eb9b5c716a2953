from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from reminders.domain import dispatch
from reminders.domain.dispatch import dispatch_due, run_tick
from reminders.domain.heartbeats import TICK
from reminders.models import Delivery, Heartbeat
from reminders.states import DeliveryChannel, DeliveryState, Lane, Policy
from tests.factories import NOW
from tests.fixtures.smtp import LoopbackSmtp
from tests.reminders.conftest import MakeDelivery

pytestmark = pytest.mark.django_db


def now() -> datetime:
    return NOW


def never() -> bool:
    return False


def test_tick_gives_a_sign_of_life() -> None:
    assert not Heartbeat.objects.filter(name=TICK).exists()

    run_tick(clock=now, should_stop=never)
    run_tick(clock=lambda: NOW + timedelta(seconds=5), should_stop=never)

    assert Heartbeat.objects.get(name=TICK).at == NOW + timedelta(seconds=5)


def test_tick_settles_delivers_and_counts(make_delivery: MakeDelivery, host_mail: LoopbackSmtp) -> None:
    make_delivery()
    make_delivery(channel=DeliveryChannel.IN_APP)
    make_delivery(DeliveryState.SENDING)

    assert run_tick(clock=lambda: NOW + timedelta(seconds=121), should_stop=never) == 2

    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["sent", "sent", "unknown"]


def test_drain_serves_the_urgent_lane_first(make_delivery: MakeDelivery, host_mail: LoopbackSmtp) -> None:
    ids = [make_delivery(lane=lane).message_id for lane in (Lane.BULK, Lane.NORMAL, Lane.DEADLINE)]

    dispatch_due(depth=0, clock=now, should_stop=never)

    assert [m.message_id for m in host_mail.accepted] == ids[::-1]


def test_drain_stops_between_rows(make_delivery: MakeDelivery, host_mail: LoopbackSmtp) -> None:
    for _ in range(3):
        make_delivery()

    dispatch_due(depth=0, clock=now, should_stop=lambda: bool(host_mail.accepted))

    assert Delivery.objects.filter(state="sent").count() == 1
    assert Delivery.objects.filter(state="scheduled").count() == 2


def test_drain_hands_over_when_its_time_is_up(
    make_delivery: MakeDelivery, host_mail: LoopbackSmtp, settings: Settings
) -> None:
    settings.DRAIN_SECONDS = 0
    for _ in range(2):
        make_delivery()

    assert dispatch_due(depth=0, clock=now, should_stop=never) == 1


def test_drain_leaves_mail_to_the_thread_that_is_at_it(make_delivery: MakeDelivery, host_mail: LoopbackSmtp) -> None:
    make_delivery()
    make_delivery(channel=DeliveryChannel.IN_APP, policy=Policy.AT_LEAST)

    with dispatch._mail_slot:
        assert dispatch_due(depth=0, clock=now, should_stop=never) == 1

    assert host_mail.accepted == []
    assert dispatch_due(depth=0, clock=now, should_stop=never) == 1


def test_coming_times_are_those_before_the_tick_after_next(make_delivery: MakeDelivery) -> None:
    for seconds in (0, 1, 1, 4, 7):
        make_delivery(due_at=NOW + timedelta(seconds=seconds))

    times = Delivery.objects.wake_times(NOW, NOW + timedelta(seconds=6), limit=10)

    assert [t.astimezone(UTC) - NOW for t in times] == [timedelta(seconds=1), timedelta(seconds=4)]
