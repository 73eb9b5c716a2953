"""What a review is asked and what it answers."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

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
