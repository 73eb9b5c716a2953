"""Build the requests of the pure rooms from rows.

Private notes, the private reason's text, pay and reflections are left out, so no letter can contain them.
"""

from dataclasses import replace
from datetime import date, datetime
from functools import cached_property

from tracker.models import Application, Company, Contact, Interview
from tracker.states import AgreementKind, ContactKind, InterviewKind, InterviewStatus, Outcome, Stage
from withdrawals.language.composition import InterviewFacts, LetterRequest, Recipient, Record, Sender
from withdrawals.language.review import ReviewContext, ReviewRequest
from withdrawals.models import Letter, Withdrawal
from withdrawals.timing import InterviewSlot, NoticeRequest, RecipientFacts, WorkingHours
from withdrawals.vocabulary import SPOKEN_CHANNELS, Channel, Depth, Purpose, Reason, Situation, Tone

#: Most names of other employers that a letter is checked against, those added last.
OTHER_COMPANIES = 200
CANCELLED_STATUSES = (InterviewStatus.CANCELLED_BY_ME, InterviewStatus.CANCELLED_BY_THEM)
MEETING_NAMES = {
    InterviewKind.SCREENING: "screening call",
    InterviewKind.PHONE: "phone interview",
    InterviewKind.VIDEO: "video interview",
    InterviewKind.ONSITE: "interview",
    InterviewKind.TECHNICAL: "technical interview",
    InterviewKind.PANEL: "panel interview",
    InterviewKind.ASSESSMENT: "assessment",
    InterviewKind.FINAL: "final interview",
    InterviewKind.OTHER: "interview",
}


class ApplicationFacts:
    """Facts that all letters of one application share. Each is read from the database once, on first use.

    Callers that handle several letters in one request pass one instance to all of them.
    """

    def __init__(self, application: Application) -> None:
        self._application = application

    @cached_property
    def interviews_done(self) -> int:
        return interviews_done(self._application)

    @cached_property
    def confidential_terms(self) -> tuple[str, ...]:
        return tuple(confidential_terms(self._application))

    @cached_property
    def other_companies(self) -> tuple[str, ...]:
        return tuple(other_companies(self._application))


def situation_of(
    application: Application, interview: Interview | None, *, now: datetime, facts: ApplicationFacts | None = None
) -> Situation:
    """Return how far the process is: an offer first, then a booked or missed interview, then past interviews."""
    if application.outcome == Outcome.ACCEPTED:
        return Situation.OFFER_ACCEPTED
    if application.stage == Stage.OFFER:
        return Situation.OFFER_IN_HAND
    if interview is not None and interview.status in CANCELLED_STATUSES:
        interview = None
    if interview is not None and interview.ends_at > now:
        screening = interview.kind == InterviewKind.SCREENING
        return Situation.SCREENING_SCHEDULED if screening else Situation.INTERVIEW_SCHEDULED
    missed = interview is not None and interview.status == InterviewStatus.MISSED
    if (facts or ApplicationFacts(application)).interviews_done and not missed:
        return Situation.AFTER_INTERVIEW
    if interview is not None:
        return Situation.INTERVIEW_SCHEDULED
    return Situation.APPLIED


def interviews_done(application: Application) -> int:
    """Return how many interviews of the application happened."""
    return application.interviews.happened().count()


def letter_request(letter: Letter, *, now: datetime, facts: ApplicationFacts | None = None) -> LetterRequest:
    """Build the request of the composition room for one letter; ``facts`` avoids reading shared facts again."""
    withdrawal = letter.withdrawal
    reason = Reason(withdrawal.reason) if withdrawal.reason else None
    return LetterRequest(
        now=now.astimezone(withdrawal.owner.time_zone),
        situation=Situation(withdrawal.situation),
        channel=Channel(letter.channel),
        tone=Tone(withdrawal.tone),
        reason=reason,
        depth=Depth(withdrawal.depth) if reason else Depth.NONE,
        variant=letter.variant,
        purpose=Purpose(letter.purpose),
        accepted_on=_accepted_on(withdrawal),
        record=_record(letter, facts or ApplicationFacts(withdrawal.application)),
    )


def _accepted_on(withdrawal: Withdrawal) -> date | None:
    if withdrawal.situation != Situation.OFFER_ACCEPTED or withdrawal.application.ended_at is None:
        return None
    return withdrawal.application.ended_at.astimezone(withdrawal.owner.time_zone).date()


