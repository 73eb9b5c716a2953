"""Workers are killed at the worst moments. What counts is what the mail server took, not what the table says."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from reminders.killpoints import Point
from reminders.models import Attempt, Delivery
from reminders.states import Policy
from tests.faults.conftest import MakeMail, RunWorker, states
from tests.fixtures.smtp import LoopbackSmtp
from tests.fixtures.worker import wait_until

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

STOP_SECONDS = 30  # 1 to 3 are usual; a worker that waited for the mail server would take 60

# Killed where; how the row stands then; what becomes of it; how often the employer got the message.
KILLS: list[tuple[Point, str, str, int]] = [
    ("after_claim", "claimed", "sent", 1),
    ("after_fence", "sending", "unknown", 0),
    ("after_effect", "sending", "unknown", 1),
    ("before_commit", "sending", "unknown", 1),
]


@pytest.mark.parametrize(("point", "left", "end", "copies"), KILLS, ids=[k[0] for k in KILLS])
def test_worker_killed_while_it_sends_to_an_employer(
    make_mail: MakeMail,
    smtp_server: LoopbackSmtp,
    recover: Callable[[], None],
    run_worker: RunWorker,
    *,
    point: Point,
    left: str,
    end: str,
    copies: int,
) -> None:
    make_mail()

    run_worker(BOWOUT_KILL_AT=point).wait_killed()

    assert states() == [left]
    recover()
    assert states() == [end]
    assert len(smtp_server.accepted) == copies
    if end == "unknown":
        row = Delivery.objects.get(state="unknown")
        assert row.last_error.startswith("Your mail server took it, then went silent.")
        assert Attempt.objects.values_list("phase", "outcome").get() == ("dot", "unknown")


def test_worker_killed_after_it_sent_to_the_person_repeats_once_with_the_same_message_id(
    make_mail: MakeMail,
    smtp_server: LoopbackSmtp,
    recover: Callable[[], None],
    run_worker: RunWorker,
) -> None:
    delivery = make_mail(Policy.AT_LEAST)

    run_worker(BOWOUT_KILL_AT="after_effect").wait_killed()
    recover()

    assert states() == ["sent"]
    assert [m.message_id for m in smtp_server.accepted] == [delivery.message_id] * 2


def test_worker_killed_within_a_batch_for_the_app_leaves_it_whole(
    make_notices: Callable[[int], None],
    recover: Callable[[], None],
    run_worker: RunWorker,
) -> None:
    make_notices(20)

    run_worker(BOWOUT_KILL_AT="before_commit").wait_killed()

    assert states() == ["scheduled"] * 20
    recover()
    assert states() == ["sent"] * 20
    assert set(Delivery.objects.values_list("claim_no", flat=True)) == {1}


@pytest.mark.parametrize("pool", ["threads", "prefork"])
def test_worker_killed_at_random_is_followed_by_another(
    make_mail: MakeMail,
    smtp_server: LoopbackSmtp,
    run_worker: RunWorker,
    pool: str,
) -> None:
    smtp_server.seconds_to_answer = 0.05
    mails = [make_mail() for _ in range(30)]
    first = run_worker(pool=pool)
    wait_until(lambda: len(smtp_server.accepted) >= 5, 60, first.log.read_text)
    first.kill()

    second = run_worker(pool=pool)
    wait_until(lambda: set(states()) <= {"sent", "unknown"}, 60, second.log.read_text)

    taken = [m.message_id for m in smtp_server.accepted]
    sent = set(Delivery.objects.filter(state="sent").values_list("message_id", flat=True))
    assert len(taken) == len(set(taken))
    assert sent <= set(taken)
    assert len(mails) - len(sent) <= 2  # at most what the killed worker had at the dot
    assert second.stop() < STOP_SECONDS


@pytest.mark.parametrize("pool", ["threads", "prefork"])
def test_worker_whose_mail_server_hangs_stops_without_waiting_for_it(
    make_mail: MakeMail, smtp_server: LoopbackSmtp, run_worker: RunWorker, pool: str
) -> None:
    smtp_server.fault = "rcpt hang"
    make_mail()
    long = {"SEND_DEADLINE_SECONDS": "60", "CLAIM_LEASE_SECONDS": "120", "SEND_LEASE_SECONDS": "120"}
    worker = run_worker(pool=pool, **long)
    wait_until(lambda: smtp_server.connections, 60, worker.log.read_text)

    assert worker.stop() < STOP_SECONDS

    row = Delivery.objects.get()
    assert (row.state, row.attempts) == ("scheduled", 0)
    assert row.wake_at is not None and row.wake_at <= datetime.now(UTC)
