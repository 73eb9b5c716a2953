"""The broker forgets everything, dies, or is there twice over: hints are lost, rows are not."""

import time
from datetime import UTC, datetime
from statistics import median

import pytest

from reminders.models import Delivery, Heartbeat
from tests.faults.conftest import MakeMail, RunWorker, states
from tests.fixtures.smtp import LoopbackSmtp
from tests.fixtures.valkey import Valkey
from tests.fixtures.worker import CeleryProcess, wait_until

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]


def wait_for_a_later_tick(worker: CeleryProcess) -> None:
    since = datetime.now(UTC)
    wait_until(lambda: Heartbeat.objects.filter(name="tick", at__gt=since).exists(), 60, worker.log.read_text)


def test_broker_flushed_killed_and_frozen_loses_and_repeats_nothing(
    own_valkey: Valkey, make_mail: MakeMail, smtp_server: LoopbackSmtp, run_worker: RunWorker
) -> None:
    workers = [run_worker(broker=own_valkey)]
    wait_for_a_later_tick(workers[0])

    def all_are_sent(number: int) -> bool:
        """Look as the supervisor does: a worker that the broker took along (kombu 5.7, message in hand) is replaced."""
        if workers[-1].process.poll() is not None:
            workers.append(run_worker(broker=own_valkey))
        return states() == ["sent"] * number

    def what_happened() -> str:
        return "\n".join(worker.log.read_text() for worker in workers)

    for mail in range(4):
        make_mail(due_in=0.2 * mail)
    own_valkey.command("FLUSHALL")
    wait_until(lambda: all_are_sent(4), 60, what_happened)

    for mail in range(4):
        make_mail(due_in=0.2 * mail)
    own_valkey.kill()
    time.sleep(0.5)
    own_valkey.start()
    wait_until(lambda: all_are_sent(8), 60, what_happened)

    own_valkey.freeze()
    make_mail()
    time.sleep(1)
    own_valkey.thaw()
    wait_until(lambda: all_are_sent(9), 60, what_happened)

    expected = set(Delivery.objects.values_list("message_id", flat=True))
    assert sorted(m.message_id for m in smtp_server.accepted) == sorted(expected)


def test_two_beats_and_two_workers_repeat_nothing(
    make_mail: MakeMail, smtp_server: LoopbackSmtp, run_worker: RunWorker
) -> None:
    for _ in range(30):
        make_mail()
    worker, _ = run_worker(), run_worker()

    wait_until(lambda: states() == ["sent"] * 30, 60, worker.log.read_text)

    assert len({m.message_id for m in smtp_server.accepted}) == len(smtp_server.accepted) == 30


def test_hints_bring_a_mail_to_its_moment_between_two_ticks(
    valkey: Valkey, make_mail: MakeMail, run_worker: RunWorker, start_beat: RunWorker
) -> None:
    worker = run_worker(beat=False, TICK_SECONDS="3")
    start_beat(valkey, TICK_SECONDS="3")
    wait_for_a_later_tick(worker)
    mails = [make_mail(due_in=3.4 + 0.5 * n) for n in range(5)]

    wait_until(lambda: states() == ["sent"] * 5, 60, worker.log.read_text)

    late = [(row.sent_at - row.due_at).total_seconds() for row in Delivery.objects.all() if row.sent_at]
    assert len(late) == len(mails)
    assert min(late) >= 0
    assert median(late) < 1.5
