"""What the demo holds, whenever it is made."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.domain.mail_accounts import why_cannot_send
from accounts.models import User
from config.demo.replay import replay_search
from config.demo.seed import JOINED
from reminders.models import Delivery, Reminder
from reminders.states import DeliveryChannel, DeliveryState
from tests.config.demo.conftest import NOW
from tests.factories import MailAccountFactory, UserFactory
from tracker.models import Agreement, Application, Contact, Event, Interview
from tracker.states import InterviewStatus, Outcome, Stage
from withdrawals.models import Feedback, Letter, Reflection, Response, Withdrawal
from withdrawals.states import LetterState, WithdrawalState
from withdrawals.vocabulary import ResponseKind

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")
#: A Monday morning, a Saturday night, just after midnight in summer, the night clocks go back in London.
MOMENTS = [
    datetime(2027, 1, 4, 8, 5, tzinfo=UTC),
    datetime(2027, 3, 6, 22, 30, tzinfo=UTC),
    datetime(2027, 6, 30, 23, 1, tzinfo=UTC),
    datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
]


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
    demo = UserFactory.create(time_zone=LONDON, is_demo=True, may_send=False, date_joined=now - JOINED)
    replay_search(demo, now=now)
    interviews = Interview.objects.for_user(demo)
    tomorrow = now.astimezone(LONDON).date() + timedelta(days=1)
    coming = [interview.starts_at for interview in interviews.upcoming(now)]
    assert any(start.astimezone(LONDON).date() == tomorrow for start in coming)
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
    reply = client.post(reverse("mail_account_test"), follow=True)
    assert "nothing leaves it" in reply.content.decode()
    account.refresh_from_db()
    assert (account.tested_at, account.last_error) == (None, "")


def test_pages_of_the_demo_open(demo: User, client: Client) -> None:
    with time_machine.travel(NOW + timedelta(minutes=5)):
        client.force_login(demo)
        for name in ("today", "application_list"):
            assert client.get(reverse(name)).status_code == 200
        for application in Application.objects.for_user(demo):
            assert client.get(reverse("application_detail", args=[application.pk])).status_code == 200
