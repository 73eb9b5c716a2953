"""The command surface of timing: JSON in and out, and errors that name the key."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from withdrawals.timing import (
    InterviewSlot,
    NoticeRequest,
    RecipientFacts,
    WorkingHours,
    not_after,
    plan_notice,
    send_by,
)
from withdrawals.vocabulary import Situation


def make_json(**changes: object) -> dict[str, object]:
    data: dict[str, object] = {
        "now": "2026-03-02T19:00:00+01:00",
        "situation": "interview_scheduled",
        "interview": {
            "starts_at": "2026-03-03T09:00:00",
            "time_zone": "Europe/Berlin",
            "kind": "video",
            "round": 1,
        },
        "recipient": {"name": "Maya", "kind": "person", "phone": "+49 30 1", "email": "maya@fernway.example"},
        "unknown": "ignored",
    }
    return data | changes


def test_json_round_trip() -> None:
    plan = plan_notice(NoticeRequest.from_json(make_json())).to_json()

    assert plan == {
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


def test_json_without_optional_keys() -> None:
    plan = plan_notice(NoticeRequest.from_json({"now": "2026-03-02T10:00:00Z", "situation": "applied"}))

    assert plan.to_json() == {
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


def test_start_with_offset_and_no_zone() -> None:
    request = NoticeRequest.from_json(make_json(interview={"starts_at": "2026-03-03T09:00:00-05:00"}))

    assert request.starts_at == datetime(2026, 3, 3, 14, tzinfo=UTC)
    assert request.now.astimezone(request.zone).utcoffset() == timedelta(hours=-5)


def test_recipient_zone_and_hours_come_first() -> None:
    request = NoticeRequest.from_json(
        make_json(
            recipient={
                "time_zone": "Asia/Tokyo",
                "working_hours": {"days": [0, 1], "opens": "10:00", "closes": "12:00"},
            }
        )
    )

    assert request.zone == ZoneInfo("Asia/Tokyo")
    assert request.recipient.hours.days == frozenset({0, 1})


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"now": None}, "now: must be a date and time like 2026-03-02T09:00:00+01:00, not None."),
        ({"now": "2026-03-02T10:00:00"}, "now: needs an offset, as in 2026-03-02T09:00:00+01:00."),
        ({"now": "soon"}, "now: must be a date and time like 2026-03-02T09:00:00+01:00, not 'soon'."),
        ({"now": "0001-01-01T00:00:00Z"}, "now: the year must lie between 1971 and 2999."),
        (
            {"situation": "hired"},
            "situation: 'hired' is not one of applied, screening_scheduled, interview_scheduled, "
            "after_interview, offer_in_hand, offer_accepted.",
        ),
        ({"interview": "Tuesday"}, "interview: must be an object, not 'Tuesday'."),
        (
            {"interview": {"starts_at": "2026-03-03T09:00:00"}},
            "interview.starts_at: needs an offset, as in 2026-03-02T09:00:00+01:00.",
        ),
        (
            {"interview": {"starts_at": "2026-03-03T09:00:00", "time_zone": "Mars/Base"}},
            "interview.time_zone: no time zone is called 'Mars/Base'; write one like Europe/Berlin.",
        ),
        (
            {"interview": {"time_zone": "../etc/passwd"}},
            "interview.time_zone: no time zone is called '../etc/passwd'; write one like Europe/Berlin.",
        ),
        (
            {"interview": {"time_zone": "Europe"}},
            "interview.time_zone: no time zone is called 'Europe'; write one like Europe/Berlin.",
        ),
        (
            {"recipient": {"kind": "robot"}},
            "recipient.kind: 'robot' is not one of person, panel, agency.",
        ),
        ({"recipient": {"phone": 555}}, "recipient.phone: must be text, not 555."),
        ({"campus_hours": True}, "campus_hours: must be hours between 0 and 1440, not True."),
        ({"campus_hours": -1}, "campus_hours: must be hours between 0 and 1440, not -1."),
        ({"campus_hours": float("nan")}, "campus_hours: must be hours between 0 and 1440, not nan."),
        (
            {"recipient": {"working_hours": {"opens": "17:00", "closes": "09:00"}}},
            "working_hours: opens must be before closes.",
        ),
        (
            {"recipient": {"working_hours": {"days": []}}},
            "working_hours.days: name at least one day, 0 (Monday) to 6 (Sunday).",
        ),
        (
            {"recipient": {"working_hours": {"days": 5}}},
            "recipient.working_hours.days: must be a list of days, 0 (Monday) to 6 (Sunday), not 5.",
        ),
        (
            {"recipient": {"working_hours": {"opens": "nine"}}},
            "recipient.working_hours.opens: must be a time like 09:00, not 'nine'.",
        ),
    ],
)
def test_bad_value_names_its_key(changes: dict[str, object], error: str) -> None:
    with pytest.raises(ValueError) as caught:
        NoticeRequest.from_json(make_json(**changes))

    assert str(caught.value) == error


def test_wrong_shape_is_one_line() -> None:
    with pytest.raises(ValueError, match=r"^the request: must be an object, not \[1\]\.$"):
        NoticeRequest.from_json([1])  # type: ignore[arg-type]


BERLIN = ZoneInfo("Europe/Berlin")


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("now", "due", "expected"),
    [
        # Early enough: until send-by.
        (at(2, 10), at(2, 10), at(5, 10)),
        # After send-by: two hours of grace.
        (at(5, 12), at(5, 12), at(5, 14)),
        # Never past the start.
        (at(6, 9), at(6, 9), at(6, 10)),
        # An apology is bound by its own grace only.
        (at(6, 11), at(6, 11), at(6, 13)),
    ],
)
def test_not_after(now: datetime, due: datetime, expected: datetime) -> None:
    request = NoticeRequest(now, Situation.INTERVIEW_SCHEDULED, InterviewSlot(at(6, 10), BERLIN))

    assert not_after(request, due) == expected


def test_not_after_without_a_slot_is_the_grace() -> None:
    request = NoticeRequest(at(2, 10), Situation.APPLIED)

    assert not_after(request, at(3, 9)) == at(3, 11)


def test_send_by_respects_hours_of_their_own() -> None:
    hours = WorkingHours(days=frozenset({0}))
    request = NoticeRequest(
        at(2, 10),
        Situation.INTERVIEW_SCHEDULED,
        InterviewSlot(at(6, 10), BERLIN),
        RecipientFacts(working_hours=hours),
    )

    assert send_by(request) == at(2, 17)
