"""The demo: what it holds, whenever it is made, and that it goes without a trace."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.domain.mail_accounts import why_cannot_send
from accounts.models import User
from config.demo.seed import EMAIL, remove_demo, seed_demo
from reminders.models import Delivery, Reminder
from reminders.states import DeliveryChannel, DeliveryState
from tests.factories import ApplicationFactory, MailAccountFactory, UserFactory
from tracker.models import Agreement, Application, Contact, Event, Interview
from tracker.states import InterviewStatus, Outcome, Stage
from withdrawals.models import Feedback, Letter, Reflection, Response, Withdrawal
from withdrawals.states import LetterState, WithdrawalState
from withdrawals.vocabulary import ResponseKind

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 18, 40, tzinfo=UTC)
#: A Monday morning, a Saturday night, just after midnight in summer, the night clocks go back in London.
MOMENTS = [
    datetime(2027, 1, 4, 8, 5, tzinfo=UTC),
    datetime(2027, 3, 6, 22, 30, tzinfo=UTC),
    datetime(2027, 6, 30, 23, 1, tzinfo=UTC),
    datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
]


@pytest.fixture
def demo() -> User:
    return seed_demo(now=NOW)[0]


def test_demo_holds_forty_applications_over_three_months(demo: User) -> None:
    rows = Application.objects.for_user(demo)
    assert rows.count() == 40
    assert set(rows.values_list("stage", flat=True)) == set(Stage.values)
    assert set(rows.values_list("outcome", flat=True)) == set(Outcome.values) - {Outcome.ACCEPTED}
    oldest = rows.earliest("created_at").created_at
    assert timedelta(days=80) < NOW - oldest < timedelta(days=92)
    assert rows.quiet(NOW).count() == 3
    assert rows.due_action(NOW.date()).count() >= 3
    assert rows.exclude(tags=None).exists() and rows.exclude(source=None).count() == 40
    assert Agreement.objects.for_user(demo).count() == 3
    assert Contact.objects.for_user(demo).count() == len(set(Contact.objects.values_list("email", flat=True)))


def test_demo_timeline_was_written_in_its_past_and_in_order(demo: User) -> None:
    events = Event.objects.for_user(demo).order_by("pk")
    moments = list(events.values_list("recorded_at", flat=True))
    assert len(moments) > 150
    assert moments == sorted(moments)
    assert moments[-1] <= NOW
    for application in Application.objects.for_user(demo):
        assert application.touched_at == application.events.latest("pk").recorded_at


@pytest.mark.parametrize("now", MOMENTS)
def test_demo_has_interviews_that_matter_now_whenever_it_is_made(now: datetime) -> None:
    demo, _ = seed_demo(now=now)
    interviews = Interview.objects.for_user(demo)
    london = ZoneInfo("Europe/London")
    tomorrow = now.astimezone(london).date() + timedelta(days=1)
    coming = [interview.starts_at for interview in interviews.upcoming(now)]
    assert any(start.astimezone(london).date() == tomorrow for start in coming)
    assert any(timedelta(hours=39) <= start - now <= timedelta(hours=40) for start in coming)
    assert interviews.unanswered(now).count() == 1
    assert len({str(interview.time_zone) for interview in interviews}) >= 5
    assert not interviews.filter(status=InterviewStatus.HAPPENED, starts_at__gte=now).exists()
    assert Event.objects.for_user(demo).latest("recorded_at").recorded_at <= now


def test_demo_left_two_processes_and_writes_a_third_letter(demo: User) -> None:
    told = Withdrawal.objects.for_user(demo).notified()
    assert {withdrawal.application.outcome for withdrawal in told} == {Outcome.WITHDRAWN}
    assert told.count() == 2
    assert all(withdrawal.reflections.exists() and not withdrawal.conflict for withdrawal in told)
    assert Letter.objects.for_user(demo).filter(state=LetterState.SENT).exclude(sent_text="").count() == 2
    drafting = Withdrawal.objects.for_user(demo).live().get()
    assert drafting.state == WithdrawalState.DRAFTING
    assert drafting.interview is not None and drafting.interview.starts_at > NOW
    assert Reflection.objects.for_user(demo).count() == 7
    assert Reflection.objects.for_user(demo).unfinished().count() == 1


def test_demo_employers_answered_and_one_of_them_gave_feedback(demo: User) -> None:
    answers = Response.objects.for_user(demo).order_by("received_at")
    assert [(one.kind, one.from_name, one.from_address, one.automatic) for one in answers] == [
        (ResponseKind.ACKNOWLEDGED, "Sam Whitby", "sam@ledgerline.example", False),
        (ResponseKind.FEEDBACK, "Maya Brandt", "maya@fernway.example", False),
    ]
    told = [one.withdrawal.notified_at for one in answers]
    assert all(moment and one.received_at > moment for one, moment in zip(answers, told, strict=True))
    assert [one.created_at for one in answers] == [one.received_at for one in answers]
    assert not Reminder.objects.for_user(demo).open().filter(kind="no_answer").exists()


def test_demo_keeps_feedback_that_came_with_an_answer_and_by_phone(demo: User) -> None:
    kept = Feedback.objects.for_user(demo).order_by("received_at")
    assert [(one.application.company.name, one.from_name, bool(one.response)) for one in kept] == [
        ("Brightloom", "Leah Ostrander", False),
        ("Fernway", "Maya Brandt", True),
    ]
    assert kept[0].application.outcome == Outcome.REJECTED
    assert kept[0].application.ended_at and kept[0].received_at > kept[0].application.ended_at
    assert kept[1].text.startswith("Hello Robin,") and kept[1].text.endswith("Maya")


def test_demo_reminds_of_some_things_now_and_of_others_later(demo: User) -> None:
    reminders = Reminder.objects.for_user(demo).open()
    assert reminders.due(NOW).filter(kind="thank_you").count() == 1
    assert {"follow_up", "closing_date", "notice", "interview_day"} <= set(
        reminders.upcoming(NOW).values_list("kind", flat=True)
    )


def test_nothing_leaves_for_the_demo(demo: User) -> None:
    assert why_cannot_send(demo)
    letters = Letter.objects.for_user(demo)
    addresses = [*Contact.objects.for_user(demo).values_list("email", flat=True), demo.email]
    addresses += [address for address in letters.values_list("to_address", flat=True) if address]
    assert all(address.endswith(".example") for address in addresses)
    mails = Delivery.objects.for_user(demo).filter(channel=DeliveryChannel.EMAIL)
    assert not mails.filter(state=DeliveryState.SENT).exists()
    assert not mails.exclude(reminder__isnull=False).exists()


def test_demo_sends_no_test_mail_either(demo: User, client: Client) -> None:
    account = MailAccountFactory.create(owner=demo, host="127.0.0.1", port=1)
    client.force_login(demo)
    answer = client.post(reverse("mail_account_test"), follow=True)
    assert "nothing leaves it" in answer.content.decode()
    account.refresh_from_db()
    assert (account.tested_at, account.last_error) == (None, "")


def test_demo_seeded_again_replaces_the_first_and_touches_nobody_else() -> None:
    other = ApplicationFactory.create()
    first, password = seed_demo(now=NOW)
    second, other_password = seed_demo(now=NOW + timedelta(hours=1))
    assert User.objects.filter(is_demo=True).get() == second
    assert first.pk != second.pk and password != other_password
    assert Application.objects.filter(owner=second).count() == 40
    assert Application.objects.exclude(owner=second).get() == other


def test_demo_prints_how_to_sign_in(client: Client) -> None:
    out = StringIO()
    call_command("seed_demo", stdout=out)
    address, password = out.getvalue().split("Sign in as ")[1].strip().split(" with the password ")
    answer = client.post(reverse("account_login"), {"login": address, "password": password})
    assert (address, answer["Location"]) == (EMAIL, reverse("today"))


def test_demo_refuses_an_address_that_is_somebody_real() -> None:
    UserFactory.create(email=EMAIL)
    with pytest.raises(CommandError, match="no demo"):
        call_command("seed_demo")


def test_demo_goes_by_one_click_from_the_settings(demo: User, client: Client) -> None:
    stranger = ApplicationFactory.create()
    client.force_login(demo)
    for page in ("settings", "settings_data"):
        assert reverse("demo_remove") in client.get(reverse(page)).content.decode()
    answer = client.post(reverse("demo_remove"), follow=True)
    assert "The demo is gone." in answer.content.decode()
    assert "data-forget" in answer.content.decode()
    assert answer.request["PATH_INFO"] == reverse("account_login")
    assert not User.objects.filter(is_demo=True).exists()
    assert Application.objects.get() == stranger
    for model in (Delivery, Response, Feedback, Reflection, Letter, Reminder):
        assert not model.objects.filter(owner=demo.pk).exists()


def test_demo_goes_by_the_command(demo: User) -> None:
    out = StringIO()
    call_command("seed_demo", "--remove", stdout=out)
    assert "gone" in out.getvalue()
    assert remove_demo(now=NOW) == 0


def test_somebody_real_cannot_be_removed_as_a_demo(client: Client) -> None:
    user = UserFactory.create()
    client.force_login(user)
    assert reverse("demo_remove") not in client.get(reverse("settings_data")).content.decode()
    client.post(reverse("demo_remove"))
    assert User.objects.filter(pk=user.pk).exists()


def test_pages_of_the_demo_open(client: Client) -> None:
    demo, _ = seed_demo(now=timezone.now())
    client.force_login(demo)
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        for name in ("today", "application_list"):
            assert client.get(reverse(name)).status_code == 200
        for application in Application.objects.for_user(demo):
            assert client.get(reverse("application_detail", args=[application.pk])).status_code == 200
