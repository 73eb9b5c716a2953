"""The timeline is append-only, and undoing an event brings the rows back as they were."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.errors import Conflict, DomainError
from reminders.domain.reminders import add_reminder
from reminders.models import Reminder
from tests.factories import BERLIN, NOW, ApplicationFactory, InterviewFactory
from tracker.domain.applications import (
    archive_application,
    end_application,
    log_note,
    unarchive_application,
    update_application,
)
from tracker.domain.events import UNDOABLE, latest_undoable, undo_event
from tracker.domain.interviews import delete_interview, reschedule_interview, set_interview_status, update_interview
from tracker.domain.stages import change_stage, reopen_application
from tracker.models import Application, Event, Interview
from tracker.states import EventKind, InterviewStatus, Outcome, Stage

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
UNDONE = NOW + timedelta(hours=2)


def rows() -> dict[str, Any]:
    """Everything that undoing must bring back; ``touched_at`` tells when something happened last, undoing included."""
    columns = [field.attname for field in Application._meta.concrete_fields if field.name != "touched_at"]
    return {
        "applications": list(Application.objects.order_by("pk").values_list(*columns)),
        "interviews": list(Interview.objects.order_by("pk").values()),
        "reminders": set(Reminder.objects.open().values_list("about", "kind", "due_at")),
    }


def last_event() -> Event:
    return Event.objects.latest("pk")


def move(application: Application, interview: Interview) -> None:
    change_stage(application, Stage.OFFER, actor=application.owner, now=LATER)


def end(outcome: str) -> Callable[[Application, Interview], None]:
    def act(application: Application, interview: Interview) -> None:
        end_application(application, outcome, actor=application.owner, now=LATER)

    return act


def archive(application: Application, interview: Interview) -> None:
    archive_application(application, actor=application.owner, now=LATER)


def edit(application: Application, interview: Interview) -> None:
    update_application(
        application,
        actor=application.owner,
        now=LATER,
        title="Lead",
        applied_on=None,
        next_action_on=NOW.date(),
        excitement=5,
        work_mode="remote",
    )


def reschedule(application: Application, interview: Interview) -> None:
    reschedule_interview(
        interview,
        starts_at=interview.starts_at + timedelta(days=3),
        time_zone=BERLIN,
        by_them=True,
        actor=application.owner,
        now=LATER,
    )


def set_status(status: str) -> Callable[[Application, Interview], None]:
    def act(application: Application, interview: Interview) -> None:
        set_interview_status(interview, status, actor=application.owner, now=LATER)

    return act


ACTS = {
    "stage": move,
    "archive": archive,
    "edit": edit,
    "reschedule": reschedule,
    **{f"end as {outcome}": end(outcome) for outcome in Outcome.values if outcome != Outcome.OPEN},
    **{f"interview {s}": set_status(s) for s in InterviewStatus.values if s != InterviewStatus.SCHEDULED},
}


@pytest.mark.parametrize("name", ACTS)
def test_undo_brings_everything_back(name: str) -> None:
    application = ApplicationFactory(stage=Stage.SCREENING)
    interview = InterviewFactory(application=application)
    add_reminder(
        owner=application.owner,
        kind="follow_up",
        title="Follow up",
        about=f"application:{application.pk}",
        due_at=NOW + timedelta(days=2),
        now=NOW,
    )
    before = rows()
    ACTS[name](application, interview)
    assert rows() != before
    done = last_event()

    correction = undo_event(done, actor=application.owner, now=UNDONE)

    assert rows() == before
    assert (correction.kind, correction.corrects, correction.recorded_at) == (EventKind.UNDONE, done, UNDONE)
    assert done not in Event.objects.timeline(application)
    assert correction not in Event.objects.timeline(application)
    with pytest.raises(Conflict, match="undone already"):
        undo_event(done, actor=application.owner, now=UNDONE)


def test_undo_of_taking_out_of_the_archive() -> None:
    application = ApplicationFactory()
    archive_application(application, actor=application.owner, now=NOW)
    before = rows()
    unarchive_application(application, actor=application.owner, now=LATER)

    undo_event(last_event(), actor=application.owner, now=UNDONE)

    assert rows() == before


def test_undo_of_on_again_takes_its_reminders_along() -> None:
    interview = InterviewFactory(status=InterviewStatus.CANCELLED_BY_THEM)
    before = rows()
    set_interview_status(interview, InterviewStatus.SCHEDULED, actor=interview.owner, now=LATER)
    assert Reminder.objects.open().count() == 2

    undo_event(last_event(), actor=interview.owner, now=UNDONE)

    assert rows() == before
    assert not Reminder.objects.open().exists()


def test_undo_of_an_acceptance_taken_back_restores_the_acceptance() -> None:
    application = ApplicationFactory(stage=Stage.OFFER, outcome=Outcome.ACCEPTED)
    before = rows()
    end_application(application, Outcome.WITHDRAWN, actor=application.owner, now=LATER)

    undo_event(last_event(), actor=application.owner, now=UNDONE)

    assert rows() == before


def test_undo_lets_the_furthest_stage_sink_again() -> None:
    application = ApplicationFactory(stage=Stage.APPLIED)
    event = change_stage(application, Stage.OFFER, actor=application.owner, now=LATER)
    assert event is not None

    undo_event(event, actor=application.owner, now=UNDONE)

    assert Application.objects.get().furthest_stage == Stage.APPLIED


def test_undo_out_of_order_is_a_conflict_that_changes_nothing() -> None:
    application = ApplicationFactory(stage=Stage.SAVED)
    first = change_stage(application, Stage.APPLIED, actor=application.owner, now=LATER)
    second = change_stage(application, Stage.SCREENING, actor=application.owner, now=UNDONE)
    assert first is not None
    assert second is not None
    before = rows()

    with pytest.raises(Conflict, match="later change first"):
        undo_event(first, actor=application.owner, now=UNDONE)

    assert rows() == before
    undo_event(second, actor=application.owner, now=UNDONE)
    undo_event(first, actor=application.owner, now=UNDONE)
    assert Application.objects.get().stage == Stage.SAVED


def test_undo_of_an_ending_whose_interview_changed_since_changes_nothing() -> None:
    application = ApplicationFactory()
    interview = InterviewFactory(application=application)
    event = end_application(application, Outcome.REJECTED, actor=application.owner, now=LATER)
    delete_interview(interview, actor=application.owner, now=LATER)

    with pytest.raises(Conflict):
        undo_event(event, actor=application.owner, now=UNDONE)

    assert Application.objects.get().outcome == Outcome.REJECTED


def test_undo_does_not_bring_reminders_back_whose_time_has_passed() -> None:
    interview = InterviewFactory()
    event = set_interview_status(interview, InterviewStatus.CANCELLED_BY_ME, actor=interview.owner, now=LATER)

    undo_event(event, actor=interview.owner, now=interview.starts_at - timedelta(hours=2))

    assert list(Reminder.objects.open().values_list("kind", flat=True)) == ["interview_hour"]


def test_undo_cannot_put_a_coming_interview_into_an_ended_process() -> None:
    application = ApplicationFactory()
    interview = InterviewFactory(application=application)
    cancelled = set_interview_status(interview, InterviewStatus.CANCELLED_BY_THEM, actor=application.owner, now=NOW)
    end_application(application, Outcome.REJECTED, actor=application.owner, now=LATER)

    with pytest.raises(Conflict, match="Reopen it first"):
        undo_event(cancelled, actor=application.owner, now=UNDONE)

    assert Interview.objects.get().status == InterviewStatus.CANCELLED_BY_THEM


def test_undo_cannot_move_an_interview_back_into_the_future_of_an_ended_process() -> None:
    application = ApplicationFactory()
    interview = InterviewFactory(application=application)
    moved = reschedule_interview(
        interview,
        starts_at=NOW - timedelta(days=1),
        time_zone=BERLIN,
        by_them=False,
        actor=application.owner,
        now=NOW,
    )
    end_application(application, Outcome.WITHDRAWN, actor=application.owner, now=LATER)

    with pytest.raises(Conflict, match="Reopen it first"):
        undo_event(moved, actor=application.owner, now=UNDONE)


def test_edit_without_copies_cannot_be_undone() -> None:
    application = ApplicationFactory()
    update_application(application, actor=application.owner, now=LATER, salary_max=Decimal(60_000))

    with pytest.raises(DomainError, match="cannot be undone"):
        undo_event(last_event(), actor=application.owner, now=UNDONE)

    assert Application.objects.get().salary_max == Decimal(60_000)


def test_only_what_can_be_undone_is_undone() -> None:
    application = ApplicationFactory(outcome=Outcome.NO_RESPONSE)
    reopen_application(application, actor=application.owner, now=LATER)
    log_note(application, "A note", actor=application.owner, now=LATER)

    for event in Event.objects.exclude(kind__in=UNDOABLE):
        with pytest.raises(DomainError, match="cannot be undone"):
            undo_event(event, actor=application.owner, now=UNDONE)


def test_latest_undoable_names_what_undo_accepts() -> None:
    application = ApplicationFactory(stage=Stage.SAVED)
    actor = application.owner
    interview = InterviewFactory(application=application)
    change_stage(application, Stage.OFFER, actor=actor, now=LATER)
    reschedule(application, interview)
    update_application(application, actor=actor, now=LATER, title="Lead")
    update_interview(interview, actor=actor, now=LATER, round=2)

    timeline = list(Event.objects.timeline(application))
    offered = latest_undoable(timeline)

    accepted = set()
    for event in timeline:
        try:
            undo_event(event, actor=actor, now=UNDONE)
        except DomainError:
            continue
        accepted.add(event.pk)
    assert offered <= accepted
    assert len(offered) == 3


def test_events_cannot_be_changed_or_deleted_in_bulk() -> None:
    application = ApplicationFactory()
    event = Event.objects.get()

    with pytest.raises(TypeError, match="append-only"):
        Event.objects.filter(application=application).update(text="Never happened")
    with pytest.raises(TypeError, match="append-only"):
        Event.objects.bulk_update([event], ["text"])
    with pytest.raises(TypeError, match="append-only"):
        Event.objects.for_user(application.owner).delete()

    assert Event.objects.get().text == ""


def test_every_event_is_a_sign_of_life() -> None:
    application = ApplicationFactory()
    interview = InterviewFactory(application=application, now=LATER)
    assert Application.objects.get().touched_at == LATER

    set_interview_status(interview, InterviewStatus.HAPPENED, actor=application.owner, now=UNDONE)

    assert Application.objects.get().touched_at == UNDONE
