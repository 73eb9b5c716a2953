"""The person's own reminders, from the row to the app and the mailbox."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from accounts.models import User
from reminders.domain.dispatch import dispatch_due
from reminders.domain.reminders import add_reminder, snooze_reminder
from reminders.models import Delivery, Reminder
from reminders.states import DeliveryState
from tests.factories import NOW, MailAccountFactory, UserFactory
from tests.fixtures.smtp import LoopbackSmtp

pytestmark = pytest.mark.django_db


def remind(owner: User | None = None, **fields: str) -> Reminder:
    return add_reminder(
        owner=owner or UserFactory.create(email="ada@example.com"),
        kind="withdrawal",
        title="Tell Fernway tonight",
        now=NOW,
        due_at=NOW,
        **fields,  # type: ignore[arg-type]
    )


def drain_now() -> None:
    dispatch_due(depth=0, clock=lambda: NOW, should_stop=lambda: False)


def states(reminder: Reminder) -> dict[str, str]:
    return dict(reminder.deliveries.values_list("channel", "state"))


def test_reminder_reaches_app_and_mailbox(host_mail: LoopbackSmtp, settings: Settings) -> None:
    settings.BASE_URL = "https://jobs.example.org"
    reminder = remind(body="A call at 08:00 makes sure.", url="/withdrawals/3/")

    drain_now()

    assert states(reminder) == {"in_app": "sent", "email": "sent"}
    [mail] = host_mail.accepted
    assert mail.recipients == ("ada@example.com",)
    assert mail.message["Subject"] == "Tell Fernway tonight"
    assert mail.message["Auto-Submitted"] == "auto-generated"
    text = "A call at 08:00 makes sure.\n\nhttps://jobs.example.org/withdrawals/3/\n"
    assert mail.message.get_content().replace("\r\n", "\n") == text


def test_reminder_without_base_url_names_no_half_address(host_mail: LoopbackSmtp) -> None:
    remind(url="/withdrawals/3/")

    drain_now()

    assert host_mail.accepted[0].message.get_content().strip() == "Tell Fernway tonight"


def test_reminder_where_no_mail_is_set_up_reaches_the_app() -> None:
    reminder = remind()

    drain_now()

    assert states(reminder) == {"in_app": "sent", "email": "cancelled"}


def test_reminder_goes_by_the_own_account_where_the_host_has_none(smtp_server: LoopbackSmtp) -> None:
    owner = UserFactory.create(email="ada@example.com")
    MailAccountFactory.create(owner=owner, host="127.0.0.1", port=smtp_server.port, security="none", username="")

    reminder = remind(owner)
    drain_now()

    assert states(reminder)["email"] == "sent"
    assert smtp_server.accepted[0].recipients == ("ada@example.com",)


@pytest.mark.parametrize("field", [{"is_demo": True}, {"is_active": False}])
def test_reminder_of_a_demo_or_closed_account_sends_no_mail(host_mail: LoopbackSmtp, field: dict[str, bool]) -> None:
    remind(UserFactory.create(**field))

    drain_now()

    assert host_mail.accepted == []


def test_reminder_acknowledged_between_claim_and_delivery_says_nothing() -> None:
    reminder = remind()
    Reminder.objects.update(acknowledged_at=NOW)

    drain_now()

    assert set(states(reminder).values()) == {"cancelled"}


def test_reminder_snoozed_while_its_mail_was_leaving_owes_the_later_one(host_mail: LoopbackSmtp) -> None:
    reminder = remind()
    mail = reminder.deliveries.filter(channel="email")
    mail.update(state=DeliveryState.SENDING, claim_no=1, wake_at=NOW)
    until = NOW + timedelta(hours=1)
    snooze_reminder(reminder, until=until, now=NOW)
    assert mail.live().get().due_at == NOW

    mail.filter(state="sending").update(state="claimed")
    drain_now()

    assert Delivery.objects.filter(channel="email").live().get().due_at == until
