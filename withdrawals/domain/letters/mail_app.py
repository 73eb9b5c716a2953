"""Pass a letter to the person's own mail program: as a link, or as a file that opens as a draft."""

from collections.abc import Iterable
from contextlib import suppress
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Final
from urllib.parse import quote

from accounts.text.addresses import addresses_in, wire_address
from accounts.text.phones import sms_uri
from reminders.mail.message import POLICY, add_thread_headers, one_line
from withdrawals.models import Letter
from withdrawals.vocabulary import Channel

#: Characters. Some mail programs and browsers cut longer links (docs/domain.md 2.6, invariant 13).
LINK_LIMIT: Final = 2000


def mail_link(letter: Letter) -> str:
    """Return a ``mailto:`` link with recipient, copies, subject and text; line breaks are CRLF (RFC 6068).

    The text is left out when the link would reach ``LINK_LIMIT``; the person then copies it.
    """
    address = quote(wire_address(letter.to_address), safe="@")
    headers = {"cc": ",".join(map(wire_address, addresses_in(letter.cc))), "subject": letter.subject}
    full = _link(address, {**headers, "body": signed_body(letter)})
    return full if len(full) < LINK_LIMIT else _link(address, headers)


def signed_body(letter: Letter) -> str:
    """Return the text of a letter, by e-mail with the person's signature, once; other channels have none."""
    signature = _unix(letter.withdrawal.owner.signature).strip()
    bare = not signature or letter.channel != Channel.EMAIL or _unix(letter.body).rstrip().endswith(signature)
    return letter.body if bare else f"{letter.body.rstrip()}\n\n{signature}"


def holds_text(link: str) -> bool:
    """Return whether the link contains the letter's text."""
    return "body=" in link


def text_link(letter: Letter) -> str:
    """Return an ``sms:`` link with number and text."""
    country = letter.recipient.country if letter.recipient else ""
    return sms_uri(letter.to_address, _crlf(letter.body), country)


def _link(address: str, headers: dict[str, str]) -> str:
    parts = [f"{name}={quote(_crlf(value), safe='')}" for name, value in headers.items() if value]
    return f"mailto:{address}" + (f"?{'&'.join(parts)}" if parts else "")


def _crlf(text: str) -> str:
    return _unix(text).replace("\n", "\r\n")


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n")


def draft_file(letter: Letter) -> bytes:
    """Return the letter as an .eml file. ``X-Unsent`` makes mail programs open it as a draft; they add the sender."""
    message = EmailMessage(policy=POLICY)
    if letter.channel == Channel.EMAIL and (to := _addresses([letter.to_address])):
        message["To"] = to
    if copies := _addresses(addresses_in(letter.cc)):
        message["Cc"] = copies
    message["Subject"] = one_line(letter.subject)
    add_thread_headers(message, letter.in_reply_to)
    message["X-Unsent"] = "1"
    message.set_content(signed_body(letter) + "\n", cte="quoted-printable")
    return message.as_bytes()


def _addresses(specs: Iterable[str]) -> list[Address]:
    """Return the valid addresses. The person enters an invalid one in the mail program."""
    found = []
    for spec in specs:
        with suppress(ValueError, IndexError, HeaderParseError):
            found.append(Address(addr_spec=wire_address(one_line(spec))))
    return found
