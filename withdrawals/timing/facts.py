"""Define the request for a plan, and the plan."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from typing import Literal

from withdrawals.timing.hours import WorkingHours
from withdrawals.vocabulary import Channel, Situation, Urgency

RecipientKind = Literal["person", "panel", "agency"]

LATE_ROUND = 3
LATE_ROUND_NAMES = frozenset({"final", "last", "late", "board", "executive", "onsite", "on-site"})
FALLBACK_NAMES: dict[RecipientKind, str] = {
    "person": "the recruiter",
    "panel": "the panel's coordinator",
    "agency": "the agency",
}


@dataclass(frozen=True, slots=True)
class InterviewSlot:
    """One booked round. ``starts_at`` is aware; ``time_zone`` is the zone in which it was agreed."""

    starts_at: datetime
    time_zone: tzinfo
    kind: str = ""
    round: int | str | None = None

    @property
    def is_late_round(self) -> bool:
        """Return whether this is the third or a later round, or one that is called final."""
        if isinstance(self.round, int):
            return self.round >= LATE_ROUND
        words = (self.round or "").lower().split()
        return any(word in LATE_ROUND_NAMES or (word.isdigit() and int(word) >= LATE_ROUND) for word in words)

    @property
    def is_panel(self) -> bool:
        return "panel" in self.kind.lower()


@dataclass(frozen=True, slots=True)
class RecipientFacts:
    """The person or office to notify. Without a zone, the interview's is used; without hours, the usual office week.

    ``country`` (ISO 3166 alpha-2) and ``region`` (ISO 3166-2 without the country) determine the public holidays.
    """

    name: str = ""
    kind: RecipientKind = "person"
    phone: str = ""
    email: str = ""
    time_zone: tzinfo | None = None
    country: str = ""
    region: str = ""
    working_hours: WorkingHours | None = None

    @property
    def who(self) -> str:
        return self.name or FALLBACK_NAMES[self.kind]

    @property
    def hours(self) -> WorkingHours:
        usual = WorkingHours.for_country(self.country, self.region)
        return replace(self.working_hours, country=usual.country, region=usual.region) if self.working_hours else usual


@dataclass(frozen=True, slots=True)
class NoticeRequest:
    """All facts that the plan depends on. ``campus_hours`` is the notice that a programme requires, in hours."""

    now: datetime
    situation: Situation
    interview: InterviewSlot | None = None
    recipient: RecipientFacts = field(default_factory=RecipientFacts)
    campus_hours: float | None = None

    @property
    def zone(self) -> tzinfo:
        """Return the recipient's zone, else the interview's, else that of ``now``."""
        if self.recipient.time_zone:
            return self.recipient.time_zone
        return self.interview.time_zone if self.interview else (self.now.tzinfo or UTC)

    @property
    def starts_at(self) -> datetime | None:
        return self.interview.starts_at.astimezone(UTC) if self.interview else None


@dataclass(frozen=True, slots=True)
class Step:
    """One step: whom to notify, how, until when (aware, UTC) and why."""

    who: str
    channel: Channel
    by: datetime
    why: str


@dataclass(frozen=True, slots=True)
class NoticePlan:
    """The plan. Times are UTC. ``send_by`` is None when nothing is booked. ``zone`` is the recipient's."""

    urgency: Urgency
    send_by: datetime | None
    propose_at: datetime
    steps: tuple[Step, ...]
    zone: tzinfo
