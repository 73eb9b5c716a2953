"""Claim due rows, and fence a claimed row just before its message can no longer be stopped.

Only the claim has SQL that depends on the vendor. Measured: a row value ``IN (VALUES ...)`` scans the table on SQLite;
PostgreSQL may run a LIMIT subselect twice unless it is materialized; with statistics from before a burst, PostgreSQL's
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
    """The right to work on one row. It ends when the row's ``claim_no`` rises."""

    pk: int
    claim_no: int


def claim_due(*, lane: Lane, channel: DeliveryChannel, limit: int, now: datetime) -> list[Claim]:
    """Lease up to ``limit`` due rows of a lane and channel for CLAIM_LEASE_SECONDS, the longest due first.

    One atomic statement claims the rows, so two callers never get the same row. Rows being sent are not claimed.
    """
    on_postgresql = connection.vendor == "postgresql"
    until = now + timedelta(seconds=settings.CLAIM_LEASE_SECONDS)
    parameters: list[Any] = [lane.value, channel.value, _database_value(now), limit, _database_value(until)]
    with transaction.atomic(), connection.cursor() as cursor:
        if on_postgresql:
            cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(_CLAIM.format(lock="FOR UPDATE SKIP LOCKED" if on_postgresql else ""), parameters)
        claims = [Claim(*row) for row in cursor.fetchall()]
        if on_postgresql:
            cursor.execute("SET LOCAL enable_bitmapscan = on")  # the caller's transaction continues
    return claims


@transaction.atomic
def claim_one_for_sending(*, lane: Lane, channel: DeliveryChannel, now: datetime) -> Claim | None:
    """Claim one row and create its Attempt in the same transaction. Return None when no row is due."""
    for claim in claim_due(lane=lane, channel=channel, limit=1, now=now):
        Attempt.objects.create(delivery_id=claim.pk, claim_no=claim.claim_no, started_at=now, phase="claimed")
        return claim
    return None


def fence(claim: Claim, *, policy: Policy, now: datetime) -> bool:
    """Commit that the end-of-data marker is about to be sent. Return False when the claim is lost: send nothing then.

    A claim is lost when the person cancelled or rescheduled the row, when another worker claimed it, or when
    ``not_after`` has passed. For a message to an employer the commit also survives a power cut.
    """
    with _DurableCommit(policy), transaction.atomic():
        in_time = Q(not_after__isnull=True) | Q(not_after__gte=now)
        if not Delivery.objects.filter(in_time, pk=claim.pk).exists():
            return False
        changed = transition_delivery(
            claim.pk,
            from_states={DeliveryState.CLAIMED},
            to=DeliveryState.SENDING,
            expected_claim_no=claim.claim_no,
            wake_at=now + timedelta(seconds=settings.SEND_LEASE_SECONDS),
        )
        if changed:
            Attempt.objects.filter(delivery=claim.pk, claim_no=claim.claim_no).update(phase="dot")
    return changed


class _DurableCommit:
    """Make SQLite write this commit to disk at once. Its usual setting may lose the last commits in a power cut."""

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


def release_claim(claim: Claim, *, now: datetime) -> bool:
    """Undo a claim of which nothing was sent, since this worker is stopping: the row is due, the attempt uncounted."""
    return transition_delivery(
        claim.pk,
        from_states={DeliveryState.CLAIMED, DeliveryState.SENDING},
        to=DeliveryState.SCHEDULED,
        expected_claim_no=claim.claim_no,
        wake_at=now,
        attempts=F("attempts") - 1,
    )


def _database_value(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)
