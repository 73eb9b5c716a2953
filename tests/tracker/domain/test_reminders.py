"""Reminders that follow dates, and those a person asks for."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from accounts.errors import DomainError
from accounts.models import User
from reminders.domain.reminders import acknowledge_reminder
from reminders.models import Delivery, Reminder
from reminders.states import LIVE_STATES
from tests.factories import BERLIN, NOW, ApplicationFactory, InterviewFactory
from tracker.domain.applications import (
    archive_application,
    end_application,
    unarchive_application,
    update_application,
)
from tracker.domain.events import undo_event
from tracker.domain.interviews import set_interview_status
from tracker.domain.reminders import add_own_reminder, update_date_reminders
from tracker.domain.stages import change_stage, reopen_application
from tracker.models import Application, Interview
from tracker.states import InterviewStatus, Outcome, Stage

pytestmark = pytest.mark.django_db
CLOSES = date(2026, 12, 10)
#: A wall time of the person, without a zone.
HALF_PAST_EIGHT = datetime.combine(date(2026, 12, 1), time(8, 30))
OVER = datetime.combine(NOW.date(), time(9, 59))
DAY_BEFORE = datetime(2026, 12, 9, 9, 0, tzinfo=BERLIN)


@pytest.fixture
def saved(owner: User) -> Application:
    return ApplicationFactory.create(owner=owner, stage=Stage.SAVED, closes_on=CLOSES, company_name="Fernway")


def open_of(application: Application, kind: str = "closing_date") -> list[datetime]:
    """When the open reminders of a kind are due; each has its live deliveries."""
    rows = Reminder.objects.about(f"application:{application.pk}").filter(kind=kind).open()
    for row in rows:
        assert Delivery.objects.filter(reminder=row, state__in=LIVE_STATES).exists()
    return [row.due_at for row in rows]


def test_closing_date_reminds_at_nine_the_day_before(saved: Application) -> None:
    assert open_of(saved) == [DAY_BEFORE]
    reminder = Reminder.objects.get(kind="closing_date")
    assert reminder.title == f"Closes tomorrow: {saved.title} at Fernway"
    assert reminder.url == f"/applications/{saved.pk}/"


def test_closing_date_moves_and_goes_with_its_reminder(owner: User, saved: Application) -> None:
    update_application(saved, actor=owner, now=NOW, closes_on=CLOSES + timedelta(days=7))
    assert open_of(saved) == [DAY_BEFORE + timedelta(days=7)]

    update_application(saved, actor=owner, now=NOW, closes_on=None)
    assert open_of(saved) == []
    assert Delivery.objects.filter(state__in=LIVE_STATES).count() == 0


def test_undoing_an_edit_brings_the_reminder_back(owner: User, saved: Application) -> None:
    update_application(saved, actor=owner, now=NOW, closes_on=CLOSES + timedelta(days=7))

    undo_event(saved.events.latest("pk"), actor=owner, now=NOW)

    assert open_of(saved) == [DAY_BEFORE]


def test_closing_date_says_nothing_once_one_applied(owner: User, saved: Application) -> None:
    event = change_stage(saved, Stage.APPLIED, actor=owner, now=NOW)
    assert open_of(saved) == []

    assert event is not None
    undo_event(event, actor=owner, now=NOW)
    assert open_of(saved) == [DAY_BEFORE]


def test_closing_date_that_leaves_no_time_reminds_of_nothing(owner: User) -> None:
    for days in (-1, 0, 1):
        closes_on = NOW.date() + timedelta(days=days)
        application = ApplicationFactory.create(owner=owner, stage=Stage.SAVED, closes_on=closes_on)
        assert open_of(application) == []


def test_closing_date_that_was_acknowledged_is_not_said_again(owner: User, saved: Application) -> None:
    acknowledge_reminder(Reminder.objects.get(kind="closing_date"), now=NOW)

    update_application(saved, actor=owner, now=NOW, next_action="Write", next_action_on=CLOSES)

    assert open_of(saved) == []


def test_ended_and_reopened_application_reminds_anew(owner: User, saved: Application) -> None:
    end_application(saved, Outcome.REJECTED, actor=owner, now=NOW)
    assert open_of(saved) == []

    reopen_application(saved, actor=owner, now=NOW)
    assert open_of(saved) == [DAY_BEFORE]


def test_archived_application_is_silent(owner: User, saved: Application) -> None:
    archive_application(saved, actor=owner, now=NOW)
    assert open_of(saved) == []

    unarchive_application(saved, actor=owner, now=NOW)
    assert open_of(saved) == [DAY_BEFORE]


def test_next_step_reminds_only_if_asked_and_then_follows_its_day(owner: User, saved: Application) -> None:
    first, second = date(2026, 11, 30), date(2026, 12, 1)
    update_application(saved, actor=owner, now=NOW, next_action="Call Maya", next_action_on=first)
    assert open_of(saved, "next_action") == []

    update_date_reminders(saved, now=NOW, add_next_action=True)
    assert open_of(saved, "next_action") == [datetime.combine(first, owner.work_start, BERLIN)]
    update_application(saved, actor=owner, now=NOW, next_action_on=second)
    assert open_of(saved, "next_action") == [datetime.combine(second, owner.work_start, BERLIN)]
    update_application(saved, actor=owner, now=NOW, next_action="", next_action_on=None)
    assert open_of(saved, "next_action") == []
    undo_event(saved.events.latest("pk"), actor=owner, now=NOW)
    assert open_of(saved, "next_action") == [datetime.combine(second, owner.work_start, BERLIN)]


def test_own_reminder_comes_at_the_wall_time_of_the_person(owner: User, saved: Application) -> None:
    reminder = add_own_reminder(saved, title="  Ask about\nthe visa ", at=HALF_PAST_EIGHT, now=NOW)

    assert reminder.title == "Ask about the visa"
    assert reminder.due_at == datetime(2026, 12, 1, 7, 30, tzinfo=UTC)
    assert reminder.body == f"Fernway · {saved.title}"


@pytest.mark.parametrize(("title", "at"), [(" ", HALF_PAST_EIGHT), ("Call", OVER)])
def test_own_reminder_needs_words_and_a_time_to_come(saved: Application, title: str, at: datetime) -> None:
    with pytest.raises(DomainError):
        add_own_reminder(saved, title=title, at=at, now=NOW)

    assert not Reminder.objects.filter(kind="own").exists()


@pytest.fixture
def interview(saved: Application) -> Interview:
    return InterviewFactory.create(application=saved)


@pytest.mark.parametrize(
    ("status", "kept"),
    [(InterviewStatus.HAPPENED, ["own"]), (InterviewStatus.MISSED, ["own"]), (InterviewStatus.CANCELLED_BY_THEM, [])],
)
def test_own_reminder_of_an_interview_ends_only_with_a_cancelled_one(
    owner: User, interview: Interview, status: str, kept: list[str]
) -> None:
    add_own_reminder(interview, title="Ask about the visa", at=HALF_PAST_EIGHT, now=NOW)

    set_interview_status(interview, status, actor=owner, now=NOW)

    rows = Reminder.objects.about(f"interview:{interview.pk}").open()
    assert [row.kind for row in rows] == kept
