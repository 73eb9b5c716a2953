"""What the queries of the search mean."""

from datetime import timedelta

import pytest

from tests.factories import NOW, ApplicationFactory, CompanyFactory, ContactFactory, InterviewFactory, UserFactory
from tracker.domain.applications import archive_application, end_application, log_note, update_application
from tracker.models import Agreement, Application, Company, Contact, Event, Interview
from tracker.models.application import QUIET_AFTER
from tracker.states import InterviewStatus, Outcome, Stage

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def test_open_leaves_out_what_ended_or_was_put_away() -> None:
    owner = UserFactory()
    still_open = ApplicationFactory(owner=owner)
    ended = ApplicationFactory(owner=owner, outcome=Outcome.REJECTED)
    archived = ApplicationFactory(owner=owner)
    archive_application(archived, actor=owner, now=NOW)

    assert list(Application.objects.for_user(owner).open()) == [still_open]
    assert list(Application.objects.for_user(owner).ended()) == [ended]


@pytest.mark.parametrize("outcome", [state for state in Outcome.values if state != Outcome.OPEN])
def test_every_end_counts_as_ended(outcome: str) -> None:
    application = ApplicationFactory(outcome=outcome)

    assert list(Application.objects.ended()) == [application]
    assert not application.is_open


def test_in_stage_and_at_company_narrow() -> None:
    one = ApplicationFactory(stage=Stage.SCREENING)
    other = ApplicationFactory(owner=one.owner)

    assert list(Application.objects.in_stage(Stage.SCREENING)) == [one]
    assert list(Application.objects.at_company(other.company)) == [other]


@pytest.mark.parametrize("typed", ["Kestrel Labs", "kestrel labs", "  KESTREL   Labs ", "Kestrel Labs GmbH & Co. KG"])
def test_seen_at_finds_earlier_applications_whatever_the_case_and_the_legal_form(typed: str) -> None:
    first = ApplicationFactory(company_name="Kestrel Labs", outcome=Outcome.WITHDRAWN)
    second = ApplicationFactory(owner=first.owner, company_name="KESTREL LABS Inc.", now=NOW + MINUTE)
    ApplicationFactory(owner=first.owner, company_name="Kestrel")

    assert list(Application.objects.for_user(first.owner).seen_at(typed)) == [second, first]
    assert not Application.objects.for_user(UserFactory()).seen_at(typed).exists()
    assert not Application.objects.for_user(first.owner).seen_at("").exists()


@pytest.mark.parametrize(
    ("stored", "typed"),
    [("Straßen AG", "STRASSEN"), ("Groß & Söhne", "gross & söhne GmbH"), ("张伟", "张伟"), ("O’Neil Ltd", "O'Neil")],
)
def test_seen_at_finds_other_spellings_of_a_name(stored: str, typed: str) -> None:
    application = ApplicationFactory(company_name=stored)
    ApplicationFactory(owner=application.owner, company_name="Kestrel")

    assert list(Application.objects.for_user(application.owner).seen_at(typed)) == [application]


def test_quiet_begins_three_weeks_after_the_last_event() -> None:
    application = ApplicationFactory()
    log_note(application, "Called them.", actor=application.owner, now=NOW + timedelta(days=1))
    last = NOW + timedelta(days=1)

    assert not Application.objects.quiet(last + QUIET_AFTER).exists()
    assert list(Application.objects.quiet(last + QUIET_AFTER + MINUTE)) == [application]


def test_quiet_is_broken_by_an_interview() -> None:
    application = ApplicationFactory(stage=Stage.INTERVIEWING)
    InterviewFactory(application=application, now=NOW + timedelta(days=20))

    assert not Application.objects.quiet(NOW + QUIET_AFTER + MINUTE).exists()


@pytest.mark.parametrize("stage", [Stage.SAVED, Stage.OFFER])
def test_quiet_does_not_speak_of_what_waits_for_the_person(stage: str) -> None:
    ApplicationFactory(stage=stage)

    assert not Application.objects.quiet(NOW + 2 * QUIET_AFTER).exists()


