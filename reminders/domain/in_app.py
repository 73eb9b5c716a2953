"""Deliver in the app. The row itself is shown, so claim and record are one transaction: each row is delivered once."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from reminders.domain.claims import Claim, claim_due
from reminders.domain.outcomes import call_handler, record_needs_decision, record_retry
from reminders.domain.transitions import transition_deliveries
from reminders.killpoints import reach
from reminders.models import Delivery
from reminders.ports import KindHandler, handler_of
from reminders.states import DeliveryChannel, DeliveryState, Lane

log = logging.getLogger(__name__)

_CLAIMED = {DeliveryState.CLAIMED}


@transaction.atomic
def deliver_in_app_batch(*, lane: Lane, now: datetime) -> int:
    """Deliver up to IN_APP_BATCH due rows of a lane. Return how many; after a full batch more may be due."""
    claims = claim_due(lane=lane, channel=DeliveryChannel.IN_APP, limit=settings.IN_APP_BATCH, now=now)
    if not claims:
        return 0
    reach("after_claim")
    rows = Delivery.objects.filter(pk__in=[claim.pk for claim in claims]).select_related("owner")
    by_kind: dict[str, list[Delivery]] = defaultdict(list)
    for row in rows:
        if row.not_after is not None and row.not_after < now:
            record_needs_decision(Claim(row.pk, row.claim_no), now=now)
        else:
            by_kind[row.kind].append(row)
    for kind, batch in by_kind.items():
        _deliver_kind(kind, batch, now=now)
    reach("before_commit")
    return len(claims)


def _deliver_kind(kind: str, batch: list[Delivery], *, now: datetime) -> None:
    try:
        with transaction.atomic():
            handler = handler_of(kind)
            wanted = handler.still_wanted(batch)
    except Exception as error:
        log.exception("Deliveries of kind %s cannot be judged; they are tried again later.", kind)
        for row in batch:
            record_retry(Claim(row.pk, row.claim_no), error=f"{type(error).__name__}: {error}", now=now)
        return
    unwanted = [row.pk for row in batch if row.pk not in wanted]
    transition_deliveries(unwanted, from_states=_CLAIMED, to=DeliveryState.CANCELLED, wake_at=None)
    transition_deliveries(wanted, from_states=_CLAIMED, to=DeliveryState.SENT, wake_at=None, sent_at=now, last_error="")
    _call_handler(handler, [row for row in batch if row.pk in wanted], now=now)


def _call_handler(handler: KindHandler, rows: Iterable[Delivery], *, now: datetime) -> None:
    """Call ``on_sent`` for all rows in one savepoint; if a call raises, again for each row in its own savepoint."""
    rows = list(rows)
    for row in rows:
        row.state, row.wake_at, row.sent_at, row.last_error = DeliveryState.SENT, None, now, ""
    try:
        with transaction.atomic():
            for row in rows:
                handler.on_sent(row, now=now)
    except Exception:
        for row in rows:
            call_handler(row.pk, lambda handler, delivery: handler.on_sent(delivery, now=now))
