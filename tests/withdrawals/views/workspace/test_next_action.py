"""Each status has one next action: what it says, where a press goes, and what it asks for."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from reminders.models import Delivery
from reminders.states import DeliveryState
from tests.factories import NOW, ContactFactory, LetterFactory
from withdrawals.domain.core.request_builders import letter_notice_request
from withdrawals.domain.letters.sending import Block, Readiness
from withdrawals.domain.status import Call, StatusCode, WithdrawalStatus
from withdrawals.models import Letter
from withdrawals.timing import plan_notice
from withdrawals.views.workspace.next_action import ActionFacts, Asks, NextAction, Way, next_action
from withdrawals.views.workspace.prompt import Prompt

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False), timezone.override(ZoneInfo("Europe/Berlin")):
        yield


@pytest.fixture
def letter() -> Letter:
    """A letter to Maya, who has a number, with a delivery that is due in an hour."""
    made: Letter = LetterFactory.create()
    maya = ContactFactory.create(
        company=made.withdrawal.application.company, name="Maya Chen", phone="+44 20 7946 0000"
    )
    made.recipient, made.to_name = maya, maya.name
    made.delivery = Delivery(state=DeliveryState.SCHEDULED, due_at=NOW + timedelta(hours=1))
    return made


def action(letter: Letter, code: StatusCode, prompt: Prompt | None = None, **fields: Any) -> NextAction:
    plan = plan_notice(letter_notice_request(letter, now=NOW))
    status = WithdrawalStatus(code, letter, plan, call=Call(letter.to_name, NOW, "A call makes sure."), **fields)
    return next_action(ActionFacts(letter.withdrawal, status, letter.owner, NOW), prompt or Prompt())


@pytest.mark.parametrize(
    ("code", "label", "way", "asks"),
    [
        (StatusCode.CHECK_SIGNED, "Check what I signed", Way.LINK, Asks.SIGNED),
        (StatusCode.CALL, "Call Maya", Way.LINK, Asks.CALL),
        (StatusCode.NO_ADDRESS, "Add e-mail", Way.LINK, Asks.ADDRESS),
        (StatusCode.FIX, "Fix 2 things", Way.LINK, Asks.WORDS),
        (StatusCode.NO_SERVER, "Open in mail app", Way.LINK, Asks.OWN_HAND),
        (StatusCode.APOLOGY, "Send apology", Way.LETTER, Asks.NOTHING),
        (StatusCode.NIGHT, "Send 10:00", Way.LETTER, Asks.NOTHING),
        (StatusCode.READY, "Send e-mail now", Way.LETTER, Asks.NOTHING),
        (StatusCode.UNDO, "Undo", Way.FORM, Asks.NOTHING),
        (StatusCode.SCHEDULED, "Send now", Way.FORM, Asks.NOTHING),
        (StatusCode.SENDING, "Take it back", Way.FORM, Asks.NOTHING),
        (StatusCode.UNKNOWN, "Check your Sent folder", Way.LINK, Asks.SENT_FOLDER),
        (StatusCode.FAILED, "Send it myself", Way.LINK, Asks.OWN_HAND),
        (StatusCode.LATE, "Send it now", Way.FORM, Asks.NOTHING),
        (StatusCode.CALL_DUE, "Call Maya", Way.LINK, Asks.CALL),
        (StatusCode.TOLD, "Back to Today", Way.LINK, Asks.NOTHING),
        (StatusCode.RESTORED, "Back to Today", Way.LINK, Asks.NOTHING),
        (StatusCode.ASIDE, "Take it up again", Way.FORM, Asks.NOTHING),
    ],
)
def test_every_code_has_one_button(letter: Letter, code: StatusCode, label: str, way: Way, asks: Asks) -> None:
    blocks = (Block("body", "One."), Block("body", "Two."))
    found = action(letter, code, look=Readiness(blocks, ()))
    assert found.primary is not None
    assert (found.primary.label, found.primary.way, found.asks) == (label, way, asks)


def test_table_holds_every_code(letter: Letter) -> None:
    assert all(action(letter, code) for code in StatusCode)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (StatusCode.READY, "letter_send_after_undo_window"),
        (StatusCode.APOLOGY, "letter_send_after_undo_window"),
        (StatusCode.NIGHT, "letter_schedule"),
        (StatusCode.UNDO, "letter_recall"),
        (StatusCode.SCHEDULED, "letter_send_scheduled_now"),
        (StatusCode.SENDING, "letter_recall"),
        (StatusCode.LATE, "letter_send_again"),
    ],
)
def test_press_goes_to_the_act_of_the_letter(letter: Letter, code: StatusCode, name: str) -> None:
    primary = action(letter, code).primary
    assert primary is not None
    assert primary.url == reverse(name, args=[letter.pk])


def test_letter_that_is_being_sent_has_no_button(letter: Letter) -> None:
    assert letter.delivery is not None
    letter.delivery.state = DeliveryState.SENDING
    assert action(letter, StatusCode.SENDING).primary is None


def test_night_posts_the_moment_that_it_names(letter: Letter) -> None:
    primary = action(letter, StatusCode.NIGHT).primary
    assert primary is not None
    plan = plan_notice(letter_notice_request(letter, now=NOW))
    assert (primary.name, primary.value[:16]) == (
        "moment",
        f"{plan.propose_at.astimezone(letter.owner.time_zone):%Y-%m-%dT%H:%M}",
    )


def test_apology_without_a_mailbox_is_sent_by_hand(letter: Letter) -> None:
    found = action(letter, StatusCode.APOLOGY, cannot_send="No mailbox.")
    assert (found.asks, [one.label for one in found.others]) == (Asks.OWN_HAND, ["Mark as sent"])


@pytest.mark.parametrize("code", [StatusCode.FAILED, StatusCode.LATE])
def test_trouble_asks_for_what_was_signed_first(letter: Letter, code: StatusCode) -> None:
    found = action(letter, code, must_check=True)
    assert found.primary is not None
    assert (found.primary.url, found.asks) == ("#signed", Asks.SIGNED)


def test_sent_folder_comes_before_what_was_signed(letter: Letter) -> None:
    assert action(letter, StatusCode.UNKNOWN, must_check=True).asks is Asks.SENT_FOLDER
    assert action(letter, StatusCode.UNKNOWN, Prompt(asks_signed=True), must_check=True).asks is Asks.SIGNED


def test_sending_again_asks_whether_twice_is_right(letter: Letter) -> None:
    assert action(letter, StatusCode.UNKNOWN, Prompt(asks_twice=True)).asks is Asks.TWICE
