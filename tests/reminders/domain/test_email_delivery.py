"""One e-mail from claim to record, by a real server on loopback that misbehaves."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import OperationalError
from pytest_django import Settings

from accounts.domain.mail_accounts import save_mail_account
from accounts.errors import DomainError
from accounts.models import MailAccount
from reminders.domain.deliveries import cancel_delivery, resend_delivery
from reminders.domain.email_delivery import deliver_next_email, retry_write
from reminders.models import Attempt, Delivery
from reminders.ports import OutgoingMail
from reminders.states import DeliveryState, Lane, Policy
from tests.factories import NOW
from tests.fixtures.smtp import LoopbackSmtp
from tests.reminders.conftest import MakeDelivery, Probe

pytestmark = pytest.mark.django_db

Run = Callable[..., bool]


def run(lane: Lane = Lane.NORMAL, after: timedelta = timedelta(), *, stop: bool = False) -> bool:
    return deliver_next_email(lane=lane, clock=lambda: NOW + after, should_stop=lambda: stop)


def test_mail_is_sent_and_recorded(make_delivery: MakeDelivery, host_mail: LoopbackSmtp, probe: Probe) -> None:
    delivery = make_delivery()

    assert run()
    assert not run()

    delivery.refresh_from_db()
    assert (delivery.state, delivery.sent_at, delivery.wake_at) == ("sent", NOW, None)
    assert [m.message_id for m in host_mail.accepted] == [delivery.message_id]
    assert probe.told == [("sent", delivery.pk)]
    assert Attempt.objects.values_list("phase", "outcome", "code", "reply").get() == ("accepted", "sent", 250, "taken")


# What the server does, what becomes of the row, how many messages the server took.
FAULTS = [
    ("rcpt 451", "scheduled", 0),
    ("rcpt 550", "failed", 0),
    ("rcpt drop", "scheduled", 0),
    ("rcpt hang", "scheduled", 0),
    ("data 451", "scheduled", 0),
    ("body drop", None, 0),  # noticed before the dot, or not: retried or asked, never taken for sent
    ("dot 451", "scheduled", 0),
    ("dot 550", "failed", 0),
    ("dot drop", "unknown", 0),
    ("dot drop-accepted", "unknown", 1),
    ("dot hang-accepted", "unknown", 1),
]


@pytest.mark.parametrize(("fault", "state", "accepted"), FAULTS, ids=[f[0] for f in FAULTS])
def test_mail_to_an_employer_under_a_fault(
    make_delivery: MakeDelivery,
    host_mail: LoopbackSmtp,
    settings: Settings,
    *,
    fault: str,
    state: str | None,
    accepted: int,
) -> None:
    settings.SEND_DEADLINE_SECONDS = 0.6
    host_mail.fault = fault
    make_delivery()

    run()

    row = Delivery.objects.get()
    assert row.state in ({state} if state else {"scheduled", "unknown"})
    assert row.last_error
    assert len(host_mail.accepted) == accepted
    assert Attempt.objects.get().outcome == {"scheduled": "retry"}.get(row.state, row.state)


@pytest.mark.parametrize("fault", ["dot drop", "dot drop-accepted"])
def test_mail_to_the_person_is_repeated_with_the_same_message_id(
    make_delivery: MakeDelivery, host_mail: LoopbackSmtp, fault: str
) -> None:
    delivery = make_delivery(policy=Policy.AT_LEAST)
    host_mail.fault = fault
    run()
    host_mail.fault = ""

    assert not run(after=timedelta(seconds=29))
    assert run(after=timedelta(seconds=30))

    assert Delivery.objects.get().state == "sent"
    assert {m.message_id for m in host_mail.accepted} == {delivery.message_id}


def test_mail_cancelled_during_the_conversation_is_not_sent(
    make_delivery: MakeDelivery, host_mail: LoopbackSmtp, probe: Probe
) -> None:
    make_delivery()
    probe.while_writing = lambda delivery: cancel_delivery(delivery, now=NOW)

    run()

    assert Delivery.objects.get().state == "cancelled"
    assert (host_mail.accepted, host_mail.connections) == ([], 1)
    assert Attempt.objects.get().outcome == "dropped"


def test_mail_deleted_during_the_conversation_is_not_sent(
    make_delivery: MakeDelivery, host_mail: LoopbackSmtp, probe: Probe
) -> None:
    make_delivery()
    probe.while_writing = lambda _delivery: Delivery.objects.all().delete()

    run()

    assert host_mail.accepted == []


def test_mail_when_the_host_is_down_waits(make_delivery: MakeDelivery, host_mail: LoopbackSmtp) -> None:
    host_mail.close()
    make_delivery()

    run()

    row = Delivery.objects.get()
    assert (row.state, row.last_error) == ("scheduled", "127.0.0.1 could not be reached.")


def test_mail_found_too_late_is_put_to_the_person(
    make_delivery: MakeDelivery, host_mail: LoopbackSmtp, probe: Probe
) -> None:
    delivery = make_delivery(due_at=NOW - timedelta(hours=1), not_after=NOW - timedelta(minutes=45))

    run()

    assert Delivery.objects.get().state == "needs_decision"
    assert (host_mail.connections, probe.told) == (0, [("needs_decision", delivery.pk)])


def test_mail_found_too_late_to_the_person_is_sent_at_once(
    make_delivery: MakeDelivery, host_mail: LoopbackSmtp
) -> None:
    make_delivery(due_at=NOW - timedelta(hours=1), policy=Policy.AT_LEAST)

    run()

    assert len(host_mail.accepted) == 1


def test_mail_not_wanted_any_more_is_cancelled(
    make_delivery: MakeDelivery, host_mail: LoopbackSmtp, probe: Probe
) -> None:
    make_delivery()
    probe.unwanted = True

    run()

    assert Delivery.objects.get().state == "cancelled"
    assert host_mail.connections == 0


def test_mail_that_can_never_go_fails_with_its_words(
    make_delivery: MakeDelivery, host_mail: LoopbackSmtp, probe: Probe
) -> None:
    make_delivery()
    probe.cannot_write = DomainError("The letter has no address.")

    run()

    row = Delivery.objects.get()
    assert (row.state, row.last_error) == ("failed", "The letter has no address.")


def test_mail_that_meets_a_mistake_of_ours_is_tried_again(
    make_delivery: MakeDelivery, host_mail: LoopbackSmtp, probe: Probe
) -> None:
    make_delivery()
    probe.cannot_write = ZeroDivisionError()

    run()

    assert Delivery.objects.get().state == "scheduled"


def test_mail_of_a_kind_nobody_knows_is_tried_again(make_delivery: MakeDelivery, host_mail: LoopbackSmtp) -> None:
    make_delivery(kind="from the future")

    run()

    assert Delivery.objects.get().state == "scheduled"


def test_mail_without_any_account_fails(make_delivery: MakeDelivery) -> None:
    make_delivery()

    run()

    row = Delivery.objects.get()
    assert (row.state, row.last_error) == ("failed", "No mail account is set up.")


def test_mail_whose_senders_keep_dying_is_given_up(make_delivery: MakeDelivery, host_mail: LoopbackSmtp) -> None:
    make_delivery()
    Delivery.objects.update(attempts=10)

    run()

    assert Delivery.objects.get().state == "failed"
    assert host_mail.connections == 0


def test_mail_goes_by_the_account_of_the_person(
    make_delivery: MakeDelivery, smtp_server: LoopbackSmtp, probe: Probe, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = make_delivery()
    account = save_mail_account(
        delivery.owner,
        host="127.0.0.1",
        port=smtp_server.port,
        security=MailAccount.Security.NONE,
        username="",
        from_email="ada@example.com",
        from_name="Ada",
        copy_to_self=False,
        password=None,
        now=NOW,
    )
    mail = OutgoingMail(to="jo@employer.example", subject="Hi", body="Hi", account=account)
    monkeypatch.setattr(probe, "mail", lambda _delivery: mail)

    run()

    assert smtp_server.accepted[0].sender == "ada@example.com"


def test_mail_of_a_stopping_worker_is_as_if_never_begun(make_delivery: MakeDelivery, host_mail: LoopbackSmtp) -> None:
    make_delivery()

    run(stop=True)

    row = Delivery.objects.get()
    assert (row.state, row.attempts, row.wake_at) == ("scheduled", 0, NOW)
    assert host_mail.accepted == []


def test_mail_sent_again_by_the_person_goes_once_more(make_delivery: MakeDelivery, host_mail: LoopbackSmtp) -> None:
    delivery = make_delivery()
    host_mail.fault = "dot drop"
    run()
    host_mail.fault = ""

    resend_delivery(delivery, due_at=NOW, now=NOW)
    run()

    assert Delivery.objects.get().state == DeliveryState.SENT
    assert len(host_mail.accepted) == 1
    assert list(Attempt.objects.values_list("outcome", flat=True)) == ["unknown", "sent"]


@pytest.mark.django_db(transaction=True)
def test_record_outlives_a_database_that_is_away() -> None:
    answers: list[object] = [OperationalError("restarting"), OperationalError("still"), "done"]

    def write() -> object:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert retry_write(write) == "done"
