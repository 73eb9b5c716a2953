"""Higher apps take part in the same transaction, after the tracker wrote its own rows."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.errors import DomainError
from tests.factories import BERLIN, NOW, ApplicationFactory, InterviewFactory
from tracker import ports
from tracker.domain.applications import delete_application, end_application
from tracker.domain.events import undo_event
from tracker.domain.interviews import delete_interview, reschedule_interview, set_interview_status
from tracker.domain.stages import reopen_application
from tracker.models import Application, Event, Interview
from tracker.states import InterviewStatus, Outcome

pytestmark = pytest.mark.django_db


class Listener(ports.Participant):
    """Writes down what it hears, and what the database said at that moment."""

    def __init__(self) -> None:
        self.heard: list[tuple[Any, ...]] = []

    def interview_rescheduled(self, interview: Interview, *, actor: object, now: datetime) -> None:
        kept = Interview.objects.get(pk=interview.pk)
        self.heard.append(("moved", kept.status, kept.starts_at))

    def interview_ended(self, interview: Interview, *, actor: object, now: datetime) -> None:
        self.heard.append(("interview ended", Interview.objects.get(pk=interview.pk).status))

    def application_ended(self, application: Application, *, actor: object, now: datetime) -> None:
        self.heard.append(("ended", Application.objects.get(pk=application.pk).outcome))

    def application_reopened(self, application: Application, *, actor: object, now: datetime) -> None:
        self.heard.append(("reopened", Application.objects.get(pk=application.pk).outcome))

    def application_added(self, application: Application, *, actor: object, now: datetime) -> None:
        self.heard.append(("added", application.pk))


class Objector(ports.Participant):
    """Forbids everything it may forbid."""

    def application_deleting(self, application: Application, *, actor: object, now: datetime) -> None:
        raise DomainError("Not while something is on its way.")

    def application_ended(self, application: Application, *, actor: object, now: datetime) -> None:
        raise DomainError("Not now.")


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[Any, ...]]]:
    listener = Listener()
    monkeypatch.setattr(ports, "participants", [*ports.participants, listener])
    yield listener.heard


def test_new_application_is_heard_of(heard: list[tuple[Any, ...]]) -> None:
    application = ApplicationFactory()

    assert heard == [("added", application.pk)]


def test_ending_is_heard_of_with_its_interviews_and_undoing_with_theirs(heard: list[tuple[Any, ...]]) -> None:
    interview = InterviewFactory()
    application = interview.application
    heard.clear()

    event = end_application(application, Outcome.REJECTED, actor=application.owner, now=NOW)
    undo_event(event, actor=application.owner, now=NOW)

    assert heard == [
        ("interview ended", "cancelled_by_them"),
        ("ended", "rejected"),
        ("moved", "scheduled", interview.starts_at),
        ("reopened", "open"),
    ]


def test_reopening_is_heard_of(heard: list[tuple[Any, ...]]) -> None:
    application = ApplicationFactory(outcome=Outcome.NO_RESPONSE)
    heard.clear()

    reopen_application(application, actor=application.owner, now=NOW)

    assert heard == [("reopened", "open")]


def test_interview_is_heard_of_at_each_turn(heard: list[tuple[Any, ...]]) -> None:
    interview = InterviewFactory()
    heard.clear()
    actor, start = interview.owner, NOW + timedelta(days=9)

    reschedule_interview(interview, starts_at=start, time_zone=BERLIN, by_them=True, actor=actor, now=NOW)
    event = set_interview_status(interview, InterviewStatus.CANCELLED_BY_ME, actor=actor, now=NOW)
    undo_event(event, actor=actor, now=NOW)
    delete_interview(interview, actor=actor, now=NOW)

    assert heard == [
        ("moved", "scheduled", start),
        ("interview ended", "cancelled_by_me"),
        ("moved", "scheduled", start),
        ("interview ended", "scheduled"),
    ]


def test_objection_undoes_the_whole_verb(monkeypatch: pytest.MonkeyPatch) -> None:
    interview = InterviewFactory()
    application = interview.application
    told = Event.objects.count()
    monkeypatch.setattr(ports, "participants", [*ports.participants, Objector()])

    with pytest.raises(DomainError, match="Not now"):
        end_application(application, Outcome.REJECTED, actor=application.owner, now=NOW)
    with pytest.raises(DomainError, match="on its way"):
        delete_application(application, actor=application.owner, now=NOW)

    assert Application.objects.get().outcome == Outcome.OPEN
    assert Interview.objects.get().status == InterviewStatus.SCHEDULED
    assert Event.objects.count() == told


def test_participants_register_once_each() -> None:
    assert len(ports.participants) == len({type(participant) for participant in ports.participants})
