"""Schedule, reschedule, cancel and settle deliveries, for people and higher apps."""

from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.errors import Conflict
from accounts.models import User
from reminders import hints
from reminders.domain.outcomes import record_sent
from reminders.domain.transitions import transition_delivery
from reminders.mail.message import make_message_id
from reminders.models import Delivery, Reminder
from reminders.states import CANCELLABLE, UNSETTLED, DeliveryChannel, DeliveryState, Lane, Policy

_CONFLICT_MESSAGES = {
    DeliveryState.SCHEDULED: "It is scheduled.",
    DeliveryState.CLAIMED: "It is about to be sent.",
    DeliveryState.SENDING: "It is being sent right now.",
    DeliveryState.SENT: "It has been sent already.",
    DeliveryState.FAILED: "It was not sent.",
    DeliveryState.UNKNOWN: "It may have been sent. Check your Sent folder first.",
    DeliveryState.CANCELLED: "It was cancelled already.",
    DeliveryState.NEEDS_DECISION: "It was found too late and waits for your decision.",
}


@transaction.atomic
def schedule_delivery(
    *,
    owner: User,
    kind: str,
    channel: DeliveryChannel,
    lane: Lane,
    due_at: datetime,
    policy: Policy,
    now: datetime,
    not_after: datetime | None = None,
    about: str = "",
    reminder: Reminder | None = None,
) -> Delivery:
    """Create a delivery that is due at ``due_at``; after the commit, publish a hint.

    The Message-ID is created here, so that every attempt has the same one. The engine does not send a delivery after
    ``not_after``; the person decides about it.
    """
    delivery = Delivery.objects.create(
        owner=owner,
        kind=kind,
        channel=channel,
        lane=lane,
        due_at=due_at,
        wake_at=due_at,
        not_after=not_after,
        policy=policy,
        about=about,
        reminder=reminder,
        message_id=make_message_id(owner),
        created_at=now,
    )
    _hint_after_commit(due_at, now=now)
    return delivery


def reschedule_delivery(
    delivery: Delivery, *, due_at: datetime, now: datetime, not_after: datetime | None = None
) -> Delivery:
    """Change the time of a delivery that is scheduled, claimed, failed or undecided; a worker's claim is lost.

    Raises Conflict when the delivery is being sent, was sent, may have been sent, or is cancelled.
    """
    return _schedule_again(delivery, CANCELLABLE, due_at=due_at, now=now, not_after=not_after)


def resend_delivery(
    delivery: Delivery, *, due_at: datetime, now: datetime, not_after: datetime | None = None
) -> Delivery:
    """Schedule again, at the person's request, a delivery that failed, is undecided, or may have been sent."""
    return _schedule_again(delivery, UNSETTLED, due_at=due_at, now=now, not_after=not_after)


def restore_delivery(
    delivery: Delivery, *, due_at: datetime, now: datetime, not_after: datetime | None = None
) -> Delivery:
    """Undo a cancellation: schedule the delivery again."""
    return _schedule_again(delivery, {DeliveryState.CANCELLED}, due_at=due_at, now=now, not_after=not_after)


@transaction.atomic
def cancel_delivery(delivery: Delivery, *, now: datetime) -> Delivery:
    """Cancel a delivery of which nothing can have been sent. Raises Conflict, with the delivery's state, for others."""
    return _transition_or_conflict(
        delivery, CANCELLABLE, DeliveryState.CANCELLED, wake_at=None, claim_no=F("claim_no") + 1
    )


@transaction.atomic
def settle_delivery(delivery: Delivery, *, now: datetime) -> Delivery:
    """Record that the person confirmed the sending, and call the handler of its kind. Raises Conflict if settled."""
    if not record_sent(delivery.pk, claim_no=None, from_states=UNSETTLED, now=now):
        raise _conflict_with_state(delivery)
    delivery.refresh_from_db()
    return delivery


@transaction.atomic
def _schedule_again(
    delivery: Delivery,
    from_states: Collection[DeliveryState],
    *,
    due_at: datetime,
    now: datetime,
    not_after: datetime | None,
) -> Delivery:
    _transition_or_conflict(
        delivery,
        from_states,
        DeliveryState.SCHEDULED,
        due_at=due_at,
        wake_at=due_at,
        not_after=not_after,
        claim_no=F("claim_no") + 1,
        attempts=0,
        last_error="",
    )
    _hint_after_commit(due_at, now=now)
    return delivery


def _transition_or_conflict(
    delivery: Delivery, from_states: Collection[DeliveryState], to: DeliveryState, **fields: Any
) -> Delivery:
    if not transition_delivery(delivery.pk, from_states=from_states, to=to, **fields):
        raise _conflict_with_state(delivery)
    delivery.refresh_from_db()
    return delivery


def _conflict_with_state(delivery: Delivery) -> Conflict:
    state = Delivery.objects.filter(pk=delivery.pk).values_list("state", flat=True).first()
    return Conflict(_CONFLICT_MESSAGES[DeliveryState(state)] if state else "It is gone.")


def _hint_after_commit(moment: datetime, *, now: datetime) -> None:
    transaction.on_commit(partial(hints.hint_at, [moment], now=now), robust=True)
