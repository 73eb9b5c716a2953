"""Writing down what was learned."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.errors import DomainError
from tests.factories import NOW, ApplicationFactory, ReflectionFactory, WithdrawalFactory
from tracker.models import Event
from tracker.states import EventKind, Stage
from withdrawals.domain.learning.reflections import add_reflection, delete_reflection, update_reflection
from withdrawals.models import Reflection

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)


def test_one_line_is_enough() -> None:
    application = ApplicationFactory()

    add_reflection(application, actor=application.owner, now=NOW, lesson="  Ask about pay first. ")

    kept = Reflection.objects.get()
    assert (kept.lesson, kept.body, kept.finished_at, kept.created_at) == ("Ask about pay first.", "", None, NOW)


def test_reflection_is_told_without_its_words() -> None:
    reflection = ReflectionFactory(lesson="A secret lesson.", body="A secret body.")

    event = Event.objects.latest("pk")
    assert (event.kind, event.data, event.text) == (EventKind.REFLECTION, {"reflection": reflection.pk}, "")


@pytest.mark.parametrize("answers", [{}, {"lesson": "  "}, {"lesson": "", "body": "\n"}, {"would_again": True}])
def test_reflection_that_says_nothing_is_refused(answers: dict[str, Any]) -> None:
    application = ApplicationFactory()

    with pytest.raises(DomainError, match="one line"):
        add_reflection(application, actor=application.owner, now=NOW, **answers)
    assert not Reflection.objects.exists()


def test_second_reflection_of_a_withdrawal_is_written_into_the_first() -> None:
    withdrawal = WithdrawalFactory()
    first = ReflectionFactory(application=withdrawal.application, withdrawal=withdrawal, lesson="First.")

    second = ReflectionFactory(
        application=withdrawal.application, withdrawal=withdrawal, lesson="Second.", body="More.", now=LATER
    )

    kept = Reflection.objects.get()
    assert (second, kept.pk) == (first, first.pk)
    assert (kept.lesson, kept.body, kept.created_at, kept.updated_at) == ("Second.", "More.", NOW, LATER)


def test_answers_are_added_later_and_finishing_is_once() -> None:
    reflection = ReflectionFactory(lesson="Ask early.")

    update_reflection(reflection, now=LATER, finished=True, learned_at=Stage.SCREENING, would_again=False)
    update_reflection(reflection, now=LATER + timedelta(days=1), finished=True, ask_earlier="The range?")

    kept = Reflection.objects.get()
    assert (kept.learned_at, kept.would_again, kept.ask_earlier) == ("screening", False, "The range?")
    assert (kept.finished_at, kept.lesson) == (LATER, "Ask early.")


def test_answers_cannot_be_emptied_to_nothing() -> None:
    reflection = ReflectionFactory(lesson="Ask early.")

    with pytest.raises(DomainError):
        update_reflection(reflection, now=LATER, lesson=" ")
    assert Reflection.objects.get().lesson == "Ask early."


def test_unknown_answers_are_refused() -> None:
    with pytest.raises(TypeError):
        update_reflection(ReflectionFactory(), now=LATER, owner=None)


def test_reflection_can_be_removed() -> None:
    delete_reflection(ReflectionFactory())

    assert not Reflection.objects.exists()