def _record(letter: Letter, facts: ApplicationFacts) -> Record:
    withdrawal = letter.withdrawal
    application, owner = withdrawal.application, withdrawal.owner
    contact = letter.recipient
    interview = withdrawal.interview
    return Record(
        company=application.company.name,
        role=application.title,
        recipient=Recipient(name=letter.to_name, agency=contact is not None and contact.kind == ContactKind.AGENCY),
        sender=Sender(name=owner.name, phone=owner.phone, email=owner.email),
        interview=_interview_facts(interview) if interview and interview.status not in CANCELLED_STATUSES else None,
        interviews_done=facts.interviews_done,
        specific_reason=withdrawal.specific_reason,
        other_offer_accepted=withdrawal.other_offer_accepted is True,
        keep_door_open=withdrawal.keep_door_open,
        feedback_wanted=withdrawal.feedback_wanted,
        spelling="US" if owner.locale == "en-US" else "UK",
        confidential_terms=facts.confidential_terms,
        other_companies=facts.other_companies,
    )


def _interview_facts(interview: Interview) -> InterviewFacts:
    return InterviewFacts(
        starts_at=interview.agreed_start,
        time_zone=str(interview.time_zone),
        kind=MEETING_NAMES[InterviewKind(interview.kind)],
    )


def confidential_terms(application: Application) -> list[str]:
    """Return every confidential term of the application's agreements."""
    return [term for agreement in application.agreements.all() for term in agreement.terms]


def other_companies(application: Application) -> list[str]:
    """Return the names of the other employers in the tracker, those added last first."""
    names = (
        Company.objects.for_user(application.owner)
        .exclude(pk=application.company_id)
        .order_by("-pk")
        .values_list("name", flat=True)
    )
    return list(names[:OTHER_COMPANIES])


def letter_notice_request(letter: Letter, *, now: datetime) -> NoticeRequest:
    """Build the request of the timing room for a letter, with the name and address in the letter."""
    request = notice_request(letter.withdrawal, letter.recipient, now=now)
    email = letter.to_address if letter.channel == Channel.EMAIL else ""
    recipient = request.recipient
    return replace(
        request, recipient=replace(recipient, name=letter.to_name or recipient.name, email=email or recipient.email)
    )


def notice_request(withdrawal: Withdrawal, contact: Contact | None, *, now: datetime) -> NoticeRequest:
    """Build the request of the timing room for a notice to ``contact``."""
    interview = withdrawal.interview
    slot = slot_of(interview) if interview is not None and interview.status not in CANCELLED_STATUSES else None
    return NoticeRequest(
        now=now,
        situation=Situation(withdrawal.situation),
        interview=slot,
        recipient=_recipient_facts(contact, interview),
        campus_hours=withdrawal.owner.campus_hours,
    )


def slot_of(interview: Interview) -> InterviewSlot:
    """Return the booked time of an interview, whatever its status."""
    return InterviewSlot(
        starts_at=interview.starts_at,
        time_zone=interview.time_zone,
        kind=interview.kind,
        round="final" if interview.kind == InterviewKind.FINAL else interview.round,
    )


def _recipient_facts(contact: Contact | None, interview: Interview | None) -> RecipientFacts:
    if contact is None:
        return RecipientFacts(time_zone=interview.time_zone if interview else None)
    usual = WorkingHours.for_country(contact.country)
    kind = ContactKind(contact.kind)
    return RecipientFacts(
        name=contact.name,
        kind="agency" if kind == ContactKind.AGENCY else "panel" if kind == ContactKind.PANEL else "person",
        phone=contact.phone,
        email=contact.email,
        time_zone=contact.time_zone or (interview.time_zone if interview else None),
        country=contact.country,
        working_hours=WorkingHours(days=usual.days, opens=contact.work_start, closes=contact.work_end),
    )


def review_request(letter: Letter, *, now: datetime, facts: ApplicationFacts | None = None) -> ReviewRequest:
    """Build the request of the review room for one letter, as if it were sent at ``now``."""
    withdrawal = letter.withdrawal
    application = withdrawal.application
    facts = facts or ApplicationFacts(application)
    contact = letter.recipient
    interview = withdrawal.interview
    return ReviewRequest(
        id=str(letter.pk),
        channel=Channel(letter.channel),
        situation=Situation(withdrawal.situation),
        subject=letter.subject,
        text=letter.body,
        purpose=Purpose(letter.purpose),
        context=ReviewContext(
            company=application.company.name,
            role=application.title,
            recipient=letter.to_name,
            sender=withdrawal.owner.name,
            agency=contact is not None and contact.kind == ContactKind.AGENCY,
            agency_name=contact.agency if contact else "",
            nda=any(agreement.kind == AgreementKind.NDA for agreement in application.agreements.all()),
            confidential_terms=facts.confidential_terms,
            reason_code=Reason(withdrawal.reason) if withdrawal.reason else None,
            other_companies=facts.other_companies,
            interview_at=interview.agreed_start if interview and interview.status not in CANCELLED_STATUSES else None,
            now=now,
            tone=Tone(withdrawal.tone),
            keep_door_open=withdrawal.keep_door_open,
            call_logged=withdrawal.letters.sent().filter(channel__in=SPOKEN_CHANNELS).exists(),
        ),
    )
