"""What the composition room is told: the record of one candidacy and what the candidate wants to say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from withdrawals.language.composition import reading
from withdrawals.vocabulary import Channel, Depth, Purpose, Reason, Situation, Tone


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets the letter. `agency` is true for a recruiter who answers to a client company."""

    name: str = ""
    agency: bool = False


@dataclass(frozen=True, slots=True)
class Sender:
    """The candidate. The telephone number is shown under the name; the address is never written out."""

    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class InterviewFacts:
    """A booked interview: an aware start, the IANA zone it was agreed in ("" = the offset of the start)."""

    starts_at: datetime
    time_zone: str = ""
    kind: str = ""
    interviewers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Facts on record. Only these may be stated; confidential terms and other companies never are.

    `other_offer_accepted` is false while the offer behind the reason *accepted_other_offer* waits for an answer.
    """

    company: str = ""
    role: str = ""
    recipient: Recipient = Recipient()
    sender: Sender = Sender()
    interview: InterviewFacts | None = None
    interviews_done: int = 0
    appreciated: str = ""
    specific_reason: str = ""
    other_offer_accepted: bool = True
    keep_door_open: bool = False
    feedback_wanted: bool = False
    spelling: str = "UK"
    confidential_terms: tuple[str, ...] = ()
    other_companies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRequest:
    """One letter to write. `variant` counts from 0 and wraps round; a reason of None states none."""

    now: datetime
    situation: Situation
    record: Record
    channel: Channel = Channel.EMAIL
    tone: Tone = Tone.WARM
    reason: Reason | None = None
    depth: Depth = Depth.NONE
    variant: int = 0
    purpose: Purpose = Purpose.NOTICE
    accepted_on: date | None = None

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise ValueError("now: needs an offset from UTC, as in 2026-12-01T09:00:00+01:00")
        if self.variant < 0:
            raise ValueError("variant: counts from 0")
        if self.reason is None and self.depth is not Depth.NONE:
            raise ValueError(f"reason: is needed when depth is {self.depth.value}")

    @classmethod
    def from_json(cls, data: object) -> Self:
        """Read the shape that `draft_letter` takes.

        `now` and `situation` are required; other missing keys take the defaults above and unknown ones
        are ignored. Raises ValueError with one line that names the key.
        """
        top = reading.mapping(data, "the request")
        return cls(
            now=reading.moment(top, "now", "now"),
            situation=reading.choice(top, "situation", Situation),
            channel=reading.choice(top, "channel", Channel, Channel.EMAIL),
            tone=reading.choice(top, "tone", Tone, Tone.WARM),
            reason=reading.choice(top, "reason", Reason) if top.get("reason") else None,
            depth=reading.choice(top, "depth", Depth, Depth.NONE),
            variant=reading.count(top, "variant", "variant"),
            purpose=reading.choice(top, "purpose", Purpose, Purpose.NOTICE),
            accepted_on=reading.day(top, "accepted_on"),
            record=_record(reading.mapping(top.get("record"), "record")),
        )


def _record(data: Mapping[str, Any]) -> Record:
    recipient = reading.mapping(data.get("recipient"), "record.recipient")
    sender = reading.mapping(data.get("sender"), "record.sender")
    return Record(
        company=reading.text(data, "company", "record.company"),
        role=reading.text(data, "role", "record.role"),
        recipient=Recipient(
            name=reading.text(recipient, "name", "record.recipient.name"),
            agency=reading.flag(recipient, "agency", "record.recipient.agency", text_means_true=True),
        ),
        sender=Sender(
            name=reading.text(sender, "name", "record.sender.name"),
            phone=reading.text(sender, "phone", "record.sender.phone"),
            email=reading.text(sender, "email", "record.sender.email"),
        ),
        interview=_interview(data.get("interview")),
        interviews_done=reading.count(data, "interviews_done", "record.interviews_done"),
        appreciated=reading.text(data, "appreciated", "record.appreciated"),
        specific_reason=reading.text(data, "specific_reason", "record.specific_reason"),
        other_offer_accepted=reading.flag(
            {"other_offer_accepted": True, **data}, "other_offer_accepted", "record.other_offer_accepted"
        ),
        keep_door_open=reading.flag(data, "keep_door_open", "record.keep_door_open"),
        feedback_wanted=reading.flag(data, "feedback_wanted", "record.feedback_wanted"),
        spelling=reading.spelling(data, "spelling", "record.spelling"),
        confidential_terms=reading.texts(data, "confidential_terms", "record.confidential_terms"),
        other_companies=reading.texts(data, "other_companies", "record.other_companies"),
    )


def _interview(data: object) -> InterviewFacts | None:
    if data is None:
        return None
    facts = reading.mapping(data, "record.interview")
    if not facts:
        return None
    zone = reading.zone(facts, "time_zone", "record.interview.time_zone")
    return InterviewFacts(
        starts_at=reading.moment(facts, "starts_at", "record.interview.starts_at", local_zone=zone),
        time_zone=zone,
        kind=reading.text(facts, "kind", "record.interview.kind"),
        interviewers=reading.texts(facts, "interviewers", "record.interview.interviewers"),
    )
