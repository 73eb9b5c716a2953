"""Implement ``draft_letter``: a record and the candidate's choices become a letter and its review."""

from zoneinfo import ZoneInfo

from withdrawals.command_line.reader import read
from withdrawals.command_line.values import (
    Count,
    IsoDay,
    IsoMoment,
    Named,
    NamedShape,
    RecipientShape,
    Shape,
    ShortText,
    Texts,
    agency_of,
    name_of,
    names_of,
)
from withdrawals.language.composition import (
    Draft,
    InterviewFacts,
    LetterRequest,
    Recipient,
    Record,
    Sender,
    compose,
)
from withdrawals.language.review import ReviewContext, ReviewRequest, review
from withdrawals.vocabulary import Channel, Depth, Purpose, Reason, Situation, Tone


class SenderShape(NamedShape, frozen=True):
    """The candidate."""

    phone: ShortText = ""
    email: ShortText = ""


class InterviewShape(Shape, frozen=True):
    """A booked interview. A start without an offset is wall time in ``time_zone``."""

    starts_at: IsoMoment | None = None
    time_zone: ZoneInfo | None = None
    kind: ShortText = ""
    interviewers: Texts = ()

    def facts(self) -> InterviewFacts:
        """Return the interview. Raises ValueError where the start is missing, or has neither offset nor zone."""
        if self.starts_at is None:
            raise ValueError("record.interview.starts_at: is missing")
        return InterviewFacts(
            starts_at=self.starts_at.in_zone(self.time_zone, "record.interview.starts_at"),
            time_zone=self.time_zone.key if self.time_zone else "",
            kind=self.kind,
            interviewers=names_of(self.interviewers),
        )


class RecordShape(Shape, frozen=True):
    """The facts on record of one application."""

    company: Named = ""
    role: Named = ""
    recipient: ShortText | RecipientShape = ""
    sender: ShortText | SenderShape = ""
    interview: InterviewShape = InterviewShape()
    interviews_done: Count = 0
    appreciated: ShortText = ""
    specific_reason: ShortText = ""
    other_offer_accepted: bool = True
    keep_door_open: bool = False
    feedback_wanted: bool = False
    spelling: ShortText = "UK"
    confidential_terms: Texts = ()
    other_companies: Texts = ()

    def facts(self) -> Record:
        """Return the record for the composition. Raises ValueError."""
        return Record(
            company=name_of(self.company),
            role=name_of(self.role),
            recipient=_recipient(self.recipient),
            sender=_sender(self.sender),
            interview=self.interview.facts() if self.interview != InterviewShape() else None,
            interviews_done=self.interviews_done,
            appreciated=self.appreciated,
            specific_reason=self.specific_reason,
            other_offer_accepted=self.other_offer_accepted,
            keep_door_open=self.keep_door_open,
            feedback_wanted=self.feedback_wanted,
            spelling=_spelling(self.spelling),
            confidential_terms=names_of(self.confidential_terms),
            other_companies=names_of(self.other_companies),
        )


class LetterShape(Shape, frozen=True):
    """The input of ``draft_letter``."""

    now: IsoMoment
    situation: Situation
    channel: Channel = Channel.EMAIL
    tone: Tone = Tone.WARM
    reason: Reason | None = None
    depth: Depth = Depth.NONE
    variant: Count = 0
    purpose: Purpose = Purpose.NOTICE
    accepted_on: IsoDay | None = None
    record: RecordShape = RecordShape()

    def request(self) -> LetterRequest:
        """Return the request for the composition. Raises ValueError."""
        return LetterRequest(
            now=self.now.in_zone(None, "now"),
            situation=self.situation,
            channel=self.channel,
            tone=self.tone,
            reason=self.reason,
            depth=self.depth,
            variant=self.variant,
            purpose=self.purpose,
            accepted_on=self.accepted_on,
            record=self.record.facts(),
        )


def process_line(line: bytes) -> dict[str, object]:
    """Process one line. Raises ValueError, also for a letter that cannot be written."""
    return draft_result(read(line, LetterShape).request())


def draft_result(request: LetterRequest) -> dict[str, object]:
    """Return one letter, its number of words and the findings of its review. Raises ValueError."""
    draft = compose(request)
    findings = review(draft_review_request(request, draft)).findings
    return {"subject": draft.subject, "body": draft.body, "words": draft.words, "findings": findings}


def draft_review_request(request: LetterRequest, draft: Draft) -> ReviewRequest:
    """Return the request to review the draft as sent now, with all facts on record."""
    record = request.record
    return ReviewRequest(
        channel=request.channel,
        situation=request.situation,
        subject=draft.subject,
        text=draft.body,
        purpose=request.purpose,
        context=ReviewContext(
            company=record.company,
            role=record.role,
            recipient=record.recipient.name,
            sender=record.sender.name,
            agency=record.recipient.agency,
            confidential_terms=record.confidential_terms,
            other_companies=record.other_companies,
            reason_code=request.reason,
            interview_at=record.interview.starts_at if record.interview else None,
            now=request.now,
            tone=request.tone,
            keep_door_open=record.keep_door_open,
        ),
    )


def _recipient(given: str | RecipientShape) -> Recipient:
    is_agency, _name = agency_of(given.agency) if isinstance(given, RecipientShape) else (False, "")
    return Recipient(name=name_of(given), agency=is_agency)


def _sender(given: str | SenderShape) -> Sender:
    if isinstance(given, str):
        return Sender(name=given.strip())
    return Sender(name=name_of(given), phone=given.phone.strip(), email=given.email.strip())


def _spelling(given: str) -> str:
    if given.upper() not in {"UK", "US"}:
        raise ValueError(f"record.spelling: {given!r} is not one of UK, US")
    return given.upper()
