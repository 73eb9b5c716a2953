"""Suggest alternatives to a withdrawal by the recorded reason (docs/domain.md 1.6)."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import transaction

from accounts.errors import Conflict, DomainError
from withdrawals.domain.letters.drafts import draft_letter, update_from_record
from withdrawals.language.composition import variants_available
from withdrawals.language.composition.request import LetterRequest
from withdrawals.models import Letter, Withdrawal
from withdrawals.states import LetterState
from withdrawals.timing import urgency
from withdrawals.vocabulary import ALTERNATIVE_PURPOSES, Channel, Purpose, Reason, Situation, Urgency

#: Pay, place, time and title can be negotiated; another offer, values and staying in the current job cannot.
_ALTERNATIVES_BY_REASON: Final[dict[str, tuple[Purpose, ...]]] = {
    Reason.SCHEDULE_CONFLICT: (Purpose.RESCHEDULE, Purpose.PAUSE),
    Reason.TIMING_PERSONAL: (Purpose.RESCHEDULE, Purpose.PAUSE),
    Reason.HEALTH: (Purpose.RESCHEDULE, Purpose.PAUSE),
    Reason.SALARY: (Purpose.QUESTION,),
    Reason.LOCATION: (Purpose.QUESTION,),
    Reason.NOT_A_FIT: (Purpose.QUESTION,),
    Reason.ROLE_CHANGED: (Purpose.QUESTION,),
    Reason.PROCESS_TOO_LONG: (Purpose.QUESTION,),
}


def alternatives_for(withdrawal: Withdrawal, request: LetterRequest) -> list[Purpose]:
    """Return what could be asked instead, the most suitable first; [] when it is late or an acceptance is taken back.

    ``request`` is the composition request of the notice; only purposes with a wording are offered.
    """
    if not withdrawal.is_live or withdrawal.situation == Situation.OFFER_ACCEPTED:
        return []
    interview = withdrawal.interview
    if interview is not None and urgency(request.now, interview.starts_at) in (Urgency.LATE, Urgency.MISSED):
        return []
    mail = replace(request, channel=Channel.EMAIL)
    likely = _ALTERNATIVES_BY_REASON.get(withdrawal.reason, ())
    return [purpose for purpose in likely if variants_available(replace(mail, purpose=purpose))]


@transaction.atomic
def get_or_draft_alternative(withdrawal: Withdrawal, purpose: Purpose, *, now: datetime) -> Letter:
    """Return the draft that asks for an alternative, composed if there is none. Sending it does not end the process.

    Raises DomainError when it can no longer be asked; Conflict once the employer was notified.
    """
    if not withdrawal.is_live:
        raise Conflict("They know already.")
    if purpose not in ALTERNATIVE_PURPOSES:
        raise DomainError("There is no such letter.")
    update_from_record(withdrawal, now=now)
    drafts = withdrawal.letters.filter(purpose=purpose, channel=Channel.EMAIL, state=LetterState.DRAFT)
    letter = drafts.select_related("recipient").first()
    if letter is not None:
        return letter
    notice = withdrawal.letters.filter(channel=Channel.EMAIL).select_related("recipient").order_by("pk").first()
    try:
        return draft_letter(withdrawal, now=now, recipient=notice.recipient if notice else None, purpose=purpose)
    except ValueError as error:
        raise DomainError("That can no longer be asked.") from error
