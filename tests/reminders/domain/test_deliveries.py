from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.errors import Conflict
from reminders.domain.deliveries import (
    cancel_delivery,
    reschedule_delivery,
    resend_delivery,
    restore_delivery,
    settle_delivery,
)
from reminders.models import Delivery
from reminders.states import DeliveryState
from tests.factories import NOW, UserFactory
from tests.reminders.conftest import MakeDelivery, Probe

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
S = DeliveryState

VERBS: dict[str, tuple[Callable[[Delivery], Delivery], set[DeliveryState], DeliveryState]] = {
    "cancel": (
        lambda d: cancel_delivery(d, now=NOW),
        {S.SCHEDULED, S.CLAIMED, S.NEEDS_DECISION, S.FAILED},
        S.CANCELLED,
    ),
    "reschedule": (
        lambda d: reschedule_delivery(d, due_at=LATER, now=NOW),
        {S.SCHEDULED, S.CLAIMED, S.NEEDS_DECISION, S.FAILED},
        S.SCHEDULED,
    ),
    "resend": (
        lambda d: resend_delivery(d, due_at=LATER, now=NOW),
        {S.UNKNOWN, S.FAILED, S.NEEDS_DECISION},
        S.SCHEDULED,
    ),
    "settle": (lambda d: settle_delivery(d, now=NOW), {S.UNKNOWN, S.FAILED, S.NEEDS_DECISION}, S.SENT),
    "restore": (lambda d: restore_delivery(d, due_at=LATER, now=NOW), {S.CANCELLED}, S.SCHEDULED),
}


@pytest.mark.parametrize("state", DeliveryState)
@pytest.mark.parametrize("verb", VERBS)
def test_verb_moves_what_it_may_and_conflicts_with_the_rest(
    make_delivery: MakeDelivery, verb: str, state: DeliveryState
) -> None:
    act, allowed, to = VERBS[verb]
    delivery = make_delivery(state)
    before = delivery.claim_no

    if state in allowed:
        after = act(delivery)
        assert (after.state, after.wake_at) == (to, LATER if to == S.SCHEDULED else None)
        assert after.claim_no > before or verb == "settle"
    else:
        with pytest.raises(Conflict):
            act(delivery)
        assert Delivery.objects.get(pk=delivery.pk).state == state


def test_cancel_while_it_is_being_sent_never_says_cancelled(make_delivery: MakeDelivery) -> None:
    with pytest.raises(Conflict, match="It is being sent right now"):
        cancel_delivery(make_delivery(S.SENDING), now=NOW)


def test_cancel_trusts_the_database_and_not_the_object(make_delivery: MakeDelivery) -> None:
    delivery = make_delivery()
    Delivery.objects.filter(pk=delivery.pk).update(state="sent", wake_at=None, sent_at=NOW)

    with pytest.raises(Conflict, match="It has been sent already"):
        cancel_delivery(delivery, now=NOW)


def test_cancel_of_a_row_that_is_gone_is_a_conflict(make_delivery: MakeDelivery) -> None:
    delivery = make_delivery()
    Delivery.objects.all().delete()

    with pytest.raises(Conflict, match="It is gone"):
        cancel_delivery(delivery, now=NOW)


def test_reschedule_begins_counting_anew(make_delivery: MakeDelivery) -> None:
    delivery = make_delivery(S.FAILED)
    Delivery.objects.update(last_error="No.", attempts=10)

    after = reschedule_delivery(delivery, due_at=LATER, not_after=LATER + timedelta(hours=2), now=NOW)

    assert (after.attempts, after.last_error, after.due_at, after.not_after) == (
        0,
        "",
        LATER,
        LATER + timedelta(hours=2),
    )


def test_resend_keeps_the_message_id(make_delivery: MakeDelivery) -> None:
    delivery = make_delivery(S.UNKNOWN)

    assert resend_delivery(delivery, due_at=NOW, now=NOW).message_id == delivery.message_id


def test_settle_draws_the_consequences(make_delivery: MakeDelivery, probe: Probe) -> None:
    delivery = settle_delivery(make_delivery(S.UNKNOWN), now=NOW)

    assert (delivery.state, delivery.sent_at) == ("sent", NOW)
    assert probe.told == [("sent", delivery.pk)]


def test_queries_speak_of_one_person_and_one_thing(make_delivery: MakeDelivery) -> None:
    ada, noor = UserFactory.create(), UserFactory.create()
    mine = make_delivery(S.UNKNOWN, owner=ada, about="letter:1")
    make_delivery(owner=ada, about="letter:2")
    make_delivery(S.FAILED, owner=noor, about="letter:1")

    assert list(Delivery.objects.for_user(ada).about("letter:1")) == [mine]
    assert Delivery.objects.for_user(ada).live().count() == 1
