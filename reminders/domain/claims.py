"""Claim due rows, and fence a claimed one just before its message becomes irrevocable.

SQL differs by vendor in the claim only. What was measured: a row value ``IN (VALUES ...)`` scans the table on SQLite, a
LIMIT subselect may be run twice by PostgreSQL unless it is materialized, and with statistics from before a burst its
bitmap scan sorts all due rows for every claim.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q

from reminders.domain.transitions import transition_delivery
from reminders.models import Attempt, Delivery
from reminders.states import DeliveryChannel, DeliveryState, Lane, Policy

_CLAIM = """
WITH due AS MATERIALIZED (
    SELECT id AS due_id FROM reminders_delivery
    WHERE lane = %s AND channel = %s AND wake_at <= %s AND state <> 'sending'
    ORDER BY wake_at LIMIT %s {lock}
)
UPDATE reminders_delivery
SET state = 'claimed', claim_no = claim_no + 1, attempts = attempts + 1, wake_at = %s
FROM due WHERE id = due_id
RETURNING id, claim_no
"""


@dataclass(frozen=True)
class Claim:
    """The right to work on one row, until somebody raises its ``claim_no``."""

    pk: int
    claim_no: int


def claim_due(*, lane: Lane, channel: DeliveryChannel, limit: int, now: datetime) -> list[Claim]:
    """Lease up to ``limit`` due rows of a lane and channel for CLAIM_LEASE_SECONDS, the longest due first.

    One atomic statement: of two callers, each row goes to one. Rows being sent are never claimed.
    """
    on_postgresql = connection.vendor == "postgresql"
    until = now + timedelta(seconds=settings.CLAIM_LEASE_SECONDS)
    parameters: list[Any] = [lane.value, channel.value, _adapt(now), limit, _adapt(until)]
    with transaction.atomic(), connection.cursor() as cursor:
        if on_postgresql:
            cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(_CLAIM.format(lock="FOR UPDATE SKIP LOCKED" if on_postgresql else ""), parameters)
        claims = [Claim(*row) for row in cursor.fetchall()]
        if on_postgresql:
            cursor.execute("SET LOCAL enable_bitmapscan = on")  # the caller's transaction goes on
    return claims


@transaction.atomic
def claim_one_for_sending(*, lane: Lane, channel: DeliveryChannel, now: datetime) -> Claim | None:
    """Claim one row and open its Attempt in the same commit."""
    for claim in claim_due(lane=lane, channel=channel, limit=1, now=now):
        Attempt.objects.create(delivery_id=claim.pk, claim_no=claim.claim_no, started_at=now, phase="claimed")
        return claim
    return None


def fence(claim: Claim, *, policy: Policy, now: datetime) -> bool:
    """Commit, just before the final dot, that the message is about to leave. False: the claim is lost, send nothing.

    It is lost when the person cancelled or moved the row, another worker has it, or it has become too late to send it
    unasked. For an employer the commit also survives a power cut.
    """
    with _durable(policy), transaction.atomic():
        in_time = Q(not_after__isnull=True) | Q(not_after__gte=now)
        if not Delivery.objects.filter(in_time, pk=claim.pk).exists():
            return False
        moved = transition_delivery(
            claim.pk,
            come_from={DeliveryState.CLAIMED},
            to=DeliveryState.SENDING,
            under=claim.claim_no,
            wake_at=now + timedelta(seconds=settings.SEND_LEASE_SECONDS),
        )
        if moved:
            Attempt.objects.filter(delivery=claim.pk, claim_no=claim.claim_no).update(phase="dot")
    return moved


class _durable:  # noqa: N801  (reads as a statement)
    """On SQLite, have this commit reach the disk at once; its usual setting may lose the last ones in a power cut."""

    def __init__(self, policy: Policy) -> None:
        self.needed = policy == Policy.AT_MOST and connection.vendor == "sqlite" and not connection.in_atomic_block

    def __enter__(self) -> None:
        self._set("FULL")

    def __exit__(self, *_: object) -> None:
        self._set("NORMAL")

    def _set(self, level: str) -> None:
        if self.needed:
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA synchronous={level}")


def give_back(claim: Claim, *, now: datetime) -> bool:
    """Return a claim of which nothing left, as if it had never been made: this worker is stopping."""
    return transition_delivery(
        claim.pk,
        come_from={DeliveryState.CLAIMED, DeliveryState.SENDING},
        to=DeliveryState.SCHEDULED,
        under=claim.claim_no,
        wake_at=now,
        attempts=F("attempts") - 1,
    )


def _adapt(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)
