"""The decision to leave a process, from opening it to restoring the record. Its state is changed in core/transitions.py."""

from datetime import datetime

from django.db import transaction

from accounts.errors import Conflict, DomainError
from accounts.models import User
from tracker.domain.events import undo_event
from tracker.domain.stages import lock_application, reopen_application
from tracker.models import Application, Contact, Event, Interview
from tracker.states import EventKind
from withdrawals.domain.core.events import record_event
from withdrawals.domain.core.reminders import cancel_notice_reminders, set_notice_reminders
from withdrawals.domain.core.request_builders import situation_of
from withdrawals.domain.core.transitions import notify_employer, transition_withdrawal
from withdrawals.domain.letters.drafts import draft_letter
from withdrawals.domain.letters.sending import recall_waiting
from withdrawals.models import Withdrawal
from withdrawals.states import LEAVABLE, SentHow, WithdrawalState
from withdrawals.vocabulary import Channel, Purpose


@transaction.atomic
def open_withdrawal(
    application: Application, *, actor: User, now: datetime, interview: Interview | None = None
) -> Withdrawal:
    """Begin to leave a process, with a complete letter already written; a live withdrawal is simply taken up again.

    Effects: the withdrawal and its first draft are written; reminders of the notice's deadlines are set; an event is
    appended. The interview itself and its reminders stay until the employer was told. Raises Conflict when the application
    ended otherwise than by an accepted offer.
    """
    lock_application(application)  # of two tabs, the second finds what the first began
    live = application.withdrawals.live().first()
    if live is not None:
        return live
    _refuse_ended(application)
    interview = interview or application.interviews.upcoming(now).first()
    withdrawal = Withdrawal.objects.create(
        owner=application.owner,
        application=application,
        interview=interview,
        situation=situation_of(application, interview, now=now),
        tone=application.owner.tone,
        created_at=now,
    )
    draft_letter(withdrawal, now=now, recipient=recipient_of(application, interview))
    set_notice_reminders(withdrawal, now=now)
    record_event(withdrawal, EventKind.WITHDRAWAL_OPENED, actor=actor, now=now)
    return withdrawal


def recipient_of(application: Application, interview: Interview | None) -> Contact | None:
    """Who is told: an agency first, else whoever arranged the interview, else the application's contact, else anybody there.

    Source: docs/domain.md 1.2 (the agency answers to the client; otherwise the person who scheduled you).
    """
    contact = application.contact
    if contact is not None and contact.kind == "agency":
        return contact
    if interview is not None and interview.contact is not None:
        return interview.contact
    return contact or application.company.contacts.exclude(email="").order_by("pk").first()


def _refuse_ended(application: Application) -> None:
    if application.outcome not in LEAVABLE:
        raise Conflict(f"This application has ended ({application.get_outcome_display().lower()}).")


@transaction.atomic
def abandon_withdrawal(withdrawal: Withdrawal, *, actor: User | None, now: datetime) -> Withdrawal:
    """Put a withdrawal aside: a waiting letter is taken back first, and nothing about it is due any more.

    Raises Conflict when the letter is being sent right now.
    """
    recall_waiting(withdrawal, actor=actor, now=now)
    transition_withdrawal(withdrawal, WithdrawalState.ABANDONED)
    cancel_notice_reminders(withdrawal, now=now)
    record_event(withdrawal, EventKind.WITHDRAWAL_ABANDONED, actor=actor, now=now)
    return withdrawal


@transaction.atomic
def resume_withdrawal(withdrawal: Withdrawal, *, actor: User, now: datetime) -> Withdrawal:
    """Take up a withdrawal that was put aside. Raises Conflict when another one is under way or the process ended."""
    application = lock_application(withdrawal.application)
    _refuse_ended(application)
    if application.withdrawals.live().exists():
        raise Conflict("Another withdrawal from this application is under way.")
    transition_withdrawal(withdrawal, WithdrawalState.DRAFTING)
    set_notice_reminders(withdrawal, now=now)
    record_event(withdrawal, EventKind.WITHDRAWAL_RESUMED, actor=actor, now=now)
    return withdrawal


def record_signed_checked(withdrawal: Withdrawal, *, now: datetime) -> Withdrawal:
    """The person says that they have read what they signed; asked before an acceptance is taken back."""
    if not withdrawal.is_live:
        raise Conflict("This withdrawal is settled.")
    if withdrawal.signed_checked_at is None:
        withdrawal.signed_checked_at = now
        withdrawal.save(update_fields=["signed_checked_at"])
    return withdrawal


@transaction.atomic
def record_already_known(withdrawal: Withdrawal, *, actor: User, now: datetime) -> Withdrawal:
    """They know already: everything that a sent notice does, without one. A waiting letter is taken back first."""
    recall_waiting(withdrawal, actor=actor, now=now)
    notify_employer(withdrawal, at=now, how=SentHow.ALREADY_KNOWN, actor=actor, now=now)
    return withdrawal


@transaction.atomic
def restore_record(withdrawal: Withdrawal, *, actor: User, now: datetime) -> Withdrawal:
    """Take a withdrawal back after the employer was told: the record, not the message, which they still have.

    Effects: letters that wait are taken back; the withdrawal is *undone*, and nothing about it is due any more; the
    application, its interviews and their reminders are as before (if one of them changed meanwhile, the application is only
    reopened; if it ended otherwise, it stays so); a draft says that one would like to come after all. Raises Conflict when a
    letter is being sent, or may have left.
    """
    recall_waiting(withdrawal, actor=actor, now=now)
    transition_withdrawal(withdrawal, WithdrawalState.UNDONE)
    cancel_notice_reminders(withdrawal, now=now)
    application = lock_application(withdrawal.application)
    if withdrawal.ended_event is not None:
        _undo_end(application, withdrawal.ended_event, actor=actor, now=now)
    sent = withdrawal.letters.sent().order_by("sent_at", "pk").first()
    draft_letter(
        withdrawal,
        now=now,
        recipient=sent.recipient if sent else recipient_of(application, withdrawal.interview),
        channel=Channel.EMAIL,
        purpose=Purpose.COME_BACK,
        to_name=sent.to_name if sent else "",
        to_address=sent.to_address if sent and sent.channel == Channel.EMAIL else "",
    )
    record_event(withdrawal, EventKind.WITHDRAWAL_UNDONE, actor=actor, now=now)
    return withdrawal


def _undo_end(application: Application, event: Event, *, actor: User, now: datetime) -> None:
    try:
        undo_event(event, actor=actor, now=now)
    except DomainError:
        if application.outcome == event.data["outcome"]:
            reopen_application(application, actor=actor, now=now)
    lock_application(application)
