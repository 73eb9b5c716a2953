"""Build the bytes of a message: RFC 5322 headers, safe from header injection, plain text and attachments."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from uuid import uuid4

from django.conf import settings

from accounts.errors import DomainError
from accounts.models import User
from accounts.text.addresses import AddressError, Mailbox, ascii_address, read_mailbox
from accounts.text.message_ids import MESSAGE_ID
from reminders.ports import OutgoingMail

# With a longer domain the Message-ID would not fit on its header line, and a folded Message-ID is broken. Characters.
MESSAGE_ID_DOMAIN_LIMIT = 30


class ThreadHeader(UnstructuredHeader, BaseHeader):
    """Message-IDs, one per line. Python folds a long Message-ID into encoded words, which no program matches."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {(policy.linesep + ' ').join(self.split())}{policy.linesep}"


def _header_registry() -> HeaderRegistry:
    registry = HeaderRegistry()
    for name in ("in-reply-to", "references"):
        registry.map_to_type(name, ThreadHeader)
    return registry


#: 7bit, since not every server offers 8BITMIME.
POLICY = SMTP.clone(cte_type="7bit", header_factory=_header_registry())


@dataclass(frozen=True)
class BuiltMail:
    """A message to send: ``raw`` is 7-bit, has CRLF line ends and no end-of-data marker."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes


def make_message_id(owner: User) -> str:
    """Return a new Message-ID in the domain of the person's address, as a mail program would."""
    domain = owner.email.rpartition("@")[2].lower()
    if not domain.isascii() or len(domain) > MESSAGE_ID_DOMAIN_LIMIT:
        domain = "bowout.invalid"
    return f"<{uuid4().hex}@{domain}>"


def build_mail(mail: OutgoingMail, *, message_id: str, date: datetime) -> BuiltMail:
    """Build ``mail`` with the given Message-ID and an aware date. ``bcc`` addresses are recipients but in no header.

    Raises DomainError for an invalid address.
    """
    sender = _sender(mail)
    message = EmailMessage(policy=POLICY)
    message["From"] = sender
    message["To"] = _address(mail.to)
    if mail.cc:
        message["Cc"] = [_address(a) for a in mail.cc]
    if mail.reply_to:
        message["Reply-To"] = _address(mail.reply_to)
    message["Subject"] = one_line(mail.subject)
    message["Date"] = format_datetime(date)
    message["Message-ID"] = message_id
    add_thread_headers(message, mail.in_reply_to, mail.references)
    if mail.automatic:
        message["Auto-Submitted"] = "auto-generated"
    message.set_content(_body(mail.body))
    for attachment in mail.attachments:
        _attach(message, attachment.name, attachment.content_type, attachment.data)
    recipients = dict.fromkeys(_address(a).addr_spec for a in (mail.to, *mail.cc, *mail.bcc))
    return BuiltMail(sender.addr_spec, tuple(recipients), message.as_bytes())


def one_line(text: str) -> str:
    """Return ``text`` as one header line: runs of white space become one blank, control characters are removed."""
    visible = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs"))
    return " ".join(visible.split())


def _sender(mail: OutgoingMail) -> Address:
    if mail.account is not None:
        return _address(mail.account.from_email, mail.from_name or mail.account.from_name)
    sender = read_mailbox(settings.DEFAULT_FROM_EMAIL) or Mailbox("", settings.DEFAULT_FROM_EMAIL)
    return _address(sender.address, mail.from_name or sender.name)


def _address(spec: str, name: str = "") -> Address:
    try:
        return Address(one_line(name), addr_spec=ascii_address(spec))
    except (AddressError, HeaderParseError):
        raise DomainError(f"{one_line(spec) or 'An empty field'} is not an e-mail address.") from None


def add_thread_headers(message: EmailMessage, in_reply_to: str, references: str = "") -> None:
    """Set In-Reply-To and References from valid Message-IDs only: the values come from other people's messages."""
    if replied_to := MESSAGE_ID.findall(in_reply_to):
        message["In-Reply-To"] = replied_to[0]
    if earlier := MESSAGE_ID.findall(references or in_reply_to):
        message["References"] = " ".join(earlier[-10:])


def _body(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").rstrip("\n") + "\n"


def _attach(message: EmailMessage, name: str, content_type: str, data: bytes) -> None:
    kind, *parameters = [part.strip() for part in content_type.split(";")]
    main, _, sub = kind.partition("/")
    message.add_attachment(
        data,
        maintype=one_line(main) or "application",
        subtype=one_line(sub) or "octet-stream",
        filename=one_line(name).replace("/", "_"),
        params=dict(_parameter(p) for p in parameters if "=" in p),
    )


def _parameter(text: str) -> tuple[str, str]:
    key, _, value = one_line(text).partition("=")
    return key, value.strip('"')
