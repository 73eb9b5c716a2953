"""An application's pages, as its owner uses them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from reminders.models import Reminder
from tests.factories import AgreementFactory, ApplicationFactory, InterviewFactory, WithdrawalFactory
from tests.markup import compact
from tracker.domain.applications import log_note
from tracker.models import Application, Event
from tracker.states import EventKind, Outcome, Stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signed_in")]


def page(client: Client, name: str, *args: int, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_add_needs_only_role_and_company(client: Client, owner: User) -> None:
    response = client.post(
        reverse("application_add"), {"title": "Data Analyst", "company_name": " Fernway ", "stage": "saved"}
    )

    application = Application.objects.get(owner=owner)
    assert response["Location"] == reverse("application_detail", args=[application.pk])
    assert (application.title, application.company.name, application.stage) == ("Data Analyst", "Fernway", Stage.SAVED)


def test_add_keeps_the_posting_and_the_details(client: Client, owner: User) -> None:
    client.post(
        reverse("application_add"),
        {
            "title": "Data Analyst",
            "company_name": "Fernway",
            "stage": "applied",
            "url": "fernway.example/jobs/1",
            "posting": "We run the trains.",
            "salary_min": "70000",
            "salary_max": "80000",
            "currency": "eur",
            "period": "year",
            "tag_names": "python, four-day week",
            "source_name": "A fair",
        },
    )

    application = Application.objects.get(owner=owner)
    assert application.posting == "We run the trains."
    assert application.url == "https://fernway.example/jobs/1"
    assert application.source is not None
    assert application.source.name == "A fair"
    assert sorted(tag.name for tag in application.tags.all()) == ["four-day week", "python"]
    assert "€70,000 to 80,000 a year" in page(client, "application_detail", application.pk)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": ""}, "This field is required."),
        ({"salary_min": "9", "salary_max": "8"}, "The upper amount is below the lower one."),
        ({"currency": "euro"}, "has at most 3 characters"),
        ({"currency": "e1"}, "Three letters, such as EUR."),
        ({"tag_names": "x" * 41}, "A tag has 40 letters at most."),
    ],
)
def test_add_says_what_is_wrong_beside_the_field(
    client: Client, owner: User, fields: dict[str, str], words: str
) -> None:
    data = {"title": "Data Analyst", "company_name": "Fernway", "stage": "saved", **fields}

    response = client.post(reverse("application_add"), data)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Application.objects.exists()


def test_add_says_that_one_applied_there_before_and_adds_it_all_the_same(client: Client, owner: User) -> None:
    ApplicationFactory.create(owner=owner, title="QA Engineer", company_name="Fernway", outcome=Outcome.REJECTED)

    response = client.post(
        reverse("application_add"), {"title": "Data Analyst", "company_name": "fernway", "stage": "saved"}, follow=True
    )

    assert "You applied there before: QA Engineer (rejected)." in response.content.decode()
    assert Application.objects.filter(owner=owner).count() == 2


def test_lookup_offers_own_companies_and_what_happened_there(client: Client, owner: User) -> None:
    ApplicationFactory.create(owner=owner, title="QA Engineer", company_name="Fernway")
    ApplicationFactory.create(company_name="Fernway Secret")

    content = page(client, "company_lookup", company_name="fernway")

    assert '<option value="Fernway">' in content
    assert "You applied there before" in content
    assert "Secret" not in content


def test_lookup_of_nothing_offers_nothing(client: Client, owner: User) -> None:
    ApplicationFactory.create(owner=owner)

    content = page(client, "company_lookup", company_name=" ")

    assert "<option" not in content
    assert "before" not in content


def test_add_from_a_company_fills_it_in(client: Client, owner: User) -> None:
    company = ApplicationFactory.create(owner=owner, company_name="Fernway").company

    assert 'value="Fernway"' in page(client, "application_add", company=str(company.pk))
    assert page(client, "application_add", company="nonsense")


def test_detail_shows_the_whole_record(client: Client, owner: User) -> None:
    application = ApplicationFactory.create(
        owner=owner, title="Data Analyst", company_name="Fernway", notes="Strong **team**", posting="We run trains."
    )
    InterviewFactory.create(application=application, kind="technical", interviewer_names="Tom Okafor")
    AgreementFactory.create(application=application)
    log_note(application, "Range <b>confirmed</b>", actor=owner, now=timezone.now())

    content = page(client, "application_detail", application.pk)

    for words in (
        "Data Analyst",
        "Fernway",
        "<strong>team</strong>",
        "We run trains.",
        "Technical interview",
        "Tom Okafor",
    ):
        assert words in content
    assert "1 confidential term<" in compact(content)
    assert "Range &lt;b&gt;confirmed&lt;/b&gt;" in content


def test_detail_cost_does_not_grow_with_rows(
    client: Client, owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    application = ApplicationFactory.create(owner=owner)
    for rows in (1, 3):
        while application.interviews.count() < rows:
            InterviewFactory.create(application=application)
            AgreementFactory.create(application=application)
        with django_assert_num_queries(14):
            client.get(reverse("application_detail", args=[application.pk]))


def test_detail_shows_the_latest_events_and_all_when_asked(client: Client, owner: User) -> None:
    application = ApplicationFactory.create(owner=owner)
    for number in range(40):
        log_note(application, f"note {number}.", actor=owner, now=timezone.now() + timedelta(minutes=number))

    assert "note 9." not in compact(page(client, "application_detail", application.pk))
    assert "note 9." in page(client, "application_detail", application.pk, all="1")


def test_move_says_so_and_offers_undo(client: Client, owner: User) -> None:
    application = ApplicationFactory.create(owner=owner)

    response = client.post(reverse("application_move", args=[application.pk]), {"stage": "screening"}, follow=True)

    event = Event.objects.get(application=application, kind=EventKind.STAGE)
    content = response.content.decode()
    assert "Moved to Screening." in content
    assert reverse("event_undo", args=[event.pk]) in content
    client.post(reverse("event_undo", args=[event.pk]))
    application.refresh_from_db()
    assert application.stage == Stage.APPLIED


def test_move_by_the_board_stays_and_tells_by_a_toast(client: Client, owner: User) -> None:
    application = ApplicationFactory.create(owner=owner)
    url = reverse("application_move", args=[application.pk])

    moved = client.post(url, {"stage": "offer"}, headers={"HX-Request": "true"})
    client.post(reverse("application_end", args=[application.pk]), {"outcome": "accepted"})
    refused = client.post(url, {"stage": "saved"}, headers={"HX-Request": "true"})

    assert (moved.status_code, refused.status_code) == (204, 409)
    assert "Moved to Offer." in moved["HX-Trigger"]
    assert "Reopen it first." in refused["HX-Trigger"]


def test_move_to_no_stage_is_refused(client: Client, owner: User) -> None:
    application = ApplicationFactory.create(owner=owner)

    response = client.post(reverse("application_move", args=[application.pk]), {"stage": "nowhere"}, follow=True)

    assert "There is no such stage." in response.content.decode()


def test_end_and_reopen_keep_the_stage(client: Client, owner: User) -> None:
    application = ApplicationFactory.create(owner=owner, stage=Stage.INTERVIEWING)

    ended = client.post(reverse("application_end", args=[application.pk]), {"outcome": "rejected"}, follow=True)
    application.refresh_from_db()
    assert "Rejected" in ended.content.decode()
    assert (application.outcome, application.stage) == (Outcome.REJECTED, Stage.INTERVIEWING)

    client.post(reverse("application_reopen", args=[application.pk]))
    application.refresh_from_db()
    assert application.is_open


def test_end_offers_acceptance_only_with_an_offer(client: Client, owner: User) -> None:
    early = ApplicationFactory.create(owner=owner)
    late = ApplicationFactory.create(owner=owner, stage=Stage.OFFER)

    assert 'value="accepted"' not in page(client, "application_detail", early.pk)
    assert 'value="accepted"' in page(client, "application_detail", late.pk)


def test_archive_leaves_the_list_and_comes_back(client: Client, owner: User) -> None:
    application = ApplicationFactory.create(owner=owner, title="Data Analyst")

    client.post(reverse("application_archive", args=[application.pk]))
    assert "Data Analyst" not in compact(page(client, "application_list"))
    assert "In the archive since" in page(client, "application_detail", application.pk)

    client.post(reverse("application_unarchive", args=[application.pk]))
    assert "Data Analyst" in page(client, "application_list")


def test_note_is_put_on_the_timeline_and_an_empty_one_is_not(client: Client, owner: User) -> None:
    application = ApplicationFactory.create(owner=owner)
    url = reverse("application_note", args=[application.pk])

    client.post(url, {"text": "They *called*."})
    empty = client.post(url, {"text": "  "}, follow=True)

    assert "They <em>called</em>." in page(client, "application_detail", application.pk)
    assert "The note is empty." in empty.content.decode()


def test_next_step_is_set_done_and_undone(client: Client, owner: User) -> None:
    application = ApplicationFactory.create(owner=owner)
    today = timezone.localdate()
    client.post(
        reverse("application_next_action", args=[application.pk]),
        {"next_action": "Call Maya", "next_action_on": today.isoformat()},
    )

    done = client.post(reverse("application_action_done", args=[application.pk]), follow=True)
    application.refresh_from_db()
    assert "Done: Call Maya." in done.content.decode()
    assert (application.next_action, application.next_action_on) == ("", None)

    event = Event.objects.filter(application=application, kind=EventKind.EDITED).latest("pk")
    client.post(reverse("event_undo", args=[event.pk]))
    application.refresh_from_db()
    assert (application.next_action, application.next_action_on) == ("Call Maya", today)


def test_next_step_without_words_is_refused(client: Client, owner: User) -> None:
    application = ApplicationFactory.create(owner=owner)

    response = client.post(reverse("application_next_action", args=[application.pk]), {"next_action": ""}, follow=True)

    assert "A next step needs a few words" in response.content.decode()


def test_edit_writes_details_and_tags(client: Client, owner: User) -> None:
    application = ApplicationFactory.create(owner=owner, title="Data Analyst", company_name="Fernway")
    assert 'value="Data Analyst"' in page(client, "application_edit", application.pk)

    client.post(
        reverse("application_edit", args=[application.pk]),
        {"title": "Senior Analyst", "company_name": "Fernway", "location": "Berlin", "tag_names": "sql"},
    )

    application.refresh_from_db()
    assert (application.title, application.location) == ("Senior Analyst", "Berlin")
    assert [tag.name for tag in application.tags.all()] == ["sql"]


def test_delete_lists_what_goes_before_it_goes(client: Client, owner: User) -> None:
    application = ApplicationFactory.create(owner=owner)
    interview = InterviewFactory.create(application=application)
    WithdrawalFactory.create(application=application, interview=interview)

    open_ones = Reminder.objects.for_user(owner).open().count()
    assert open_ones > 1

    asked = page(client, "application_delete", application.pk)
    assert Application.objects.filter(pk=application.pk).exists()
    for words in ("1 interview<", "1 withdrawal<", "1 letter<", " entries in its timeline<", f"{open_ones} reminders<"):
        assert words in asked

    client.post(reverse("application_delete", args=[application.pk]))
    assert not Application.objects.filter(pk=application.pk).exists()


def test_undo_is_offered_only_where_nothing_was_written_over(client: Client, owner: User) -> None:
    application = ApplicationFactory.create(owner=owner)
    for stage in ("screening", "interviewing"):
        client.post(reverse("application_move", args=[application.pk]), {"stage": stage})
    first, second = Event.objects.filter(application=application, kind=EventKind.STAGE).order_by("pk")

    content = page(client, "application_detail", application.pk, all="1").split('id="timeline"')[1].split("toast")[0]

    assert reverse("event_undo", args=[second.pk]) in content
    assert reverse("event_undo", args=[first.pk]) not in content


def test_agreement_is_added_with_its_terms_and_removed(client: Client, owner: User) -> None:
    application = ApplicationFactory.create(owner=owner)
    client.post(
        reverse("agreement_add", args=[application.pk]),
        {"kind": "nda", "signed_on": "2026-11-03", "confidential_terms": "Project Heron\nthe launch"},
    )

    agreement = application.agreements.get()
    assert agreement.terms == ["Project Heron", "the launch"]
    client.post(reverse("agreement_delete", args=[agreement.pk]))
    assert not application.agreements.exists()
