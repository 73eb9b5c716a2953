"""Today: what needs the person, in its order, and nothing else."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from reminders.domain.reminders import add_reminder, snooze_reminder
from reminders.models import Reminder
from tests.factories import ApplicationFactory, InterviewFactory, ReflectionFactory, UserFactory, WithdrawalFactory
from tests.markup import compact
from tracker.domain.applications import end_application
from tracker.models import Application, Interview
from tracker.states import Outcome, Stage
from withdrawals.domain.core.reminders import warn_user
from withdrawals.domain.letters.sending import record_letter_sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signed_in")]
BERLIN = ZoneInfo("Europe/Berlin")
#: A Wednesday evening.
NOW = datetime(2026, 11, 25, 19, 0, tzinfo=BERLIN)


def today(client: Client, **query: str) -> str:
    response = client.get(reverse("today"), query)
    assert response.status_code == 200
    return response.content.decode()


def applied(owner: User, company: str = "Fernway", **details: object) -> Application:
    return ApplicationFactory.create(owner=owner, company_name=company, now=timezone.now(), **details)


def booked(owner: User, start: timedelta, company: str = "Fernway", **details: object) -> Interview:
    now = timezone.now()
    return InterviewFactory.create(application=applied(owner, company), now=now, starts_at=now + start, **details)


def remind(owner: User, title: str, ago: timedelta) -> Reminder:
    now = timezone.now()
    return add_reminder(owner=owner, kind="follow_up", title=title, due_at=now - ago, now=now - timedelta(days=30))


def main(content: str) -> str:
    return content.split("<main")[1].split("</main>", maxsplit=1)[0]


def test_today_that_needs_nothing_says_what_is_next(client: Client, owner: User) -> None:
    with time_machine.travel(NOW, tick=False):
        booked(owner, timedelta(days=7, hours=-9), company="Fernway")

        content = today(client)

    assert "Nothing needs you." in content
    assert "Wed 2 Dec, 10:00" in content


def test_today_of_a_newcomer_offers_to_add(client: Client, owner: User) -> None:
    content = main(today(client))

    assert "Nothing needs you." in content
    assert content.count("btn-primary") == 1
    assert "Add application" in content


def test_today_says_who_was_not_told_and_makes_it_the_primary_act(client: Client, owner: User) -> None:
    interview = booked(owner, timedelta(hours=14), company="Fernway", link="https://meet.example/1")
    WithdrawalFactory.create(application=interview.application, interview=interview, now=timezone.now())
    remind(owner, "Follow up with Northwind", timedelta(hours=3))

    content = main(today(client))

    assert "been told." in content
    assert content.count("btn-primary") == 1
    assert "Finish telling Fernway" in content.split("btn-primary")[1]


def test_today_joins_from_thirty_minutes_before(client: Client, owner: User) -> None:
    booked(owner, timedelta(minutes=20), link="https://meet.example/soon")
    remind(owner, "Follow up with Northwind", timedelta(hours=3))

    content = main(today(client))

    assert content.count("btn-primary") == 1
    assert "https://meet.example/soon" in content.split("btn-primary")[1][:80]


def test_today_lists_the_next_48_hours_on_both_clocks(client: Client, owner: User) -> None:
    with time_machine.travel(NOW, tick=False):
        booked(owner, timedelta(hours=20), company="Fernway", time_zone=ZoneInfo("America/New_York"))
        booked(owner, timedelta(hours=50), company="Northwind")

        context = client.get(reverse("today")).context
        content = today(client)

    assert [interview.application.company.name for interview in context["soon"]] == ["Fernway"]
    assert [interview.application.company.name for interview in context["coming"]] == ["Northwind"]
    assert "09:00 New York" in content


def test_today_lists_five_later_this_week_and_then_leads_to_the_rest(client: Client, owner: User) -> None:
    def answer() -> tuple[int, bool]:
        page = client.get(reverse("today"))
        return len(page.context["coming"]), "All of this week" in page.content.decode()

    with time_machine.travel(NOW, tick=False):
        for hour in range(5):
            booked(owner, timedelta(hours=50 + hour), company=f"Company {hour}")
        exact = answer()
        booked(owner, timedelta(hours=56), company="Northwind")
        more = answer()

    assert (exact, more) == ((5, False), (5, True))


def test_today_shows_five_due_and_then_more(client: Client, owner: User) -> None:
    for number in range(4):
        remind(owner, f"Reminder {number}", timedelta(days=number, hours=1))
    for number in range(3):
        applied(owner, next_action=f"Step {number}", next_action_on=timezone.localdate() - timedelta(days=10))

    five = client.get(reverse("today")).context
    every = client.get(reverse("today"), {"all": "1"}).context

    assert [row.title for row in five["due"]] == ["Step 0", "Step 1", "Step 2", "Reminder 3", "Reminder 2"]
    assert (len(five["due"]), five["due_more"], len(every["due"]), every["due_more"]) == (5, 2, 7, 0)
    assert "2 more" in today(client)


def test_today_says_of_which_company_and_role_a_reminder_is(client: Client, owner: User) -> None:
    application = applied(owner, "Fernway", title="Data Analyst")
    with time_machine.travel(NOW - timedelta(days=4), tick=False):
        withdrawal = WithdrawalFactory.create(application=application, now=timezone.now())
        record_letter_sent(withdrawal.letters.get(), actor=owner, now=timezone.now())

    with time_machine.travel(NOW, tick=False):
        (row,) = client.get(reverse("today")).context["due"]

    assert row.title.startswith("No answer from ")
    assert row.sub == "Fernway · Data Analyst"


def test_today_drops_what_is_no_longer_worth_saying(client: Client, owner: User) -> None:
    due = NOW - timedelta(days=2)
    for title, ends_at in (("Over", NOW), ("Worth it", NOW + timedelta(seconds=1))):
        add_reminder(owner=owner, kind="x", title=title, due_at=due, ends_at=ends_at, now=due)

    with time_machine.travel(NOW, tick=False):
        context = client.get(reverse("today")).context

    assert [row.title for row in context["due"]] == ["Worth it"]


def test_a_reminder_put_off_stays_until_it_is_done(client: Client, owner: User) -> None:
    due = NOW - timedelta(days=2)
    reminder = add_reminder(owner=owner, kind="x", title="Call", due_at=due, ends_at=NOW + timedelta(hours=1), now=due)

    snooze_reminder(reminder, until=NOW + timedelta(hours=2), now=NOW)
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        context = client.get(reverse("today")).context

    assert [row.title for row in context["due"]] == ["Call"]


def test_today_does_not_say_an_interview_twice(client: Client, owner: User) -> None:
    interview = booked(owner, timedelta(hours=20))
    Reminder.objects.filter(about=f"interview:{interview.pk}").update(due_at=timezone.now() - timedelta(hours=1))

    assert client.get(reverse("today")).context["due"] == []


def test_today_does_not_say_a_failed_letter_twice(client: Client, owner: User) -> None:
    interview = booked(owner, timedelta(hours=14))
    now = timezone.now()
    withdrawal = WithdrawalFactory.create(application=interview.application, interview=interview, now=now)
    warn_user(withdrawal, "Your letter was not sent.", now=now - timedelta(minutes=1))

    context = client.get(reverse("today")).context

    assert context["due"] == []
    assert context["untold"] == [withdrawal]


def test_today_asks_whether_a_past_interview_happened(client: Client, owner: User) -> None:
    interview = booked(owner, timedelta(hours=-3))

    assert "Did it happen?" in today(client)
    client.post(reverse("interview_status", args=[interview.pk]), {"status": "missed", "next": "/"})
    assert "Did it happen?" not in compact(today(client))


def test_today_counts_the_quiet_in_one_row(client: Client, owner: User) -> None:
    long_ago = timezone.now() - timedelta(days=40)
    for number in range(2):
        ApplicationFactory.create(owner=owner, company_name=f"Quiet {number}", now=long_ago)

    assert "2 applications went quiet" in compact(today(client))


def test_today_counts_open_applications_by_stage(client: Client, owner: User) -> None:
    applied(owner, stage=Stage.OFFER)
    ended = applied(owner, stage=Stage.OFFER)
    end_application(ended, "rejected", actor=owner, now=timezone.now())

    counts = dict(client.get(reverse("today")).context["counts"])

    assert counts == {"saved": 0, "applied": 0, "screening": 0, "interviewing": 0, "offer": 1}


def test_today_shows_one_unfinished_reflection(client: Client, owner: User) -> None:
    application = applied(owner)
    ReflectionFactory.create(application=application, lesson="Ask for the rota first.", now=timezone.now())

    assert "Ask for the rota first." in today(client)


def test_today_shows_nothing_of_somebody_else(client: Client, owner: User) -> None:
    other = UserFactory.create()
    booked(other, timedelta(hours=3), company="Secret Ltd")
    remind(other, "Secret reminder", timedelta(hours=1))

    assert "Secret" not in today(client)


def test_today_week_begins_on_the_readers_first_weekday(client: Client, owner: User) -> None:
    with time_machine.travel(NOW, tick=False):
        week = client.get(reverse("today")).context["week"]
        owner.first_weekday = User.Weekday.SUNDAY
        owner.save(update_fields=["first_weekday"])
        other_week = client.get(reverse("today")).context["week"]

    assert (f"{week[0].date:%a %d}", f"{other_week[0].date:%a %d}") == ("Mon 23", "Sun 22")
    assert [day.date.day for day in week if day.is_today] == [25]


def test_today_cost_does_not_grow_with_rows(
    client: Client, owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ApplicationFactory.create(owner=owner, stage=Stage.OFFER, outcome=Outcome.ACCEPTED, now=timezone.now())
    for rows in (1, 3):
        for number in range(rows):
            interview = booked(owner, timedelta(hours=5 + number))
            WithdrawalFactory.create(application=interview.application, interview=interview, now=timezone.now())
            booked(owner, timedelta(hours=-5 - number))
            remind(owner, "Follow up", timedelta(hours=1))
            applied(owner, next_action="Call", next_action_on=timezone.localdate())
        with django_assert_num_queries(15):
            client.get(reverse("today"), {"all": "1"})


def test_reminder_done_leaves_the_page(client: Client, owner: User) -> None:
    reminder = remind(owner, "Follow up with Northwind", timedelta(hours=1))

    response = client.post(reverse("reminder_done", args=[reminder.pk]), follow=True)

    assert "Done: Follow up with Northwind" in response.content.decode()
    assert client.get(reverse("today")).context["due"] == []


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("hour", datetime(2026, 11, 25, 20, 0, tzinfo=BERLIN)),
        ("tomorrow", datetime(2026, 11, 26, 9, 0, tzinfo=BERLIN)),
        ("week", datetime(2026, 12, 2, 9, 0, tzinfo=BERLIN)),
        ("nonsense", datetime(2026, 11, 26, 9, 0, tzinfo=BERLIN)),
    ],
)
def test_reminder_snooze_says_it_again_later(client: Client, owner: User, choice: str, expected: datetime) -> None:
    with time_machine.travel(NOW, tick=False):
        reminder = remind(owner, "Follow up", timedelta(hours=1))

        client.post(reverse("reminder_snooze", args=[reminder.pk]), {"until": choice})

    reminder.refresh_from_db()
    assert reminder.due_at == expected


def test_reminder_of_somebody_else_is_not_found(client: Client, owner: User) -> None:
    reminder = remind(UserFactory.create(), "Follow up", timedelta(hours=1))

    assert client.post(reverse("reminder_done", args=[reminder.pk])).status_code == 404
    assert client.post(reverse("reminder_snooze", args=[reminder.pk])).status_code == 404
