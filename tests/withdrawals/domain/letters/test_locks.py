"""Whoever needs an application and a letter's delivery locks the application first, so that no two wait for each
other.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction

from accounts.errors import Conflict
from reminders.domain.outcomes import record_failed, record_needs_decision
from reminders.models import Delivery
from tests.factories import NOW, LetterFactory, MailAccountFactory, claim_letter
from tests.locks import begin_and_block, needs_row_locks
from tracker.domain.applications import end_application
from tracker.models import Application
from tracker.states import Outcome
from withdrawals.domain.letters.sending import recall_letter, record_letter_sent
from withdrawals.models import Letter
from withdrawals.states import LetterState

pytestmark = [needs_row_locks, pytest.mark.django_db(transaction=True)]

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def letter() -> Letter:
    """One that waits to be sent, with the application ready to be changed by another tab."""
    pk = LetterFactory(withdrawal__application__owner=MailAccountFactory().owner, ready=True).pk
    return Letter.objects.select_related("withdrawal__application", "delivery", "owner").get(pk=pk)


def reject_just_before(act: Callable[[], object]) -> object:
    """The employer's rejection is recorded while ``act`` is under way: both have begun before either may go on."""
    application = Application.objects.select_related("owner").get()
    reject = partial(end_application, application, Outcome.REJECTED, actor=application.owner, now=LATER)
    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            Application.objects.select_for_update().get()
            rejection, other = begin_and_block(pool, reject), begin_and_block(pool, act)
        rejection.result(timeout=20)
        return other.exception(timeout=20) or other.result()


@pytest.mark.parametrize("verb", [record_letter_sent, recall_letter])
def test_letter_is_taken_in_hand_while_the_employer_rejects(letter: Letter, verb: Callable[..., Letter]) -> None:
    answer = reject_just_before(lambda: verb(letter, actor=letter.owner, now=LATER))

    assert isinstance(answer, Conflict)
    assert_stopped_by_the_rejection()


@pytest.mark.parametrize("record", [record_needs_decision, record_failed])
def test_worker_gives_a_letter_up_while_the_employer_rejects(letter: Letter, record: Callable[..., bool]) -> None:
    claim = claim_letter(now=LATER)

    assert reject_just_before(lambda: record(claim, error="It is late.", now=LATER)) is False
    assert_stopped_by_the_rejection()


def assert_stopped_by_the_rejection() -> None:
    assert Application.objects.get().outcome == Outcome.REJECTED
    assert Letter.objects.get().state == LetterState.DRAFT
    assert Delivery.objects.get(kind="letter").state == "cancelled"
