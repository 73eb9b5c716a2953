"""A notice that answers a message of theirs: what is read of it, and what becomes of the letter."""

import email
import time

import pytest
from django.test import Client
from django.urls import reverse

from accounts.errors import DomainError
from tests.factories import NOW, ApplicationFactory, ContactFactory, MailAccountFactory
from withdrawals.domain.letters.delivery_handler import LetterHandler
from withdrawals.domain.letters.drafts import save_letter, update_choices
from withdrawals.domain.letters.mail_app import draft_file
from withdrawals.domain.letters.sending import send_letter
from withdrawals.domain.letters.threads import TheirMessage, read_message, reply_to_message
from withdrawals.domain.process.lifecycle import open_withdrawal
from withdrawals.models import Letter
from withdrawals.vocabulary import Tone

SOURCE = """Received: from a by b;
\tMon, 23 Nov 2026 08:00:00 +0000
Message-ID:
 <invite-7@fernway.example>
Subject: =?utf-8?q?Gespr=C3=A4ch?= on
 Friday
From: "Chen, Maya" <maya@fernway.example>
To: ada@example.org

Subject: not this one
Hello Ada"""


@pytest.fixture
def letter() -> Letter:
    """A notice to somebody whose address nobody knows."""
    application = ApplicationFactory.create(contact=None)
    MailAccountFactory.create(owner=application.owner)
    return open_withdrawal(application, actor=application.owner, now=NOW).letters.get()


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (SOURCE, ("Maya Chen", "maya@fernway.example", "Gespräch on Friday", "<invite-7@fernway.example>")),
        (
            SOURCE.replace("\n", "\r\n"),
            ("Maya Chen", "maya@fernway.example", "Gespräch on Friday", "<invite-7@fernway.example>"),
        ),
        ("From: Maya <maya@f.example>\nSent: Monday\nSubject: Hi\n\nHello", ("Maya", "maya@f.example", "Hi", "")),
        (" <a@b.example> ", ("", "", "", "<a@b.example>")),
        ("Hello Ada, see you on Friday.", ("", "", "", "")),
        ("Subject: =?nonsense?q?x?=", ("", "", "=?nonsense?q?x?=", "")),
        (f"Message-ID: <{'a' * 300}@b.example>", ("", "", "", "")),
        ("Message-ID: <ü@b.example>\nSubject: Hi", ("", "", "Hi", "")),
        ("Subject: =?utf-8?b?AEhp?=\nFrom: =?utf-8?b?AE1heWE=?= <m@f.example>", ("Maya", "m@f.example", "Hi", "")),
        ("Subject: =?unicode_escape?q?Hi=5Cud800?=", ("", "", "Hi", "")),
        ("From: Berg, Mette <mette@f.example>\nSubject: Hi", ("Mette Berg", "mette@f.example", "Hi", "")),
        ("From: m@old.example via Greenhouse <r+1@g.example>\nSubject: Hi", ("", "r+1@g.example", "Hi", "")),
        ("From: =?utf-8?q?=3Cx=40evil=2Eexample=3E?= <m@f.example>\nSubject: Hi", ("", "m@f.example", "Hi", "")),
        (f"From: {'(' * 5000}\nSubject: Hi", ("", "", "Hi", "")),
    ],
)
def test_headers_of_a_pasted_message_are_read(text: str, read: tuple[str, str, str, str]) -> None:
    assert read_message(text) == TheirMessage(*read)


@pytest.mark.django_db
def test_letter_answers_their_message_and_still_follows_the_choices(letter: Letter) -> None:
    reply_to_message(letter, SOURCE, version=letter.version, now=NOW)
    assert (letter.in_reply_to, letter.subject) == ("<invite-7@fernway.example>", "Re: Gespräch on Friday")
    assert (letter.to_name, letter.to_address, letter.edited) == ("Maya Chen", "maya@fernway.example", False)
    body = letter.body
    update_choices(letter.withdrawal, now=NOW, tone=Tone.FORMAL)
    letter.refresh_from_db()
    assert letter.body != body
    assert letter.subject == "Re: Gespräch on Friday"


