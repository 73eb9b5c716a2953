"""What must not grow with the table. Row counts stand in for time, so that a busy machine fails nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from reminders.domain.claims import claim_due
from reminders.models import Delivery
from reminders.states import DeliveryChannel, DeliveryState, Lane, Policy
from tests.factories import NOW, UserFactory

pytestmark = pytest.mark.django_db

FUTURE, DONE, DUE = 5_000, 5_000, 50


@pytest.fixture
def full_table() -> None:
    """A table in which little is due."""
    owners = [UserFactory.create() for _ in range(40)]

    def row(number: int) -> Delivery:
        future, done = number < FUTURE, FUTURE <= number < FUTURE + DONE
        due = NOW + timedelta(days=1 + number / 1000) if future else NOW - timedelta(seconds=number / 1000)
        return Delivery(
            owner=owners[number % len(owners)],
            kind="reminder",
            channel=DeliveryChannel.EMAIL if number % 2 else DeliveryChannel.IN_APP,
            lane=Lane.NORMAL,
            due_at=due,
            wake_at=None if done else due,
            state=DeliveryState.SENT if done else DeliveryState.SCHEDULED,
            sent_at=due if done else None,
            policy=Policy.AT_LEAST,
            message_id=f"<{uuid4().hex}@example.com>",
            created_at=NOW,
        )

    Delivery.objects.bulk_create((row(n) for n in range(FUTURE + DONE + DUE)), batch_size=5000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@pytest.mark.usefixtures("full_table")
def test_queries_of_a_tick_read_their_indexes() -> None:
    due = Delivery.objects.filter(lane="normal", channel="email").due(NOW).order_by("wake_at")[:1]
    coming = Delivery.objects.filter(
        lane__in=Lane.values, channel__in=DeliveryChannel.values, wake_at__gt=NOW, wake_at__lte=NOW
    )
    stuck = Delivery.objects.stuck(NOW).order_by("wake_at")[:500]

    assert "delivery_wake" in due.explain()
    assert "delivery_wake" in coming.explain()
    assert "delivery_sending" in stuck.explain()
    assert "Seq Scan" not in "".join(q.explain() for q in (due, coming, stuck))


@pytest.mark.usefixtures("full_table")
def test_claims_take_exactly_what_is_due() -> None:
    taken = {
        claim.pk
        for channel in DeliveryChannel
        for claim in claim_due(lane=Lane.NORMAL, channel=channel, limit=500, now=NOW)
    }

    assert taken == set(Delivery.objects.filter(state="claimed", due_at__lte=NOW).values_list("pk", flat=True))
    assert len(taken) == DUE
