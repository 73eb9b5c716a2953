"""Read a reply that was pasted: its headers and the words of its author."""

import re
from dataclasses import dataclass

from accounts.text.addresses import Mailbox, read_mailbox
from accounts.text.message_ids import MESSAGE_ID
from accounts.text.names import display_name
from accounts.text.quoting import own_words

_HEADER = re.compile(r"^(from|to|cc|date|sent|subject|message-id|reply-to)\s*:\s*(.*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PastedReply:
    """A pasted reply: its headers, "" where one is missing, and the words of its author without quotes."""

    words: str
    from_name: str = ""
    from_address: str = ""
    subject: str = ""
    message_id: str = ""


def read_reply(text: str) -> PastedReply:
    """Split a pasted mail into its headers and the author's words. Omit the quoted thread."""
    lines = text.replace("\r\n", "\n").strip().split("\n")
    headers: dict[str, str] = {}
    while len(headers) < len(lines) and (found := _HEADER.match(lines[len(headers)].strip())):
        if found[1].lower() in headers:
            break
        headers[found[1].lower()] = found[2].strip()
    sender = read_mailbox(headers.get("from", "")) or Mailbox(headers.get("from", ""), "")
    identity = MESSAGE_ID.search(headers.get("message-id", ""))
    return PastedReply(
        words=own_words("\n".join(lines[len(headers) :])),
        from_name=display_name(sender.name)[:160],
        from_address=sender.address[:254],
        subject=headers.get("subject", "")[:200],
        message_id=identity[0] if identity and len(identity[0]) <= 250 else "",
    )
