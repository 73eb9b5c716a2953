"""Make a letter a reply to the employer's message, so that it arrives in the same thread."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.header import decode_header, make_header
from typing import Any, Final

from accounts.errors import DomainError
from accounts.text.addresses import Mailbox, read_mailbox
from accounts.text.message_ids import MESSAGE_ID
from accounts.text.names import display_name
from reminders.mail.message import one_line
from withdrawals.domain.letters.drafts import compose_subject, find_contact, set_thread
from withdrawals.language.replies.wording import reply_subject
from withdrawals.models import Letter

_FOLDED_LINE: Final = re.compile(r"\r?\n[ \t]+")
_FIELD: Final = re.compile(r"^(from|subject|message-id)[ \t]*:(.*)$", re.IGNORECASE | re.MULTILINE)
_MESSAGE_ID_LIMIT: Final = 250
#: Characters in which headers are looked for.
_HEADERS_LIMIT: Final = 60_000


@dataclass(frozen=True, slots=True)
class TheirMessage:
    """Values from the headers of a pasted message; "" when a header is missing."""

    from_name: str = ""
    from_address: str = ""
    subject: str = ""
    message_id: str = ""


def read_message(text: str) -> TheirMessage:
    """Read the headers of a pasted message: its source, the lines that a mail program shows, or a bare Message-ID."""
    text = text.strip()
    if MESSAGE_ID.fullmatch(text) and len(text) <= _MESSAGE_ID_LIMIT:
        return TheirMessage(message_id=text)
    head = _FOLDED_LINE.sub(" ", re.split(r"\r?\n[ \t]*\r?\n", text[:_HEADERS_LIMIT], maxsplit=1)[0])
    found: dict[str, str] = {}
    for name, value in _FIELD.findall(head):
        found.setdefault(name.lower(), value.strip())
    # Decoded after parsing: encoded words may contain text that looks like an address.
    sender = read_mailbox(found.get("from", "")) or Mailbox("", "")
    identity = MESSAGE_ID.search(found.get("message-id", ""))
    return TheirMessage(
        from_name=display_name(_decoded(sender.name))[:160],
        from_address=sender.address[:254],
        subject=_decoded(found.get("subject", ""))[:200],
        message_id=identity[0] if identity and len(identity[0]) <= _MESSAGE_ID_LIMIT else "",
    )


def _decoded(words: str) -> str:
    """Return encoded words (RFC 2047) as one line of text; unreadable ones stay encoded.

    They may contain a zero byte, which PostgreSQL cannot store, or half a surrogate pair, which cannot be encoded.
    """
    with suppress(LookupError, UnicodeError, ValueError):
        words = str(make_header(decode_header(words)))
    return one_line(words)


def reply_to_message(letter: Letter, text: str, *, version: int, now: datetime) -> Letter:
    """Make a draft a reply to the message in ``text``: set thread and subject, and the address if there is none yet.

    An empty ``text`` removes the draft from the thread. Raises DomainError when no header is found, LetterConflict when
    the letter was saved in another tab.
    """
    if not text.strip():
        return set_thread(letter, version=version, now=now, in_reply_to="", subject=compose_subject(letter, now=now))
    theirs = read_message(text)
    if not theirs.message_id and not theirs.subject:
        raise DomainError("No subject and no Message-ID in it. Paste the message with its headers.")
    fields: dict[str, Any] = {
        "in_reply_to": theirs.message_id,
        "subject": reply_subject(theirs.subject, letter.subject),
    }
    if not letter.to_address and theirs.from_address:
        known = find_contact(letter, theirs.from_address)
        fields |= {
            "to_address": theirs.from_address,
            "to_name": letter.to_name or (known.name if known else theirs.from_name),
            "recipient": known or letter.recipient,
        }
    return set_thread(letter, version=version, now=now, **fields)
