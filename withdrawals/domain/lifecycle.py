"""The decision to leave a process, from opening it to restoring the record. See telling.py for the door of its state."""

from datetime import datetime

from django.db import transaction

from accounts.errors import Conflict, DomainError
from accounts.models import User
from tracker.domain.events import undo_event
from tracker.domain.stages import reopen_application
from tracker.models import Application, Contact, Interview
from tracker.states import EventKind, Outcome
from withdrawals.domain.events import tell
from withdrawals.domain.notices import cancel_notice_reminders, set_notice_reminders
from withdrawals.domain.records import situation_of
from withdrawals.domain.sending import recall_letter
from withdrawals.domain.telling import move, notify
from withdrawals.domain.writing import draft_letter
from withdrawals.models import Withdrawal
from withdrawals.states import LetterState, SentHow, WithdrawalState
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
    live = application.withdrawals.live().first()
    if live is not None:
        return live
    if not application.is_open and application.outcome != Outcome.ACCEPTED:
        raise Conflict(f"This application has ended ({application.get_outcome_display().lower()}).")
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
    tell(withdrawal, EventKind.WITHDRAWAL_OPENED, actor=actor, now=now)
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


@transaction.atomic
def abandon_withdrawal(withdrawal: Withdrawal, *, actor: User | None, now: datetime) -> Withdrawal:
    """Put a withdrawal aside: a waiting letter is taken back first, and nothing about it is due any more.

    Raises Conflict when the letter is being sent right now.
    """
    for letter in withdrawal.letters.filter(state=LetterState.READY):
        recall_letter(letter, actor=actor, now=now)
    withdrawal.refresh_from_db(fields=["state"])
    move(withdrawal, WithdrawalState.ABANDONED)
    cancel_notice_reminders(withdrawal, now=now)
    tell(withdrawal, EventKind.WITHDRAWAL_ABANDONED, actor=actor, now=now)
    return withdrawal


@transaction.atomic
def resume_withdrawal(withdrawal: Withdrawal, *, actor: User, now: datetime) -> Withdrawal:
    """Take up a withdrawal that was put aside. Raises Conflict when another one is under way or the process ended."""
    application = withdrawal.application
    if not application.is_open and application.outcome != Outcome.ACCEPTED:
        raise Conflict(f"This application has ended ({application.get_outcome_display().lower()}).")
    if application.withdrawals.live().exists():
        raise Conflict("Another withdrawal from this application is under way.")
    move(withdrawal, WithdrawalState.DRAFTING)
    set_notice_reminders(withdrawal, now=now)
    tell(withdrawal, EventKind.WITHDRAWAL_RESUMED, actor=actor, now=now)
    return withdrawal


@transaction.atomic
def record_already_known(withdrawal: Withdrawal, *, actor: User, now: datetime) -> Withdrawal:
    """They know already: everything that a sent notice does, without one. A waiting letter is taken back first."""
    for letter in withdrawal.letters.filter(state=LetterState.READY):
        recall_letter(letter, actor=actor, now=now)
    withdrawal.refresh_from_db(fields=["state"])
    notify(withdrawal, at=now, how=SentHow.ALREADY_KNOWN, actor=actor, now=now)
    return withdrawal


@transaction.atomic
def restore_record(withdrawal: Withdrawal, *, actor: User, now: datetime) -> Withdrawal:
    """Take a withdrawal back after the employer was told: the record, not the message, which they still have.

    Effects: the withdrawal is *undone*; the application, its interviews and their reminders are as before (if one of them
    changed meanwhile, the application is only reopened); a draft says that one would like to come after all.
    """
    move(withdrawal, WithdrawalState.UNDONE)
    application = withdrawal.application
    application.refresh_from_db()
    event = withdrawal.ended_event
    try:
        with transaction.atomic():
            if event is None:
                raise Conflict("Nothing was ended.")
            undo_event(event, actor=actor, now=now)
    except DomainError:
        if not application.is_open:
            reopen_application(application, actor=actor, now=now)
    sent = withdrawal.letters.sent().order_by("sent_at").first()
    if sent is not None:
        draft_letter(withdrawal, now=now, recipient=sent.recipient, channel=Channel.EMAIL, purpose=Purpose.COME_BACK)
    tell(withdrawal, EventKind.WITHDRAWAL_UNDONE, actor=actor, now=now)
    return withdrawal
