"""Define the request for a letter: the facts of one application and the choices of the candidate."""

from dataclasses import dataclass
from datetime import date, datetime

from withdrawals.vocabulary import Channel, Depth, Purpose, Reason, Situation, Tone


@dataclass(frozen=True, slots=True)
class Recipient:
    """The recipient of the letter. ``agency`` is true for a recruiter who works for a client company."""

    name: str = ""
    agency: bool = False


@dataclass(frozen=True, slots=True)
class Sender:
    """The candidate. The closing shows the telephone number, never the e-mail address."""

    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class InterviewFacts:
    """A booked interview: an aware start, and the IANA zone in which it was agreed ("" = the offset of the start)."""

    starts_at: datetime
    time_zone: str = ""
    kind: str = ""
    interviewers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The facts on record. A letter states only these, and never the confidential terms and the other companies.

    ``other_offer_accepted`` is false while the offer behind the reason *accepted_other_offer* is not yet accepted.
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
    """One letter to write. ``variant`` counts from 0, modulo the wordings. ``reason`` None states no reason."""

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
