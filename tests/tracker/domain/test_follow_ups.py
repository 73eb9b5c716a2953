"""Thanks and following up, suggested once an interview happened."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from accounts.errors import Conflict
from accounts.models import User
from reminders.domain.reminders import acknowledge_reminder
from reminders.models import Reminder
from tests.factories import BERLIN, ApplicationFactory, ContactFactory, InterviewFactory
from tracker.domain.applications import end_application
from tracker.domain.events import undo_event
from tracker.domain.follow_ups import add_follow_up_reminder, name_to_thank, suggest_follow_ups
from tracker.domain.interviews import set_interview_status
from tracker.models import Interview
from tracker.states import InterviewStatus, Outcome

pytestmark = pytest.mark.django_db
#: A Thursday, 10:00 to 11:00 in Berlin.
START = datetime(2026, 11, 26, 10, 0, tzinfo=BERLIN)
NOON = START + timedelta(hours=2)


def wall(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour))


@pytest.fixture
def interview(owner: User) -> Interview:
    application = ApplicationFactory.create(owner=owner, title="Data Analyst", company_name="Fernway")
    contact = ContactFactory.create(company=application.company, name="Maya Lindqvist")
    interview = InterviewFactory.create(application=application, starts_at=START, contact=contact, kind="technical")
    set_interview_status(interview, InterviewStatus.HAPPENED, actor=owner, now=NOON)
    return interview


def suggested(interview: Interview, now: datetime = NOON) -> dict[str, datetime]:
    return {one.label: one.at for one in suggest_follow_ups(interview, now=now)}


def test_thanks_the_same_day_and_a_follow_up_after_five_working_days(interview: Interview) -> None:
    assert suggested(interview) == {
        "Thank Maya": wall(date(2026, 11, 26), 17),
        "Follow up": wall(date(2026, 12, 3), 9),
    }


def test_thanks_in_the_morning_when_the_day_is_over(interview: Interview) -> None:
    assert suggested(interview, START.replace(hour=18))["Thank Maya"] == wall(date(2026, 11, 27), 9)


def test_late_answers_still_suggest_what_makes_sense(interview: Interview) -> None:
    # A Friday, two weeks later.
    assert suggested(interview, START + timedelta(days=15)) == {"Follow up": wall(date(2026, 12, 14), 9)}


@pytest.mark.parametrize("status", [InterviewStatus.SCHEDULED, InterviewStatus.MISSED])
def test_nothing_is_suggested_unless_it_happened(owner: User, interview: Interview, status: str) -> None:
    set_interview_status(interview, status, actor=owner, now=NOON)

    assert suggested(interview) == {}
    with pytest.raises(Conflict):
        add_follow_up_reminder(interview, "thank_you", now=NOON)


def test_nothing_is_suggested_for_what_has_ended_or_is_switched_off(owner: User, interview: Interview) -> None:
    owner.muted_kinds = ["thank_you"]
    interview.owner = owner
    assert set(suggested(interview)) == {"Follow up"}

    end_application(interview.application, Outcome.REJECTED, actor=owner, now=NOON)
    assert suggested(interview) == {}


def test_what_was_set_or_done_is_not_suggested_again(interview: Interview) -> None:
    reminder = add_follow_up_reminder(interview, "thank_you", now=NOON)
    assert set(suggested(interview)) == {"Follow up"}

    acknowledge_reminder(reminder, now=NOON)
    assert set(suggested(interview)) == {"Follow up"}
    with pytest.raises(Conflict):
        add_follow_up_reminder(interview, "thank_you", now=NOON)


def test_reminders_say_what_to_do_and_where(interview: Interview) -> None:
    thanks = add_follow_up_reminder(interview, "thank_you", now=NOON)
    follow_up = add_follow_up_reminder(interview, "follow_up", now=NOON)

    assert thanks.title == "Thank Maya for the technical interview at Fernway"
    assert follow_up.title == "Follow up with Fernway for Data Analyst"
    assert thanks.due_at == datetime(2026, 11, 26, 16, 0, tzinfo=UTC)
    assert thanks.url == f"/interviews/{interview.pk}/"


def test_ending_the_application_ends_them_and_undoing_brings_them_back(owner: User, interview: Interview) -> None:
    add_follow_up_reminder(interview, "follow_up", now=NOON)

    event = end_application(interview.application, Outcome.NO_RESPONSE, actor=owner, now=NOON)
    assert not Reminder.objects.filter(kind="follow_up").open().exists()
    undo_event(event, actor=owner, now=NOON)
    assert Reminder.objects.filter(kind="follow_up").open().exists()


def test_a_corrected_status_takes_them_along_and_undoing_it_brings_them_back(owner: User, interview: Interview) -> None:
    add_follow_up_reminder(interview, "thank_you", now=NOON)

    event = set_interview_status(interview, InterviewStatus.MISSED, actor=owner, now=NOON)
    assert not Reminder.objects.filter(kind="thank_you").open().exists()
    undo_event(event, actor=owner, now=NOON)
    assert Reminder.objects.filter(kind="thank_you").open().exists()


def test_undoing_that_it_happened_takes_them_along(owner: User, interview: Interview) -> None:
    add_follow_up_reminder(interview, "thank_you", now=NOON)

    undo_event(interview.events.filter(kind="interview_status").latest("pk"), actor=owner, now=NOON)

    assert not Reminder.objects.filter(kind="thank_you").open().exists()


def test_name_to_thank(owner: User) -> None:
    application = ApplicationFactory.create(owner=owner)
    interview = InterviewFactory.create(application=application)
    assert name_to_thank(interview) == ""

    interview.contact = ContactFactory.create(company=application.company, name="Hiring team", kind="panel")
    assert name_to_thank(interview) == "Hiring team"
    interview.interviewer_names = "Dr. Weber, Tom Okafor"
    assert name_to_thank(interview) == "Dr. Weber"
    interview.interviewer_names = "Dr Weber"
    assert name_to_thank(interview) == "Dr Weber"
    interview.interviewer_names = "Tom Okafor"
    assert name_to_thank(interview) == "Tom"
    interview.interviewers.add(ContactFactory.create(company=application.company, name="Priya Raman"))
    assert name_to_thank(interview) == "Priya"
