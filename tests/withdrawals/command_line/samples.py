"""Requests as scripts send them, and how a line is answered."""

import json
from typing import Any

from withdrawals.command_line import drafts, notices, reviews
from withdrawals.command_line.reader import read
from withdrawals.language.composition import LetterRequest
from withdrawals.language.review import ReviewRequest
from withdrawals.timing import NoticeRequest

LETTER: dict[str, Any] = {
    "now": "2026-11-25T09:00:00+01:00",
    "situation": "interview_scheduled",
    "reason": "accepted_other_offer",
    "record": {
        "company": "Northwind",
        "role": "Data Analyst",
        "recipient": {"name": "Maya Lindqvist"},
        "sender": {"name": "Anna Schmidt", "phone": "+49 170 5550123", "email": "anna@example.org"},
        "interview": {"starts_at": "2026-12-03T10:00:00+01:00", "time_zone": "Europe/Berlin", "kind": "onsite"},
    },
}
REVIEW: dict[str, Any] = {
    "id": 7,
    "channel": "email",
    "situation": "applied",
    "subject": "Withdrawal – Data Analyst – Alex Kim",
    "text": "Dear Tom,\n\nI'd like to withdraw from the analyst role. 🎉 Thank you.\n\nBest,\nAlex Kim",
    "context": {"role": "Data Analyst", "recipient": {"name": "Maya Lind"}, "sender": {"name": "Alex Kim"}},
    "unknown": None,
}
NOTICE: dict[str, Any] = {
    "now": "2026-03-02T19:00:00+01:00",
    "situation": "interview_scheduled",
    "interview": {"starts_at": "2026-03-03T09:00:00", "time_zone": "Europe/Berlin", "kind": "video", "round": 1},
    "recipient": {"name": "Maya", "kind": "person", "phone": "+49 30 1", "email": "maya@fernway.example"},
    "unknown": "ignored",
}


def line_of(data: object) -> bytes:
    return json.dumps(data).encode()


def letter_request(record: dict[str, Any] | None = None, **changes: Any) -> LetterRequest:
    """What is read from the ordinary letter with other values in its record, and of its own."""
    data = LETTER | changes | {"record": LETTER["record"] | (record or {})}
    return read(line_of(data), drafts.LetterShape).request()


def review_request(**changes: Any) -> ReviewRequest:
    return read(line_of(REVIEW | changes), reviews.ReviewShape).request()


def notice_request(**changes: Any) -> NoticeRequest:
    return read(line_of(NOTICE | changes), notices.NoticeShape).request()
