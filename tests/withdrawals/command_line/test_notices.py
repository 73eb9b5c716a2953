"""``plan_notice``: what is read, and what is answered."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest

from tests.withdrawals.command_line.samples import NOTICE, line_of, notice_request
from withdrawals.command_line import notices
from withdrawals.timing import InterviewSlot, NoticeRequest, RecipientFacts, WorkingHours, propose_at
from withdrawals.vocabulary import Situation

BERLIN = ZoneInfo("Europe/Berlin")


def test_answer_has_its_documented_shape() -> None:
    answer = notices.process_line(line_of(NOTICE))
    assert list(answer) == ["urgency", "send_by", "propose_at", "steps"]
    assert msgspec.to_builtins(answer) == {
        "urgency": "short",
        "send_by": "2026-03-02T19:00:00+01:00",
        "propose_at": "2026-03-02T19:00:00+01:00",
        "steps": [
            {
                "who": "Maya",
                "channel": "email",
                "by": "2026-03-02T19:00:00+01:00",
                "why": "They are closed: e-mail now, call at 08:00 on Tuesday.",
            },
            {
                "who": "Maya",
                "channel": "phone",
                "by": "2026-03-03T08:00:00+01:00",
                "why": "Under 24 h left: a call makes sure.",
            },
            {
                "who": "Maya",
                "channel": "voicemail",
                "by": "2026-03-03T08:00:00+01:00",
                "why": "If nobody picks up: half a minute, and that an e-mail follows.",
            },
        ],
    }


def test_answer_without_optional_keys() -> None:
    answer = notices.process_line(line_of({"now": "2026-03-02T10:00:00.25Z", "situation": "applied"}))
    assert msgspec.to_builtins(answer) == {
        "urgency": "ample",
        "send_by": None,
        "propose_at": "2026-03-02T10:00:00+00:00",
        "steps": [
            {
                "who": "the recruiter",
                "channel": "email",
                "by": "2026-03-02T17:00:00+00:00",
                "why": "Nothing is booked: one line, or the portal, is enough. No e-mail address on record: add one.",
            }
        ],
    }


def test_every_key_is_read() -> None:
    request = notice_request(
        interview={"starts_at": "2026-03-03T09:00", "time_zone": "Europe/Berlin", "kind": "panel", "round": "final"},
        recipient={
            "name": " Maya ",
            "kind": "agency",
            "phone": " +49 30 1 ",
            "email": "maya@fernway.example",
            "time_zone": "Asia/Tokyo",
            "country": "JP",
            "region": "13",
            "working_hours": {"days": [0, 1], "opens": "10:00", "closes": "12:00"},
        },
        campus_hours=72,
    )
    assert request == NoticeRequest(
        now=datetime.fromisoformat("2026-03-02T19:00:00+01:00"),
        situation=Situation.INTERVIEW_SCHEDULED,
        interview=InterviewSlot(datetime(2026, 3, 3, 9, tzinfo=BERLIN), BERLIN, "panel", "final"),
        recipient=RecipientFacts(
            name="Maya",
            kind="agency",
            phone="+49 30 1",
            email="maya@fernway.example",
            time_zone=ZoneInfo("Asia/Tokyo"),
            country="JP",
            region="13",
            working_hours=WorkingHours(frozenset({0, 1}), time(10), time(12)),
        ),
        campus_hours=72.0,
    )


def test_recipient_may_be_text() -> None:
    assert notice_request(recipient="Maya").recipient == RecipientFacts(name="Maya", time_zone=BERLIN)


def test_start_with_offset_and_no_zone() -> None:
    request = notice_request(interview={"starts_at": "2026-03-03T09:00:00-05:00"})
    assert request.starts_at == datetime(2026, 3, 3, 14, tzinfo=UTC)
    assert request.now.astimezone(request.zone).utcoffset() == timedelta(hours=-5)


def test_without_a_start_nothing_is_booked_but_the_zone_holds() -> None:
    request = notice_request(interview={"time_zone": "Asia/Tokyo"}, recipient={})
    assert request.interview is None
    assert request.zone == ZoneInfo("Asia/Tokyo")


def test_missing_hours_are_as_usual() -> None:
    request = notice_request(recipient={"working_hours": {"opens": "10:00"}})
    assert request.recipient.working_hours == WorkingHours(opens=time(10))


def test_country_and_region_tell_the_holidays() -> None:
    request = notice_request(
        now="2026-01-05T18:00:00+01:00",
        situation="applied",
        interview=None,
        recipient={"country": "DE", "region": "BY", "time_zone": "Europe/Berlin"},
    )
    assert propose_at(request) == datetime(2026, 1, 7, 9, 5, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"now": None}, "now: is missing"),
        ({"now": "2026-03-02T10:00:00"}, "now: needs an offset from UTC, as in 2026-03-02T09:00:00+01:00"),
        ({"now": "soon"}, "now: 'soon' is no date and time like 2026-03-02T09:00:00+01:00"),
        ({"now": "0001-01-01T00:00:00Z"}, "now: the year must lie between 1971 and 2999"),
        ({"situation": "hired"}, f"situation: 'hired' is not one of {', '.join(Situation)}"),
        ({"interview": "Tuesday"}, "interview: must be an object, not text"),
        (
            {"interview": {"starts_at": "2026-03-03T09:00:00"}},
            "interview.starts_at: needs an offset from UTC, as in 2026-03-02T09:00:00+01:00",
        ),
        (
            {"interview": {"starts_at": "2026-03-03T09:00:00", "time_zone": "Mars/Base"}},
            "interview.time_zone: no time zone is called 'Mars/Base'; write one like Europe/Berlin",
        ),
        (
            {"interview": {"time_zone": "../etc/passwd"}},
            "interview.time_zone: no time zone is called '../etc/passwd'; write one like Europe/Berlin",
        ),
        (
            {"interview": {"time_zone": "Europe"}},
            "interview.time_zone: no time zone is called 'Europe'; write one like Europe/Berlin",
        ),
        ({"interview": {"round": True}}, "interview.round: must be a whole number or text, not true or false"),
        ({"recipient": {"kind": "robot"}}, "recipient.kind: 'robot' is not one of agency, panel, person"),
        ({"recipient": {"phone": 555}}, "recipient.phone: must be text, not a whole number"),
        ({"campus_hours": True}, "campus_hours: must be a number, not true or false"),
        ({"campus_hours": -1}, "campus_hours: must be a number >= 0.0"),
        ({"campus_hours": 1441}, "campus_hours: must be a number <= 1440.0"),
        (
            {"recipient": {"working_hours": {"opens": "17:00", "closes": "09:00"}}},
            "recipient.working_hours: opens must be before closes.",
        ),
        (
            {"recipient": {"working_hours": {"days": []}}},
            "recipient.working_hours.days: name at least one day, 0 (Monday) to 6 (Sunday).",
        ),
        (
            {"recipient": {"working_hours": {"days": 5}}},
            "recipient.working_hours.days: must be a list, not a whole number",
        ),
        (
            {"recipient": {"working_hours": {"opens": "nine"}}},
            "recipient.working_hours.opens: 'nine' is no time like 09:00",
        ),
    ],
)
def test_bad_value_names_its_key(changes: dict[str, object], error: str) -> None:
    with pytest.raises(ValueError) as caught:
        notice_request(**changes)
    assert str(caught.value) == error
