"""Implement ``review_letters``: review a letter, typed by a person or drafted."""

from typing import Annotated

import msgspec

from withdrawals.command_line.reader import read
from withdrawals.command_line.values import (
    LETTER_LIMIT,
    LIST_LIMIT,
    SUBJECT_CHARACTERS_LIMIT,
    Count,
    IsoMoment,
    Named,
    RecipientShape,
    Shape,
    ShortText,
    Texts,
    agency_of,
    name_of,
    names_of,
)
from withdrawals.language.review import Review, ReviewContext, ReviewRequest, review
from withdrawals.vocabulary import Channel, Purpose, Reason, Situation, Tone


class ApplicationShape(Shape, frozen=True):
    """Another open application."""

    company: Named = ""


OtherApplication = ShortText | ApplicationShape


class ContextShape(Shape, frozen=True):
    """The facts on record. Each may be missing; a check that needs a missing fact finds nothing."""

    company: Named = ""
    role: Named = ""
    recipient: ShortText | RecipientShape = ""
    sender: Named = ""
    agency: bool | ShortText = False
    nda: bool = False
    confidential_terms: Texts = ()
    reason_code: Reason | None = None
    other_open_applications: (
        Count | Annotated[tuple[OtherApplication, ...], msgspec.Meta(max_length=LIST_LIMIT)] | None
    ) = None
    other_companies: Texts = ()
    interview_at: IsoMoment | None = None
    now: IsoMoment | None = None
    tone: Tone | None = None
    keep_door_open: bool = False
    call_logged: bool = False

    def facts(self) -> ReviewContext:
        others, count = _others(self.other_open_applications)
        is_agency, agency_name = agency_of(self.agency)
        of_recipient = self.recipient.agency if isinstance(self.recipient, RecipientShape) else False
        recipient_is_agency, other_name = agency_of(of_recipient)
        return ReviewContext(
            company=name_of(self.company),
            role=name_of(self.role),
            recipient=name_of(self.recipient),
            sender=name_of(self.sender),
            agency=is_agency or recipient_is_agency,
            agency_name=agency_name or other_name,
            nda=self.nda,
            confidential_terms=names_of(self.confidential_terms),
            reason_code=self.reason_code,
            other_companies=others + names_of(self.other_companies),
            other_open_count=count,
            interview_at=self.interview_at,
            now=self.now,
            tone=self.tone,
            keep_door_open=self.keep_door_open,
            call_logged=self.call_logged,
        )


class ReviewShape(Shape, frozen=True):
    """The input of ``review_letters``. ``stage`` and ``situation`` mean the same."""

    id: int | ShortText | None = None
    channel: Channel = Channel.EMAIL
    stage: Situation | None = None
    situation: Situation | None = None
    purpose: Purpose = Purpose.NOTICE
    subject: Annotated[str, msgspec.Meta(max_length=SUBJECT_CHARACTERS_LIMIT)] = ""
    text: Annotated[str, msgspec.Meta(max_length=LETTER_LIMIT)] = ""
    context: ContextShape = ContextShape()

    def request(self) -> ReviewRequest:
        """Return the request for the review. Raises ValueError."""
        situation = self.stage or self.situation
        if situation is None:
            raise ValueError(f"situation: is missing; use one of {', '.join(Situation)}")
        return ReviewRequest(
            id=self.id,
            channel=self.channel,
            situation=situation,
            purpose=self.purpose,
            subject=self.subject,
            text=self.text,
            context=self.context.facts(),
        )


def process_line(line: bytes) -> dict[str, object]:
    """Process one line. Raises ValueError."""
    return review_result(review(read(line, ReviewShape).request()))


def review_result(result: Review) -> dict[str, object]:
    """Return the review in the order of the documented shape."""
    return {"id": result.id, "verdict": result.verdict, "findings": result.findings, "has": result.has}


def _others(given: int | tuple[str | ApplicationShape, ...] | None) -> tuple[tuple[str, ...], int | None]:
    """Return the other employers and the number of open applications, from a list or from a bare number."""
    if given is None or isinstance(given, int):
        return (), given
    return tuple(name for name in map(_employer, given) if name), len(given)


def _employer(given: str | ApplicationShape) -> str:
    """Return the employer of "Clerk at Globex", of "Globex", or of an object that names the company."""
    if isinstance(given, str):
        return given.rpartition(" at ")[2].strip()
    return name_of(given.company)
