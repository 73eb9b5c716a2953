"""When a missing answer is worth a call: two of their working days, or in time for the interview."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from withdrawals.timing import InterviewSlot, NoticeRequest, RecipientFacts, reply_due
from withdrawals.vocabulary import Situation

LONDON = ZoneInfo("Europe/London")
#: A Monday; London is on UTC.
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def asked(sent_at: datetime, start: datetime | None = None) -> datetime | None:
    slot = InterviewSlot(starts_at=start, time_zone=LONDON, kind="video", round="") if start else None
    facts = RecipientFacts(name="Maya Chen", time_zone=LONDON, country="GB")
    request = NoticeRequest(now=sent_at, situation=Situation.INTERVIEW_SCHEDULED, interview=slot, recipient=facts)
    return reply_due(request, sent_at)


@pytest.mark.parametrize(
    ("days", "hours", "due"),
    [
        (0, 0, "Wed 10:00"),
        (0, 10, "Thu 09:00"),
        (3, 0, "Mon 09:00"),
        (4, 0, "Tue 09:00"),
        (5, 2, "Wed 09:00"),
    ],
)
def test_two_working_days_pass_over_nights_and_weekends(days: int, hours: int, due: str) -> None:
    found = asked(MONDAY + timedelta(days=days, hours=hours))
    assert found is not None
    assert f"{found:%a %H:%M}" == due


def test_an_interview_that_is_far_off_waits_as_long() -> None:
    assert asked(MONDAY, MONDAY + timedelta(days=5)) == asked(MONDAY)


def test_within_two_days_it_is_the_same_day() -> None:
    assert asked(MONDAY, MONDAY + timedelta(hours=30)) == MONDAY + timedelta(hours=2)


def test_late_in_the_afternoon_it_is_when_they_close() -> None:
    sent = MONDAY.replace(hour=16)
    assert asked(sent, MONDAY + timedelta(hours=30)) == MONDAY.replace(hour=17)


def test_in_the_evening_it_is_an_hour_before_the_start() -> None:
    sent = MONDAY.replace(hour=20)
    assert asked(sent, sent + timedelta(hours=13)) == sent + timedelta(hours=12)


def test_with_no_time_for_a_call_nothing_is_due() -> None:
    assert asked(MONDAY, MONDAY + timedelta(minutes=80)) is None


def test_a_slot_that_has_passed_hurries_nobody() -> None:
    assert asked(MONDAY, MONDAY - timedelta(hours=1)) == asked(MONDAY)
