"""Open, abandon, resume and undo a withdrawal. Its state is written in core/transitions.py."""

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
from withdrawals.domain.letters.sending import recall_ready_letters
from withdrawals.models import Withdrawal
from withdrawals.states import WITHDRAWABLE_OUTCOMES, SentHow, WithdrawalState
from withdrawals.vocabulary import Channel, Purpose


@transaction.atomic
def open_withdrawal(
    application: Application, *, actor: User, now: datetime, interview: Interview | None = None
) -> Withdrawal:
    """Open a withdrawal with a complete draft; return the live one if there is one.

    Effects: the withdrawal and its first draft are created; reminders of the notice's deadlines are set; an event is
    appended. The interview and its reminders stay until the employer is notified. Raises Conflict when the application
    ended otherwise than by an accepted offer.
    """
    lock_application(application)  # a second tab then finds the withdrawal of the first
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
    """Return whom to notify: an agency, else the interview's contact, else the application's, else any at the company.

    Source: docs/domain.md 1.2 (the agency informs its client; otherwise the person who scheduled the interview).
    """
    contact = application.contact
    if contact is not None and contact.kind == "agency":
        return contact
    if interview is not None and interview.contact is not None:
        return interview.contact
    return contact or application.company.contacts.exclude(email="").order_by("pk").first()


def _refuse_ended(application: Application) -> None:
    if application.outcome not in WITHDRAWABLE_OUTCOMES:
        raise Conflict(f"This application has ended ({application.get_outcome_display().lower()}).")


@transaction.atomic
def abandon_withdrawal(withdrawal: Withdrawal, *, actor: User | None, now: datetime) -> Withdrawal:
    """Abandon a withdrawal: ready letters are recalled first, and its reminders are cancelled.

    Raises Conflict when a letter is being sent or may have been sent.
    """
    recall_ready_letters(withdrawal, actor=actor, now=now)
    transition_withdrawal(withdrawal, WithdrawalState.ABANDONED)
    cancel_notice_reminders(withdrawal, now=now)
    record_event(withdrawal, EventKind.WITHDRAWAL_ABANDONED, actor=actor, now=now)
    return withdrawal


@transaction.atomic
def resume_withdrawal(withdrawal: Withdrawal, *, actor: User, now: datetime) -> Withdrawal:
    """Resume an abandoned withdrawal. Raises Conflict when another one is live or the process ended."""
    application = lock_application(withdrawal.application)
    _refuse_ended(application)
    if application.withdrawals.live().exists():
        raise Conflict("Another withdrawal from this application is under way.")
    transition_withdrawal(withdrawal, WithdrawalState.DRAFTING)
    set_notice_reminders(withdrawal, now=now)
    record_event(withdrawal, EventKind.WITHDRAWAL_RESUMED, actor=actor, now=now)
    return withdrawal


def record_signed_checked(withdrawal: Withdrawal, *, now: datetime) -> Withdrawal:
    """Record that the person checked what they signed, which taking back an acceptance requires."""
    if not withdrawal.is_live:
        raise Conflict("This withdrawal is settled.")
    if withdrawal.signed_checked_at is None:
        withdrawal.signed_checked_at = now
        withdrawal.save(update_fields=["signed_checked_at"])
    return withdrawal


@transaction.atomic
def record_already_known(withdrawal: Withdrawal, *, actor: User, now: datetime) -> Withdrawal:
    """Record that the employer knows already, with the effects of a sent notice. Ready letters are recalled first."""
    recall_ready_letters(withdrawal, actor=actor, now=now)
    notify_employer(withdrawal, at=now, how=SentHow.ALREADY_KNOWN, actor=actor, now=now)
    return withdrawal


@transaction.atomic
def restore_record(withdrawal: Withdrawal, *, actor: User, now: datetime) -> Withdrawal:
    """Undo a withdrawal after the employer was notified: the record only, since the employer has the message.

    Effects: ready letters are recalled; the withdrawal is *undone*, and its reminders are cancelled; the application,
    its interviews and their reminders are restored (if one of them changed meanwhile, the application is only reopened;
    if it ended otherwise, it stays ended); a draft asks to come after all. Raises Conflict when a letter is being sent
    or may have been sent.
    """
    recall_ready_letters(withdrawal, actor=actor, now=now)
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