@pytest.mark.django_db
def test_thread_goes_along_by_our_mail_and_in_the_file(letter: Letter) -> None:
    reply_to_message(letter, SOURCE, version=letter.version, now=NOW)
    headers = email.message_from_bytes(draft_file(letter))
    assert headers["In-Reply-To"] == headers["References"] == "<invite-7@fernway.example>"
    send_letter(letter, version=letter.version, actor=letter.owner, now=NOW, confirmed=True)
    assert letter.delivery is not None
    mail = LetterHandler().mail(letter.delivery)
    assert (mail.in_reply_to, mail.references) == ("<invite-7@fernway.example>",) * 2


@pytest.mark.parametrize("source", [f"Subject: Hi{' ' * 50_000}x", f"Subject: Hi\n{' ' * 50_000}x"])
def test_headers_full_of_blanks_are_read_in_time(source: str) -> None:
    started = time.process_time()
    assert read_message(source).subject == "Hi x"
    assert time.process_time() - started < 1


@pytest.mark.django_db
def test_thread_of_a_long_message_id_is_kept_in_the_file(letter: Letter) -> None:
    identity = f"<{'A9' * 45}@AM9PR05MB8123.eurprd05.prod.outlook.com>"
    reply_to_message(letter, identity + "\n", version=letter.version, now=NOW)
    read = email.message_from_bytes(draft_file(letter))
    assert [read["In-Reply-To"], read["References"]] == [identity, identity]


@pytest.mark.django_db
def test_letter_leaves_the_thread_again(letter: Letter) -> None:
    subject = letter.subject
    reply_to_message(letter, SOURCE, version=letter.version, now=NOW)
    reply_to_message(letter, "", version=letter.version, now=NOW)
    assert (letter.in_reply_to, letter.subject) == ("", subject)


@pytest.mark.django_db
def test_edited_letter_gets_a_subject_of_its_own_back_and_keeps_the_one_that_was_typed(letter: Letter) -> None:
    own = letter.subject
    save_letter(letter, version=letter.version, subject="Friday", body=f"{letter.body}\n\nPS: Sorry.", now=NOW)
    reply_to_message(letter, SOURCE, version=letter.version, now=NOW)
    assert letter.versions.latest("version").subject == "Friday"
    reply_to_message(letter, "", version=letter.version, now=NOW)
    assert (letter.in_reply_to, letter.subject) == ("", own)
    assert "PS: Sorry." in letter.body


@pytest.mark.django_db
def test_message_without_headers_changes_nothing(letter: Letter) -> None:
    with pytest.raises(DomainError, match="with its headers"):
        reply_to_message(letter, "See you on Friday.", version=letter.version, now=NOW)
    letter.refresh_from_db()
    assert letter.in_reply_to == ""


@pytest.mark.django_db
def test_known_recipient_stays_and_their_message_is_pasted_on_the_page(client: Client) -> None:
    contact = ContactFactory.create(name="Priya Raman", email="priya@fernway.example")
    application = ApplicationFactory.create(owner=contact.owner, company=contact.company, contact=contact)
    letter = open_withdrawal(application, actor=contact.owner, now=NOW).letters.get()
    client.force_login(contact.owner)
    typed = {name: str(getattr(letter, name)) for name in ("version", "to_name", "to_address", "subject", "body")}
    address = reverse("letter_thread", args=[letter.pk])
    refused = client.post(address, {**typed, "theirs": "No headers here"})
    assert refused.status_code == 422
    assert "No headers here</textarea>" in refused.content.decode()
    page = client.post(address, {**typed, "theirs": SOURCE}, follow=True).content.decode()
    assert "Answers their message." in page
    letter.refresh_from_db()
    assert (letter.to_address, letter.in_reply_to) == ("priya@fernway.example", "<invite-7@fernway.example>")
