"""Two that hold what the other needs: PostgreSQL ends one of them, and what became of a mail is recorded all the
same.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import transaction

from accounts.models import User
from reminders.domain.claims import Claim
from reminders.domain.email_delivery import record_outcome, retry_write
from reminders.mail.outcomes import Sent
from reminders.models import Delivery
from reminders.states import DeliveryState
from tests.factories import NOW
from tests.locks import begin_and_block, needs_row_locks
from tests.reminders.conftest import MakeDelivery, Probe

pytestmark = [needs_row_locks, pytest.mark.django_db(transaction=True)]


def test_outcome_that_lost_a_deadlock_is_recorded_once_the_other_is_done(
    make_delivery: MakeDelivery, probe: Probe, caplog: pytest.LogCaptureFixture
) -> None:
    """The worker holds the delivery and wants the person's row; somebody else holds that and wants the delivery."""
    delivery = make_delivery(DeliveryState.SENDING)
    outcome = Sent(250, "queued")

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            User.objects.select_for_update().get()
            worker = begin_and_block(
                pool, lambda: retry_write(lambda: record_outcome(Claim(delivery.pk, 1), outcome, now=NOW))
            )
            Delivery.objects.filter(pk=delivery.pk).update(about="seen")
        worker.result(timeout=20)

    assert "trying again: deadlock detected" in caplog.text
    assert Delivery.objects.values_list("state", "about").get() == ("sent", "seen")
    assert probe.told == [("sent", delivery.pk)]
