"""The door of ``Delivery.state``: every change is one compare-and-set on the row as it is in the database."""

from collections.abc import Collection
from typing import Any

from reminders.models import Delivery
from reminders.states import TRANSITIONS, DeliveryState


def transition_delivery(
    pk: int, *, come_from: Collection[DeliveryState], to: DeliveryState, under: int | None = None, **fields: Any
) -> bool:
    """Write ``to`` and ``fields`` if the row is still in one of ``come_from`` and, when given, has the claim number ``under``.

    Return False when the row changed meanwhile or is gone. A move that ``TRANSITIONS`` does not know is a mistake in
    the program and raises ValueError.
    """
    _check_transitions(come_from, to)
    rows = Delivery.objects.filter(pk=pk, state__in=come_from)
    if under is not None:
        rows = rows.filter(claim_no=under)
    return rows.update(state=to, **fields) == 1


def transition_deliveries(
    pks: Collection[int], *, come_from: Collection[DeliveryState], to: DeliveryState, **fields: Any
) -> int:
    """As ``move_delivery`` for many rows that the caller holds in its transaction. Return how many moved."""
    _check_transitions(come_from, to)
    return Delivery.objects.filter(pk__in=pks, state__in=come_from).update(state=to, **fields) if pks else 0


def _check_transitions(come_from: Collection[DeliveryState], to: DeliveryState) -> None:
    for state in come_from:
        if to not in TRANSITIONS[state]:
            raise ValueError(f"no delivery goes from {state} to {to}")