def test_due_action_begins_on_its_day() -> None:
    application = ApplicationFactory()
    today = NOW.date()
    update_application(application, actor=application.owner, now=NOW, next_action="Call", next_action_on=today)

    assert list(Application.objects.due_action(today)) == [application]
    assert not Application.objects.due_action(today - timedelta(days=1)).exists()
    end_application(application, Outcome.REJECTED, actor=application.owner, now=NOW)
    assert not Application.objects.due_action(today).exists()


def test_lists_do_not_load_long_texts() -> None:
    ApplicationFactory(posting="long", notes="long")

    listed = Application.objects.for_lists().get()

    assert listed.get_deferred_fields() == {"notes"}
    assert Interview.objects.with_application().query.select_related


def test_interviews_are_upcoming_until_they_begin() -> None:
    interview = InterviewFactory()
    start = interview.starts_at

    assert list(Interview.objects.upcoming(start - MINUTE)) == [interview]
    assert not Interview.objects.upcoming(start).exists()


def test_interviews_ask_for_an_answer_an_hour_after_they_began() -> None:
    interview = InterviewFactory()
    asked = interview.starts_at + timedelta(hours=1)

    assert not Interview.objects.unanswered(asked - MINUTE).exists()
    assert list(Interview.objects.unanswered(asked)) == [interview]


def test_within_shows_what_is_on_and_what_comes() -> None:
    interview = InterviewFactory()
    start, span = interview.starts_at, timedelta(days=1)

    assert not Interview.objects.within(start - span - MINUTE, span).exists()
    assert list(Interview.objects.within(start - span, span)) == [interview]
    assert list(Interview.objects.within(start + timedelta(minutes=59), span)) == [interview]
    assert not Interview.objects.within(start + timedelta(hours=1), span).exists()


def test_cancelled_interviews_are_nowhere() -> None:
    interview = InterviewFactory(status=InterviewStatus.CANCELLED_BY_THEM)

    assert not Interview.objects.upcoming(NOW).exists()
    assert not Interview.objects.unanswered(interview.starts_at + timedelta(days=1)).exists()
    assert not Interview.objects.happened().exists()
    assert not Interview.objects.scheduled().exists()


def test_interview_computes_wall_time_and_end() -> None:
    interview = InterviewFactory(minutes=90)

    assert interview.ends_at - interview.starts_at == timedelta(minutes=90)
    assert interview.agreed_start.isoformat() == "2026-11-28T11:00:00+01:00"


def test_companies_are_named_whatever_the_case_and_spaces() -> None:
    company = CompanyFactory(name="Kestrel Labs")

    assert list(Company.objects.named(" kestrel  LABS ")) == [company]
    assert not Company.objects.named("Kestrel").exists()


def test_contacts_are_found_at_their_company_and_in_their_interviews() -> None:
    company = CompanyFactory()
    contact = ContactFactory(company=company)
    application = ApplicationFactory(owner=contact.owner)
    arranged = InterviewFactory(application=application, contact=contact)
    in_the_room = InterviewFactory(application=application, interviewers=[contact])
    InterviewFactory(application=application)

    assert list(Contact.objects.at_company(company)) == [contact]
    assert set(Interview.objects.with_contact(contact)) == {arranged, in_the_room}


def test_timeline_is_latest_first() -> None:
    application = ApplicationFactory()
    log_note(application, "Second", actor=application.owner, now=NOW + MINUTE)
    log_note(application, "Earlier", actor=application.owner, now=NOW + 2 * MINUTE, at=NOW - MINUTE)

    assert [event.text for event in Event.objects.timeline(application)] == ["Second", "", "Earlier"]


def test_terms_of_an_agreement_are_one_a_line() -> None:
    assert Agreement(confidential_terms=" Project Heron \n\n Bluefin\n").terms == ["Project Heron", "Bluefin"]
