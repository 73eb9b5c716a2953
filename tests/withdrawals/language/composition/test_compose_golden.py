"""Whole letters as they are sent, kept in golden/*.txt, so that a change of wording is seen and read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from withdrawals.language.composition import LetterRequest, compose

GOLDEN = Path(__file__).parent / "golden"
NEW_YORK = {"starts_at": "2026-11-26T10:00:00-05:00", "time_zone": "America/New_York", "kind": "panel"}
CALL = {"starts_at": "2026-12-03T10:00:00+01:00", "time_zone": "Europe/Berlin", "kind": "phone"}
AGENCY = {"name": "Jo Park", "agency": True}

Case = tuple[dict[str, Any], dict[str, Any]]
CASES: dict[str, Case] = {
    "email_ready_when_the_page_opens": ({}, {}),
    "email_formal_short_notice_us": (
        {"interview": NEW_YORK, "spelling": "US", "keep_door_open": True},
        {"tone": "formal", "depth": "general"},
    ),
    "email_brief_before_a_first_call": (
        {"interview": CALL},
        {"tone": "brief", "situation": "screening_scheduled", "depth": "general", "reason": "location"},
    ),
    "email_warm_after_interviews": (
        {
            "interview": None,
            "interviews_done": 2,
            "appreciated": "the open talk about how the team handles mistakes",
            "keep_door_open": True,
            "feedback_wanted": True,
            "specific_reason": "I would like a post with more client contact",
        },
        {"situation": "after_interview", "reason": "not_a_fit", "depth": "specific", "variant": 1},
    ),
    "email_offer_declined_through_an_agency": (
        {"interview": None, "interviews_done": 1, "recipient": AGENCY},
        {"situation": "offer_in_hand", "depth": "general", "reason": "staying_put"},
    ),
    "email_own_acceptance_withdrawn": (
        {"interview": None, "interviews_done": 2},
        {"situation": "offer_accepted", "tone": "formal", "depth": "general", "variant": 2},
    ),
    "email_reschedule": ({}, {"purpose": "reschedule", "reason": "schedule_conflict", "depth": "general"}),
    "phone_warm_short_notice": ({"interview": NEW_YORK, "spelling": "US"}, {"channel": "phone", "depth": "general"}),
    "phone_own_acceptance_withdrawn": (
        {"interview": None, "interviews_done": 2},
        {"channel": "phone", "situation": "offer_accepted", "tone": "formal"},
    ),
    "voicemail_warm": ({}, {"channel": "voicemail", "depth": "general"}),
    "linkedin_warm": ({}, {"channel": "linkedin", "depth": "general", "reason": "staying_put"}),
    "text_brief": ({}, {"channel": "text", "tone": "brief"}),
    "email_apology": ({}, {"purpose": "apology", "now": "2026-12-03T12:00:00+01:00"}),
}


@pytest.mark.parametrize("name", CASES)
def test_letter_reads_as_kept(ask: Callable[..., LetterRequest], name: str) -> None:
    record, changes = CASES[name]
    draft = compose(ask(record, **changes))
    heading = f"Subject: {draft.subject}\n\n" if draft.subject else ""
    assert heading + draft.body + "\n" == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def test_every_kept_letter_is_compared() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(CASES)
