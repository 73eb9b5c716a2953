"""What a kind of delivery means: the point at which higher apps take part in the engine's work.

An app registers a handler for each of its kinds in ``AppConfig.ready()``; the engine calls it synchronously, in its own
transaction. Handlers are asked for the message only when it is about to go, so that it says what is true then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from accounts.models import MailAccount
from reminders.models import Delivery


@dataclass(frozen=True)
class Attachment:
    """A file that goes along: its shown name, its type such as ``text/calendar; method=REPLY``, its bytes."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True)
class OutgoingMail:
    """A plain text message. Addresses are bare (``a@b.example``); ``to``, ``cc`` and ``bcc`` all receive it or none.

    ``account`` None means the host's mail (EMAIL_URL), with ``reply_to`` leading back to the person. ``in_reply_to`` and
    ``references`` are Message-IDs with their angle brackets. ``automatic`` marks what a machine wrote, so that absence
    notices stay silent.
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
    """What a kind does. Inherit for the defaults: always wanted, no e-mail, nothing follows.

    Every method runs inside a transaction of the engine. What ``on_...`` raises is logged and its own writes are undone;
    the record of what happened to the delivery stays.
    """

    def still_wanted(self, deliveries: Sequence[Delivery]) -> set[int]:
        """Return the ids that should still go out; the rest is cancelled. One query for the whole batch."""
        return {delivery.pk for delivery in deliveries}

    def mail(self, delivery: Delivery) -> OutgoingMail:
        """Return the message. A DomainError means that it can never go as it is: the delivery fails with its words."""
        raise NotImplementedError(f"{delivery.kind} does not go by e-mail")

    def lock(self, delivery: Delivery) -> None:
        """Lock what the consequences will write: asked before the delivery changes, since all others come from there."""
        return

    def on_sent(self, delivery: Delivery, *, now: datetime) -> None:
        """It was sent, or the person says that it was."""
        return

    def on_unknown(self, delivery: Delivery, *, now: datetime) -> None:
        """The mail server had the whole message when contact was lost: most likely sent; only the person can tell."""
        return

    def on_failed(self, delivery: Delivery, *, now: datetime) -> None:
        """It was not sent and will not be tried again by itself; ``delivery.last_error`` says why."""
        return

    def on_needs_decision(self, delivery: Delivery, *, now: datetime) -> None:
        """It was found later than ``not_after`` and was not sent."""
        return


class UnknownKind(LookupError):
    """No app has registered this kind: perhaps a worker of an older version met a row of a newer one."""


_handlers: dict[str, KindHandler] = {}


def register_kind(kind: str, handler: KindHandler) -> None:
    """Say what deliveries of ``kind`` mean. The last registration holds."""
    _handlers[kind] = handler


def handler_of(kind: str) -> KindHandler:
    """Return the handler of a kind, or raise UnknownKind."""
    try:
        return _handlers[kind]
    except KeyError:
        raise UnknownKind(kind) from None
