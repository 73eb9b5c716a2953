"""How leaving follows what happens to an application or an interview."""

from datetime import timedelta

import pytest

from accounts.errors import Conflict
from reminders.models import Delivery, Reminder
from reminders.states import DeliveryState
from tests.factories import (
    NOW,
    ApplicationFactory,
    InterviewFactory,
    LetterFactory,
    MailAccountFactory,
    WithdrawalFactory,
    letter_goes_silent,
    letter_is_sending,
)
from tracker.domain.applications import delete_application
from tracker.domain.events import undo_event
from tracker.domain.interviews import delete_interview, set_interview_status
from tracker.models import Application
from tracker.states import InterviewStatus
from withdrawals.domain.process.lifecycle import record_already_known
from withdrawals.models import Letter, Withdrawal
from withdrawals.states import WithdrawalState

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


def notices() -> int:
    return Reminder.objects.open().filter(kind="notice").count()


def waiting() -> Letter:
    owner = MailAccountFactory().owner
    interview = InterviewFactory(application__owner=owner)
    return LetterFactory(withdrawal__application=interview.application, ready=True)


def test_interview_that_is_off_has_no_deadlines_and_one_that_is_on_again_has() -> None:
    interview = InterviewFactory()
    WithdrawalFactory(application=interview.application)
    assert notices() == 2

    event = set_interview_status(interview, InterviewStatus.CANCELLED_BY_THEM, actor=interview.owner, now=LATER)
    assert notices() == 0
    undo_event(event, actor=interview.owner, now=LATER)

    assert notices() == 2
    assert Withdrawal.objects.get().state == WithdrawalState.DRAFTING


def test_interview_that_is_deleted_has_no_deadlines() -> None:
    interview = InterviewFactory()
    WithdrawalFactory(application=interview.application)

    delete_interview(interview, actor=interview.owner, now=LATER)

    assert notices() == 0
    assert Withdrawal.objects.get().interview is None


def test_warning_about_a_letter_outlives_a_change_of_the_interview() -> None:
    letter = waiting()
    letter_goes_silent(letter, now=LATER)
    interview = letter.withdrawal.interview
    assert interview is not None

    set_interview_status(interview, InterviewStatus.CANCELLED_BY_THEM, actor=letter.owner, now=LATER)

    assert Reminder.objects.open().filter(kind="letter_trouble").count() == 1


def test_deleting_stops_a_waiting_letter() -> None:
    letter = waiting()

    delete_application(Application.objects.get(), actor=letter.owner, now=LATER)

    assert not Withdrawal.objects.exists()
    assert Delivery.objects.get(kind="letter").state == DeliveryState.CANCELLED
    assert not Reminder.objects.open().exists()


def test_deleting_stops_a_written_follow_up_too() -> None:
    owner = MailAccountFactory().owner
    withdrawal = WithdrawalFactory(application=ApplicationFactory(owner=owner))
    record_already_known(withdrawal, actor=owner, now=NOW)
    LetterFactory(withdrawal=withdrawal, ready=True)

    delete_application(Application.objects.get(), actor=owner, now=LATER)

    assert Delivery.objects.get(kind="letter").state == DeliveryState.CANCELLED


@pytest.mark.parametrize("way", [letter_is_sending, letter_goes_silent])
def test_deleting_is_forbidden_while_a_letter_may_be_leaving(way: object) -> None:
    letter = waiting()
    assert callable(way)
    way(letter, now=LATER)

    with pytest.raises(Conflict):
        delete_application(Application.objects.get(), actor=letter.owner, now=LATER)

    assert Application.objects.exists()
    assert Letter.objects.get().state == "ready"
