"""``draft_letter``: what is read, and what is answered."""

from datetime import date, datetime, timedelta, timezone
from typing import Any, cast
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.withdrawals.command_line.samples import LETTER, letter_request, line_of
from withdrawals.command_line import drafts
from withdrawals.command_line.drafts import LetterShape, draft_result
from withdrawals.command_line.reader import read
from withdrawals.language.composition import InterviewFacts, LetterRequest, Recipient, Record, Sender, compose
from withdrawals.vocabulary import Channel, Depth, Purpose, Reason, Situation, Tone


def test_missing_keys_take_their_defaults_and_unknown_ones_are_ignored() -> None:
    given = {"now": "2026-11-25T09:00:00Z", "situation": "applied", "mood": "blue", "record": {"salary": 1}}
    request = read(line_of(given), LetterShape).request()
    assert request == LetterRequest(now=request.now, situation=Situation.APPLIED, record=Record())
    assert request.now.isoformat() == "2026-11-25T09:00:00+00:00"


def test_every_key_is_read() -> None:
    record = {
        "company": {"name": "Northwind"},
        "role": " Data Analyst ",
        "recipient": {"name": "Jo Park", "agency": True},
        "sender": {"name": "Anna Schmidt", "phone": "+49 170 5550123", "email": "anna@example.org"},
        "interview": {
            "starts_at": "2026-12-03T10:00:00+01:00",
            "time_zone": "Europe/Berlin",
            "kind": "panel",
            "interviewers": ["Jo Park", {"name": "Ada Berg", "email": "a@example.org"}, ""],
        },
        "interviews_done": 2,
        "appreciated": "the tour",
        "specific_reason": "the commute",
        "other_offer_accepted": False,
        "keep_door_open": True,
        "feedback_wanted": True,
        "spelling": "us",
        "confidential_terms": ["Halcyon", " "],
        "other_companies": ["Globex"],
    }
    request = letter_request(
        record,
        situation="offer_accepted",
        channel="phone",
        tone="formal",
        reason="location",
        depth="specific",
        variant=2,
        purpose="come_back",
        accepted_on="2026-11-16T10:00:00Z",
    )
    start = datetime(2026, 12, 3, 10, tzinfo=ZoneInfo("Europe/Berlin"))
    assert request == LetterRequest(
        now=datetime.fromisoformat("2026-11-25T09:00:00+01:00"),
        situation=Situation.OFFER_ACCEPTED,
        channel=Channel.PHONE,
        tone=Tone.FORMAL,
        reason=Reason.LOCATION,
        depth=Depth.SPECIFIC,
        variant=2,
        purpose=Purpose.COME_BACK,
        accepted_on=date(2026, 11, 16),
        record=Record(
            company="Northwind",
            role="Data Analyst",
            recipient=Recipient("Jo Park", agency=True),
            sender=Sender("Anna Schmidt", "+49 170 5550123", "anna@example.org"),
            interview=InterviewFacts(start, "Europe/Berlin", "panel", ("Jo Park", "Ada Berg")),
            interviews_done=2,
            appreciated="the tour",
            specific_reason="the commute",
            other_offer_accepted=False,
            keep_door_open=True,
            feedback_wanted=True,
            spelling="US",
            confidential_terms=("Halcyon",),
            other_companies=("Globex",),
        ),
    )


@pytest.mark.parametrize(
    ("given", "recipient"),
    [
        ("Maya", Recipient("Maya")),
        ({"name": "Maya"}, Recipient("Maya")),
        ({"name": "Jo Park", "agency": True}, Recipient("Jo Park", agency=True)),
        ({"name": "Jo Park", "agency": "Park & Co"}, Recipient("Jo Park", agency=True)),
        ({"name": "Jo Park", "agency": " "}, Recipient("Jo Park")),
        ({"agency": False}, Recipient()),
        (None, Recipient()),
    ],
)
def test_recipient_is_text_or_object_and_agency_a_name_or_flag(given: object, recipient: Recipient) -> None:
    assert letter_request({"recipient": given}).record.recipient == recipient


def test_sender_may_be_text() -> None:
    assert letter_request({"sender": " Anna Schmidt "}).record.sender == Sender("Anna Schmidt")


def test_start_without_an_offset_is_wall_time_in_the_zone() -> None:
    request = letter_request({"interview": {"starts_at": "2026-07-03T10:00", "time_zone": "Europe/Berlin"}})
    assert request.record.interview is not None
    assert request.record.interview.starts_at.isoformat() == "2026-07-03T10:00:00+02:00"


def test_interview_of_nothing_is_none() -> None:
    assert letter_request({"interview": {}}).record.interview is None
    assert letter_request({"interview": {"starts_at": None, "unknown": 1}}).record.interview is None


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"now": None}, "now: is missing"),
        ({"now": "soon"}, "now: 'soon' is no date and time like 2026-03-02T09:00:00+01:00"),
        ({"now": "2026-11-25T09:00"}, "now: needs an offset from UTC, as in 2026-03-02T09:00:00+01:00"),
        ({"now": "0001-01-01T00:00:00Z"}, "now: the year must lie between 1971 and 2999"),
        ({"now": 5}, "now: must be text, not 5"),
        ({"situation": None}, "situation: is missing"),
        ({"situation": "hired"}, f"situation: 'hired' is not one of {', '.join(Situation)}"),
        ({"channel": "fax"}, "channel: 'fax' is not one of email, phone, voicemail, linkedin, text"),
        ({"tone": ["warm"]}, "tone: must be text, not a list"),
        ({"reason": "boredom"}, f"reason: 'boredom' is not one of {', '.join(Reason)}"),
        ({"reason": None, "depth": "general"}, "reason: is needed when depth is general"),
        ({"variant": -1}, "variant: must be a whole number >= 0"),
        ({"variant": True}, "variant: must be a whole number, not true or false"),
        ({"purpose": "gossip"}, f"purpose: 'gossip' is not one of {', '.join(Purpose)}"),
        ({"accepted_on": "Monday"}, "accepted_on: 'Monday' is no date like 2026-03-02"),
        ({"accepted_on": "0001-01-01"}, "accepted_on: the year must lie between 1971 and 2999"),
        ({"accepted_on": 3}, "accepted_on: must be text, not 3"),
    ],
)
def test_bad_request_value_names_its_key(changes: dict[str, Any], error: str) -> None:
    with pytest.raises(ValueError) as caught:
        letter_request(**changes)
    assert str(caught.value) == error


