"""Record what became of a delivery, and let its kind draw the consequences in the same transaction."""

import logging
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction

from reminders import hints
from reminders.domain.claims import Claim
from reminders.domain.transitions import transition_deliveries, transition_delivery
from reminders.killpoints import reach
from reminders.models import Attempt, Delivery
from reminders.ports import KindHandler, handler_of
from reminders.states import AttemptOutcome, DeliveryState, Policy

log = logging.getLogger(__name__)

STUCK_BATCH = 500
WENT_SILENT = "Your mail server took it, then went silent. Check your Sent folder."
TOO_LATE = "It could not be sent in time. Decide whether it should still go."


@transaction.atomic
def record_sent(
    pk: int,
    *,
    claim_no: int | None,
    now: datetime,
    come_from: Collection[DeliveryState] = (DeliveryState.SENDING, DeliveryState.UNKNOWN),
) -> bool:
    """Mark as sent and call ``on_sent``. Late truth wins: a sender that comes back turns *unknown* into *sent*.

    ``claim_no`` None is the person's own word. Return False when the row is gone or somebody settled it before.
    """
    _lock(pk)
    moved = transition_delivery(
        pk,
        come_from=come_from,
        to=DeliveryState.SENT,
        under=claim_no,
        wake_at=None,
        sent_at=now,
        last_error="",
    )
    if moved:
        call_handler(pk, lambda handler, delivery: handler.on_sent(delivery, now=now))
        reach("before_commit")
    return moved


@transaction.atomic
def record_failed(claim: Claim, *, error: str, now: datetime) -> bool:
    """Nothing was sent and trying again would not help."""
    _lock(claim.pk)
    moved = _end(claim, to=DeliveryState.FAILED, error=error)
    if moved:
        call_handler(claim.pk, lambda handler, delivery: handler.on_failed(delivery, now=now))
    return moved


@transaction.atomic
def record_unknown(claim: Claim, *, now: datetime) -> bool:
    """The final dot was sent and no answer came. An at-least-once row is tried again instead."""
    delivery = Delivery.objects.filter(pk=claim.pk).first()
    if delivery is None:
        return False
    if delivery.policy == Policy.AT_LEAST:
        return record_retry(claim, error=WENT_SILENT, now=now)
    _lock(claim.pk)
    moved = transition_delivery(
        claim.pk,
        come_from={DeliveryState.SENDING},
        to=DeliveryState.UNKNOWN,
        under=claim.claim_no,
        wake_at=None,
        last_error=WENT_SILENT,
    )
    if moved:
        call_handler(claim.pk, lambda handler, delivery: handler.on_unknown(delivery, now=now))
    return moved


@transaction.atomic
def record_retry(claim: Claim, *, error: str, now: datetime) -> bool:
    """Nothing was sent; wait and try again: 30 s, doubling up to an hour, MAX_ATTEMPTS tries in all.

    If the next try would come later than ``not_after``, the person is asked at once, while there is time for another way.
    """
    delivery = Delivery.objects.filter(pk=claim.pk).first()
    if delivery is None:
        return False
    if delivery.attempts >= settings.MAX_ATTEMPTS:
        return record_failed(claim, error=error, now=now)
    again = now + retry_delay(delivery.attempts)
    if delivery.not_after is not None and again > delivery.not_after:
        return record_needs_decision(claim, error=error, now=now)
    moved = _end(claim, to=DeliveryState.SCHEDULED, error=error, wake_at=again)
    if moved:
        transaction.on_commit(lambda: hints.hint_at([again], now=now), robust=True)
    return moved


def retry_delay(attempts: int) -> timedelta:
    """How long to wait after this many tries."""
    seconds = settings.RETRY_FIRST_SECONDS * 2 ** max(attempts - 1, 0)
    return timedelta(seconds=min(seconds, settings.RETRY_LAST_SECONDS))


@transaction.atomic
def record_needs_decision(claim: Claim, *, now: datetime, error: str = TOO_LATE) -> bool:
    """It is too late to send it unasked."""
    _lock(claim.pk)
    moved = _end(claim, to=DeliveryState.NEEDS_DECISION, error=error)
    if moved:
        call_handler(claim.pk, lambda handler, delivery: handler.on_needs_decision(delivery, now=now))
    return moved


def record_not_wanted(claim: Claim, *, why: str = "") -> bool:
    """Its kind does not want it to go any more."""
    return transition_delivery(
        claim.pk,
        come_from={DeliveryState.CLAIMED},
        to=DeliveryState.CANCELLED,
        under=claim.claim_no,
        wake_at=None,
        last_error=why[:500],
    )


@transaction.atomic
def resolve_stuck(*, now: datetime) -> int:
    """Settle rows whose sender died between fence and record. Return how many.

    To an employer: *unknown*, and the person is asked. To the person: claimed again at once, a repeat with the same
    Message-ID.
    """
    rows = Delivery.objects.stuck(now).select_for_update(skip_locked=True).order_by("wake_at")[:STUCK_BATCH]
    found = list(rows)
    ask = [row for row in found if row.policy == Policy.AT_MOST]
    again = [row.pk for row in found if row.policy == Policy.AT_LEAST]
    sending = {DeliveryState.SENDING}
    transition_deliveries(again, come_from=sending, to=DeliveryState.CLAIMED, wake_at=now)
    transition_deliveries(
        [row.pk for row in ask],
        come_from=sending,
        to=DeliveryState.UNKNOWN,
        wake_at=None,
        last_error=WENT_SILENT,
    )
    for row in ask:
        log_attempt(Claim(row.pk, row.claim_no), outcome=AttemptOutcome.UNKNOWN, now=now)
        call_handler(row.pk, lambda handler, delivery: handler.on_unknown(delivery, now=now))
    return len(found)


def log_attempt(
    claim: Claim, *, outcome: AttemptOutcome, now: datetime, phase: str = "", code: int | None = None, reply: str = ""
) -> None:
    """Close the row of this try with what the server said, cut to what the table holds."""
    fields: dict[str, Any] = {"outcome": outcome, "ended_at": now, "code": code, "reply": reply[:500]}
    if phase:
        fields["phase"] = phase
    Attempt.objects.filter(delivery=claim.pk, claim_no=claim.claim_no).update(**fields)


def call_handler(pk: int, say: Callable[[KindHandler, Delivery], None]) -> None:
    """Call a handler with the row as it is now, if it is there. What it raises undoes its own writes, never the record.

    Trouble of the database itself, such as a deadlock, comes through: the caller records the whole once more.
    """
    delivery = Delivery.objects.select_related("owner").filter(pk=pk).first()
    if delivery is None:
        return
    try:
        with transaction.atomic():
            say(handler_of(delivery.kind), delivery)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("The consequences of delivery %s (%s) failed; its state is recorded.", pk, delivery.kind)


def _lock(pk: int) -> None:
    """Let the kind lock what it will write before the row itself is: two in opposite order would wait for each other."""
    call_handler(pk, lambda handler, delivery: handler.lock(delivery))


def _end(claim: Claim, *, to: DeliveryState, error: str, wake_at: datetime | None = None) -> bool:
    return transition_delivery(
        claim.pk,
        come_from={DeliveryState.CLAIMED, DeliveryState.SENDING},
        to=to,
        under=claim.claim_no,
        wake_at=wake_at,
        last_error=error[:500],
    )
