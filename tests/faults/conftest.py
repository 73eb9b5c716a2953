"""Due rows whose way out is a real mail server, and a tick of the test's own for what comes after a crash."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.models import User
from reminders.domain.deliveries import schedule_delivery
from reminders.domain.dispatch import run_tick
from reminders.domain.reminders import REMINDER_KIND, add_reminder
from reminders.models import Delivery
from reminders.states import DeliveryChannel, Lane, Policy
from tests.factories import UserFactory
from tests.fixtures.smtp import LoopbackSmtp
from tests.fixtures.valkey import Valkey
from tests.fixtures.worker import CeleryProcess

MakeMail = Callable[..., Delivery]
RunWorker = Callable[..., CeleryProcess]


@pytest.fixture
def make_mail(shared_database: str) -> MakeMail:
    """Make an e-mail that is due; policy ``at_most`` stands for one to an employer."""
    owner: User = UserFactory.create(email="ada@example.com")

    def make(policy: Policy = Policy.AT_MOST, due_in: float = 0) -> Delivery:
        now = datetime.now(UTC)
        due = now + timedelta(seconds=due_in)
        reminder = add_reminder(owner=owner, kind="letter", title="Thursday", now=now, due_at=due, channels=[])
        return schedule_delivery(
            owner=owner,
            kind=REMINDER_KIND,
            channel=DeliveryChannel.EMAIL,
            lane=Lane.DEADLINE,
            due_at=due,
            policy=policy,
            now=now,
            reminder=reminder,
        )

    return make


@pytest.fixture
def make_notices(shared_database: str) -> Callable[[int], None]:
    """Make so many in-app deliveries that are due."""
    owner = UserFactory.create()

    def make(count: int) -> None:
        now = datetime.now(UTC)
        for _ in range(count):
            add_reminder(owner=owner, kind="k", title="t", now=now, due_at=now, channels=[DeliveryChannel.IN_APP])

    return make


@pytest.fixture
def run_worker(valkey: Valkey, smtp_server: LoopbackSmtp, start_worker: RunWorker) -> RunWorker:
    """Start a worker that ticks and whose host mails by ``smtp_server``."""

    def run(**options: Any) -> CeleryProcess:
        return start_worker(options.pop("broker", valkey), **{"EMAIL_URL": smtp_server.url} | options)

    return run


@pytest.fixture
def recover(host_mail: LoopbackSmtp) -> Callable[[], None]:
    """Do in the test's own process what any worker does once all leases have run out."""

    def run() -> None:
        later = datetime.now(UTC) + timedelta(hours=2)
        for hour in range(2):
            run_tick(clock=lambda hour=hour: later + timedelta(hours=hour), should_stop=lambda: False)  # type: ignore[misc]

    return run


def states() -> list[str]:
    """The states of all deliveries, in the order they were made."""
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))
