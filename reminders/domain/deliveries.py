"""What people, and the apps above, do with a delivery. What the engine does is in claims.py and outcomes.py."""

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

_WHY_NOT = {
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
    """Write down that something is to go out at ``due_at``; once committed, hint the workers.

    The Message-ID is fixed here, so that every try carries the same one. A delivery found later than ``not_after`` is
    not sent but put to the person.
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
    """Move to another time what is scheduled, about to be sent, failed or undecided; a try under way loses its claim.

    Raises Conflict when it is being sent, was sent, or may have been sent.
    """
    return _schedule_again(delivery, CANCELLABLE, due_at=due_at, now=now, not_after=not_after)


def resend_delivery(
    delivery: Delivery, *, due_at: datetime, now: datetime, not_after: datetime | None = None
) -> Delivery:
    """Send again by the person's own act what failed, waits for a decision, or may or may not have left."""
    return _schedule_again(delivery, UNSETTLED, due_at=due_at, now=now, not_after=not_after)


def restore_delivery(
    delivery: Delivery, *, due_at: datetime, now: datetime, not_after: datetime | None = None
) -> Delivery:
    """Schedule again what was cancelled: undo."""
    return _schedule_again(delivery, {DeliveryState.CANCELLED}, due_at=due_at, now=now, not_after=not_after)


@transaction.atomic
def cancel_delivery(delivery: Delivery, *, now: datetime) -> Delivery:
    """Stop it, if nothing of it can have left. Raises Conflict with what is the case otherwise."""
    return _move_or_conflict(delivery, CANCELLABLE, DeliveryState.CANCELLED, wake_at=None, claim_no=F("claim_no") + 1)


@transaction.atomic
def settle_delivery(delivery: Delivery, *, now: datetime) -> Delivery:
    """Record the person's word that it was sent, and let its kind draw the consequences."""
    if not record_sent(delivery.pk, claim_no=None, come_from=UNSETTLED, now=now):
        raise _conflict_of(delivery)
    delivery.refresh_from_db()
    return delivery


@transaction.atomic
def _schedule_again(
    delivery: Delivery,
    come_from: Collection[DeliveryState],
    *,
    due_at: datetime,
    now: datetime,
    not_after: datetime | None,
) -> Delivery:
    _move_or_conflict(
        delivery,
        come_from,
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


def _move_or_conflict(
    delivery: Delivery, come_from: Collection[DeliveryState], to: DeliveryState, **fields: Any
) -> Delivery:
    if not transition_delivery(delivery.pk, come_from=come_from, to=to, **fields):
        raise _conflict_of(delivery)
    delivery.refresh_from_db()
    return delivery


def _conflict_of(delivery: Delivery) -> Conflict:
    state = Delivery.objects.filter(pk=delivery.pk).values_list("state", flat=True).first()
    return Conflict(_WHY_NOT[DeliveryState(state)] if state else "It is gone.")


def _hint_after_commit(moment: datetime, *, now: datetime) -> None:
    transaction.on_commit(partial(hints.hint_at, [moment], now=now), robust=True)