@pytest.mark.parametrize(
    ("record", "error"),
    [
        ({"company": 7}, "record.company: must be text or an object, not a whole number"),
        ({"recipient": 7}, "record.recipient: must be text or an object, not a whole number"),
        ({"recipient": {"agency": 1}}, "record.recipient.agency: must be true or false or text, not a whole number"),
        ({"interviews_done": "two"}, "record.interviews_done: must be a whole number, not text"),
        ({"keep_door_open": "yes"}, "record.keep_door_open: must be true or false, not text"),
        ({"spelling": "AU"}, "record.spelling: 'AU' is not one of UK, US"),
        ({"confidential_terms": "x"}, "record.confidential_terms: must be a list, not text"),
        ({"other_companies": [1]}, "record.other_companies[0]: must be text or an object, not a whole number"),
        ({"interview": {"time_zone": "UTC"}}, "record.interview.starts_at: is missing"),
        (
            {"interview": {"starts_at": "2026-12-03T10:00"}},
            "record.interview.starts_at: needs an offset from UTC, as in 2026-03-02T09:00:00+01:00",
        ),
        (
            {"interview": {"time_zone": "Mars/Base"}},
            "record.interview.time_zone: no time zone is called 'Mars/Base'; write one like Europe/Berlin",
        ),
        (
            {"interview": {"time_zone": "../etc"}},
            "record.interview.time_zone: no time zone is called '../etc'; write one like Europe/Berlin",
        ),
    ],
)
def test_bad_record_value_names_its_key(record: dict[str, Any], error: str) -> None:
    with pytest.raises(ValueError) as caught:
        letter_request(record)
    assert str(caught.value) == error


def test_answer_is_the_letter_of_the_pages_with_its_review() -> None:
    answer = drafts.process_line(line_of(LETTER))
    draft = compose(letter_request())
    assert answer == {"subject": draft.subject, "body": draft.body, "words": draft.words, "findings": ()}
    assert draft.subject == "Withdrawal of my application: Data Analyst, Anna Schmidt"


def test_findings_of_a_draft_are_told() -> None:
    """A letter alone is late three hours before the start: the review says so of our own letter too."""
    record = LETTER["record"] | {"interview": {"starts_at": "2026-11-25T12:00:00+01:00"}}
    findings = cast("tuple[Any, ...]", drafts.process_line(line_of(LETTER | {"record": record}))["findings"])
    assert [finding.id for finding in findings] == ["wrong_channel_timing"]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"purpose": "feedback"}, "purpose: feedback is asked for only after an interview that took place"),
        ({"purpose": "pause", "channel": "phone"}, "purpose: pause is written for e-mail only"),
        ({"purpose": "reply"}, "purpose: reply is prepared for what they answered, not composed"),
    ],
)
def test_letter_that_cannot_be_written_says_why(changes: dict[str, str], error: str) -> None:
    with pytest.raises(ValueError) as caught:
        drafts.process_line(line_of(LETTER | changes))
    assert str(caught.value) == error


short = st.text(st.characters(exclude_categories=("C", "Z")), max_size=20)
texts = st.lists(short.filter(bool), max_size=3).map(tuple)
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime.fromisoformat("1980-01-01"), datetime.fromisoformat("2900-01-01"), timezones=offsets)
interviews = st.builds(
    InterviewFacts,
    starts_at=moments,
    time_zone=st.sampled_from(["", "UTC", "Asia/Kathmandu"]),
    kind=short,
    interviewers=texts,
)
records = st.builds(
    Record,
    company=short,
    role=short,
    recipient=st.builds(Recipient, name=short),
    sender=st.builds(Sender, name=short, phone=short, email=short),
    interview=st.none() | interviews,
    interviews_done=st.integers(0, 9),
    appreciated=short,
    specific_reason=short,
    spelling=st.sampled_from(["UK", "US"]),
    confidential_terms=texts,
    other_companies=texts,
)
requests = st.builds(
    LetterRequest,
    now=moments,
    situation=st.sampled_from(Situation),
    record=records,
    channel=st.sampled_from(Channel),
    tone=st.sampled_from(Tone),
    reason=st.sampled_from(Reason),
    depth=st.sampled_from(Depth),
    variant=st.integers(0, 9),
    purpose=st.sampled_from(Purpose),
    accepted_on=st.none() | st.dates(date(1980, 1, 1), date(2900, 1, 1)),
)


@given(requests)
def test_request_written_as_json_is_read_as_it_was(request: LetterRequest) -> None:
    assert read(msgspec.json.encode(request), LetterShape).request() == request


@given(requests.filter(lambda request: request.purpose is Purpose.NOTICE))
@settings(max_examples=30)
def test_every_notice_is_answered(request: LetterRequest) -> None:
    assert drafts.process_line(msgspec.json.encode(request)) == draft_result(request)
