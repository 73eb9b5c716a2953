"""Two tabs, or a tab and a worker, at the same moment: one wins, the other is told, and nothing is doubled."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection

from accounts.errors import Conflict
from reminders.models import Delivery
from reminders.states import DeliveryState
from tests.factories import NOW, ApplicationFactory, LetterFactory, MailAccountFactory, UserFactory
from tracker.domain.applications import end_application
from tracker.domain.companies import get_or_add_company
from tracker.domain.events import undo_event
from tracker.domain.interviews import add_interview
from tracker.models import Application, Company, Event, Interview
from tracker.states import EventKind, Outcome
from withdrawals.domain.letters.sending import recall_letter, send_letter
from withdrawals.domain.process.lifecycle import abandon_withdrawal, open_withdrawal
from withdrawals.models import Letter, Withdrawal
from withdrawals.states import LetterState

pytestmark = pytest.mark.django_db(transaction=True)

LATER = NOW + timedelta(hours=1)
T = TypeVar("T")


def together(*acts: Callable[[], T]) -> list[T | Conflict]:
    """Run every act in a thread with its own connection, all begun at once; a Conflict is an answer like any other."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], T]) -> T | Conflict:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=20)
            return act()
        except Conflict as conflict:
            return conflict
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def conflicts(answers: list[T | Conflict]) -> int:
    return sum(isinstance(answer, Conflict) for answer in answers)


def test_two_tabs_open_one_withdrawal() -> None:
    pk = ApplicationFactory().pk

    def opened() -> int:
        application = Application.objects.get(pk=pk)
        return open_withdrawal(application, actor=application.owner, now=NOW).pk

    answers = together(opened, opened)

    assert conflicts(answers) == 0
    assert len(set(answers)) == 1
    assert (Withdrawal.objects.count(), Letter.objects.count()) == (1, 1)


def test_two_tabs_end_an_application_once() -> None:
    pk = ApplicationFactory().pk
    seen = [Application.objects.get(pk=pk) for _ in range(2)]

    answers = together(
        lambda: end_application(seen[0], Outcome.REJECTED, actor=seen[0].owner, now=NOW),
        lambda: end_application(seen[1], Outcome.WITHDRAWN, actor=seen[1].owner, now=NOW),
    )

    assert conflicts(answers) == 1
    ended = Event.objects.get(kind=EventKind.ENDED)
    assert Application.objects.get().outcome == ended.data["outcome"]


def test_two_tabs_undo_an_event_once() -> None:
    application = ApplicationFactory()
    event = end_application(application, Outcome.REJECTED, actor=application.owner, now=NOW)

    answers = together(*[lambda: undo_event(event, actor=application.owner, now=LATER)] * 2)

    assert conflicts(answers) == 1
    assert Event.objects.filter(kind=EventKind.UNDONE).count() == 1
    assert Application.objects.get().is_open


def test_two_tabs_send_a_letter_once() -> None:
    owner = MailAccountFactory().owner
    pk = LetterFactory(withdrawal__application__owner=owner).pk

    def sent() -> Letter:
        letter = Letter.objects.get(pk=pk)
        return send_letter(letter, version=letter.version, actor=owner, now=NOW, confirmed=True)

    answers = together(sent, sent)

    assert conflicts(answers) == 1
    assert Delivery.objects.filter(kind="letter").count() == 1


def test_two_tabs_add_one_company() -> None:
    owner = UserFactory()

    answers = together(
        lambda: get_or_add_company(owner=owner, name="Kestrel", now=NOW).pk,
        lambda: get_or_add_company(owner=owner, name="KESTREL", now=NOW).pk,
    )

    assert len(set(answers)) == 1
    assert Company.objects.count() == 1


def test_interview_recorded_while_the_application_ends_is_not_left_to_come() -> None:
    pk = ApplicationFactory().pk
    seen = [Application.objects.get(pk=pk) for _ in range(2)]

    together(
        lambda: end_application(seen[0], Outcome.REJECTED, actor=seen[0].owner, now=NOW).pk,
        lambda: (
            add_interview(
                seen[1],
                starts_at=NOW + timedelta(days=3),
                time_zone=seen[1].owner.time_zone,
                actor=seen[1].owner,
                now=NOW,
            ).pk
        ),
    )

    assert Application.objects.get().outcome == Outcome.REJECTED
    assert not Interview.objects.upcoming(NOW).exists()


def test_withdrawal_opened_while_the_application_ends_does_not_stay_live() -> None:
    pk = ApplicationFactory().pk
    seen = [Application.objects.get(pk=pk) for _ in range(2)]

    together(
        lambda: end_application(seen[0], Outcome.REJECTED, actor=seen[0].owner, now=NOW).pk,
        lambda: open_withdrawal(seen[1], actor=seen[1].owner, now=NOW).pk,
    )

    assert Application.objects.get().outcome == Outcome.REJECTED
    assert not Withdrawal.objects.live().exists()


def test_letter_taken_back_twice_is_taken_back_once() -> None:
    owner = MailAccountFactory().owner
    pk = LetterFactory(withdrawal__application__owner=owner, ready=True).pk

    answers = together(
        lambda: recall_letter(Letter.objects.get(pk=pk), actor=owner, now=LATER).pk,
        lambda: abandon_withdrawal(Withdrawal.objects.get(), actor=owner, now=LATER).pk,
    )

    assert conflicts(answers) <= 1
    assert Letter.objects.get().state == LetterState.DRAFT
    assert Delivery.objects.get(kind="letter").state == DeliveryState.CANCELLED
    assert Event.objects.filter(kind=EventKind.LETTER_RECALLED).count() == 1
