"""Record the outcome of a delivery and call the handler of its kind in the same transaction."""

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
NO_SERVER_REPLY = "Your mail server took it, then went silent. Check your Sent folder."
TOO_LATE = "It could not be sent in time. Decide whether it should still go."


@transaction.atomic
def record_sent(
    pk: int,
    *,
    claim_no: int | None,
    now: datetime,
    from_states: Collection[DeliveryState] = (DeliveryState.SENDING, DeliveryState.UNKNOWN),
) -> bool:
    """Mark as sent and call ``on_sent``. A sender that reports late turns *unknown* into *sent*.

    ``claim_no`` None: the person confirmed it. Return False when the row was deleted or settled already.
    """
    _lock_with_handler(pk)
    changed = transition_delivery(
        pk,
        from_states=from_states,
        to=DeliveryState.SENT,
        expected_claim_no=claim_no,
        wake_at=None,
        sent_at=now,
        last_error="",
    )
    if changed:
        call_handler(pk, lambda handler, delivery: handler.on_sent(delivery, now=now))
        reach("before_commit")
    return changed


@transaction.atomic
def record_failed(claim: Claim, *, error: str, now: datetime) -> bool:
    """Record that nothing was sent and that a retry would not help. Return False when the claim is lost."""
    _lock_with_handler(claim.pk)
    changed = _end_attempt(claim, to=DeliveryState.FAILED, error=error)
    if changed:
        call_handler(claim.pk, lambda handler, delivery: handler.on_failed(delivery, now=now))
    return changed


@transaction.atomic
def record_unknown(claim: Claim, *, now: datetime) -> bool:
    """Record that no reply came after the end-of-data marker. An at-least-once row is retried instead."""
    delivery = Delivery.objects.filter(pk=claim.pk).first()
    if delivery is None:
        return False
    if delivery.policy == Policy.AT_LEAST:
        return record_retry(claim, error=NO_SERVER_REPLY, now=now)
    _lock_with_handler(claim.pk)
    changed = transition_delivery(
        claim.pk,
        from_states={DeliveryState.SENDING},
        to=DeliveryState.UNKNOWN,
        expected_claim_no=claim.claim_no,
        wake_at=None,
        last_error=NO_SERVER_REPLY,
    )
    if changed:
        call_handler(claim.pk, lambda handler, delivery: handler.on_unknown(delivery, now=now))
    return changed


@transaction.atomic
def record_retry(claim: Claim, *, error: str, now: datetime) -> bool:
    """Record that nothing was sent and schedule a retry: after 30 s, doubling up to an hour, MAX_ATTEMPTS in all.

    If the retry would come after ``not_after``, the person is asked at once, while there is time for another way.
    """
    delivery = Delivery.objects.filter(pk=claim.pk).first()
    if delivery is None:
        return False
    if delivery.attempts >= settings.MAX_ATTEMPTS:
        return record_failed(claim, error=error, now=now)
    again = now + retry_delay(delivery.attempts)
    if delivery.not_after is not None and again > delivery.not_after:
        return record_needs_decision(claim, error=error, now=now)
    changed = _end_attempt(claim, to=DeliveryState.SCHEDULED, error=error, wake_at=again)
    if changed:
        transaction.on_commit(lambda: hints.hint_at([again], now=now), robust=True)
    return changed


def retry_delay(attempts: int) -> timedelta:
    """Return how long to wait after this many attempts."""
    seconds = settings.RETRY_FIRST_SECONDS * 2 ** max(attempts - 1, 0)
    return timedelta(seconds=min(seconds, settings.RETRY_LAST_SECONDS))


@transaction.atomic
def record_needs_decision(claim: Claim, *, now: datetime, error: str = TOO_LATE) -> bool:
    """Record that ``not_after`` has passed, or would pass before a retry: the person decides about the delivery."""
    _lock_with_handler(claim.pk)
    changed = _end_attempt(claim, to=DeliveryState.NEEDS_DECISION, error=error)
    if changed:
        call_handler(claim.pk, lambda handler, delivery: handler.on_needs_decision(delivery, now=now))
    return changed


def record_not_wanted(claim: Claim, *, why: str = "") -> bool:
    """Cancel a claimed delivery that its kind no longer wants."""
    return transition_delivery(
        claim.pk,
        from_states={DeliveryState.CLAIMED},
        to=DeliveryState.CANCELLED,
        expected_claim_no=claim.claim_no,
        wake_at=None,
        last_error=why[:500],
    )


@transaction.atomic
def resolve_stuck(*, now: datetime) -> int:
    """Resolve the rows whose sender died between fence and record. Return how many.

    A message to an employer becomes *unknown*, and the person is asked. A message to the person is due at once and sent
    again with the same Message-ID.
    """
    rows = Delivery.objects.stuck(now).select_for_update(skip_locked=True).order_by("wake_at")[:STUCK_BATCH]
    found = list(rows)
    ask = [row for row in found if row.policy == Policy.AT_MOST]
    again = [row.pk for row in found if row.policy == Policy.AT_LEAST]
    sending = {DeliveryState.SENDING}
    transition_deliveries(again, from_states=sending, to=DeliveryState.CLAIMED, wake_at=now)
    transition_deliveries(
        [row.pk for row in ask],
        from_states=sending,
        to=DeliveryState.UNKNOWN,
        wake_at=None,
        last_error=NO_SERVER_REPLY,
    )
    for row in ask:
        log_attempt(Claim(row.pk, row.claim_no), outcome=AttemptOutcome.UNKNOWN, now=now)
        call_handler(row.pk, lambda handler, delivery: handler.on_unknown(delivery, now=now))
    return len(found)


def log_attempt(
    claim: Claim, *, outcome: AttemptOutcome, now: datetime, phase: str = "", code: int | None = None, reply: str = ""
) -> None:
    """Write the end of this attempt; ``reply`` is cut to 500 characters."""
    fields: dict[str, Any] = {"outcome": outcome, "ended_at": now, "code": code, "reply": reply[:500]}
    if phase:
        fields["phase"] = phase
    Attempt.objects.filter(delivery=claim.pk, claim_no=claim.claim_no).update(**fields)


def call_handler(pk: int, call: Callable[[KindHandler, Delivery], None]) -> None:
    """Call the handler with the current row, if it exists. An exception rolls back only the handler's writes.

    Errors of the database itself, such as a deadlock, are raised: the caller then records everything again.
    """
    delivery = Delivery.objects.select_related("owner").filter(pk=pk).first()
    if delivery is None:
        return
    try:
        with transaction.atomic():
            call(handler_of(delivery.kind), delivery)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("The consequences of delivery %s (%s) failed; its state is recorded.", pk, delivery.kind)


def _lock_with_handler(pk: int) -> None:
    """Lock the rows that the handler writes before the delivery row: the opposite order elsewhere would deadlock."""
    call_handler(pk, lambda handler, delivery: handler.lock(delivery))


def _end_attempt(claim: Claim, *, to: DeliveryState, error: str, wake_at: datetime | None = None) -> bool:
    return transition_delivery(
        claim.pk,
        from_states={DeliveryState.CLAIMED, DeliveryState.SENDING},
        to=to,
        expected_claim_no=claim.claim_no,
        wake_at=wake_at,
        last_error=error[:500],
    )
