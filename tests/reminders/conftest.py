"""A kind of the tests' own, and rows of it."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.models import User
from reminders import ports
from reminders.domain.deliveries import schedule_delivery
from reminders.models import Delivery
from reminders.ports import KindHandler, OutgoingMail
from reminders.states import DeliveryChannel, DeliveryState, Lane, Policy
from tests.factories import NOW, UserFactory


class Probe(KindHandler):
    """Keeps what it is told; ``raises`` makes every consequence fail after it wrote, ``unwanted`` refuses all rows."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int]] = []
        self.unwanted = False
        self.raises: Exception | None = None
        self.cannot_judge: Exception | None = None
        self.cannot_write: Exception | None = None
        self.while_writing: Callable[[Delivery], object] = lambda _delivery: None
        self.batches: list[int] = []

    def still_wanted(self, deliveries: Sequence[Delivery]) -> set[int]:
        self.batches.append(len(deliveries))
        if self.cannot_judge:
            raise self.cannot_judge
        return set() if self.unwanted else {delivery.pk for delivery in deliveries}

    def mail(self, delivery: Delivery) -> OutgoingMail:
        if self.cannot_write:
            raise self.cannot_write
        self.while_writing(delivery)
        return OutgoingMail(to="jo@employer.example", subject="About Thursday", body="Dear Jo")

    def on_sent(self, delivery: Delivery, *, now: datetime) -> None:
        self._hear("sent", delivery)

    def on_unknown(self, delivery: Delivery, *, now: datetime) -> None:
        self._hear("unknown", delivery)

    def on_failed(self, delivery: Delivery, *, now: datetime) -> None:
        self._hear("failed", delivery)

    def on_needs_decision(self, delivery: Delivery, *, now: datetime) -> None:
        self._hear("needs_decision", delivery)

    def _hear(self, what: str, delivery: Delivery) -> None:
        assert delivery.state == what
        User.objects.filter(pk=delivery.owner_id).update(name=what)
        if self.raises:
            raise self.raises
        self.told.append((what, delivery.pk))


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch) -> Probe:
    """The handler of kind ``probe``."""
    monkeypatch.setattr(ports, "_handlers", dict(ports._handlers))
    handler = Probe()
    ports.register_kind("probe", handler)
    return handler


MakeDelivery = Callable[..., Delivery]


@pytest.fixture
def make_delivery(probe: Probe) -> MakeDelivery:
    """Make a delivery of kind ``probe``: an e-mail to an employer that is due now; ``state`` puts it there."""

    def make(state: DeliveryState = DeliveryState.SCHEDULED, **fields: Any) -> Delivery:
        values: dict[str, Any] = {
            "kind": "probe",
            "channel": DeliveryChannel.EMAIL,
            "lane": Lane.NORMAL,
            "due_at": NOW,
            "policy": Policy.AT_MOST,
            "now": NOW,
        }
        if "owner" not in fields:
            values["owner"] = UserFactory.create()
        delivery = schedule_delivery(**values | fields)
        if state != DeliveryState.SCHEDULED:
            put_into(delivery, state)
        return delivery

    return make


def put_into(delivery: Delivery, state: DeliveryState) -> None:
    """Set a state with the columns that belong to it, as the engine would have left them."""
    live = state in (DeliveryState.CLAIMED, DeliveryState.SENDING)
    Delivery.objects.filter(pk=delivery.pk).update(
        state=state,
        claim_no=1,
        attempts=1,
        wake_at=NOW + timedelta(seconds=120) if live else None,
        sent_at=NOW if state == DeliveryState.SENT else None,
    )
    delivery.refresh_from_db()
