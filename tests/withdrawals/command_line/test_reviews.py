"""``review_letters``: what is read, and what is answered."""

from datetime import datetime
from typing import Any

import msgspec
import pytest

from tests.withdrawals.command_line.samples import REVIEW, line_of, review_request
from withdrawals.command_line import reviews
from withdrawals.language.review import ReviewContext, ReviewRequest
from withdrawals.vocabulary import Channel, Purpose, Reason, Situation, Tone


def context(**given: Any) -> ReviewContext:
    """What is read of a context."""
    return review_request(context=given).context


def test_answer_has_its_documented_shape() -> None:
    answer = reviews.process_line(line_of(REVIEW))
    assert list(answer) == ["id", "verdict", "findings", "has"]
    assert msgspec.json.decode(msgspec.json.encode(answer)) == {
        "id": 7,
        "verdict": "fix",
        "findings": [
            {
                "id": "wrong_name",
                "severity": "error",
                "field": "text",
                "start": 5,
                "end": 8,
                "message": "Greets Tom; this goes to Maya Lind.",
                "suggestion": "Maya Lind",
            }
        ],
        "has": {
            "greeting": True,
            "names_role": True,
            "names_company": False,
            "clear_withdrawal": True,
            "reason": False,
            "thanks": True,
            "door_open": False,
            "sign_off": True,
        },
    }


def test_finding_without_a_suggestion_has_null() -> None:
    text = REVIEW["text"].replace("Tom", "Maya").replace("🎉", "You are an idiot.")
    (finding,) = msgspec.to_builtins(reviews.process_line(line_of(REVIEW | {"text": text})))["findings"]
    assert (finding["id"], finding["suggestion"]) == ("insult", None)


@pytest.mark.parametrize("given", ["a-1", 7, None])
def test_id_comes_back_as_it_was(given: object) -> None:
    assert reviews.process_line(line_of(REVIEW | {"id": given}))["id"] == given


def test_missing_keys_take_their_defaults() -> None:
    request = review_request(**dict.fromkeys(REVIEW), stage="applied")
    assert request == ReviewRequest(channel=Channel.EMAIL, situation=Situation.APPLIED, text="")


def test_every_key_is_read() -> None:
    request = review_request(
        id="a",
        channel="text",
        stage="offer_in_hand",
        purpose="question",
        subject=" As it stands ",
        text=" As it stands\r\n",
        context={
            "company": " Northwind ",
            "role": "Clerk",
            "recipient": "Maya Lind",
            "sender": "Alex Kim",
            "agency": "Park & Co",
            "nda": True,
            "confidential_terms": ["Halcyon", " "],
            "reason_code": "salary",
            "other_open_applications": ["Globex"],
            "other_companies": [{"name": "Initech"}],
            "interview_at": "2026-03-03T09:00:00+01:00",
            "now": "2026-03-02",
            "tone": "formal",
            "keep_door_open": True,
            "call_logged": True,
        },
    )
    assert request == ReviewRequest(
        id="a",
        channel=Channel.TEXT,
        situation=Situation.OFFER_IN_HAND,
        purpose=Purpose.QUESTION,
        subject=" As it stands ",
        text=" As it stands\r\n",
        context=ReviewContext(
            company="Northwind",
            role="Clerk",
            recipient="Maya Lind",
            sender="Alex Kim",
            agency=True,
            agency_name="Park & Co",
            nda=True,
            confidential_terms=("Halcyon",),
            reason_code=Reason.SALARY,
            other_companies=("Globex", "Initech"),
            other_open_count=1,
            interview_at=datetime.fromisoformat("2026-03-03T09:00:00+01:00"),
            now=datetime.fromisoformat("2026-03-02T00:00:00"),
            tone=Tone.FORMAL,
            keep_door_open=True,
            call_logged=True,
        ),
    )


def test_stage_and_situation_mean_the_same() -> None:
    assert review_request(situation=None, stage="after_interview") == review_request(situation="after_interview")
    assert review_request(situation="applied", stage="after_interview").situation is Situation.AFTER_INTERVIEW


@pytest.mark.parametrize(
    ("given", "agency", "name"),
    [
        ({"agency": True}, True, ""),
        ({"agency": False}, False, ""),
        ({"agency": "Park & Co"}, True, "Park & Co"),
        ({"agency": " "}, False, ""),
        ({"recipient": {"name": "Jo Park", "agency": True}}, True, ""),
        ({"recipient": {"name": "Jo Park", "agency": "Park & Co"}}, True, "Park & Co"),
        ({"recipient": "Jo Park"}, False, ""),
        ({}, False, ""),
    ],
)
def test_agency_is_a_name_or_flag_of_context_or_recipient(given: dict[str, object], agency: bool, name: str) -> None:
    read = context(**given)
    assert (read.agency, read.agency_name) == (agency, name)


@pytest.mark.parametrize(
    ("given", "companies", "count"),
    [
        ([{"company": "Globex", "role": "Clerk"}, "Clerk at Initech"], ("Globex", "Initech"), 2),
        ([{"company": {"name": "Globex"}}, "", {}], ("Globex",), 3),
        ([], (), 0),
        (3, (), 3),
        (None, (), None),
    ],
)
def test_other_employers_may_be_records_or_a_number(
    given: object, companies: tuple[str, ...], count: int | None
) -> None:
    read = context(other_open_applications=given)
    assert (read.other_companies, read.other_open_count) == (companies, count)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"channel": "fax"}, "channel: 'fax' is not one of email, phone, voicemail, linkedin, text"),
        ({"situation": None}, f"situation: is missing; use one of {', '.join(Situation)}"),
        ({"stage": "hired"}, f"stage: 'hired' is not one of {', '.join(Situation)}"),
        ({"text": 5}, "text: must be text, not a whole number"),
        ({"id": [1]}, "id: must be a whole number or text, not a list"),
        ({"context": []}, "context: must be an object, not a list"),
        ({"context": {"role": 5}}, "context.role: must be text or an object, not a whole number"),
        ({"context": {"role": {"name": 5}}}, "context.role.name: must be text, not a whole number"),
        ({"context": {"nda": "signed"}}, "context.nda: must be true or false, not text"),
        ({"context": {"confidential_terms": "x"}}, "context.confidential_terms: must be a list, not text"),
        (
            {"context": {"interview_at": "soon"}},
            "context.interview_at: 'soon' is no date and time like 2026-03-02T09:00:00+01:00",
        ),
        (
            {"context": {"other_open_applications": "Globex"}},
            "context.other_open_applications: must be a whole number or a list, not text",
        ),
        (
            {"context": {"other_open_applications": -1}},
            "context.other_open_applications: must be a whole number >= 0",
        ),
    ],
)
def test_bad_value_names_its_key(changes: dict[str, object], error: str) -> None:
    with pytest.raises(ValueError) as caught:
        review_request(**changes)
    assert str(caught.value) == error
