import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, connections

from reminders.domain.claims import Claim, claim_due, claim_one_for_sending, fence, release_claim
from reminders.domain.deliveries import cancel_delivery, reschedule_delivery
from reminders.models import Attempt, Delivery
from reminders.states import DeliveryChannel, DeliveryState, Lane, Policy
from tests.factories import NOW, UserFactory
from tests.reminders.conftest import MakeDelivery

LATER = NOW + timedelta(seconds=121)


def claim(limit: int = 10, now: object = NOW, lane: Lane = Lane.NORMAL) -> list[Claim]:
    return claim_due(lane=lane, channel=DeliveryChannel.EMAIL, limit=limit, now=now)  # type: ignore[arg-type]


def at_once(*works: Callable[[], object]) -> list[object]:
    """Run all in threads that start together, and return what each gave back."""
    barrier, results = threading.Barrier(len(works)), [object()] * len(works)

    def run(position: int) -> None:
        barrier.wait()
        try:
            results[position] = works[position]()
        except Exception as error:  # handed to the test
            results[position] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db
def test_claim_takes_what_is_due_and_counts(make_delivery: MakeDelivery) -> None:
    due = make_delivery()
    make_delivery(due_at=NOW + timedelta(seconds=1))

    assert claim() == [Claim(due.pk, 1)]
    due.refresh_from_db()
    assert (due.state, due.attempts, due.wake_at) == ("claimed", 1, NOW + timedelta(seconds=120))
    assert claim() == []


@pytest.mark.django_db
def test_claim_takes_the_longest_due_first(make_delivery: MakeDelivery) -> None:
    dues = [make_delivery(due_at=NOW - timedelta(minutes=n)).pk for n in (1, 3, 2)]

    assert [c.pk for c in claim(2)] == [dues[1], dues[2]] or {c.pk for c in claim(1)} == {dues[0]}


@pytest.mark.django_db
@pytest.mark.parametrize("state", [s for s in DeliveryState if s not in ("scheduled", "claimed")])
def test_claim_leaves_alone_what_is_out_of_its_hands(make_delivery: MakeDelivery, state: DeliveryState) -> None:
    make_delivery(state)

    assert claim(now=LATER) == []


@pytest.mark.django_db
def test_claim_minds_lane_and_channel(make_delivery: MakeDelivery) -> None:
    make_delivery(lane=Lane.BULK)
    make_delivery(channel=DeliveryChannel.IN_APP)

    assert claim() == []
    assert len(claim(lane=Lane.BULK)) == 1


@pytest.mark.django_db
def test_claim_whose_lease_ran_out_is_claimed_anew(make_delivery: MakeDelivery) -> None:
    delivery = make_delivery()
    [first] = claim()

    assert claim(now=LATER) == [Claim(delivery.pk, first.claim_no + 1)]
    assert not fence(first, policy=Policy.AT_MOST, now=LATER)


@pytest.mark.django_db
def test_claim_uses_the_index(make_delivery: MakeDelivery) -> None:
    delivery = make_delivery()
    rows = Delivery.objects.filter(lane="normal", channel="email", wake_at__lte=NOW).exclude(state="sending")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")

    assert "delivery_wake" in rows.order_by("wake_at")[:1].explain()
    assert rows.get() == delivery


@pytest.mark.django_db
def test_claim_for_sending_opens_an_attempt(make_delivery: MakeDelivery) -> None:
    delivery = make_delivery()

    taken = claim_one_for_sending(lane=Lane.NORMAL, channel=DeliveryChannel.EMAIL, now=NOW)

    assert taken == Claim(delivery.pk, 1)
    assert Attempt.objects.values_list("delivery", "claim_no", "phase", "outcome").get() == (
        delivery.pk,
        1,
        "claimed",
        "open",
    )


@pytest.mark.django_db
def test_fence_holds_once(make_delivery: MakeDelivery) -> None:
    delivery = make_delivery()
    [mine] = claim()

    assert fence(mine, policy=Policy.AT_MOST, now=NOW)
    assert not fence(mine, policy=Policy.AT_MOST, now=NOW)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.wake_at) == ("sending", NOW + timedelta(seconds=120))


@pytest.mark.django_db
def test_fence_is_lost_when_the_person_was_faster(make_delivery: MakeDelivery) -> None:
    cancelled, moved, deleted = (make_delivery() for _ in range(3))
    claims = {c.pk: c for c in claim()}
    cancel_delivery(cancelled, now=NOW)
    reschedule_delivery(moved, due_at=NOW, now=NOW)
    pk = deleted.pk
    deleted.delete()

    assert [fence(claims[x], policy=Policy.AT_MOST, now=NOW) for x in (cancelled.pk, moved.pk, pk)] == [False] * 3


@pytest.mark.django_db
def test_fence_is_lost_when_it_became_too_late(make_delivery: MakeDelivery) -> None:
    make_delivery(not_after=NOW + timedelta(seconds=5))
    [mine] = claim()

    assert not fence(mine, policy=Policy.AT_MOST, now=NOW + timedelta(seconds=6))
    assert fence(mine, policy=Policy.AT_MOST, now=NOW + timedelta(seconds=5))


@pytest.mark.django_db
def test_claim_given_back_was_never_made(make_delivery: MakeDelivery) -> None:
    delivery = make_delivery()
    [mine] = claim()

    assert release_claim(mine, now=NOW)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.wake_at) == ("scheduled", 0, NOW)


@pytest.mark.django_db(transaction=True)
def test_two_claimers_share_and_never_double(make_delivery: MakeDelivery) -> None:
    owner = UserFactory.create()
    wanted = {make_delivery(owner=owner).pk for _ in range(40)}

    def take_all() -> list[int]:
        taken: list[int] = []
        while claims := claim(3):
            taken += [c.pk for c in claims]
        return taken

    first, second = at_once(take_all, take_all)

    assert sorted([*first, *second]) == sorted(wanted)  # type: ignore[misc]


@pytest.mark.django_db(transaction=True)
def test_one_row_has_one_winner(make_delivery: MakeDelivery) -> None:
    for _ in range(10):
        make_delivery()

        results = at_once(lambda: claim(1), lambda: claim(1))

        assert sorted(len(r) for r in results) == [0, 1]  # type: ignore[arg-type]


@pytest.mark.django_db(transaction=True)
def test_fence_against_cancel_has_one_winner(make_delivery: MakeDelivery) -> None:
    owner = UserFactory.create()
    for _ in range(10):
        delivery = make_delivery(owner=owner)
        [mine] = claim(1)

        fenced, cancelled = at_once(
            lambda mine=mine: fence(mine, policy=Policy.AT_MOST, now=NOW),  # type: ignore[misc]
            lambda delivery=delivery: cancel_delivery(delivery, now=NOW),  # type: ignore[misc]
        )

        state = Delivery.objects.get(pk=delivery.pk).state
        assert (fenced, isinstance(cancelled, Delivery), state) in [
            (True, False, "sending"),
            (False, True, "cancelled"),
        ]
        delivery.delete()
