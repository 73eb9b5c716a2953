"""Reading a request from JSON."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from withdrawals.language.composition import LetterRequest
from withdrawals.language.composition.reading import mapping
from withdrawals.vocabulary import Channel, Depth, Purpose, Tone

Ask = Callable[..., LetterRequest]


def test_missing_keys_take_their_defaults_and_unknown_ones_are_ignored() -> None:
    request = LetterRequest.from_json(
        {"now": "2026-11-25T09:00:00Z", "situation": "applied", "mood": "blue", "record": {"salary": 1}}
    )
    assert (request.channel, request.tone, request.depth) == (Channel.EMAIL, Tone.WARM, Depth.NONE)
    assert (request.purpose, request.variant, request.reason) == (Purpose.NOTICE, 0, None)
    assert request.accepted_on is None
    assert request.record.spelling == "UK"
    assert request.record.interview is None


def test_every_key_is_read(ask: Ask) -> None:
    interviewers = ["Jo Park", {"name": "Ada Berg", "email": "a@example.org"}]
    request = ask(
        {
            "interview": {"starts_at": "2026-12-03T10:00:00+01:00", "interviewers": interviewers},
            "spelling": "us",
            "interviews_done": 2,
        },
        accepted_on="2026-11-16T10:00:00Z",
    )
    assert request.accepted_on == date(2026, 11, 16)
    assert request.record.spelling == "US"
    assert request.record.interviews_done == 2
    assert request.record.interview is not None
    assert request.record.interview.interviewers == ("Jo Park", "Ada Berg")
    assert request.record.interview.starts_at.isoformat() == "2026-12-03T10:00:00+01:00"


def test_start_without_an_offset_is_wall_time_in_the_zone(ask: Ask) -> None:
    request = ask({"interview": {"starts_at": "2026-07-03T10:00", "time_zone": "Europe/Berlin"}})
    assert request.record.interview is not None
    assert request.record.interview.starts_at.isoformat() == "2026-07-03T10:00:00+02:00"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"now": None}, "now: is missing"),
        ({"now": "soon"}, "now: 'soon' is no moment"),
        ({"now": "2026-11-25T09:00"}, "now: needs an offset from UTC"),
        ({"now": 5}, "now: must be a moment in ISO 8601, not a number"),
        ({"situation": None}, "situation: is missing; use one of applied, "),
        ({"situation": "hired"}, "situation: 'hired' is not one of applied, "),
        ({"channel": "fax"}, "channel: 'fax' is not one of email, "),
        ({"tone": ["warm"]}, r"tone: \['warm'\] is not one of formal, "),
        ({"reason": "boredom"}, "reason: 'boredom' is not one of "),
        ({"reason": None, "depth": "general"}, "reason: is needed when depth is general"),
        ({"variant": -1}, "variant: must be a whole number from 0, not -1"),
        ({"variant": True}, "variant: must be a whole number from 0, not True"),
        ({"purpose": "gossip"}, "purpose: 'gossip' is not one of notice, "),
        ({"accepted_on": "Monday"}, "accepted_on: 'Monday' is no date"),
        ({"accepted_on": 3}, "accepted_on: must be a date in ISO 8601, not a number"),
    ],
)
def test_bad_request_value_names_its_key(ask: Ask, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}"):
        ask(**changes)


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({"company": 7}, "record.company: must be text, not a number"),
        ({"recipient": "Maya"}, "record.recipient: must be an object, not text"),
        ({"recipient": {"agency": 1}}, "record.recipient.agency: must be true or false, not a number"),
        ({"interviews_done": "two"}, "record.interviews_done: must be a whole number"),
        ({"keep_door_open": "yes"}, "record.keep_door_open: must be true or false, not text"),
        ({"spelling": "AU"}, "record.spelling: 'AU' is not one of UK, US"),
        ({"confidential_terms": "x"}, "record.confidential_terms: must be a list, not text"),
        ({"other_companies": [1]}, "record.other_companies: must be a list of texts"),
        ({"interview": {"time_zone": "UTC"}}, "record.interview.starts_at: is missing"),
        ({"interview": {"starts_at": "2026-12-03T10:00"}}, "record.interview.starts_at: needs an offset"),
        ({"interview": {"time_zone": "Mars/Base"}}, "record.interview.time_zone: 'Mars/Base' is no time zone"),
        ({"interview": {"time_zone": "../etc"}}, "record.interview.time_zone: '../etc' is no time zone"),
    ],
)
def test_bad_record_value_names_its_key(ask: Ask, record: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}") as caught:
        ask(record)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", ["text", 3, ["a"], True])
def test_request_that_is_no_object_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match="the request: must be an object, not "):
        LetterRequest.from_json(data)
    assert mapping(None, "x") == {}
