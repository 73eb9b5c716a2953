"""Every state against every target: what the tables allow happens, anything else is a Conflict and changes nothing."""

from datetime import timedelta
from itertools import product

import pytest

from accounts.errors import Conflict, DomainError
from tests.factories import NOW, ApplicationFactory, InterviewFactory
from tracker.domain.applications import archive_application, end_application, unarchive_application
from tracker.domain.interviews import set_interview_status
from tracker.domain.stages import change_stage, reopen_application
from tracker.models import Application, Event, Interview
from tracker.states import (
    INTERVIEW_TRANSITIONS,
    OUTCOME_TRANSITIONS,
    STAGE_RANK,
    InterviewStatus,
    Outcome,
    Stage,
    later_stage,
)

LATER = NOW + timedelta(hours=1)


def test_tables_know_every_state() -> None:
    for table, states in ((OUTCOME_TRANSITIONS, Outcome), (INTERVIEW_TRANSITIONS, InterviewStatus)):
        assert set(table) == set(states.values)
        assert set().union(*table.values()) == set(states.values)


def test_every_end_reopens() -> None:
    assert all(Outcome.OPEN in targets for state, targets in OUTCOME_TRANSITIONS.items() if state != Outcome.OPEN)


@pytest.mark.django_db
@pytest.mark.parametrize(("old", "new"), list(product(Outcome.values, repeat=2)))
def test_outcome_follows_its_table(old: str, new: str) -> None:
    application = ApplicationFactory(outcome=old)
    told = Event.objects.count()

    def act() -> object:
        if new == Outcome.OPEN:
            return reopen_application(application, actor=application.owner, now=LATER)
        return end_application(application, new, actor=application.owner, now=LATER)

    if new in OUTCOME_TRANSITIONS[old]:
        act()
        kept = Application.objects.get(pk=application.pk)
        assert (kept.outcome, application.outcome) == (new, new)
        assert kept.ended_at == (None if new == Outcome.OPEN else LATER)
        assert Event.objects.count() == told + 1
    else:
        with pytest.raises(Conflict):
            act()
        assert Application.objects.get(pk=application.pk).outcome == old
        assert Event.objects.count() == told


@pytest.mark.django_db
@pytest.mark.parametrize(("old", "new"), list(product(InterviewStatus.values, repeat=2)))
def test_interview_status_follows_its_table(old: str, new: str) -> None:
    interview = InterviewFactory(status=old)
    told = Event.objects.count()

    if new in INTERVIEW_TRANSITIONS[old]:
        set_interview_status(interview, new, actor=interview.owner, now=LATER)
        assert Interview.objects.get(pk=interview.pk).status == new
        assert Event.objects.count() == told + 1
    else:
        with pytest.raises(Conflict):
            set_interview_status(interview, new, actor=interview.owner, now=LATER)
        assert Interview.objects.get(pk=interview.pk).status == old
        assert Event.objects.count() == told


@pytest.mark.django_db
@pytest.mark.parametrize(("old", "new"), list(product(Stage.values, repeat=2)))
def test_stage_of_an_open_application_moves_anywhere(old: str, new: str) -> None:
    application = ApplicationFactory(stage=old)

    event = change_stage(application, new, actor=application.owner, now=LATER)

    kept = Application.objects.get(pk=application.pk)
    assert (kept.stage, kept.furthest_stage) == (new, later_stage(old, new))
    assert (event is None) == (old == new)
    assert kept.stage_since == (NOW if old == new else LATER)
    assert (kept.applied_on is None) == (STAGE_RANK[later_stage(old, new)] == 0)


@pytest.mark.django_db
@pytest.mark.parametrize("outcome", [state for state in Outcome.values if state != Outcome.OPEN])
def test_stage_of_an_ended_application_stays(outcome: str) -> None:
    application = ApplicationFactory(stage=Stage.SCREENING, outcome=outcome)

    with pytest.raises(Conflict, match="Reopen it first"):
        change_stage(application, Stage.OFFER, actor=application.owner, now=LATER)

    assert Application.objects.get(pk=application.pk).stage == Stage.SCREENING


@pytest.mark.django_db
def test_unknown_stage_is_refused() -> None:
    application = ApplicationFactory()

    with pytest.raises(DomainError):
        change_stage(application, "hired", actor=application.owner, now=LATER)


@pytest.mark.django_db
def test_unknown_outcome_is_refused() -> None:
    application = ApplicationFactory()

    with pytest.raises(DomainError):
        end_application(application, "ghosted", actor=application.owner, now=LATER)


@pytest.mark.django_db
def test_archive_and_back_each_happen_once() -> None:
    application = ApplicationFactory()
    actor = application.owner

    with pytest.raises(Conflict):
        unarchive_application(application, actor=actor, now=LATER)
    archive_application(application, actor=actor, now=LATER)
    with pytest.raises(Conflict):
        archive_application(application, actor=actor, now=LATER)
    assert Application.objects.get(pk=application.pk).archived_at == LATER
    unarchive_application(application, actor=actor, now=LATER)

    assert Application.objects.get(pk=application.pk).archived_at is None
