"""How leaving takes part in what happens to an application or an interview."""

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
from withdrawals.domain.letters.drafts import follow_record
from withdrawals.domain.letters.sending import recall_letter, recall_waiting
from withdrawals.domain.process.lifecycle import abandon_withdrawal
from withdrawals.models import Letter, Withdrawal
from withdrawals.models.withdrawal import WithdrawalQuerySet
from withdrawals.states import LetterState
from withdrawals.timing import not_after


class WithdrawalParticipant(Participant):
    """An employer who ends first stops a waiting letter; a moved interview moves the notice."""

    def application_ended(self, application: Application, *, actor: User | None, now: datetime) -> None:
        """Put live withdrawals aside, so that no letter follows an ending; say so where a letter was waiting.

        A letter that is being sent this second cannot be stopped: it is recorded when it left, and the conflict is shown.
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
        """Stop waiting letters; one that is being sent, or may have left, forbids the deletion."""
        for withdrawal in Withdrawal.objects.of_application(application).select_related("application", "owner"):
            recall_waiting(withdrawal, actor=actor, now=now)
            cancel_notice_reminders(withdrawal, now=now)

    def application_reopened(self, application: Application, *, actor: User | None, now: datetime) -> None:
        """An acceptance that no longer stands is not taken back: the letter follows."""
        for withdrawal in _live(application):
            follow_record(withdrawal, now=now)

    def interview_ended(self, interview: Interview, *, actor: User | None, now: datetime) -> None:
        """Without the interview the notice has no deadline; the letter no longer names it."""
        for withdrawal in _live(interview.application).filter(interview=interview):
            withdrawal.interview = interview
            end_notice_reminders(withdrawal, now=now)
            follow_record(withdrawal, now=now)

    def interview_rescheduled(self, interview: Interview, *, actor: User | None, now: datetime) -> None:
        """The notice's deadlines and its draft follow the interview; a waiting letter keeps its time, with a new last moment.

        Its words name the old slot, so the user hears of it. One that would now come too late is a draft again.
        """
        for withdrawal in _live(interview.application).filter(interview=interview):
            withdrawal.interview = interview
            set_notice_reminders(withdrawal, now=now)
            for letter in withdrawal.letters.filter(state=LetterState.READY).select_related("delivery", "recipient"):
                letter.withdrawal = withdrawal
                _follow_interview(letter, actor=actor, now=now)
            follow_record(withdrawal, now=now)


def _live(application: Application) -> WithdrawalQuerySet:
    return (
        Withdrawal.objects.live()
        .of_application(application)
        .select_related("application__company", "application__contact", "application__owner", "owner", "interview")
    )


def _follow_interview(letter: Letter, *, actor: User | None, now: datetime) -> None:
    """One that is being sent this second, or is settled already, stays as it is."""
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
