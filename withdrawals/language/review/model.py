"""Define the request and the result of a review."""

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
    """The facts on record. Each may be missing; a check that needs a missing fact finds nothing.

    ``other_companies`` are the other tracked employers. ``other_open_count`` is the number of other open processes,
    None where it is not known. ``agency`` is true where the recipient is a recruitment agency.
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
    """A letter to review. Only a letter with the purpose *notice* must contain a withdrawal."""

    channel: Channel
    situation: Situation
    text: str
    subject: str = ""
    context: ReviewContext = field(default_factory=ReviewContext)
    purpose: Purpose = Purpose.NOTICE
    id: object = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem. ``start`` and ``end`` are offsets in code points in the original subject or text."""

    id: str
    severity: Severity
    field: Field
    start: int
    end: int
    message: str
    suggestion: str | None = None

    def quote(self, request: ReviewRequest) -> str:
        """Return the words that the finding is about."""
        source = request.subject if self.field == "subject" else request.text
        return source[self.start : self.end]


@dataclass(frozen=True, slots=True)
class LetterContents:
    """Which expected parts the letter has."""

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
    """The result: findings by severity (errors first), then subject before text, then by position."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    has: LetterContents
    id: object = None

    def shown(self, limit: int = SHOWN_AT_ONCE) -> tuple[Finding, ...]:
        """Return the first ``limit`` findings, errors first."""
        return self.findings[:limit]
