"""How leaving takes part in what happens to an application or an interview."""

from datetime import datetime

from accounts.errors import Conflict
from accounts.models import User
from reminders.domain.deliveries import reschedule_delivery
from reminders.states import DeliveryState
from tracker.models import Application, Interview
from tracker.ports import Participant
from tracker.states import Outcome
from withdrawals.domain.lifecycle import abandon_withdrawal
from withdrawals.domain.notices import set_notice_reminders, warn_user
from withdrawals.domain.records import notice_request
from withdrawals.domain.timing import not_after
from withdrawals.models import Letter, Withdrawal
from withdrawals.states import LetterState


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
                company = application.company.name
                warn_user(withdrawal, f"{company} ended it first, so your letter was not sent.", now=now)

    def application_deleting(self, application: Application, *, actor: User | None, now: datetime) -> None:
        """Stop waiting letters; one that is being sent forbids the deletion."""
        for withdrawal in _live(application):
            abandon_withdrawal(withdrawal, actor=actor, now=now)

    def interview_moved(self, interview: Interview, *, actor: User | None, now: datetime) -> None:
        """The notice's deadlines follow the interview; a waiting letter keeps its time and gets a new last moment."""
        for withdrawal in (
            Withdrawal.objects.live()
            .filter(interview=interview)
            .select_related("application__company", "application__contact", "owner")
        ):
            withdrawal.interview = interview
            set_notice_reminders(withdrawal, now=now)
            for letter in withdrawal.letters.filter(state=LetterState.READY).select_related("delivery", "recipient"):
                letter.withdrawal = withdrawal
                _move_limit(letter, now=now)


def _live(application: Application) -> list[Withdrawal]:
    return list(Withdrawal.objects.live().of_application(application).select_related("application__company", "owner"))


def _move_limit(letter: Letter, *, now: datetime) -> None:
    delivery = letter.delivery
    if delivery is None or delivery.state != DeliveryState.SCHEDULED:
        return
    limit = not_after(notice_request(letter.withdrawal, letter.recipient, now=now), delivery.due_at)
    reschedule_delivery(delivery, due_at=delivery.due_at, not_after=limit, now=now)
