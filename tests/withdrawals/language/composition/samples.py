"""An ordinary candidacy, and letters for it with whatever a test wants different."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from withdrawals.language.composition import InterviewFacts, LetterRequest, Recipient, Record, Sender
from withdrawals.vocabulary import Reason, Situation


def slot(starts_at: str, time_zone: str = "Europe/Berlin", kind: str = "") -> InterviewFacts:
    """A booked interview; the start in ISO 8601 with its offset."""
    return InterviewFacts(starts_at=datetime.fromisoformat(starts_at), time_zone=time_zone, kind=kind)


NOW = datetime.fromisoformat("2026-11-25T09:00:00+01:00")
RECORD = Record(
    company="Northwind",
    role="Data Analyst",
    recipient=Recipient("Maya Lindqvist"),
    sender=Sender("Anna Schmidt", phone="+49 170 5550123", email="anna@example.org"),
    interview=slot("2026-12-03T10:00:00+01:00", kind="onsite"),
)
REQUEST = LetterRequest(
    now=NOW,
    situation=Situation.INTERVIEW_SCHEDULED,
    reason=Reason.ACCEPTED_OTHER_OFFER,
    accepted_on=date(2026, 11, 16),
    record=RECORD,
)


def ask(record: dict[str, Any] | None = None, **changes: Any) -> LetterRequest:
    """The ordinary letter with other fields of its record, and other fields of its own."""
    return replace(REQUEST, record=replace(RECORD, **(record or {})), **changes)
