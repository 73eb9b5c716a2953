"""An interview's pages, as its owner uses them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from reminders.models import Reminder
from tests.factories import ApplicationFactory, ContactFactory, InterviewFactory, WithdrawalFactory
from tests.markup import compact
from tracker.domain.applications import update_application
from tracker.models import Application, Interview
from tracker.states import InterviewStatus

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signed_in")]
NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture
def application(owner: User) -> Application:
    return ApplicationFactory.create(owner=owner, title="Data Analyst", company_name="Fernway", now=timezone.now())


def booked(application: Application, start: timedelta, **details: object) -> Interview:
    now = timezone.now()
    return InterviewFactory.create(application=application, now=now, starts_at=now + start, **details)


def page(client: Client, name: str, *args: int) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


def form(**fields: object) -> dict[str, object]:
    return {
        "date": "2027-02-03",
        "time": "10:00",
        "time_zone": "Europe/Berlin",
        "kind": "video",
        "round": 1,
        "minutes": 60,
        **fields,
    }


def test_add_keeps_the_wall_time_of_its_zone(client: Client, application: Application) -> None:
    client.post(reverse("interview_add", args=[application.pk]), form(time_zone="America/New_York"))

    interview = application.interviews.get()
    assert interview.starts_at == datetime(2027, 2, 3, 15, 0, tzinfo=UTC)
    assert interview.agreed_start.hour == 10


def test_add_starts_with_the_readers_zone(client: Client, application: Application) -> None:
    content = page(client, "interview_add", application.pk)

    assert '<option value="Europe/Berlin" selected>' in content
    assert 'name="round" value="1"' in content
    assert "Your own clock" not in compact(content)


def test_add_goes_on_where_the_last_round_was(client: Client, application: Application) -> None:
    maya, ida = (ContactFactory.create(company=application.company, name=name) for name in ("Maya Chen", "Ida Moe"))
    booked(application, timedelta(days=2), round=1, contact=ida)
    booked(application, timedelta(days=1), round=2, contact=maya, time_zone=NEW_YORK, link="https://meet.example/2")

    content = page(client, "interview_add", application.pk)

    assert '<option value="America/New_York" selected>' in content
    assert "As in round 2. Your own clock is that of Berlin." in content
    assert 'name="round" value="3"' in content
    assert f'<option value="{maya.pk}" selected>' in content
    assert "https://meet.example/2" not in content


def test_add_says_nothing_of_a_zone_that_is_the_readers_own(client: Client, application: Application) -> None:
    booked(application, timedelta(days=1))

    assert "Your own clock" not in compact(page(client, "interview_add", application.pk))


def test_add_notes_somebody_new_with_the_company(client: Client, application: Application) -> None:
    client.post(
        reverse("interview_add", args=[application.pk]),
        form(contact_name="Maya Lindqvist", contact_email="maya@fernway.example", contact_phone="+46 8 555"),
    )

    contact = application.interviews.get().contact
    assert contact is not None
    assert (contact.name, contact.email, contact.company) == (
        "Maya Lindqvist",
        "maya@fernway.example",
        application.company,
    )


def test_add_asks_whose_address_it_is(client: Client, application: Application) -> None:
    response = client.post(reverse("interview_add", args=[application.pk]), form(contact_email="maya@fernway.example"))

    assert response.status_code == 422
    assert "Whose is it?" in response.content.decode()


def test_add_offers_no_contact_of_another_company(client: Client, application: Application) -> None:
    other = ContactFactory.create(company__owner=application.owner)

    response = client.post(reverse("interview_add", args=[application.pk]), form(contact=other.pk))

    assert response.status_code == 422
    assert not application.interviews.exists()


def test_add_asks_which_of_two_when_the_hour_comes_twice(client: Client, application: Application) -> None:
    url = reverse("interview_add", args=[application.pk])
    data = form(date="2027-10-31", time="02:30")

    asked = client.post(url, data)
    assert asked.status_code == 422
    assert "02:30 comes twice there" in asked.content.decode()
    assert not application.interviews.exists()

    client.post(url, {**data, "fold": "1"})
    assert application.interviews.get().starts_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


def test_add_asks_what_is_meant_when_the_hour_is_skipped(client: Client, application: Application) -> None:
    url = reverse("interview_add", args=[application.pk])
    data = form(date="2027-03-28", time="02:30")

    asked = client.post(url, data).content.decode()
    assert "02:30 is skipped there" in asked
    assert "03:30 CEST" in asked

    client.post(url, {**data, "fold": "0"})
    assert application.interviews.get().agreed_start.strftime("%H:%M") == "03:30"


def test_add_to_an_ended_application_says_why_not(client: Client, owner: User) -> None:
    ended = ApplicationFactory.create(owner=owner, outcome="rejected")

    response = client.post(reverse("interview_add", args=[ended.pk]), form())

    assert response.status_code == 422
    assert "Reopen it first." in response.content.decode()


def _reminders(client: Client, interview: Interview) -> list[Reminder]:
    shown: list[Reminder] = client.get(reverse("interview_detail", args=[interview.pk])).context["reminders"]
    return shown


def test_detail_shows_both_clocks_people_and_reminders(client: Client, application: Application) -> None:
    contact = ContactFactory.create(company=application.company, name="Maya Lindqvist", email="maya@fernway.example")
    interview = booked(application, timedelta(days=3), time_zone=NEW_YORK, contact=contact, kind="technical")

    content = page(client, "interview_detail", interview.pk)

    assert "Technical interview with Fernway" in content
    assert "New York, as agreed" in content
    assert 'href="tel:+442079460000"' in content
    assert 'href="mailto:maya@fernway.example"' in content
    assert [reminder.kind for reminder in _reminders(client, interview)] == ["interview_day", "interview_hour"]
    with time_machine.travel(interview.starts_at - timedelta(hours=2), tick=False):
        assert [reminder.kind for reminder in _reminders(client, interview)] == ["interview_hour"]
    assert "Withdraw" in content


@pytest.mark.parametrize(
    ("start", "primary"),
    [
        (timedelta(days=2), "Prepare"),
        (timedelta(minutes=29), "Join"),
        (timedelta(minutes=-20), "Join"),
        (timedelta(hours=-2), "How did it go?"),
    ],
)
def test_detail_primary_button_follows_the_clock(
    client: Client, application: Application, start: timedelta, primary: str
) -> None:
    interview = booked(application, start, link="https://meet.example/1")

    head = page(client, "interview_detail", interview.pk).split("page-actions")[1].split("</header>")[0]

    assert head.count("btn-primary") == 1
    assert primary in head.split("btn-primary")[1]


def test_detail_while_withdrawing_says_who_was_not_told(client: Client, application: Application) -> None:
    interview = booked(application, timedelta(days=2))
    WithdrawalFactory.create(application=application, interview=interview, now=timezone.now())

    content = page(client, "interview_detail", interview.pk)
    head = content.split("page-actions")[1].split("</header>")[0]

    assert "Fernway hasn&#x27;t been told." in content or "Fernway hasn't been told." in content
    assert head.count("btn-primary") == 1
    assert "Finish withdrawing" in head


def test_detail_cost_does_not_grow_with_rows(
    client: Client, application: Application, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    interview = booked(application, timedelta(days=2))
    for rows in (1, 3):
        while interview.interviewers.count() < rows:
            interview.interviewers.add(ContactFactory.create(company=application.company))
            booked(application, timedelta(days=-rows), debrief="Went well.")
        with django_assert_num_queries(12):
            client.get(reverse("interview_detail", args=[interview.pk]))


def test_reschedule_moves_it_and_offers_undo(client: Client, application: Application) -> None:
    interview = booked(application, timedelta(days=2))
    before = interview.starts_at

    response = client.post(
        reverse("interview_reschedule", args=[interview.pk]),
        {"date": "2027-02-03", "time": "10:00", "time_zone": "Europe/Berlin", "by_them": "yes"},
        follow=True,
    )

    interview.refresh_from_db()
    assert interview.starts_at == datetime(2027, 2, 3, 9, 0, tzinfo=UTC)
    assert "moved by them" in response.content.decode()
    event = interview.events.latest("pk")
    client.post(reverse("event_undo", args=[event.pk]))
    interview.refresh_from_db()
    assert interview.starts_at == before


@pytest.mark.parametrize("status", ["happened", "missed", "cancelled_by_me", "cancelled_by_them"])
def test_status_says_what_became_of_it(client: Client, application: Application, status: str) -> None:
    interview = booked(application, timedelta(hours=-3))

    client.post(reverse("interview_status", args=[interview.pk]), {"status": status})

    interview.refresh_from_db()
    assert interview.status == status


def test_status_that_is_none_is_refused(client: Client, application: Application) -> None:
    interview = booked(application, timedelta(hours=-3))

    response = client.post(reverse("interview_status", args=[interview.pk]), {"status": "nonsense"}, follow=True)

    interview.refresh_from_db()
    assert response.status_code == 200
    assert interview.status == InterviewStatus.SCHEDULED


def test_prep_and_debrief_are_kept_with_and_without_scripts(client: Client, application: Application) -> None:
    interview = booked(application, timedelta(hours=-3))

    saved = client.post(
        reverse("interview_prep", args=[interview.pk]), {"prep": "Ask about on-call."}, headers={"HX-Request": "true"}
    )
    client.post(reverse("interview_debrief", args=[interview.pk]), {"debrief": "They were kind."})

    interview.refresh_from_db()
    assert saved.status_code == 204
    assert (interview.prep, interview.debrief) == ("Ask about on-call.", "They were kind.")


def test_edit_keeps_the_time_and_writes_the_rest(client: Client, application: Application) -> None:
    interview = booked(application, timedelta(days=2))
    before = interview.starts_at

    client.post(
        reverse("interview_edit", args=[interview.pk]),
        {"kind": "panel", "round": 2, "minutes": 90, "place": "Room 4", "interviewer_names": "Tom, Priya"},
    )

    interview.refresh_from_db()
    assert (interview.kind, interview.minutes, interview.place) == ("panel", 90, "Room 4")
    assert interview.starts_at == before


def test_delete_asks_first(client: Client, application: Application) -> None:
    interview = booked(application, timedelta(days=2))

    assert "Remove this interview?" in page(client, "interview_delete", interview.pk)
    client.post(reverse("interview_delete", args=[interview.pk]))

    assert not Interview.objects.filter(pk=interview.pk).exists()


def test_notes_of_the_application_are_at_hand_before_the_interview(client: Client, application: Application) -> None:
    update_application(application, actor=application.owner, now=timezone.now(), notes="Ask about the **rota**")
    interview = booked(application, timedelta(days=2))

    assert "Ask about the <strong>rota</strong>" in page(client, "interview_detail", interview.pk)
