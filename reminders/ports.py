"""The interface between the engine and the apps that define kinds of deliveries.

An app registers a handler for each of its kinds in ``AppConfig.ready()``. The engine calls it synchronously, in its own
transaction. It asks for the message only just before sending, so that the message is up to date.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from accounts.models import MailAccount
from reminders.models import Delivery


@dataclass(frozen=True)
class Attachment:
    """An attached file: its shown name, its content type such as ``text/calendar; method=REPLY``, its bytes."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True)
class OutgoingMail:
    """A plain text message. Addresses are bare (``a@b.example``). All of ``to``, ``cc`` and ``bcc`` get it, or none.

    ``account`` None means the host's mail server (EMAIL_URL); ``reply_to`` is then the person's address.
    ``in_reply_to`` and ``references`` are Message-IDs with angle brackets. ``automatic`` marks a message that
    no person wrote, so that absence notices do not reply to it.
    """

    to: str
    subject: str
    body: str
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    reply_to: str = ""
    in_reply_to: str = ""
    references: str = ""
    from_name: str = ""
    account: MailAccount | None = None
    attachments: tuple[Attachment, ...] = ()
    automatic: bool = False


class KindHandler(Protocol):
    """The behaviour of one kind of delivery. The defaults: always wanted, no e-mail, no consequences.

    Each method runs inside a transaction of the engine. An exception of an ``on_...`` method is logged and its writes
    are rolled back; the delivery's new state is kept.
    """

    def still_wanted(self, deliveries: Sequence[Delivery]) -> set[int]:
        """Return the ids of the deliveries to make; the others are cancelled. Use one query for the whole batch."""
        return {delivery.pk for delivery in deliveries}

    def mail(self, delivery: Delivery) -> OutgoingMail:
        """Return the message. A DomainError means that it cannot be sent: the delivery fails with that error."""
        raise NotImplementedError(f"{delivery.kind} does not go by e-mail")

    def lock(self, delivery: Delivery) -> None:
        """Lock the rows that ``on_...`` writes. Called before the delivery is locked: other code has that order too."""
        return

    def on_sent(self, delivery: Delivery, *, now: datetime) -> None:
        """Handle a delivery that was sent, or that the person confirmed as sent."""
        return

    def on_unknown(self, delivery: Delivery, *, now: datetime) -> None:
        """Handle a lost connection after the end-of-data marker. It was probably sent; only the person can check."""
        return

    def on_failed(self, delivery: Delivery, *, now: datetime) -> None:
        """Handle a delivery that was not sent and is not retried; ``delivery.last_error`` is the reason."""
        return

    def on_needs_decision(self, delivery: Delivery, *, now: datetime) -> None:
        """Handle a delivery that was not sent because ``not_after`` had passed or would pass before the next try."""
        return


class UnknownKind(LookupError):
    """No app registered this kind. A worker of an older version may have found a row of a newer one."""


_handlers: dict[str, KindHandler] = {}


def register_kind(kind: str, handler: KindHandler) -> None:
    """Register the handler of ``kind``. A later registration replaces an earlier one."""
    _handlers[kind] = handler


def handler_of(kind: str) -> KindHandler:
    """Return the handler of a kind, or raise UnknownKind."""
    try:
        return _handlers[kind]
    except KeyError:
        raise UnknownKind(kind) from None
