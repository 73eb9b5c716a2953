from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from accounts.errors import DomainError
from accounts.models import MailAccount, User
from reminders.mail.message import build_mail, make_message_id
from reminders.ports import Attachment, OutgoingMail

DATE = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))
MESSAGE_ID = f"<{'0' * 32}@example.com>"
ACCOUNT = MailAccount(from_email="ada@example.com", from_name="Ada Marsh")


def parse(mail: OutgoingMail) -> EmailMessage:
    raw = build_mail(mail, message_id=MESSAGE_ID, date=DATE).raw
    return message_from_bytes(raw, policy=default)


def text_of(message: EmailMessage) -> str:
    return str(message.get_content()).replace("\r\n", "\n")


def to_jo(**fields: object) -> OutgoingMail:
    return OutgoingMail(**{"to": "jo@e.example", "subject": "Hi", "body": "Text", "account": ACCOUNT} | fields)  # type: ignore[arg-type]


def test_message_says_who_to_whom_when_and_which() -> None:
    message = parse(to_jo(subject="Rückzug – Bäcker", body="Liebe Jo,\n\nnein. Тест ✓\n"))

    assert message["From"] == "Ada Marsh <ada@example.com>"
    assert message["To"] == "jo@e.example"
    assert message["Subject"] == "Rückzug – Bäcker"
    assert message["Date"].datetime == DATE
    assert message["Message-ID"] == MESSAGE_ID
    assert text_of(message) == "Liebe Jo,\n\nnein. Тест ✓\n"
    assert message["Auto-Submitted"] is None


def test_message_of_a_machine_says_so() -> None:
    assert parse(to_jo(automatic=True))["Auto-Submitted"] == "auto-generated"


def test_message_by_the_host_leads_answers_back_to_the_person(settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Bowout <bowout@host.example>"

    message = parse(to_jo(account=None, from_name="Ada Marsh", reply_to="ada@example.com"))

    assert message["From"] == "Ada Marsh <bowout@host.example>"
    assert message["Reply-To"] == "ada@example.com"


def test_blind_copy_is_a_recipient_and_in_no_header() -> None:
    built = build_mail(to_jo(cc=("b@e.example",), bcc=("self@e.example",)), message_id=MESSAGE_ID, date=DATE)

    assert built.recipients == ("jo@e.example", "b@e.example", "self@e.example")
    assert b"self@e.example" not in built.raw


def test_recipient_named_twice_gets_one_copy() -> None:
    built = build_mail(to_jo(cc=("jo@e.example",)), message_id=MESSAGE_ID, date=DATE)

    assert built.recipients == ("jo@e.example",)


@pytest.mark.parametrize("line_end", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\0"])
def test_no_field_breaks_out_of_its_header(line_end: str) -> None:
    evil = f"Hi{line_end}Bcc: victim@e.example{line_end}{line_end}New body"

    message = parse(to_jo(subject=evil, from_name=evil, in_reply_to=evil, references=evil))

    assert message["Bcc"] is None
    assert text_of(message) == "Text\n"
    assert message["In-Reply-To"] is None


@given(subject=st.text(max_size=200), name=st.text(max_size=60), body=st.text(max_size=500))
def test_any_text_makes_a_message_with_exactly_our_headers(subject: str, name: str, body: str) -> None:
    raw = build_mail(to_jo(subject=subject, from_name=name, body=body), message_id=MESSAGE_ID, date=DATE).raw
    message = message_from_bytes(raw, policy=default)

    raw.decode("ascii")
    assert raw.replace(b"\r\n", b"").count(b"\n") == raw.replace(b"\r\n", b"").count(b"\r") == 0
    expected = {
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
    }
    assert set(message.keys()) == expected
    assert message["To"] == "jo@e.example"


@pytest.mark.parametrize(
    "address",
    ["", "jo", "jo@e.example\nBcc: v@e.example", "jo@e.example, v@e.example", "<jo@e.example>", "jö@e.example"],
)
def test_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(DomainError, match="is not an e-mail address"):
        parse(to_jo(to=address))


def test_address_in_a_domain_with_umlauts_is_sent_in_ascii() -> None:
    built = build_mail(to_jo(to="jo@bücher.example"), message_id=MESSAGE_ID, date=DATE)

    assert built.recipients == ("jo@xn--bcher-kva.example",)


def test_domain_with_a_sharp_s_is_not_another_one() -> None:
    message = parse(to_jo(to="jo@straße.example"))

    assert message["To"] == "jo@xn--strae-oqa.example"


def test_answer_joins_the_thread() -> None:
    ids = [f"<{'a' * 60}{n}@mail.example.com>" for n in range(3)]

    message = parse(to_jo(in_reply_to=ids[2], references=" ".join(ids)))

    assert message["In-Reply-To"] == ids[2]
    assert message["References"].split() == ids


def test_long_message_id_of_theirs_stands_in_the_headers_as_it_is() -> None:
    """Exchange's are longer than a line, and no mail program looks for an encoded one."""
    identity = f"<{'A9' * 45}@AM9PR05MB8123.eurprd05.prod.outlook.com>"
    mail = to_jo(in_reply_to=f"{identity} <ü@e.example>", references=f"<a@e.example> {identity}")
    raw = build_mail(mail, message_id=MESSAGE_ID, date=DATE).raw

    assert f"\r\nIn-Reply-To: {identity}\r\n".encode() in raw
    assert f"\r\nReferences: <a@e.example>\r\n {identity}\r\n".encode() in raw


def test_attachment_goes_along_under_a_harmless_name() -> None:
    data = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"

    message = parse(to_jo(attachments=(Attachment("../re\nply.ics", "text/calendar; method=REPLY", data),)))

    [part] = message.iter_attachments()
    assert part.get_filename() == ".._re ply.ics"
    assert part.get_content_type() == "text/calendar"
    assert part.get_payload(decode=True) == data
    assert part["Content-Type"].params["method"] == "REPLY"


@pytest.mark.parametrize("email", ["ada@example.com", f"ada@{'long.' * 20}example", "ada@bücher.example"])
def test_message_id_stays_whole_on_its_line(email: str) -> None:
    message_id = make_message_id(User(email=email))

    raw = build_mail(to_jo(), message_id=message_id, date=DATE).raw

    assert f"\r\nMessage-ID: {message_id}\r\n".encode() in raw
