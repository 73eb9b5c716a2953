"""Reminders on the pages of an application and an interview."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from reminders.models import Reminder
from tests.factories import BERLIN, ApplicationFactory, ContactFactory, InterviewFactory
from tests.markup import compact
from tracker.domain.applications import end_application
from tracker.domain.interviews import set_interview_status
from tracker.models import Application, Interview
from tracker.states import InterviewStatus, Outcome

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signed_in")]


@pytest.fixture
def application(owner: User) -> Application:
    return ApplicationFactory.create(owner=owner, company_name="Fernway", now=timezone.now())


@pytest.fixture
def happened(owner: User, application: Application) -> Interview:
    now = timezone.now()
    contact = ContactFactory.create(company=application.company, name="Maya Lindqvist")
    interview = InterviewFactory.create(
        application=application, contact=contact, now=now, starts_at=now - timedelta(hours=3)
    )
    set_interview_status(interview, InterviewStatus.HAPPENED, actor=owner, now=now)
    return interview


def post(client: Client, name: str, pk: int, **fields: str) -> Any:
    return client.post(reverse(name, args=[pk]), fields, follow=True)


def said(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


@pytest.mark.parametrize("subject", ["application", "interview"])
def test_own_reminder_is_set_listed_done_and_deleted(
    client: Client, application: Application, happened: Interview, subject: str
) -> None:
    pk = application.pk if subject == "application" else happened.pk
    response = post(client, f"{subject}_remind", pk, title="Ask about the visa", date="2030-03-01", time="08:30")

    reminder = Reminder.objects.get(kind="own")
    assert reminder.due_at == datetime(2030, 3, 1, 8, 30, tzinfo=BERLIN)
    assert said(response) == "You will be reminded on Fri 1 Mar 2030 at 08:30: Ask about the visa"
    assert "Done: Ask about the visa" in response.content.decode()

    response = post(client, "reminder_delete", reminder.pk, next=reverse(f"{subject}_detail", args=[pk]))
    assert "Done: Ask about the visa" not in compact(response.content.decode())
    response = post(client, "reminder_restore", reminder.pk, next=reverse(f"{subject}_detail", args=[pk]))
    assert "Done: Ask about the visa" in response.content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": "", "date": "2030-03-01", "time": "08:30"}, "A reminder needs"),
        ({"title": "Call", "date": "2030-02-31", "time": "08:30"}, "A reminder needs"),
        ({"title": "Call", "date": "2020-03-01", "time": "08:30"}, "That time is over."),
    ],
)
def test_own_reminder_that_cannot_be_is_not_set(
    client: Client, application: Application, fields: dict[str, str], words: str
) -> None:
    assert words in said(post(client, "application_remind", application.pk, **fields))
    assert not Reminder.objects.filter(kind="own").exists()


def test_own_reminder_is_offered_for_the_next_morning(client: Client, owner: User, application: Application) -> None:
    form = client.get(reverse("application_detail", args=[application.pk])).context["remind_form"]

    tomorrow = timezone.localdate(timezone=owner.time_zone) + timedelta(days=1)
    assert (form["date"].value(), form["time"].value()) == (tomorrow, owner.work_start)


def test_next_step_reminds_when_its_box_is_ticked(client: Client, application: Application) -> None:
    fields = {"next_action": "Call Maya", "next_action_on": "2030-03-01"}
    post(client, "application_next_action", application.pk, **fields)
    assert not Reminder.objects.filter(kind="next_action").exists()

    response = post(client, "application_next_action", application.pk, **fields, remind="on")
    assert Reminder.objects.open().get(kind="next_action").due_at.astimezone(BERLIN).date() == date(2030, 3, 1)
    assert response.context["next_action_form"]["remind"].value() is True

    post(client, "application_next_action", application.pk, **fields)
    assert not Reminder.objects.open().filter(kind="next_action").exists()


def test_next_step_without_a_day_cannot_remind(client: Client, application: Application) -> None:
    assert "a real day" in said(post(client, "application_next_action", application.pk, next_action="x", remind="on"))


def test_after_an_interview_two_presses_set_thanks_and_a_follow_up(client: Client, happened: Interview) -> None:
    content = client.get(reverse("interview_detail", args=[happened.pk])).content.decode()
    assert "Thank Maya" in content
    assert "Follow up" in content

    assert "Thank Maya for the video interview at Fernway" in said(post(client, "interview_thank", happened.pk))
    assert "Follow up with Fernway" in said(post(client, "interview_follow_up", happened.pk))

    response = post(client, "interview_thank", happened.pk)
    assert "This is set already" in said(response)
    assert response.context["suggestions"] == []
    assert Reminder.objects.filter(kind__in=["thank_you", "follow_up"]).count() == 2


def test_answering_on_today_leads_to_the_suggestions(client: Client, application: Application) -> None:
    now = timezone.now()
    interview = InterviewFactory.create(application=application, now=now, starts_at=now - timedelta(hours=3))

    response = post(client, "interview_status", interview.pk, status="happened")

    assert response.redirect_chain[-1][0].endswith("#afterwards")
    assert "Thank Fernway" in response.content.decode()
    assert '<section class="card card-accent" id="afterwards">' in response.content.decode()


def test_nothing_is_suggested_for_an_ended_application(client: Client, owner: User, happened: Interview) -> None:
    end_application(happened.application, Outcome.REJECTED, actor=owner, now=timezone.now())

    response = client.get(reverse("interview_detail", args=[happened.pk]))

    assert response.context["suggestions"] == []
    assert '<h2 id="afterwards">How did it go?</h2>' in response.content.decode()
    assert "This is set already, or" in said(post(client, "interview_thank", happened.pk))


def test_pages_with_reminders_cost_no_more_with_more_of_them(
    client: Client, application: Application, happened: Interview, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for rows in (1, 3):
        while Reminder.objects.filter(kind="own").count() < rows:
            for subject in ("application", "interview"):
                pk = application.pk if subject == "application" else happened.pk
                post(client, f"{subject}_remind", pk, title="Call", date="2030-03-01", time="08:30")
        with django_assert_num_queries(15):
            client.get(reverse("application_detail", args=[application.pk]))
        with django_assert_num_queries(14):
            client.get(reverse("interview_detail", args=[happened.pk]))
