"""Record that the employer was notified. The only place that writes ``Withdrawal.state``."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.domain.compare_and_set import compare_and_set
from accounts.errors import Conflict, DomainError
from accounts.models import User
from tracker.domain.applications import end_application
from tracker.models import Application, Event
from tracker.states import EventKind, Outcome, Stage
from withdrawals.domain.core.events import record_event
from withdrawals.domain.core.reminders import cancel_notice_reminders
from withdrawals.models import Withdrawal
from withdrawals.states import WITHDRAWAL_TRANSITIONS, SentHow, WithdrawalState


def transition_withdrawal(withdrawal: Withdrawal, state: WithdrawalState, **fields: Any) -> None:
    """Write ``state`` and ``fields``. Raises Conflict when the state changed or the transition is not allowed."""
    old = withdrawal.state
    if state not in WITHDRAWAL_TRANSITIONS[old]:
        raise Conflict(f"This withdrawal is {WithdrawalState(old).label.lower()}.")
    compare_and_set(withdrawal, expected={"state": old}, state=state, **fields)


def notify_employer(withdrawal: Withdrawal, *, at: datetime, how: SentHow, actor: User | None, now: datetime) -> None:
    """Record that the employer was notified at ``at``, and end the process, in the caller's transaction.

    Effects, in order: the withdrawal is *notified*; its reminders are cancelled; an event is appended if there was no
    letter; the application ends as *declined* with an offer in hand, else *withdrawn*, with its interviews and their
    reminders. If the application cannot be ended (it ended otherwise meanwhile), the notification is recorded all the
    same, and the conflict is stored for the page.
    """
    transition_withdrawal(withdrawal, WithdrawalState.NOTIFIED, notified_at=at)
    cancel_notice_reminders(withdrawal, now=now)
    if how == SentHow.ALREADY_KNOWN:
        record_event(withdrawal, EventKind.WITHDRAWAL_NOTIFIED, actor=actor, now=now, at=at, how=how)
    application = Application.objects.select_related("company", "owner").get(pk=withdrawal.application_id)
    withdrawal.application = application
    offered = application.is_open and application.stage == Stage.OFFER
    outcome = Outcome.DECLINED if offered else Outcome.WITHDRAWN
    try:
        with transaction.atomic():
            event: Event | None = end_application(application, outcome, actor=actor, now=now, ended_at=at)
            conflict = ""
    except DomainError as error:
        event, conflict = None, f"They were told, but the application stayed as it was: {error}"
    withdrawal.ended_event, withdrawal.conflict = event, conflict
    withdrawal.save(update_fields=["ended_event", "conflict"])
