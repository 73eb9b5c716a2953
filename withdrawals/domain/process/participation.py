"""Update withdrawals when an application or an interview changes."""

from datetime import datetime

from django.db import transaction

from accounts.errors import Conflict
from accounts.models import User
from reminders.domain.deliveries import reschedule_delivery
from reminders.domain.subjects import shorten_name
from reminders.states import DeliveryState
from tracker.models import Application, Interview
from tracker.ports import Participant
from tracker.states import Outcome
from withdrawals.domain.core.reminders import (
    cancel_notice_reminders,
    end_notice_reminders,
    set_notice_reminders,
    warn_user,
)
from withdrawals.domain.core.request_builders import notice_request
from withdrawals.domain.letters.drafts import update_from_record
from withdrawals.domain.letters.sending import recall_letter, recall_ready_letters
from withdrawals.domain.process.lifecycle import abandon_withdrawal
from withdrawals.models import Letter, Withdrawal
from withdrawals.models.withdrawal import WithdrawalQuerySet
from withdrawals.states import LetterState
from withdrawals.timing import not_after


class WithdrawalParticipant(Participant):
    """Recall letters when the application ends, and reschedule the notice's reminders with the interview."""

    def application_ended(self, application: Application, *, actor: User | None, now: datetime) -> None:
        """Abandon live withdrawals, so that no letter follows the end; warn the user if a letter was ready.

        A letter that is being sent cannot be stopped: it is recorded once it was sent, and the conflict is shown.
        """
        for withdrawal in _live(application):
            waiting = withdrawal.letters.filter(state=LetterState.READY).exists()
            try:
                abandon_withdrawal(withdrawal, actor=actor, now=now)
            except Conflict:
                continue
            if waiting and application.outcome == Outcome.REJECTED:
                company = shorten_name(application.company.name)
                warn_user(withdrawal, f"{company} ended it first, so your letter was not sent.", now=now)

    def application_deleting(self, application: Application, *, actor: User | None, now: datetime) -> None:
        """Recall ready letters. Raises Conflict, which stops the deletion, when one is being or may have been sent."""
        for withdrawal in Withdrawal.objects.of_application(application).select_related("application", "owner"):
            recall_ready_letters(withdrawal, actor=actor, now=now)
            cancel_notice_reminders(withdrawal, now=now)

    def application_reopened(self, application: Application, *, actor: User | None, now: datetime) -> None:
        """Update the drafts: an undone acceptance is no longer taken back."""
        for withdrawal in _live(application):
            update_from_record(withdrawal, now=now)

    def interview_ended(self, interview: Interview, *, actor: User | None, now: datetime) -> None:
        """Cancel the reminders of the notice's deadline, and update the drafts, which no longer name the interview."""
        for withdrawal in _live(interview.application).filter(interview=interview):
            withdrawal.interview = interview
            end_notice_reminders(withdrawal, now=now)
            update_from_record(withdrawal, now=now)

    def interview_rescheduled(self, interview: Interview, *, actor: User | None, now: datetime) -> None:
        """Set the reminders and update the drafts by the new time; a ready letter gets a new ``not_after``.

        The ready letter names the old time, so the user is warned. One that would now be too late is recalled.
        """
        for withdrawal in _live(interview.application).filter(interview=interview):
            withdrawal.interview = interview
            set_notice_reminders(withdrawal, now=now)
            for letter in withdrawal.letters.filter(state=LetterState.READY).select_related("delivery", "recipient"):
                letter.withdrawal = withdrawal
                _follow_interview(letter, actor=actor, now=now)
            update_from_record(withdrawal, now=now)


def _live(application: Application) -> WithdrawalQuerySet:
    return (
        Withdrawal.objects.live()
        .of_application(application)
        .select_related("application__company", "application__contact", "application__owner", "owner", "interview")
    )


def _follow_interview(letter: Letter, *, actor: User | None, now: datetime) -> None:
    """Update or recall one ready letter, unless it is being sent or settled."""
    delivery = letter.delivery
    if delivery is None or delivery.state != DeliveryState.SCHEDULED:
        return
    limit = not_after(notice_request(letter.withdrawal, letter.recipient, now=now), delivery.due_at)
    company = shorten_name(letter.withdrawal.application.company.name)
    try:
        with transaction.atomic():
            if limit > delivery.due_at:
                reschedule_delivery(delivery, due_at=delivery.due_at, not_after=limit, now=now)
                words = f"The interview with {company} moved; your waiting letter names the old time."
            else:
                recall_letter(letter, actor=actor, now=now)
                words = f"The interview with {company} moved before your letter's time, so it is a draft again."
    except Conflict:
        return
    warn_user(letter.withdrawal, words, now=now)
