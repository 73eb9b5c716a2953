"""Write ``Delivery.state`` by compare-and-set on the row. Only claims.py writes it elsewhere, with SQL of its own."""

from collections.abc import Collection
from typing import Any

from reminders.models import Delivery
from reminders.states import TRANSITIONS, DeliveryState


def transition_delivery(
    pk: int,
    *,
    from_states: Collection[DeliveryState],
    to: DeliveryState,
    expected_claim_no: int | None = None,
    **fields: Any,
) -> bool:
    """Write ``to`` and ``fields`` if the row's state is in ``from_states`` and its claim number is the expected one.

    Without ``expected_claim_no`` any number will do. Return False when the row changed meanwhile or was deleted. Raises
    ValueError for a transition that is not in ``TRANSITIONS``, which is a programming error.
    """
    _check_transitions(from_states, to)
    rows = Delivery.objects.filter(pk=pk, state__in=from_states)
    if expected_claim_no is not None:
        rows = rows.filter(claim_no=expected_claim_no)
    return rows.update(state=to, **fields) == 1


def transition_deliveries(
    pks: Collection[int], *, from_states: Collection[DeliveryState], to: DeliveryState, **fields: Any
) -> int:
    """Do the same for many rows that the caller has locked in its transaction. Return how many changed."""
    _check_transitions(from_states, to)
    return Delivery.objects.filter(pk__in=pks, state__in=from_states).update(state=to, **fields) if pks else 0


def _check_transitions(from_states: Collection[DeliveryState], to: DeliveryState) -> None:
    for state in from_states:
        if to not in TRANSITIONS[state]:
            raise ValueError(f"no transition from {state} to {to}")
