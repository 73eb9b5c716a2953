"""What the plan is made from and what it says, with their JSON shapes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from typing import Literal, Self

from withdrawals.language.json_values import mapping
from withdrawals.timing import reading
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
    """One booked round. `starts_at` is aware; `time_zone` is the zone it was agreed in."""

    starts_at: datetime
    time_zone: tzinfo
    kind: str = ""
    round: int | str | None = None

    @property
    def is_late_round(self) -> bool:
        """A third or later round, or one that is called final."""
        if isinstance(self.round, int):
            return self.round >= LATE_ROUND
        words = (self.round or "").lower().split()
        return any(word in LATE_ROUND_NAMES or (word.isdigit() and int(word) >= LATE_ROUND) for word in words)

    @property
    def is_panel(self) -> bool:
        return "panel" in self.kind.lower()


@dataclass(frozen=True, slots=True)
class RecipientFacts:
    """Who is told. Zone and hours fall back to the interview's zone and the usual office week.

    ``country`` (ISO 3166 alpha-2) and ``region`` (ISO 3166-2 without the country) tell their public holidays.
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
    """Everything the plan depends on. `campus_hours` is the notice a programme asks for, in hours."""

    now: datetime
    situation: Situation
    interview: InterviewSlot | None = None
    recipient: RecipientFacts = field(default_factory=RecipientFacts)
    campus_hours: float | None = None

    @property
    def zone(self) -> tzinfo:
        """The recipient's zone, else the interview's, else that of `now`."""
        if self.recipient.time_zone:
            return self.recipient.time_zone
        return self.interview.time_zone if self.interview else (self.now.tzinfo or UTC)

    @property
    def starts_at(self) -> datetime | None:
        return self.interview.starts_at.astimezone(UTC) if self.interview else None

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Self:
        """Read the shape of plan_notice. Raises ValueError, one line that names the key.

        `now` needs an offset; `interview.starts_at` may be wall time when `interview.time_zone` is there.
        Unknown keys are ignored, every key but `now` and `situation` may be missing.
        """
        data = mapping(data, "the request")
        now = reading.aware_moment(data.get("now"), "now")
        interview_data = mapping(data.get("interview"), "interview")
        return cls(
            now=now,
            situation=Situation(reading.choice(data.get("situation"), list(Situation), "situation")),
            interview=read_interview(interview_data),
            recipient=read_recipient(
                data.get("recipient"), reading.zone(interview_data.get("time_zone"), "interview.time_zone")
            ),
            campus_hours=reading.hours(data.get("campus_hours"), "campus_hours"),
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: whom to tell, how, until when (aware, UTC) and why."""

    who: str
    channel: Channel
    by: datetime
    why: str


@dataclass(frozen=True, slots=True)
class NoticePlan:
    """The plan. Times are UTC; `send_by` is None when nothing is booked; `zone` is the recipient's."""

    urgency: Urgency
    send_by: datetime | None
    propose_at: datetime
    steps: tuple[Step, ...]
    zone: tzinfo

    def to_json(self) -> dict[str, object]:
        """The shape of plan_notice; times are ISO 8601 with the recipient's offset."""

        def local(moment: datetime) -> str:
            return moment.astimezone(self.zone).isoformat(timespec="seconds")

        return {
            "urgency": self.urgency.value,
            "send_by": local(self.send_by) if self.send_by else None,
            "propose_at": local(self.propose_at),
            "steps": [
                {"who": step.who, "channel": step.channel.value, "by": local(step.by), "why": step.why}
                for step in self.steps
            ],
        }


def read_interview(data: Mapping[str, object]) -> InterviewSlot | None:
    """The booked slot, or None when no start is given. Raises ValueError."""
    if data.get("starts_at") in (None, ""):
        return None
    zone = reading.zone(data.get("time_zone"), "interview.time_zone")
    starts_at = reading.moment(data.get("starts_at"), zone, "interview.starts_at")
    return InterviewSlot(
        starts_at=starts_at,
        time_zone=zone or starts_at.tzinfo or UTC,
        kind=reading.text(data.get("kind"), "interview.kind"),
        round=reading.round_number(data.get("round"), "interview.round"),
    )


def read_recipient(value: object, interview_zone: tzinfo | None) -> RecipientFacts:
    """The person told; without a zone of their own, the interview's is theirs. Raises ValueError."""
    data = mapping(value, "recipient")
    kind = reading.choice(data.get("kind") or "person", list(FALLBACK_NAMES), "recipient.kind")
    return RecipientFacts(
        name=reading.text(data.get("name"), "recipient.name"),
        kind=next(known for known in FALLBACK_NAMES if known == kind),
        phone=reading.text(data.get("phone"), "recipient.phone"),
        email=reading.text(data.get("email"), "recipient.email"),
        time_zone=reading.zone(data.get("time_zone"), "recipient.time_zone") or interview_zone,
        country=reading.text(data.get("country"), "recipient.country"),
        region=reading.text(data.get("region"), "recipient.region"),
        working_hours=reading.working_hours(data.get("working_hours"), "recipient.working_hours"),
    )
