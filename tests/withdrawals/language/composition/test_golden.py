"""Whole letters as they are sent, kept in golden/*.txt, so that a change of wording is seen and read."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.withdrawals.language.composition.samples import ask, slot
from withdrawals.language.composition import Recipient, compose
from withdrawals.vocabulary import Channel, Depth, Purpose, Reason, Situation, Tone

GOLDEN = Path(__file__).parent / "golden"
NEW_YORK = slot("2026-11-26T10:00:00-05:00", "America/New_York", "panel")
CALL = slot("2026-12-03T10:00:00+01:00", kind="phone")
AGENCY = Recipient("Jo Park", agency=True)

Case = tuple[dict[str, Any], dict[str, Any]]
CASES: dict[str, Case] = {
    "email_ready_when_the_page_opens": ({}, {}),
    "email_formal_short_notice_us": (
        {"interview": NEW_YORK, "spelling": "US", "keep_door_open": True},
        {"tone": Tone.FORMAL, "depth": Depth.GENERAL},
    ),
    "email_brief_before_a_first_call": (
        {"interview": CALL},
        {
            "tone": Tone.BRIEF,
            "situation": Situation.SCREENING_SCHEDULED,
            "depth": Depth.GENERAL,
            "reason": Reason.LOCATION,
        },
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
        {"situation": Situation.AFTER_INTERVIEW, "reason": Reason.NOT_A_FIT, "depth": Depth.SPECIFIC, "variant": 1},
    ),
    "email_offer_declined_through_an_agency": (
        {"interview": None, "interviews_done": 1, "recipient": AGENCY},
        {"situation": Situation.OFFER_IN_HAND, "depth": Depth.GENERAL, "reason": Reason.STAYING_PUT},
    ),
    "email_own_acceptance_withdrawn": (
        {"interview": None, "interviews_done": 2},
        {"situation": Situation.OFFER_ACCEPTED, "tone": Tone.FORMAL, "depth": Depth.GENERAL, "variant": 2},
    ),
    "email_reschedule": (
        {},
        {"purpose": Purpose.RESCHEDULE, "reason": Reason.SCHEDULE_CONFLICT, "depth": Depth.GENERAL},
    ),
    "phone_warm_short_notice": (
        {"interview": NEW_YORK, "spelling": "US"},
        {"channel": Channel.PHONE, "depth": Depth.GENERAL},
    ),
    "phone_own_acceptance_withdrawn": (
        {"interview": None, "interviews_done": 2},
        {"channel": Channel.PHONE, "situation": Situation.OFFER_ACCEPTED, "tone": Tone.FORMAL},
    ),
    "voicemail_warm": ({}, {"channel": Channel.VOICEMAIL, "depth": Depth.GENERAL}),
    "linkedin_warm": ({}, {"channel": Channel.LINKEDIN, "depth": Depth.GENERAL, "reason": Reason.STAYING_PUT}),
    "text_brief": ({}, {"channel": Channel.TEXT, "tone": Tone.BRIEF}),
    "email_apology": ({}, {"purpose": Purpose.APOLOGY, "now": datetime.fromisoformat("2026-12-03T12:00:00+01:00")}),
}


@pytest.mark.parametrize("name", CASES)
def test_letter_reads_as_kept(name: str) -> None:
    record, changes = CASES[name]
    draft = compose(ask(record, **changes))
    heading = f"Subject: {draft.subject}\n\n" if draft.subject else ""
    assert heading + draft.body + "\n" == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def test_every_kept_letter_is_compared() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(CASES)
