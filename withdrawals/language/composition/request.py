"""What the composition room is told: the record of one candidacy and what the candidate wants to say."""

from dataclasses import dataclass
from datetime import date, datetime

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
