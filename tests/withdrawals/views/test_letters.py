"""What one presses on a letter: saved, sent, taken back, settled, and never lost."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from accounts.models import User
from reminders.models import Delivery
from reminders.states import DeliveryState
from tests.factories import NOW, CompanyFactory, ContactFactory, UserFactory
from tests.markup import compact
from tests.withdrawals.views.test_workspace import leaving, letter_of, sent_to_engine, set_delivery, show, text_of
from withdrawals.domain.letters.drafts import save_letter
from withdrawals.domain.letters.mail_app import LINK_LIMIT, draft_file, mail_link
from withdrawals.domain.letters.sending import check_readiness
from withdrawals.models import Letter
from withdrawals.states import LetterState, SentHow, WithdrawalState
from withdrawals.views.qr import qr_code

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def letter(user: User) -> Letter:
    return letter_of(leaving(user))


def post(client: Client, name: str, letter: Letter, data: dict[str, Any] | None = None, **more: Any) -> Any:
    answer = client.post(reverse(name, args=[letter.pk]), data or {}, **more)
    letter.refresh_from_db()
    return answer


def form(letter: Letter, **changes: Any) -> dict[str, Any]:
    """What the editor posts."""
    names = ("version", "to_name", "to_address", "cc", "subject", "body")
    return {name: getattr(letter, name) for name in names} | changes


# Saving.


def test_autosave_answers_with_findings_and_the_new_version(client: Client, letter: Letter) -> None:
    answer = post(client, "letter_save", letter, form(letter, body="[Name]", seen="ready"), headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert letter.body == "[Name]"
    assert 'name="version" id="letter-version" value="2"' in compact(page)
    assert "finding-error" in page
    assert "Fix 2 things" in text_of(page)


def test_autosave_of_the_same_words_leaves_the_send_panel_alone(client: Client, letter: Letter) -> None:
    answer = post(client, "letter_save", letter, form(letter, seen="ready"), headers=HTMX)
    assert letter.version == 1
    assert 'id="send"' not in answer.content.decode()


def test_saving_without_scripts_comes_back_to_the_page(client: Client, letter: Letter) -> None:
    answer = post(client, "letter_save", letter, form(letter, subject="Mine"))
    assert answer.status_code == 302
    assert letter.subject == "Mine"


def test_two_tabs_with_other_words_show_both_texts(client: Client, letter: Letter) -> None:
    mine = form(letter, body="Typed in this tab.")
    save_letter(letter, version=1, subject=letter.subject, body="Saved in that tab.", now=NOW)
    answer = post(client, "letter_save", letter, mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Changed in another tab" in page
    assert "Typed in this tab.</textarea>" in page
    assert "Saved in that tab." in page
    assert 'id="letter-version" value="1"' in compact(page)
    assert letter.body == "Saved in that tab."


def test_two_tabs_with_scripts_are_told_to_compare(client: Client, letter: Letter) -> None:
    mine = form(letter, body="Typed in this tab.")
    save_letter(letter, version=1, subject=letter.subject, body="Saved in that tab.", now=NOW)
    answer = post(client, "letter_save", letter, mine, headers=HTMX)
    assert (answer.status_code, json.loads(answer["HX-Trigger"])) == (409, {"letter:conflict": {}})

    comparison = post(client, "letter_compare", letter, mine, headers=HTMX).content.decode()
    assert "Typed in this tab." in comparison
    assert "Saved in that tab." in comparison


def test_keep_mine_overwrites_and_keeps_theirs_as_a_version(client: Client, letter: Letter) -> None:
    mine = form(letter, body="Typed in this tab.")
    save_letter(letter, version=1, subject=letter.subject, body="Saved in that tab.", now=NOW - timedelta(minutes=5))
    post(client, "letter_save", letter, {**mine, "keep_over": "2"})
    assert letter.body == "Typed in this tab."
    assert "Saved in that tab." in letter.versions.values_list("body", flat=True)


def test_the_same_words_from_two_tabs_are_no_conflict(client: Client, letter: Letter) -> None:
    mine = form(letter, body="The same words.")
    save_letter(letter, version=1, subject=letter.subject, body="The same words.", now=NOW)
    assert post(client, "letter_save", letter, mine, headers=HTMX).status_code == 200


def test_typing_into_a_letter_that_has_left_shows_what_was_typed(client: Client, user: User) -> None:
    _, letter = sent_to_engine(user)
    answer = post(client, "letter_save", letter, form(letter, body="Too late."))
    assert answer.status_code == 409
    assert letter.body != "Too late."
    page = text_of(answer.content.decode())
    assert "This letter is on its way or has been sent" in page
    assert "Too late." in page


def test_too_long_a_subject_is_named_and_nothing_typed_is_lost(client: Client, letter: Letter) -> None:
    answer = post(client, "letter_save", letter, form(letter, subject="s" * 201, body="Kept on the page."))
    assert answer.status_code == 422
    assert "Kept on the page.</textarea>" in answer.content.decode()
    assert "at most 200 characters" in answer.content.decode()


# Words.


def test_shorter_changes_tone_and_text(client: Client, letter: Letter) -> None:
    before = letter.body
    post(client, "letter_rewrite", letter, form(letter, to_tone="brief"))
    assert letter.withdrawal.tone == "brief"
    assert len(letter.body) < len(before)


def test_another_wording_says_it_differently(client: Client, letter: Letter) -> None:
    before = letter.body
    post(client, "letter_rewrite", letter, form(letter, another="1"))
    assert letter.variant == 1
    assert letter.body != before


def test_rewriting_keeps_ones_own_words_among_the_versions(client: Client, letter: Letter) -> None:
    post(client, "letter_rewrite", letter, form(letter, body="My own words.", to_tone="formal"))
    assert letter.body.startswith("Dear")
    kept = letter.versions.get(body="My own words.")
    post(client, "letter_restore_version", letter, form(letter, restore=kept.version))
    assert letter.body == "My own words."


def test_kept_finding_is_not_shown_again(client: Client, letter: Letter) -> None:
    words = f"{letter.body}\n\nI was offered 95,000 EUR."
    post(client, "letter_save", letter, form(letter, body=words))
    page = show(client, letter.withdrawal).content.decode()
    assert "Keep anyway" in page
    value = compact(page).split('name="keep" value="', maxsplit=1)[1].split('"', maxsplit=1)[0]
    post(client, "letter_keep_finding", letter, form(letter, keep=value))
    assert f'value="{value}"' not in show(client, letter.withdrawal).content.decode()


def test_suggestion_is_written_where_the_placeholder_stood(client: Client, letter: Letter) -> None:
    words = letter.body.replace("Hello Maya,", "Hello [Name],")
    page = post(client, "letter_save", letter, form(letter, body=words, seen="ready"), headers=HTMX).content.decode()
    assert "Write “Maya" in page
    post(client, "letter_take_up", letter, form(letter, take="unfilled_placeholder:[Name]"))
    assert letter.body.startswith("Hello Maya")
    assert "[Name]" not in letter.body


def test_suggestion_for_words_that_are_gone_changes_nothing(client: Client, letter: Letter) -> None:
    before = letter.body
    answer = post(client, "letter_take_up", letter, form(letter, take="unfilled_placeholder:[Name]"))
    assert answer.status_code == 422
    assert letter.body == before


def test_a_contact_becomes_the_recipient_and_is_greeted(client: Client, letter: Letter) -> None:
    company = letter.withdrawal.application.company
    other = ContactFactory.create(company=company, name="Tom Ives", email="tom@fernway.example")
    post(client, "letter_address", letter, form(letter, contact=other.pk))
    assert (letter.to_address, letter.recipient) == ("tom@fernway.example", other)
    assert "Tom," in letter.body


def test_a_strangers_contact_is_not_to_be_had(client: Client, letter: Letter) -> None:
    theirs = ContactFactory.create(company=CompanyFactory.create(owner=UserFactory.create()))
    answer = post(client, "letter_address", letter, form(letter, contact=theirs.pk))
    assert answer.status_code == 422
    assert letter.to_address == "maya@fernway.example"


# Sending.


def test_sending_commits_the_text_on_the_page(client: Client, letter: Letter) -> None:
    words = letter.body.replace("Hello Maya,", "Hello Maya Chen,")
    answer = post(client, "letter_send_after_undo_window", letter, form(letter, body=words))
    assert answer.status_code == 302
    assert (letter.state, letter.body) == (LetterState.READY, words)
    assert letter.withdrawal.state == WithdrawalState.COMMITTED


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"body": "Hello Maya,\n\nI withdraw my application. [Reason]"}, "[Reason]"),
        ({"body": "Hello Maya,\n\nwhat a nice day."}, "Nowhere says that you withdraw."),
        ({"to_address": ""}, "Add their e-mail address."),
        ({"to_address": "maya"}, "maya is not an e-mail address."),
        ({"cc": "tom"}, "tom is not an e-mail address."),
    ],
)
def test_hard_blocks_stop_it_and_keep_what_was_typed(
    client: Client, letter: Letter, changes: dict[str, str], said: str
) -> None:
    answer = post(client, "letter_send_after_undo_window", letter, form(letter, **changes))
    assert answer.status_code == 422
    assert said in text_of(answer.content.decode())
    assert letter.state == LetterState.DRAFT
    assert {name: getattr(letter, name) for name in changes} == changes


def test_an_error_asks_once_quoting_the_words(client: Client, letter: Letter) -> None:
    words = letter.body.replace("Kind regards", "You are a bunch of clueless amateurs.\n\nKind regards")
    answer = post(client, "letter_send_after_undo_window", letter, form(letter, body=words))
    page = text_of(answer.content.decode())
    assert answer.status_code == 422
    assert "Look at this once more before it leaves." in page
    assert "clueless" in page
    assert letter.state == LetterState.DRAFT

    post(client, "letter_send_after_undo_window", letter, form(letter, confirmed="1"))
    assert letter.state == LetterState.READY


def test_choices_that_come_along_are_shown_before_anything_leaves(client: Client, letter: Letter) -> None:
    answer = post(client, "letter_send_after_undo_window", letter, form(letter, reason="location", depth="general"))
    assert answer.status_code == 422
    assert "The letter follows your choices now." in answer.content.decode()
    assert letter.state == LetterState.DRAFT


def test_sending_an_old_version_compares_first(client: Client, letter: Letter) -> None:
    mine = form(letter, body=f"{letter.body}\nP.S.")
    save_letter(letter, version=1, subject=letter.subject, body=f"{letter.body}\nOther.", now=NOW)
    answer = post(client, "letter_send_after_undo_window", letter, mine)
    assert answer.status_code == 409
    assert letter.state == LetterState.DRAFT


def test_schedule_is_on_the_readers_clock(client: Client, letter: Letter) -> None:
    post(client, "letter_schedule", letter, form(letter, at="2026-11-24T09:05"))
    assert letter.delivery is not None
    assert letter.delivery.due_at.isoformat() == "2026-11-24T08:05:00+00:00"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("", "Choose a day and a time"),
        ("tomorrow", "Choose a day and a time"),
        ("2026-11-20T09:00", "That time has passed."),
        ("2026-11-26T09:00", "after the interview begins"),
    ],
)
def test_schedule_refuses_what_cannot_be(client: Client, letter: Letter, at: str, said: str) -> None:
    answer = post(client, "letter_schedule", letter, form(letter, at=at))
    assert answer.status_code == 422
    assert said in text_of(answer.content.decode())
    assert letter.state == LetterState.DRAFT


def test_undo_takes_everything_back(client: Client, user: User) -> None:
    withdrawal, letter = sent_to_engine(user)
    post(client, "letter_recall", letter)
    withdrawal.refresh_from_db()
    assert (letter.state, withdrawal.state) == (LetterState.DRAFT, WithdrawalState.DRAFTING)
    assert Delivery.objects.get(letter=letter).state == DeliveryState.CANCELLED


def test_undo_after_it_left_says_so(client: Client, user: User) -> None:
    _, letter = sent_to_engine(user)
    set_delivery(letter, DeliveryState.SENT, sent_at=NOW)
    answer = post(client, "letter_recall", letter)
    assert answer.status_code == 422
    assert "It has been sent already." in answer.content.decode()


def test_scheduled_letter_moves_and_goes_now(client: Client, user: User) -> None:
    _, letter = sent_to_engine(user, at=NOW + timedelta(hours=5))
    post(client, "letter_reschedule", letter, {"at": "2026-11-23T12:00"})
    assert letter.delivery is not None
    assert letter.delivery.due_at == NOW + timedelta(hours=2)
    post(client, "letter_send_scheduled_now", letter)
    letter.delivery.refresh_from_db()
    assert letter.delivery.due_at == NOW


def test_mark_sent_by_hand_ends_the_process(client: Client, letter: Letter) -> None:
    post(client, "letter_mark_sent", letter, form(letter, subject="As sent"))
    assert (letter.state, letter.sent_how, letter.sent_subject) == (LetterState.SENT, SentHow.BY_HAND, "As sent")
    assert letter.withdrawal.state == WithdrawalState.NOTIFIED


@pytest.mark.parametrize("state", [DeliveryState.UNKNOWN, DeliveryState.FAILED, DeliveryState.NEEDS_DECISION])
def test_trouble_is_settled_by_marking_it_sent(client: Client, user: User, state: DeliveryState) -> None:
    withdrawal, letter = sent_to_engine(user)
    set_delivery(letter, state)
    post(client, "letter_mark_sent", letter)
    withdrawal.refresh_from_db()
    assert withdrawal.state == WithdrawalState.NOTIFIED


def test_sending_again_after_unknown_names_what_may_happen(client: Client, user: User) -> None:
    _, letter = sent_to_engine(user)
    set_delivery(letter, DeliveryState.UNKNOWN)
    answer = post(client, "letter_send_again", letter)
    assert answer.status_code == 422
    assert "Maya gets it twice" in answer.content.decode()
    assert Delivery.objects.get(letter=letter).state == DeliveryState.UNKNOWN

    post(client, "letter_send_again", letter, {"twice": "1"})
    assert Delivery.objects.get(letter=letter).state == DeliveryState.SCHEDULED


def test_failed_address_is_mended_by_taking_it_back(client: Client, user: User) -> None:
    withdrawal, letter = sent_to_engine(user)
    set_delivery(letter, DeliveryState.FAILED, last_error="550 No such user")
    post(client, "letter_recall", letter)
    assert letter.state == LetterState.DRAFT
    assert 'id="to-address"' in show(client, withdrawal).content.decode()


# By one's own hand.


def test_mail_link_holds_the_whole_letter(letter: Letter) -> None:
    letter.subject = 'A "quoted" & <odd> subject 🎈'
    letter.body = "Line 1\n\nLine 2 & more = ?"
    link = mail_link(letter)
    assert urlsplit(link).path == "maya@fernway.example"
    assert "%0D%0A%0D%0A" in link
    query = parse_qs(urlsplit(link).query)
    assert query == {"subject": [letter.subject], "body": ["Line 1\r\n\r\nLine 2 & more = ?"]}


@pytest.mark.parametrize(
    ("typed", "wire"),
    [
        ("Mette Berg <mette@fern.example>", "mette@fern.example"),
        ("mailto:mette@fern.example", "mette@fern.example"),
        ("mette@straße.example", "mette@xn--strae-oqa.example"),
        ("mette@müller-söhne.example", "mette@xn--mller-shne-kcb9d.example"),
    ],
)
def test_address_is_the_same_in_the_link_in_the_file_and_by_our_mail(letter: Letter, typed: str, wire: str) -> None:
    letter.to_address, letter.cc = typed, f"Jon Ek <jon@fern.example>, {typed}"
    link = urlsplit(mail_link(letter))
    assert (link.path, parse_qs(link.query)["cc"]) == (wire, [f"jon@fern.example,{wire}"])
    file = message_from_bytes(draft_file(letter))
    assert (file["To"], file["Cc"]) == (wire, f"jon@fern.example, {wire}")
    assert not [block for block in check_readiness(letter, now=NOW).blocks if block.field in ("to_address", "cc")]


def test_mail_link_of_a_long_letter_leaves_the_text_out(letter: Letter) -> None:
    letter.body = "é" * 500
    link = mail_link(letter)
    assert len(link) < LINK_LIMIT
    assert "body=" not in link


def test_signature_stands_once_under_what_the_mail_app_opens(client: Client, user: User, letter: Letter) -> None:
    user.signature = "Ada Marsh\r\nData & such"
    user.save(update_fields=["signature"])
    letter = Letter.objects.get(pk=letter.pk)
    body = parse_qs(urlsplit(mail_link(letter)).query)["body"][0]
    assert body == f"{letter.body.rstrip()}\n\nAda Marsh\nData & such".replace("\n", "\r\n")
    assert client.get(reverse("letter_file", args=[letter.pk])).content.endswith(
        b"\r\n\r\nAda Marsh\r\nData & such\r\n"
    )

    letter.body = body
    assert parse_qs(urlsplit(mail_link(letter)).query)["body"] == [body]


def test_file_opens_as_a_draft(client: Client, letter: Letter) -> None:
    answer = client.get(reverse("letter_file", args=[letter.pk]))
    assert answer["Content-Type"] == "message/rfc822"
    assert answer["Content-Disposition"].endswith('.eml"')
    assert b"X-Unsent: 1\r\n" in answer.content
    assert b"To: maya@fernway.example\r\n" in answer.content


def test_page_offers_copy_link_and_file(client: Client, letter: Letter) -> None:
    page = show(client, letter.withdrawal).content.decode()
    assert 'data-copy="#body"' in page
    assert 'href="mailto:maya@fernway.example?subject=' in page
    assert reverse("letter_file", args=[letter.pk]) in page


def test_alarm_rings_before_the_letter_leaves(client: Client, user: User) -> None:
    _, letter = sent_to_engine(user, at=NOW + timedelta(hours=5))
    answer = client.get(reverse("letter_alarm", args=[letter.pk]))
    calendar = Calendar.from_ical(answer.content)
    event = calendar.walk("VEVENT")[0]
    assert event.decoded("dtstart") == NOW + timedelta(hours=5)
    assert event.walk("VALARM")[0].decoded("trigger") == timedelta(minutes=-5)
    assert letter.body.split("\n")[2] not in answer.content.decode()


def test_alarm_of_a_draft_takes_the_time_asked_for(client: Client, letter: Letter) -> None:
    answer = client.get(reverse("letter_alarm", args=[letter.pk]), {"at": "2026-11-24T09:05:00+01:00"})
    event = Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert event.decoded("dtstart").isoformat() == "2026-11-24T08:05:00+00:00"


def test_call_card_shows_words_and_number(client: Client, letter: Letter) -> None:
    client.post(reverse("letter_add", args=[letter.withdrawal_id]), {"write": "phone"})
    phone = Letter.objects.get(channel="phone")
    page = client.get(reverse("letter_card", args=[phone.pk])).content.decode()
    assert 'href="tel:+442079460000"' in page
    assert "Reached" in page


@pytest.fixture
def phone_card(client: Client, letter: Letter) -> str:
    """The address of the card for the call."""
    client.post(reverse("letter_add", args=[letter.withdrawal_id]), {"write": "phone"})
    return reverse("letter_card", args=[Letter.objects.get(channel="phone").pk])


@pytest.mark.parametrize(
    ("base", "host", "address"),
    [
        ("https://jobs.example", "testserver", "https://jobs.example"),
        ("", "192.168.0.7:8000", "http://192.168.0.7:8000"),
    ],
)
def test_call_card_carries_itself_and_the_number_to_the_phone(
    client: Client, phone_card: str, settings: Any, base: str, host: str, address: str
) -> None:
    settings.BASE_URL, settings.ALLOWED_HOSTS = base, ["*"]
    page = client.get(phone_card, headers={"Host": host}).content.decode()
    assert qr_code(address + phone_card) in page
    assert qr_code("tel:+442079460000") in page
    assert 'aria-label="QR code: dial +44 20 7946 0000"' in page
    assert "Dial +44 20 7946 0000" in text_of(page)
    assert "style=" not in page


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000"])
def test_call_card_on_this_machine_alone_carries_the_number_only(
    client: Client, phone_card: str, settings: Any, host: str
) -> None:
    settings.BASE_URL, settings.ALLOWED_HOSTS = "", ["*"]
    page = client.get(phone_card, headers={"Host": host}).content.decode()
    assert page.count('class="qr-code"') == 1
    assert qr_code("tel:+442079460000") in page


def test_call_card_without_a_number_dials_nothing(client: Client, phone_card: str) -> None:
    Letter.objects.filter(channel="phone").update(to_address="")
    page = client.get(phone_card).content.decode()
    assert "tel:" not in page
    assert "QR code: dial" not in compact(page)


def test_versions_show_what_changed(client: Client, letter: Letter) -> None:
    post(client, "letter_save", letter, form(letter, body=f"{letter.body} Afterword."))
    assert re.search(r"<ins\s*> Afterword\.</ins>", show(client, letter.withdrawal).content.decode())
