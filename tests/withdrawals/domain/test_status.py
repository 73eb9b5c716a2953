"""Where a withdrawal stands: its table, row by row, by situation, delivery and clock."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.models import User
from reminders.models import Delivery
from reminders.states import DeliveryState
from tests.factories import (
    NOW,
    ApplicationFactory,
    ContactFactory,
    InterviewFactory,
    MailAccountFactory,
    UserFactory,
)
from tracker.models import Application
from tracker.states import Outcome, Stage
from withdrawals.domain.letters.drafts import save_letter
from withdrawals.domain.letters.sending import record_letter_sent, record_spoken, send_letter
from withdrawals.domain.process.lifecycle import (
    abandon_withdrawal,
    open_withdrawal,
    record_already_known,
    record_signed_checked,
    restore_record,
)
from withdrawals.domain.status import UNDER_WAY, WRITING, StatusCode, WithdrawalStatus, status_of
from withdrawals.models import Letter, Withdrawal
from withdrawals.vocabulary import Channel

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
#: 18:00 in London, where Maya works until 17:30.
EVENING = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)


@pytest.fixture
def user() -> User:
    """Somebody with a mailbox to send from."""
    made: User = UserFactory.create()
    MailAccountFactory.create(owner=made)
    return made


def leaving(user: User, *, ahead: timedelta = 2 * DAY, now: datetime = NOW, **contact: Any) -> Withdrawal:
    """A withdrawal from an interview that starts ``ahead`` of ``now``."""
    maya = ContactFactory.create(
        company__owner=user, **{"name": "Maya Chen", "email": "maya@fernway.example", **contact}
    )
    application = ApplicationFactory.create(owner=user, company=maya.company, contact=maya, stage=Stage.INTERVIEWING)
    interview = InterviewFactory.create(application=application, starts_at=now + ahead, contact=maya)
    return open_withdrawal(application, actor=user, now=now, interview=interview)


def accepted(user: User) -> Withdrawal:
    """A withdrawal from an offer that was accepted."""
    maya = ContactFactory.create(company__owner=user, name="Maya Chen")
    application = ApplicationFactory.create(
        owner=user, company=maya.company, contact=maya, stage=Stage.OFFER, outcome=Outcome.ACCEPTED
    )
    return open_withdrawal(application, actor=user, now=NOW)


def mail_of(withdrawal: Withdrawal) -> Letter:
    letter = withdrawal.letters.get(channel=Channel.EMAIL)
    letter.withdrawal = withdrawal
    return letter


def status(withdrawal: Withdrawal, *, now: datetime = NOW) -> WithdrawalStatus:
    fresh = Withdrawal.objects.select_related("application__company", "interview", "owner").get(pk=withdrawal.pk)
    letters = list(fresh.letters.select_related("delivery", "recipient").order_by("pk"))
    for letter in letters:
        letter.withdrawal = fresh
    return status_of(fresh, letters, now=now)


def send(withdrawal: Withdrawal, *, at: datetime | None = None) -> Letter:
    letter = mail_of(withdrawal)
    return send_letter(letter, version=letter.version, actor=withdrawal.owner, now=NOW, at=at, confirmed=True)


@pytest.mark.parametrize(
    ("ahead", "contact", "later", "code"),
    [
        (2 * DAY, {}, 0 * HOUR, StatusCode.READY),
        (2 * DAY, {"email": ""}, 0 * HOUR, StatusCode.NO_ADDRESS),
        (20 * HOUR, {}, 0 * HOUR, StatusCode.READY),
        (3 * HOUR, {}, 0 * HOUR, StatusCode.CALL),
        (3 * HOUR, {"phone": ""}, 0 * HOUR, StatusCode.READY),
        (3 * HOUR, {"phone": "", "email": ""}, 0 * HOUR, StatusCode.NO_ADDRESS),
        (5 * HOUR, {}, 2 * HOUR, StatusCode.CALL),
        (5 * HOUR, {}, 7 * HOUR, StatusCode.APOLOGY),
        (5 * DAY, {}, 12 * HOUR, StatusCode.NIGHT),
        (5 * DAY, {}, DAY, StatusCode.READY),
    ],
)
def test_draft_by_clock_and_record(
    user: User, ahead: timedelta, contact: dict[str, Any], later: timedelta, code: StatusCode
) -> None:
    assert status(leaving(user, ahead=ahead, **contact), now=NOW + later).code is code


def test_draft_with_a_placeholder_is_to_be_fixed(user: User) -> None:
    withdrawal = leaving(user)
    letter = mail_of(withdrawal)
    save_letter(letter, version=1, subject=letter.subject, body=f"{letter.body}\n[Name]", now=NOW)
    found = status(withdrawal)
    assert (found.code, len(found.look.blocks)) == (StatusCode.FIX, 1)


@pytest.mark.parametrize(("later", "code"), [(0 * HOUR, StatusCode.NO_SERVER), (3 * DAY, StatusCode.NO_SERVER)])
def test_draft_without_a_mailbox(user: User, later: timedelta, code: StatusCode) -> None:
    withdrawal = leaving(user)
    user.mail_account.delete()
    found = status(withdrawal, now=NOW + later)
    assert found.code is code
    assert found.cannot_send


def test_acceptance_is_checked_before_anything_else(user: User) -> None:
    withdrawal = accepted(user)
    assert status(withdrawal).code is StatusCode.CHECK_SIGNED
    record_signed_checked(withdrawal, now=NOW)
    assert status(withdrawal).code is StatusCode.CALL


@pytest.mark.parametrize(
    ("state", "due", "code"),
    [
        (DeliveryState.SCHEDULED, 10 * timedelta(seconds=1), StatusCode.UNDO),
        (DeliveryState.SCHEDULED, 5 * HOUR, StatusCode.SCHEDULED),
        (DeliveryState.SCHEDULED, 0 * HOUR, StatusCode.SENDING),
        (DeliveryState.SCHEDULED, -HOUR, StatusCode.SENDING),
        (DeliveryState.CLAIMED, -HOUR, StatusCode.SENDING),
        (DeliveryState.SENDING, HOUR, StatusCode.SENDING),
        (DeliveryState.UNKNOWN, -HOUR, StatusCode.UNKNOWN),
        (DeliveryState.FAILED, -HOUR, StatusCode.FAILED),
        (DeliveryState.NEEDS_DECISION, -HOUR, StatusCode.LATE),
    ],
)
def test_letter_on_its_way_by_delivery_and_clock(
    user: User, state: DeliveryState, due: timedelta, code: StatusCode
) -> None:
    withdrawal = leaving(user, ahead=5 * DAY)
    letter = send(withdrawal, at=NOW + HOUR)
    wakes = state in (DeliveryState.SCHEDULED, DeliveryState.CLAIMED, DeliveryState.SENDING)
    Delivery.objects.filter(letter=letter).update(state=state, due_at=NOW + due, wake_at=NOW if wakes else None)
    found = status(withdrawal)
    assert (found.code, found.must_check) == (code, False)


@pytest.mark.parametrize("state", [DeliveryState.UNKNOWN, DeliveryState.FAILED, DeliveryState.NEEDS_DECISION])
def test_trouble_of_a_letter_that_takes_an_acceptance_back_is_checked(user: User, state: DeliveryState) -> None:
    withdrawal = leaving(user)
    letter = send(withdrawal)
    Application.objects.filter(pk=withdrawal.application_id).update(outcome=Outcome.ACCEPTED, ended_at=NOW)
    Delivery.objects.filter(letter=letter).update(state=state, wake_at=None)
    assert status(withdrawal).must_check


def test_told_in_writing_well_ahead(user: User) -> None:
    withdrawal = leaving(user, ahead=5 * DAY)
    record_letter_sent(mail_of(withdrawal), actor=user, now=NOW)
    found = status(withdrawal)
    assert (found.code, found.call) == (StatusCode.TOLD, None)


@pytest.mark.parametrize(("later", "code"), [(0 * HOUR, StatusCode.CALL_DUE), (16 * HOUR, StatusCode.TOLD)])
def test_told_in_writing_the_evening_before(user: User, later: timedelta, code: StatusCode) -> None:
    withdrawal = leaving(user, ahead=15 * HOUR, now=EVENING)
    record_letter_sent(mail_of(withdrawal), actor=user, now=EVENING)
    assert status(withdrawal, now=EVENING + later).code is code


@pytest.mark.parametrize(("later", "code"), [(0 * HOUR, StatusCode.READY), (25 * HOUR, StatusCode.TOLD)])
def test_told_by_telephone_is_followed_in_writing_for_a_day(user: User, later: timedelta, code: StatusCode) -> None:
    withdrawal = leaving(user, ahead=3 * HOUR)
    record_spoken(withdrawal, Channel.PHONE, actor=user, now=NOW)
    assert status(withdrawal, now=NOW + later).code is code


def test_they_knew_already(user: User) -> None:
    withdrawal = leaving(user)
    record_already_known(withdrawal, actor=user, now=NOW)
    assert status(withdrawal).code is StatusCode.TOLD


def test_put_aside(user: User) -> None:
    withdrawal = leaving(user)
    abandon_withdrawal(withdrawal, actor=user, now=NOW)
    assert status(withdrawal).code is StatusCode.ASIDE


def test_restored_record_asks_to_come_back_and_then_rests(user: User) -> None:
    withdrawal = leaving(user)
    record_letter_sent(mail_of(withdrawal), actor=user, now=NOW)
    restore_record(withdrawal, actor=user, now=NOW)
    assert status(withdrawal).code is StatusCode.READY
    back = withdrawal.letters.get(state="draft")
    record_letter_sent(back, actor=user, now=NOW)
    assert status(withdrawal).code is StatusCode.RESTORED


def test_mark_changes_with_every_try(user: User) -> None:
    withdrawal = leaving(user)
    letter = send(withdrawal)
    assert status(withdrawal).mark == "undo-scheduled-0"
    Delivery.objects.filter(letter=letter).update(attempts=1)
    assert status(withdrawal).mark == "undo-scheduled-1"


def test_a_code_is_of_writing_or_of_waiting_but_not_of_both() -> None:
    assert WRITING.isdisjoint(UNDER_WAY)
