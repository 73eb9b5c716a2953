"""Implement ``plan_notice``: plan whom to notify, how, and until when."""

from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec

from withdrawals.command_line.reader import read
from withdrawals.command_line.values import ClockTime, IsoMoment, NamedShape, Shape, ShortText, name_of
from withdrawals.timing import InterviewSlot, NoticePlan, NoticeRequest, RecipientFacts, WorkingHours, plan_notice
from withdrawals.timing.facts import RecipientKind
from withdrawals.vocabulary import Situation

CAMPUS_HOURS_LIMIT = 24 * 60


class HoursShape(Shape, frozen=True):
    """The recipient's working hours: days from 0 (Monday) to 6, and wall times. Missing values are the usual ones."""

    days: Annotated[tuple[int, ...], msgspec.Meta(max_length=7)] = tuple(sorted(WorkingHours().days))
    opens: ClockTime | None = None
    closes: ClockTime | None = None

    def hours(self) -> WorkingHours:
        """Return the working hours. Raises ValueError without any day, or where they end before they begin."""
        usual = WorkingHours()
        try:
            return WorkingHours(frozenset(self.days), self.opens or usual.opens, self.closes or usual.closes)
        except ValueError as error:
            raise ValueError(f"recipient.{error}") from None


class NoticeRecipientShape(NamedShape, frozen=True):
    """The recipient. Without a zone, the interview's zone is used."""

    kind: RecipientKind = "person"
    phone: ShortText = ""
    email: ShortText = ""
    time_zone: ZoneInfo | None = None
    country: ShortText = ""
    region: ShortText = ""
    working_hours: HoursShape | None = None

    def facts(self, interview_zone: ZoneInfo | None) -> RecipientFacts:
        """Return the recipient for the plan. Raises ValueError."""
        return RecipientFacts(
            name=name_of(self),
            kind=self.kind,
            phone=self.phone.strip(),
            email=self.email.strip(),
            time_zone=self.time_zone or interview_zone,
            country=self.country.strip(),
            region=self.region.strip(),
            working_hours=self.working_hours.hours() if self.working_hours else None,
        )


class SlotShape(Shape, frozen=True):
    """The booked slot. A start without an offset is wall time in ``time_zone``. Without a start nothing is booked."""

    starts_at: IsoMoment | None = None
    time_zone: ZoneInfo | None = None
    kind: ShortText = ""
    round: int | ShortText | None = None

    def slot(self) -> InterviewSlot | None:
        """Return the slot. Raises ValueError where the start has neither an offset nor a zone."""
        if self.starts_at is None:
            return None
        starts_at = self.starts_at.in_zone(self.time_zone, "interview.starts_at")
        zone = self.time_zone or starts_at.tzinfo or UTC
        return InterviewSlot(starts_at=starts_at, time_zone=zone, kind=self.kind.strip(), round=self.round)


class NoticeShape(Shape, frozen=True):
    """The input of ``plan_notice``. ``campus_hours`` is the notice that a programme requires, in hours."""

    now: IsoMoment
    situation: Situation
    interview: SlotShape = SlotShape()
    recipient: ShortText | NoticeRecipientShape = ""
    campus_hours: Annotated[float, msgspec.Meta(ge=0, le=CAMPUS_HOURS_LIMIT)] | None = None

    def request(self) -> NoticeRequest:
        """Return the request for the plan. Raises ValueError."""
        zone = self.interview.time_zone
        recipient = self.recipient
        if isinstance(recipient, str):
            recipient = NoticeRecipientShape(name=recipient)
        return NoticeRequest(
            now=self.now.in_zone(None, "now"),
            situation=self.situation,
            interview=self.interview.slot(),
            recipient=recipient.facts(zone),
            campus_hours=self.campus_hours,
        )


def process_line(line: bytes) -> dict[str, object]:
    """Process one line. Raises ValueError."""
    return plan_result(plan_notice(read(line, NoticeShape).request()))


def plan_result(plan: NoticePlan) -> dict[str, object]:
    """Return the plan. Its times are in ISO 8601, to the second, with the recipient's offset."""

    def local(moment: datetime) -> str:
        return moment.astimezone(plan.zone).isoformat(timespec="seconds")

    return {
        "urgency": plan.urgency,
        "send_by": local(plan.send_by) if plan.send_by else None,
        "propose_at": local(plan.propose_at),
        "steps": [
            {"who": step.who, "channel": step.channel, "by": local(step.by), "why": step.why} for step in plan.steps
        ],
    }
