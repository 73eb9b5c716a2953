"""Interviews: what adding, moving, ending and deleting one does to the application and to the reminders."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.errors import Conflict
from reminders.models import Delivery, Reminder
from tests.factories import BERLIN, NOW, ApplicationFactory, ContactFactory, InterviewFactory
from tracker.domain.applications import end_application
from tracker.domain.interviews import (
    add_interview,
    delete_interview,
    reschedule_interview,
    set_interview_status,
    update_interview,
)
from tracker.models import Application, Event, Interview
from tracker.states import EventKind, InterviewKind, InterviewStatus, Outcome, Stage

pytestmark = pytest.mark.django_db

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LATER = NOW + HOUR


def reminded() -> dict[str, datetime]:
    """When the person will be reminded of an interview, by kind."""
    return dict(Reminder.objects.open().values_list("kind", "due_at"))


def move(interview: Interview, starts_at: datetime, *, now: datetime = LATER) -> Event:
    return reschedule_interview(
        interview, starts_at=starts_at, time_zone=BERLIN, by_them=True, actor=interview.owner, now=now
    )


def test_interview_is_reminded_of_a_day_and_an_hour_before() -> None:
    interview = InterviewFactory()

    start = interview.starts_at
    assert reminded() == {"interview_day": start - DAY, "interview_hour": start - HOUR}
    assert Delivery.objects.about(f"interview:{interview.pk}").live().count() == 4  # in the app and by e-mail


def test_interview_at_short_notice_is_reminded_of_where_there_is_time() -> None:
    interview = InterviewFactory(starts_at=NOW + 5 * HOUR)

    assert reminded() == {"interview_hour": interview.starts_at - HOUR}


def test_reminder_for_which_there_was_no_time_comes_after_all_when_the_interview_moves_away() -> None:
    interview = InterviewFactory(starts_at=NOW + 5 * HOUR)
    start = NOW + 4 * DAY

    move(interview, start)

    assert reminded() == {"interview_day": start - DAY, "interview_hour": start - HOUR}


def test_past_interview_is_not_reminded_of() -> None:
    InterviewFactory(starts_at=NOW - DAY)

    assert not Reminder.objects.exists()


def test_past_interview_that_gets_a_new_date_is_reminded_of() -> None:
    interview = InterviewFactory(starts_at=NOW - DAY)
    start = NOW + 3 * DAY

    move(interview, start)

    assert reminded() == {"interview_day": start - DAY, "interview_hour": start - HOUR}


def test_reminders_follow_every_move_and_are_never_doubled() -> None:
    interview = InterviewFactory()
    for start in (NOW + 9 * DAY, NOW + 3 * HOUR, NOW + 8 * DAY):
        move(interview, start)
    set_interview_status(interview, InterviewStatus.CANCELLED_BY_THEM, actor=interview.owner, now=LATER)
    assert reminded() == {}
    set_interview_status(interview, InterviewStatus.SCHEDULED, actor=interview.owner, now=LATER)

    move(interview, NOW + 6 * DAY)

    start = NOW + 6 * DAY
    assert reminded() == {"interview_day": start - DAY, "interview_hour": start - HOUR}
    assert Reminder.objects.open().count() == 2


@pytest.mark.parametrize("status", [s for s in InterviewStatus.values if s != InterviewStatus.SCHEDULED])
def test_interview_that_is_off_or_over_is_not_reminded_of(status: str) -> None:
    interview = InterviewFactory()

    set_interview_status(interview, status, actor=interview.owner, now=LATER)

    assert reminded() == {}
    assert not Delivery.objects.about(f"interview:{interview.pk}").live().exists()


@pytest.mark.parametrize(
    ("kind", "stage"), [(InterviewKind.SCREENING, Stage.SCREENING), (InterviewKind.VIDEO, Stage.INTERVIEWING)]
)
def test_interview_raises_the_stage(kind: str, stage: str) -> None:
    application = ApplicationFactory(stage=Stage.SAVED)

    InterviewFactory(application=application, kind=kind)

    kept = Application.objects.get()
    assert (kept.stage, kept.furthest_stage, kept.applied_on) == (stage, stage, NOW.date())


def test_interview_never_lowers_the_stage() -> None:
    application = ApplicationFactory(stage=Stage.OFFER)

    InterviewFactory(application=application)

    assert Application.objects.get().stage == Stage.OFFER


def test_interview_is_told_with_its_start() -> None:
    interview = InterviewFactory(round=2)

    event = Event.objects.get(kind=EventKind.INTERVIEW_ADDED)
    assert (event.interview, event.data) == (
        interview,
        {"kind": "video", "round": 2, "starts_at": interview.starts_at.isoformat()},
    )


def test_late_invitation_reopens_what_was_given_up_on() -> None:
    application = ApplicationFactory(outcome=Outcome.NO_RESPONSE)

    InterviewFactory(application=application, now=LATER)

    kept = Application.objects.get()
    assert (kept.outcome, kept.ended_at, kept.stage) == (Outcome.OPEN, None, Stage.INTERVIEWING)
    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds[2:] == [EventKind.REOPENED, EventKind.INTERVIEW_ADDED, EventKind.STAGE]


def test_new_date_for_a_past_interview_reopens_what_was_given_up_on() -> None:
    application = ApplicationFactory()
    interview = InterviewFactory(application=application, starts_at=NOW - DAY)
    end_application(application, Outcome.NO_RESPONSE, actor=application.owner, now=NOW)

    move(interview, NOW + DAY)

    assert Application.objects.get().is_open


@pytest.mark.parametrize("outcome", [Outcome.ACCEPTED, Outcome.DECLINED, Outcome.REJECTED, Outcome.WITHDRAWN])
def test_coming_interview_in_a_process_that_ended_is_a_conflict(outcome: str) -> None:
    application = ApplicationFactory()
    past = InterviewFactory(application=application, starts_at=NOW - DAY)
    off = InterviewFactory(application=application, status=InterviewStatus.CANCELLED_BY_ME)
    end_application(application, outcome, actor=application.owner, now=NOW)

    with pytest.raises(Conflict, match="Reopen it first"):
        InterviewFactory(application=application)
    with pytest.raises(Conflict, match="Reopen it first"):
        move(past, NOW + DAY)
    with pytest.raises(Conflict, match="Reopen it first"):
        set_interview_status(off, InterviewStatus.SCHEDULED, actor=application.owner, now=LATER)

    assert not Interview.objects.upcoming(NOW).exists()


def test_coming_interview_is_refused_by_what_another_tab_recorded() -> None:
    application = ApplicationFactory()
    other_tab = Application.objects.get()
    end_application(application, Outcome.REJECTED, actor=application.owner, now=NOW)

    with pytest.raises(Conflict):
        InterviewFactory(application=other_tab)


def test_interview_that_took_place_can_be_recorded_after_the_end() -> None:
    application = ApplicationFactory(outcome=Outcome.REJECTED)

    interview = InterviewFactory(application=application, starts_at=NOW - DAY, status=InterviewStatus.HAPPENED)

    assert list(Interview.objects.happened()) == [interview]
    assert Application.objects.get().stage == Stage.APPLIED


def test_move_writes_start_and_zone_and_says_both_starts() -> None:
    interview = InterviewFactory()
    old, start = interview.starts_at, datetime(2026, 12, 1, 15, 0, tzinfo=UTC)
    tokyo = ZoneInfo("Asia/Tokyo")

    event = reschedule_interview(
        interview, starts_at=start, time_zone=tokyo, by_them=False, actor=interview.owner, now=LATER
    )

    kept = Interview.objects.get()
    assert (kept.starts_at, kept.time_zone) == (start, tokyo)
    assert event.data == {"by_them": False, "old": old.isoformat(), "new": start.isoformat()}


def test_only_a_scheduled_interview_moves() -> None:
    interview = InterviewFactory(status=InterviewStatus.MISSED)

    with pytest.raises(Conflict):
        move(interview, NOW + DAY)


def test_move_by_a_stale_tab_is_a_conflict() -> None:
    interview = InterviewFactory()
    other_tab = Interview.objects.get()
    move(interview, NOW + 2 * DAY)

    with pytest.raises(Conflict, match="another tab"):
        move(other_tab, NOW + 3 * DAY)
    assert Interview.objects.get().starts_at == NOW + 2 * DAY


def test_details_are_edited_and_told_by_name() -> None:
    interview = InterviewFactory()
    contact = ContactFactory(company__owner=interview.owner)

    update_interview(interview, actor=interview.owner, now=LATER, minutes=30, place="Room 4", interviewers=[contact])

    kept = Interview.objects.get()
    assert (kept.minutes, kept.place, list(kept.interviewers.all())) == (30, "Room 4", [contact])
    assert Event.objects.latest("pk").data == {"fields": ["interviewers", "minutes", "place"]}


def test_notes_of_an_interview_are_nobodys_story() -> None:
    interview = InterviewFactory()
    told = Event.objects.count()

    update_interview(interview, actor=interview.owner, now=LATER, prep="read their blog", debrief="went well")
    update_interview(interview, actor=interview.owner, now=LATER, minutes=interview.minutes, interviewers=[])

    assert Interview.objects.get().debrief == "went well"
    assert Event.objects.count() == told


@pytest.mark.parametrize("field", ["status", "starts_at", "time_zone", "application"])
def test_fields_with_a_verb_of_their_own_are_refused(field: str) -> None:
    interview = InterviewFactory()

    with pytest.raises(TypeError):
        update_interview(interview, actor=interview.owner, now=LATER, **{field: None})


def test_unknown_details_are_refused() -> None:
    application = ApplicationFactory()

    with pytest.raises(TypeError):
        add_interview(application, starts_at=NOW, time_zone=BERLIN, actor=application.owner, now=NOW, status="happened")


def test_deleting_leaves_a_trace_and_no_reminder() -> None:
    interview = InterviewFactory()
    start = interview.starts_at

    delete_interview(interview, actor=interview.owner, now=LATER)

    assert not Interview.objects.exists()
    assert not Reminder.objects.open().exists()
    event = Event.objects.latest("pk")
    assert (event.kind, event.data) == (
        EventKind.INTERVIEW_REMOVED,
        {"kind": "video", "starts_at": start.isoformat()},
    )
    assert Event.objects.get(kind=EventKind.INTERVIEW_ADDED).interview is None


def test_interview_keeps_its_instant_across_a_change_of_clocks() -> None:
    before_the_change = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)
    interview = InterviewFactory(starts_at=before_the_change)

    move(interview, before_the_change + HOUR)

    kept = Interview.objects.get()
    assert kept.agreed_start.isoformat() == "2027-03-28T03:30:00+02:00"
    assert reminded()["interview_hour"] == before_the_change
