"""Days, zones, notice and the user's own words in the letter."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.withdrawals.language.composition.samples import ask, slot
from withdrawals.language.composition import InterviewFacts, compose, variants_available
from withdrawals.language.composition.dates import format_interview_time, zone_words
from withdrawals.vocabulary import PREPARED_PURPOSES, Channel, Depth, Purpose, Reason, Situation, Tone


@pytest.mark.parametrize(
    ("zone", "spelling", "words"),
    [
        ("Europe/Berlin", "UK", "Thursday 3 December at 10:00 (Berlin time)"),
        ("America/New_York", "US", "Thursday, December 3 at 4:00 AM (New York time)"),
        ("Asia/Kolkata", "US", "Thursday, December 3 at 2:30 PM (Kolkata time)"),
        ("America/Argentina/Buenos_Aires", "UK", "Thursday 3 December at 06:00 (Buenos Aires time)"),
        ("Pacific/Auckland", "UK", "Thursday 3 December at 22:00 (Auckland time)"),
        ("UTC", "UK", "Thursday 3 December at 09:00 (UTC)"),
        ("Etc/GMT+5", "UK", "Thursday 3 December at 04:00 (UTC-5)"),
        ("US/Eastern", "US", "Thursday, December 3 at 4:00 AM (Eastern time)"),
        ("", "UK", "Thursday 3 December at 10:00 (UTC+1)"),
    ],
)
def test_slot_is_named_with_weekday_date_hour_and_zone(zone: str, spelling: str, words: str) -> None:
    interview = slot("2026-12-03T10:00:00+01:00", zone)
    assert f" on {words}" in compose(ask({"interview": interview, "spelling": spelling})).body


def test_half_hour_zone_without_a_name_says_its_offset() -> None:
    start = datetime.fromisoformat("2026-12-03T10:00:00-03:30")
    assert zone_words(InterviewFacts(starts_at=start)) == "UTC-3:30"


@pytest.mark.parametrize(("hour", "words"), [(0, "12:05 AM"), (11, "11:05 AM"), (12, "12:05 PM"), (23, "11:05 PM")])
def test_american_hours_count_from_twelve(hour: int, words: str) -> None:
    start = datetime(2026, 12, 3, hour, 5, tzinfo=ZoneInfo("Europe/Berlin"))
    assert f" at {words} " in format_interview_time(
        InterviewFacts(starts_at=start, time_zone="Europe/Berlin"), "US", "written"
    )


@pytest.mark.parametrize(("hours", "apologies"), [(47, 1), (48, 0), (200, 0), (1, 1)])
def test_apology_stands_only_under_two_days(hours: int, apologies: int) -> None:
    now = datetime(2026, 11, 25, 8, tzinfo=ZoneInfo("UTC"))
    interview = InterviewFacts(starts_at=now + timedelta(hours=hours), time_zone="Europe/Berlin")
    draft = compose(ask({"interview": interview}, now=now))
    assert draft.body.count("sorry") == apologies
    assert ("November" in draft.subject) == bool(apologies)


def test_slot_that_has_passed_is_not_released_but_apologised_for() -> None:
    draft = compose(ask({"interview": slot("2026-11-24T10:00:00+01:00")}))
    assert "I'm sorry that I didn't write before my interview on Tuesday 24 November at 10:00" in draft.body
    assert "someone else" not in draft.body


def test_past_interview_after_the_interview_is_no_slot() -> None:
    interview = slot("2026-11-20T10:00:00+01:00")
    draft = compose(ask({"interview": interview, "interviews_done": 1}, situation=Situation.AFTER_INTERVIEW))
    assert "November" not in draft.body
    assert "Thank you for the interview and for the time" in draft.body
    assert "sorry" not in draft.body


def test_next_round_booked_after_an_interview_is_released() -> None:
    draft = compose(ask({"interviews_done": 2}, situation=Situation.AFTER_INTERVIEW))
    assert "interview slot on Thursday 3 December" in draft.body
    assert "Thank you for the interviews and for the time and thought that went into them." in draft.body


def test_acceptance_of_another_year_names_the_year() -> None:
    draft = compose(ask({"interview": None}, situation=Situation.OFFER_ACCEPTED, accepted_on=date(2025, 12, 30)))
    assert "Tuesday 30 December 2025" in draft.body


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("I would like a post with more client contact", "I would like a post with more client contact."),
        ("i need to be closer to my parents.", "I need to be closer to my parents."),
        ("because the commute would be too long", "The commute would be too long."),
        ("the commute would take two hours.", "The commute would take two hours."),
        ("... this year", "I can't make the location work this year."),
        ("that keeps me near home", "I can't make the location work that keeps me near home."),
        ("more client contact", "My reason, in short: more client contact."),
        ("Family commitments keep me in Leeds", "My reason, in short: Family commitments keep me in Leeds."),
    ],
)
def test_own_reason_becomes_one_sentence(given: str, said: str) -> None:
    draft = compose(ask({"specific_reason": given}, reason=Reason.LOCATION, depth=Depth.SPECIFIC))
    assert f" {said} " in draft.body.replace("\n", " ")


@pytest.mark.parametrize(
    "given",
    [
        "",
        "Globex pays more",
        "I was told of Halcyon",
        "They offer 85,000",
        "€90k is what I need",
        "I get 20% more there",
        "I withdraw because of the commute",
        "I would rather live in [city]",
        "word " * 26,
        "It is far. It is also late.",
        "Is it far?",
    ],
)
def test_own_reason_that_may_not_be_sent_falls_back_to_the_general_one(given: str) -> None:
    private = {"specific_reason": given, "confidential_terms": ("halcyon",), "other_companies": ("GLOBEX",)}
    own = compose(ask(private, reason=Reason.LOCATION, depth=Depth.SPECIFIC))
    assert own == compose(ask(reason=Reason.LOCATION, depth=Depth.GENERAL))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("The tour of the workshop.", "I especially appreciated the tour of the workshop."),
        ("Jonas's clear answers", "I especially appreciated Jonas's clear answers."),
        ("I enjoyed the talk about bees", "I enjoyed the talk about bees."),
    ],
)
def test_what_was_appreciated_becomes_one_sentence(given: str, said: str) -> None:
    assert f" {said} " in compose(ask({"appreciated": given})).body
    assert said not in compose(ask({"appreciated": given}, tone=Tone.BRIEF)).body


def test_reason_is_never_told_at_depth_none() -> None:
    draft = compose(ask({"specific_reason": "The commute is long"}, reason=Reason.LOCATION, depth=Depth.NONE))
    assert draft == compose(ask(reason=None))


def test_door_and_feedback_only_where_asked_and_suitable() -> None:
    wishes = {"interview": None, "interviews_done": 1, "keep_door_open": True, "feedback_wanted": True}
    full = compose(ask(wishes, situation=Situation.AFTER_INTERVIEW)).body
    assert "another role" not in full
    assert "if a role comes up later" in full
    assert "how I came across in the interview," in full
    assert "came across" not in compose(ask(wishes, situation=Situation.OFFER_ACCEPTED)).body
    assert "came across" not in compose(ask({**wishes, "interviews_done": 0}, situation=Situation.AFTER_INTERVIEW)).body


def test_wording_wraps_round() -> None:
    wordings = variants_available(ask())
    assert compose(ask(variant=wordings)) == compose(ask(variant=0))


@pytest.mark.parametrize(
    "purpose", [purpose for purpose in Purpose if purpose not in {*PREPARED_PURPOSES, Purpose.NOTICE}]
)
def test_other_purposes_state_no_withdrawal_but_the_apology(purpose: Purpose) -> None:
    start = "2026-11-24T10:00:00+01:00" if purpose is Purpose.APOLOGY else "2026-11-26T10:00:00+01:00"
    record = {"interview": slot(start), "interviews_done": 1}
    for tone in Tone:
        for variant in range(3):
            request = ask(
                record,
                purpose=purpose,
                tone=tone,
                variant=variant,
                depth=Depth.GENERAL,
                reason=Reason.SCHEDULE_CONFLICT,
            )
            draft = compose(request)
            assert variants_available(request) >= 3
            withdraws = draft.body.count("withdraw") + draft.body.count("withdrew")
            assert withdraws == (purpose in {Purpose.APOLOGY, Purpose.COME_BACK})
            assert draft.body.lower().count("thank you") == 1
            assert draft.body.count("sorry") + draft.body.count("apolog") <= 1
            assert 30 <= draft.words <= 140
            assert 4 <= len(draft.subject.split()) <= 12


def test_reschedule_says_why_only_where_told_to() -> None:
    shape: dict[str, Any] = {"purpose": Purpose.RESCHEDULE, "reason": Reason.SCHEDULE_CONFLICT}
    assert "commitment" not in compose(ask(**shape)).body
    assert "Another commitment that I can't move" in compose(ask(**shape, depth=Depth.GENERAL)).body
    own = compose(ask({"specific_reason": "I have an exam that morning"}, **shape, depth=Depth.SPECIFIC)).body
    assert " I have an exam that morning." in own


def test_question_asks_what_the_reason_is_about() -> None:
    assert "salary range" in compose(ask(purpose=Purpose.QUESTION, reason=Reason.SALARY)).body
    own = {"specific_reason": "is there a canteen?"}
    assert (
        "Is there a canteen?"
        in compose(ask(own, purpose=Purpose.QUESTION, reason=Reason.SALARY, depth=Depth.SPECIFIC)).body
    )


@pytest.mark.parametrize(
    ("changes", "record", "message"),
    [
        ({"purpose": Purpose.FEEDBACK}, {}, "feedback is asked for only after"),
        (
            {"purpose": Purpose.RESCHEDULE, "situation": Situation.APPLIED},
            {"interview": None},
            "needs a booked interview",
        ),
        ({"purpose": Purpose.APOLOGY}, {}, "an apology is for a slot that has passed"),
        ({"purpose": Purpose.RESCHEDULE, "now": datetime(2026, 12, 4, 9, tzinfo=UTC)}, {}, "the slot has passed"),
        ({"purpose": Purpose.PAUSE, "channel": Channel.PHONE}, {}, "pause is written for e-mail only"),
    ],
)
def test_letter_that_cannot_be_written_says_why(
    changes: dict[str, object], record: dict[str, object], message: str
) -> None:
    request = ask(record, **changes)
    assert variants_available(request) == 0
    with pytest.raises(ValueError, match=message):
        compose(request)
