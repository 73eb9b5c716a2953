"""Random walks over everything that can happen to one row, with the outside world kept apart from the database.

Workers come and go, also zombies whose lease ran out; the person cancels, moves, settles and sends again; time passes.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as walk_settings
from hypothesis import strategies as st

from accounts.errors import Conflict
from reminders.domain.claims import Claim, claim_due, fence, release_claim
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


Step = Callable[[], None]


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
    acts: int = 0

    def __post_init__(self) -> None:
        self.look()

    def look(self) -> None:
        """Read the row as it stands; ``delivery`` stays as the person's page once showed it."""
        self.row = Delivery.objects.get(pk=self.delivery.pk)

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
            release_claim(worker.claim, now=self.now)
        else:
            record_retry(worker.claim, error="451", now=self.now)

    def person(self, verb: str) -> None:
        before = self.row.state
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

    def possible(self) -> list[Step]:
        """What can happen now: work as it stands, time, and one interference of the person at the end of the list."""
        row = self.row
        open_work = [worker for worker in self.workers if not worker.reported]
        steps: list[Step] = [partial(self.wait, seconds) for seconds in (31, 125)]
        if row.wake_at and row.wake_at <= self.now:
            steps += [self.claim, self.tick]
        for worker in open_work:
            if not worker.fenced:
                steps.append(partial(self.fence, worker))
            elif not worker.dotted:
                steps += [partial(self.dot, worker, taken=taken) for taken in (True, False)]
            steps.append(partial(self.report, worker, silence=len(steps) % 2 == 0))
        return [*steps, self.interfere]

    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    def tick(self) -> None:
        resolve_stuck(now=self.now)

    def interfere(self) -> None:
        """The person acts as the page would let them, but for moving: that may happen at any time."""
        self.acts += 1
        verbs = ("resend", "settle") if self.row.state in UNSETTLED else ("move", "cancel")
        self.person(verbs[self.acts % 4 == 0])


STEPS = 30
walking = walk_settings(
    max_examples=150,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # a failing walk says enough; making it shorter takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def walk(world: World, data: st.DataObject, check: Callable[[World], None]) -> None:
    """Take the steps; each must be one that the table of transitions knows."""
    before = DeliveryState.SCHEDULED
    for _ in range(STEPS):
        data.draw(st.sampled_from(world.possible()))()
        world.look()
        after = DeliveryState(world.row.state)
        assert before == after or after in TRANSITIONS[before]
        check(world)
        before = after


@walking
@given(st.data())
def test_walk_to_an_employer_never_sends_twice_unasked(make_delivery: MakeDelivery, data: st.DataObject) -> None:
    def check(world: World) -> None:
        assert world.accepted <= world.licences
        row = world.row
        if row.state == DeliveryState.SENT:
            assert world.accepted or world.settled
        if row.state == DeliveryState.CANCELLED:
            assert world.accepted < world.licences
        if world.accepted == world.licences and not world.settled:
            assert row.state in ("sending", "sent", "unknown")

    with transaction.atomic():
        walk(World(make_delivery(), Policy.AT_MOST), data, check)
        transaction.set_rollback(True)


@walking
@given(st.data())
def test_walk_to_the_person_is_never_lost(make_delivery: MakeDelivery, data: st.DataObject) -> None:
    """Whatever happened, the row was accepted, is live and will be tried, or waits for the person to decide."""

    def check(world: World) -> None:
        row = world.row
        assert row.state != DeliveryState.UNKNOWN
        settled = world.settled or world.accepted
        assert row.wake_at or settled or row.state in UNSETTLED | {DeliveryState.CANCELLED}

    with transaction.atomic():
        walk(World(make_delivery(policy=Policy.AT_LEAST), Policy.AT_LEAST), data, check)
        transaction.set_rollback(True)
