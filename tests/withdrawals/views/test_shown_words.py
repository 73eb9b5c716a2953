"""What a page shows is computed for the moment; what leaves is what was shown, and what nobody read stays."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import NOW, MailAccountFactory, UserFactory
from tests.withdrawals.views.test_workspace import leaving, letter_of, primaries, show
from tracker.domain.interviews import set_interview_status
from withdrawals.domain.letters.drafts import save_letter
from withdrawals.models import Letter, Withdrawal
from withdrawals.states import LetterState, WithdrawalState
from withdrawals.vocabulary import Channel, Purpose, Situation

pytestmark = pytest.mark.django_db
SOON = timedelta(hours=5)
#: The slot went by, so that the letter has become an apology.
MISSED = NOW + timedelta(hours=7)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def user(client: Client) -> User:
    made: User = UserFactory.create(name="Ada Marsh")
    MailAccountFactory.create(owner=made)
    client.force_login(made)
    return made


@pytest.fixture
def withdrawal(user: User) -> Withdrawal:
    """The interview is in five hours."""
    return leaving(user, ahead=SOON)


def field(page: str, name: str) -> str:
    """The value of a field of the editor."""
    if name == "body":
        found = re.search(r'<textarea[^>]*name="body"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    else:
        found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    assert found is not None, name
    return unescape(found[1])


def typed(page: str, **changes: str) -> dict[str, str]:
    """What the editor of a page posts."""
    names = ["letter", "version", "shown", "to_name", "to_address", "body"]
    names += ["subject"] if 'name="subject"' in page else []
    return {name: field(page, name) for name in names} | changes


def read(client: Client, withdrawal: Withdrawal, **query: str) -> str:
    page: str = show(client, withdrawal, **query).content.decode()
    return page


def press(client: Client, name: str, letter: Letter, data: dict[str, str]) -> Any:
    answer = client.post(reverse(name, args=[letter.pk]), data)
    letter.refresh_from_db()
    return answer


def test_page_file_and_link_show_the_same_words_of_the_moment(client: Client, withdrawal: Withdrawal) -> None:
    letter = letter_of(withdrawal)
    with time_machine.travel(MISSED, tick=False):
        page = read(client, withdrawal)
        body = field(page, "body")
        eml = client.get(reverse("letter_file", args=[letter.pk])).content.decode()
    link = re.search(r'href="(mailto:[^"]*)"', page)
    assert link is not None
    assert body != letter.body
    assert parse_qs(urlsplit(unescape(link[1])).query)["body"] == [body.replace("\n", "\r\n")]
    assert field(page, "subject") in eml
    letter.refresh_from_db()
    assert (letter.version, letter.purpose) == (1, Purpose.NOTICE)


def test_words_of_the_moment_are_stored_when_they_are_sent(client: Client, withdrawal: Withdrawal) -> None:
    letter = letter_of(withdrawal)
    with time_machine.travel(MISSED, tick=False):
        data = typed(read(client, withdrawal))
        assert press(client, "letter_send_after_undo_window", letter, data | {"confirmed": "1"}).status_code == 302
    assert (letter.state, letter.purpose, letter.body) == (LetterState.READY, Purpose.APOLOGY, data["body"])
    assert not letter.edited


def test_words_that_changed_since_they_were_read_are_shown_again(client: Client, withdrawal: Withdrawal) -> None:
    letter = letter_of(withdrawal)
    before = typed(read(client, withdrawal))
    with time_machine.travel(MISSED, tick=False):
        refused = press(client, "letter_send_after_undo_window", letter, before)
        page = refused.content.decode()
        assert (refused.status_code, letter.state) == (422, LetterState.DRAFT)
        assert "Read it once more, then send it." in page
        assert field(page, "body") != before["body"]
        again = typed(page) | {"confirmed": "1"}
        assert press(client, "letter_send_after_undo_window", letter, again).status_code == 302
    assert letter.body == again["body"]


def test_words_that_nobody_posted_are_read_first(client: Client, withdrawal: Withdrawal) -> None:
    letter = letter_of(withdrawal)
    with time_machine.travel(MISSED, tick=False):
        assert press(client, "letter_send_after_undo_window", letter, {}).status_code == 422
        assert press(client, "letter_send_after_undo_window", letter, {"confirmed": "1"}).status_code == 302


def test_words_typed_over_those_of_the_moment_are_ones_own(client: Client, withdrawal: Withdrawal) -> None:
    letter = letter_of(withdrawal)
    with time_machine.travel(MISSED, tick=False):
        data = typed(read(client, withdrawal))
        press(client, "letter_save", letter, data | {"body": f"{data['body']}\n\nP.S."})
    assert letter.edited
    assert letter.body == f"{data['body']}\n\nP.S."


def test_another_address_leaves_the_words_to_follow(client: Client, withdrawal: Withdrawal) -> None:
    letter = letter_of(withdrawal)
    press(client, "letter_save", letter, typed(read(client, withdrawal), to_address="maya.chen@fernway.example"))
    assert (letter.to_address, letter.edited) == ("maya.chen@fernway.example", False)


def test_a_tab_that_was_left_open_meets_what_another_one_saved(client: Client, withdrawal: Withdrawal) -> None:
    letter = letter_of(withdrawal)
    data = typed(read(client, withdrawal))
    save_letter(letter, version=1, subject=letter.subject, body="Typed in another tab.", now=NOW)
    refused = press(client, "letter_send_after_undo_window", letter, data)
    assert (refused.status_code, letter.state) == (409, LetterState.DRAFT)


def test_marking_as_sent_keeps_the_words_that_were_shown(client: Client, withdrawal: Withdrawal) -> None:
    letter = letter_of(withdrawal)
    data = typed(read(client, withdrawal))
    with time_machine.travel(MISSED, tick=False):
        press(client, "letter_mark_sent", letter, data)
    assert (letter.state, letter.sent_text) == (LetterState.SENT, data["body"])


def test_interview_that_took_place_is_stored_with_its_letter(user: User, withdrawal: Withdrawal) -> None:
    interview = withdrawal.interview
    assert interview is not None
    set_interview_status(interview, "happened", actor=user, now=NOW + timedelta(hours=6))
    withdrawal.refresh_from_db()
    assert withdrawal.situation == Situation.AFTER_INTERVIEW
    assert "Thank you for the interview" in letter_of(withdrawal).body


# The words for a call, which the clock makes due.


@pytest.fixture
def late(user: User) -> Withdrawal:
    """The interview is in three hours: only a call is sure to be noticed."""
    return leaving(user, ahead=timedelta(hours=3))


def test_words_for_a_call_are_shown_and_not_stored(client: Client, late: Withdrawal) -> None:
    page = read(client, late)
    assert "Maya" in field(page, "body")
    assert "The words are ready." in page
    assert not late.letters.filter(channel=Channel.PHONE).exists()


def test_card_of_a_call_says_what_the_page_says(client: Client, late: Withdrawal) -> None:
    page = read(client, late)
    card = re.search(r'href="([^"]*/card/[^"]*)"', page)
    assert card is not None
    shown = unescape(client.get(unescape(card[1])).content.decode())
    assert field(page, "body") in shown
    assert not late.letters.filter(channel=Channel.PHONE).exists()


def test_words_for_a_call_are_stored_once_they_are_typed_over(client: Client, late: Withdrawal) -> None:
    page = read(client, late)
    save = re.search(r'hx-post="([^"]*/save/[^"]*)"', page)
    assert save is not None
    data = typed(page, body="Hello Maya, I have to withdraw my application.")
    for _ in range(2):
        answer = client.post(unescape(save[1]), data, headers={"HX-Request": "true"})
        assert answer.status_code == 200
    words = late.letters.get(channel=Channel.PHONE)
    assert (words.body, words.edited) == (data["body"], True)
    assert letter_of(late).body != data["body"]
    assert field(read(client, late), "body") == data["body"]


def test_mail_sent_beside_the_words_for_a_call_keeps_its_own(client: Client, late: Withdrawal) -> None:
    letter = letter_of(late)
    data = typed(read(client, late)) | {"confirmed": "1"}
    assert press(client, "letter_send_after_undo_window", letter, data).status_code == 302
    assert letter.state == LetterState.READY
    assert letter.body != data["body"]


def test_reached_records_the_words_of_the_moment(client: Client, late: Withdrawal) -> None:
    words = field(read(client, late), "body")
    client.post(reverse("withdrawal_spoke", args=[late.pk]), {"how": "phone"})
    late.refresh_from_db()
    assert late.state == WithdrawalState.NOTIFIED
    assert late.letters.sent().get().sent_text == words


def test_choice_beside_the_words_for_a_call_is_kept(client: Client, late: Withdrawal) -> None:
    data = typed(read(client, late)) | {"reason": "location", "depth": "general"}
    assert client.post(reverse("withdrawal_choose", args=[late.pk]), data).status_code == 302
    late.refresh_from_db()
    assert late.reason == "location"
    assert primaries(show(client, late)) == ["Call Maya"]
