"""Writing a notice as an answer to a message of theirs, so that it arrives in the same thread."""

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
from withdrawals.language.replies.reading import reply_subject
from withdrawals.models import Letter

_FOLD: Final = re.compile(r"\r?\n[ \t]+")
_FIELD: Final = re.compile(r"^(from|subject|message-id)[ \t]*:(.*)$", re.IGNORECASE | re.MULTILINE)
_IDENTITY_LIMIT: Final = 250
#: Headers stand at the top; a source with more before its first blank line is none.
_HEAD_LIMIT: Final = 60_000


@dataclass(frozen=True, slots=True)
class TheirMessage:
    """What the headers of a pasted message tell, each perhaps ""."""

    from_name: str = ""
    from_address: str = ""
    subject: str = ""
    message_id: str = ""


def read_message(text: str) -> TheirMessage:
    """Read the headers of a pasted message: its source, the few lines that a mail program shows, or a bare Message-ID."""
    text = text.strip()
    if MESSAGE_ID.fullmatch(text) and len(text) <= _IDENTITY_LIMIT:
        return TheirMessage(message_id=text)
    head = _FOLD.sub(" ", re.split(r"\r?\n[ \t]*\r?\n", text[:_HEAD_LIMIT], maxsplit=1)[0])
    found: dict[str, str] = {}
    for name, value in _FIELD.findall(head):
        found.setdefault(name.lower(), value.strip())
    # Decoded after it was taken apart: encoded words may hold what looks like an address.
    sender = read_mailbox(found.get("from", "")) or Mailbox("", "")
    identity = MESSAGE_ID.search(found.get("message-id", ""))
    return TheirMessage(
        from_name=display_name(_decoded(sender.name))[:160],
        from_address=sender.address[:254],
        subject=_decoded(found.get("subject", ""))[:200],
        message_id=identity[0] if identity and len(identity[0]) <= _IDENTITY_LIMIT else "",
    )


def _decoded(words: str) -> str:
    """Encoded words (RFC 2047) as one line of text; what cannot be read stays as it is.

    They may hold anything: a zero byte, which PostgreSQL does not keep, or half a surrogate pair, which nothing can write.
    """
    with suppress(LookupError, UnicodeError, ValueError):
        words = str(make_header(decode_header(words)))
    return one_line(words)


def reply_to_message(letter: Letter, text: str, *, version: int, now: datetime) -> Letter:
    """Let a draft answer the message in ``text``: its thread and subject, and its sender where no address is known yet.

    An empty ``text`` takes it out of the thread again. Raises DomainError where the headers tell nothing, LetterConflict when
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
