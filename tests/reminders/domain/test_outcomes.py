from datetime import timedelta

import pytest
from django.db import OperationalError
from pytest_django import Settings

from accounts.models import User
from reminders.domain.claims import Claim
from reminders.domain.outcomes import (
    record_failed,
    record_needs_decision,
    record_not_wanted,
    record_retry,
    record_sent,
    record_unknown,
    resolve_stuck,
    retry_delay,
)
from reminders.models import Delivery
from reminders.states import DeliveryState, Policy
from tests.factories import NOW
from tests.reminders.conftest import MakeDelivery, Probe

pytestmark = pytest.mark.django_db

S = DeliveryState
AFTER_LEASE = NOW + timedelta(seconds=121)


def claim_of(delivery: Delivery) -> Claim:
    return Claim(delivery.pk, delivery.claim_no)


def test_sent_is_recorded_and_told_once(make_delivery: MakeDelivery, probe: Probe) -> None:
    delivery = make_delivery(S.SENDING)

    assert record_sent(delivery.pk, claim_no=1, now=NOW)
    assert not record_sent(delivery.pk, claim_no=1, now=NOW)
    assert probe.told == [("sent", delivery.pk)]


def test_late_truth_turns_unknown_into_sent(make_delivery: MakeDelivery) -> None:
    delivery = make_delivery(S.SENDING)
    resolve_stuck(now=AFTER_LEASE)

    assert record_sent(delivery.pk, claim_no=1, now=AFTER_LEASE)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_error) == ("sent", "")


def test_truth_under_an_old_claim_changes_nothing(make_delivery: MakeDelivery) -> None:
    delivery = make_delivery(S.SENDING)

    assert not record_sent(delivery.pk, claim_no=0, now=NOW)
    assert Delivery.objects.get().state == "sending"


def test_row_that_vanished_is_no_error(make_delivery: MakeDelivery) -> None:
    claim = claim_of(make_delivery(S.SENDING))
    Delivery.objects.all().delete()

    assert not record_sent(claim.pk, claim_no=1, now=NOW)
    assert not record_failed(claim, error="x", now=NOW)
    assert not record_retry(claim, error="x", now=NOW)
    assert not record_unknown(claim, now=NOW)
    assert not record_needs_decision(claim, now=NOW)
    assert not record_not_wanted(claim)


def test_exception_of_a_consequence_loses_its_writes_and_not_the_record(
    make_delivery: MakeDelivery, probe: Probe, caplog: pytest.LogCaptureFixture
) -> None:
    delivery = make_delivery(S.SENDING)
    probe.raises = RuntimeError("conflict")

    assert record_sent(delivery.pk, claim_no=1, now=NOW)

    assert Delivery.objects.get().state == "sent"
    assert User.objects.get().name != "sent"
    assert "its state is recorded" in caplog.text


def test_database_trouble_of_a_consequence_leaves_all_to_be_recorded_once_more(
    make_delivery: MakeDelivery, probe: Probe
) -> None:
    delivery = make_delivery(S.SENDING)
    probe.raises = OperationalError("deadlock detected")
    with pytest.raises(OperationalError):
        record_sent(delivery.pk, claim_no=1, now=NOW)
    assert Delivery.objects.get().state == "sending"

    probe.raises = None
    assert record_sent(delivery.pk, claim_no=1, now=NOW)
    assert probe.told == [("sent", delivery.pk)]


def test_stuck_to_an_employer_becomes_a_question(make_delivery: MakeDelivery, probe: Probe) -> None:
    delivery = make_delivery(S.SENDING)

    assert resolve_stuck(now=NOW) == 0
    assert resolve_stuck(now=AFTER_LEASE) == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.wake_at, delivery.claim_no) == ("unknown", None, 1)
    assert delivery.last_error == "Your mail server took it, then went silent. Check your Sent folder."
    assert probe.told == [("unknown", delivery.pk)]


def test_stuck_to_the_person_is_tried_again_at_once(make_delivery: MakeDelivery) -> None:
    delivery = make_delivery(S.SENDING, policy=Policy.AT_LEAST)

    resolve_stuck(now=AFTER_LEASE)

    assert Delivery.objects.due(AFTER_LEASE).get() == delivery


@pytest.mark.parametrize(("policy", "state"), [(Policy.AT_MOST, "unknown"), (Policy.AT_LEAST, "scheduled")])
def test_silence_after_the_dot_follows_the_policy(make_delivery: MakeDelivery, policy: Policy, state: str) -> None:
    record_unknown(claim_of(make_delivery(S.SENDING, policy=policy)), now=NOW)

    assert Delivery.objects.get().state == state


def test_retry_waits_longer_each_time(settings: Settings) -> None:
    assert [retry_delay(n).total_seconds() for n in (1, 2, 3, 8, 50)] == [30, 60, 120, 3600, 3600]


def test_retry_is_data_on_the_row(make_delivery: MakeDelivery) -> None:
    delivery = make_delivery(S.CLAIMED)

    record_retry(claim_of(delivery), error="mail.example could not be reached.", now=NOW)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.wake_at, delivery.due_at) == ("scheduled", NOW + timedelta(seconds=30), NOW)
    assert delivery.last_error == "mail.example could not be reached."


def test_retry_gives_up_after_the_last_try(make_delivery: MakeDelivery, probe: Probe) -> None:
    delivery = make_delivery(S.CLAIMED)
    Delivery.objects.update(attempts=10)

    record_retry(claim_of(delivery), error="No.", now=NOW)

    assert Delivery.objects.get().state == "failed"
    assert probe.told == [("failed", delivery.pk)]


def test_retry_that_would_come_too_late_asks_at_once(make_delivery: MakeDelivery, probe: Probe) -> None:
    delivery = make_delivery(S.CLAIMED, not_after=NOW + timedelta(seconds=29))

    record_retry(claim_of(delivery), error="mail.example could not be reached.", now=NOW)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_error) == ("needs_decision", "mail.example could not be reached.")
    assert probe.told == [("needs_decision", delivery.pk)]


def test_error_longer_than_its_column_is_cut(make_delivery: MakeDelivery) -> None:
    record_failed(claim_of(make_delivery(S.CLAIMED)), error="x" * 900, now=NOW)

    assert len(Delivery.objects.get().last_error) == 500
