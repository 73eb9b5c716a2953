"""Random walks over everything that can happen to one row, with the outside world kept apart from the database.

Workers come and go, also zombies whose lease ran out; the person cancels, moves, settles and sends again; time passes.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as walk_settings
from hypothesis import strategies as st

from accounts.errors import Conflict
from reminders.domain.claims import Claim, claim_due, fence, give_back
from reminders.domain.deliveries import (
    cancel_delivery,
    reschedule_delivery,
    resend_delivery,
    settle_delivery,
)
from reminders.domain.outcomes import record_failed, record_retry, record_sent, record_unknown, resolve_stuck
from reminders.models import Delivery
from reminders.states import TRANSITIONS, UNSETTLED, DeliveryChannel, DeliveryState, Lane, Policy
from tests.factories import NOW
from tests.reminders.conftest import MakeDelivery

pytestmark = pytest.mark.django_db


@dataclass
class Worker:
    """One that holds a claim: ``accepted`` is what its server did, which the database learns only by ``record``."""

    claim: Claim
    fenced: bool = False
    dotted: bool = False
    accepted: bool = False
    reported: bool = False


@dataclass
class World:
    delivery: Delivery
    policy: Policy
    now: datetime = NOW
    workers: list[Worker] = field(default_factory=list)
    accepted: int = 0
    licences: int = 1  # the first sending, and one for each time the person asked for another
    settled: bool = False

    def claim(self) -> None:
        claims = claim_due(lane=Lane.NORMAL, channel=DeliveryChannel.EMAIL, limit=5, now=self.now)
        self.workers += [Worker(claim) for claim in claims]

    def fence(self, worker: Worker) -> None:
        if not worker.fenced and not worker.reported:
            worker.fenced = fence(worker.claim, policy=self.policy, now=self.now)

    def dot(self, worker: Worker, *, taken: bool) -> None:
        if worker.fenced and not worker.dotted and not worker.reported:
            worker.dotted, worker.accepted = True, taken
            self.accepted += taken

    def report(self, worker: Worker, *, silence: bool) -> None:
        """Say what the server answered; with ``silence`` it answered nothing that arrived."""
        if worker.reported:
            return
        worker.reported = True
        if worker.dotted and silence:
            record_unknown(worker.claim, now=self.now)
        elif worker.accepted:
            record_sent(worker.claim.pk, claim_no=worker.claim.claim_no, now=self.now)
        elif worker.dotted:
            record_failed(worker.claim, error="554", now=self.now)
        elif silence:
            give_back(worker.claim, now=self.now)
        else:
            record_retry(worker.claim, error="451", now=self.now)

    def person(self, verb: str) -> None:
        before = Delivery.objects.get(pk=self.delivery.pk).state
        try:
            match verb:
                case "cancel":
                    cancel_delivery(self.delivery, now=self.now)
                case "move":
                    reschedule_delivery(self.delivery, due_at=self.now + timedelta(seconds=40), now=self.now)
                case "resend":
                    resend_delivery(self.delivery, due_at=self.now, now=self.now)
                    self.licences += before == DeliveryState.UNKNOWN
                case "settle":
                    settle_delivery(self.delivery, now=self.now)
                    self.settled = True
        except Conflict:
            assert Delivery.objects.get(pk=self.delivery.pk).state == before

    def step(self, name: str, which: int, flag: bool) -> None:
        worker = self.workers[which % len(self.workers)] if self.workers else None
        match name:
            case "claim":
                self.claim()
            case "fence" | "dot" | "report" if worker is None:
                pass
            case "fence":
                self.fence(worker)  # type: ignore[arg-type]
            case "dot":
                self.dot(worker, taken=flag)  # type: ignore[arg-type]
            case "report":
                self.report(worker, silence=flag)  # type: ignore[arg-type]
            case "wait":
                self.now += timedelta(seconds=(7, 31, 125, 700)[which % 4])
            case "tick":
                resolve_stuck(now=self.now)
            case verb:
                self.person(verb)


STEPS = ("claim", "fence", "dot", "report", "wait", "tick", "cancel", "move", "resend", "settle")
WALK = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 3), st.booleans()), min_size=5, max_size=60)
walking = walk_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def walk(world: World, steps: list[tuple[str, int, bool]], check: Callable[[World], None]) -> None:
    """Take the steps; after each, the move must be one that the table of transitions knows, perhaps by a stop between."""
    for name, which, flag in steps:
        before = DeliveryState(Delivery.objects.get(pk=world.delivery.pk).state)
        world.step(name, which, flag)
        after = DeliveryState(Delivery.objects.get(pk=world.delivery.pk).state)
        assert before == after or after in TRANSITIONS[before]
        check(world)


@walking
@given(WALK)
def test_walk_to_an_employer_never_sends_twice_unasked(
    make_delivery: MakeDelivery, steps: list[tuple[str, int, bool]]
) -> None:
    def check(world: World) -> None:
        assert world.accepted <= world.licences
        row = Delivery.objects.get(pk=world.delivery.pk)
        if row.state == DeliveryState.SENT:
            assert world.accepted or world.settled
        if row.state == DeliveryState.CANCELLED:
            assert world.accepted < world.licences
        if world.accepted == world.licences and not world.settled:
            assert row.state in ("sending", "sent", "unknown")

    with transaction.atomic():
        walk(World(make_delivery(), Policy.AT_MOST), steps, check)
        transaction.set_rollback(True)


@walking
@given(WALK)
def test_walk_to_the_person_is_never_lost(make_delivery: MakeDelivery, steps: list[tuple[str, int, bool]]) -> None:
    """Whatever happened, the row was accepted, is live and will be tried, or waits for the person to decide."""

    def check(world: World) -> None:
        row = Delivery.objects.get(pk=world.delivery.pk)
        assert row.state != DeliveryState.UNKNOWN
        settled = world.settled or world.accepted
        assert row.wake_at or settled or row.state in UNSETTLED | {DeliveryState.CANCELLED}

    with transaction.atomic():
        walk(World(make_delivery(policy=Policy.AT_LEAST), Policy.AT_LEAST), steps, check)
        transaction.set_rollback(True)
