"""What a review is asked and what it answers, with their JSON shapes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Self

from withdrawals.language.json_values import mapping, text
from withdrawals.language.review import reading
from withdrawals.vocabulary import Channel, Purpose, Reason, Situation, Tone

Severity = Literal["error", "warning", "hint"]
Field = Literal["subject", "text"]
Verdict = Literal["send", "fix"]

SEVERITY_ORDER: dict[Severity, int] = {"error": 0, "warning": 1, "hint": 2}
SHOWN_AT_ONCE = 5


@dataclass(frozen=True, slots=True)
class ReviewContext:
    """What the record knows. Everything may be missing; a check that needs a missing fact stays silent.

    `other_companies` are the other tracked employers; `other_open_count` is None when nobody said how many
    other processes are open. `agency` says that the recipient is one.
    """

    company: str = ""
    role: str = ""
    recipient: str = ""
    sender: str = ""
    agency: bool = False
    agency_name: str = ""
    nda: bool = False
    confidential_terms: tuple[str, ...] = ()
    reason_code: Reason | None = None
    other_companies: tuple[str, ...] = ()
    other_open_count: int | None = None
    interview_at: datetime | None = None
    now: datetime | None = None
    tone: Tone | None = None
    keep_door_open: bool = False
    call_logged: bool = False

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Read `context`. Names may be text or objects with a name. Raises a ValueError that names the key."""
        data = mapping(value, "context")
        agency = data.get("agency")
        others, count = reading.companies(data.get("other_open_applications"), "context.other_open_applications")
        more, _ = reading.companies(data.get("other_companies"), "context.other_companies")
        return cls(
            company=reading.name(data.get("company"), "context.company"),
            role=reading.name(data.get("role"), "context.role"),
            recipient=reading.name(data.get("recipient"), "context.recipient"),
            sender=reading.name(data.get("sender"), "context.sender"),
            agency=bool(agency) or reading.flag_inside(data.get("recipient"), "agency"),
            agency_name=agency if isinstance(agency, str) else "",
            nda=bool(data.get("nda")),
            confidential_terms=reading.texts(data.get("confidential_terms"), "context.confidential_terms"),
            reason_code=reading.member(data.get("reason_code"), Reason, "context.reason_code"),
            other_companies=others + more,
            other_open_count=count,
            interview_at=reading.moment(data.get("interview_at"), "context.interview_at"),
            now=reading.moment(data.get("now"), "context.now"),
            tone=reading.member(data.get("tone"), Tone, "context.tone"),
            keep_door_open=bool(data.get("keep_door_open")),
            call_logged=bool(data.get("call_logged")),
        )


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """One letter to look at. Only letters of purpose *notice* must hold a withdrawal."""

    channel: Channel
    situation: Situation
    text: str
    subject: str = ""
    context: ReviewContext = field(default_factory=ReviewContext)
    purpose: Purpose = Purpose.NOTICE
    id: object = None

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Self:
        """Read the shape of review_letters; `stage` and `situation` mean the same. Raises ValueError, one line."""
        data = mapping(data, "the letter")
        stage = data.get("stage") or data.get("situation")
        return cls(
            channel=reading.required_member(data.get("channel", "email"), Channel, "channel"),
            situation=reading.required_member(stage, Situation, "stage"),
            text=text(data.get("text"), "text"),
            subject=text(data.get("subject"), "subject"),
            context=ReviewContext.from_json(data.get("context")),
            purpose=reading.required_member(data.get("purpose") or "notice", Purpose, "purpose"),
            id=data.get("id"),
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. `start` and `end` are code points in the subject or text as it was given."""

    id: str
    severity: Severity
    field: Field
    start: int
    end: int
    message: str
    suggestion: str | None = None

    def quote(self, request: ReviewRequest) -> str:
        """The words it is about."""
        source = request.subject if self.field == "subject" else request.text
        return source[self.start : self.end]

    def to_json(self) -> dict[str, object]:
        return {
            "id": self.id,
            "severity": self.severity,
            "field": self.field,
            "start": self.start,
            "end": self.end,
            "message": self.message,
            "suggestion": self.suggestion,
        }


@dataclass(frozen=True, slots=True)
class Has:
    """What the letter holds."""

    greeting: bool
    names_role: bool
    names_company: bool
    clear_withdrawal: bool
    reason: bool
    thanks: bool
    door_open: bool
    sign_off: bool

    def to_json(self) -> dict[str, bool]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class Review:
    """The answer: findings with errors first, then in the order of the text."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    has: Has
    id: object = None

    def shown(self, limit: int = SHOWN_AT_ONCE) -> tuple[Finding, ...]:
        """The findings to show at once, errors first."""
        return self.findings[:limit]

    def to_json(self) -> dict[str, object]:
        return {
            "id": self.id,
            "verdict": self.verdict,
            "findings": [finding.to_json() for finding in self.findings],
            "has": self.has.to_json(),
        }
