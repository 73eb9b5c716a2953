"""One way to ask for a letter: an ordinary candidacy, with whatever a test wants different."""

from collections.abc import Callable
from typing import Any

import pytest

from withdrawals.language.composition import LetterRequest

REQUEST: dict[str, Any] = {
    "now": "2026-11-25T09:00:00+01:00",
    "situation": "interview_scheduled",
    "channel": "email",
    "tone": "warm",
    "reason": "accepted_other_offer",
    "depth": "none",
    "variant": 0,
    "accepted_on": "2026-11-16",
}
RECORD: dict[str, Any] = {
    "company": "Northwind",
    "role": "Data Analyst",
    "recipient": {"name": "Maya Lindqvist"},
    "sender": {"name": "Anna Schmidt", "phone": "+49 170 5550123", "email": "anna@example.org"},
    "interview": {"starts_at": "2026-12-03T10:00:00+01:00", "time_zone": "Europe/Berlin", "kind": "onsite"},
}


def build(record: dict[str, Any] | None = None, **changes: Any) -> LetterRequest:
    return LetterRequest.from_json({**REQUEST, **changes, "record": {**RECORD, **(record or {})}})


@pytest.fixture
def ask() -> Callable[..., LetterRequest]:
    return build
