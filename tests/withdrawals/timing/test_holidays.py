"""Public holidays of the recipient's country: nobody reads or answers then."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from withdrawals.timing import (
    InterviewSlot,
    NoticeRequest,
    RecipientFacts,
    WorkingHours,
    next_working_moment,
    plan_notice,
    previous_working_moment,
    propose_at,
    reply_due,
    send_by,
)
from withdrawals.vocabulary import Situation

BERLIN, LONDON, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/London"), ZoneInfo("America/New_York")


def request_for(country: str, zone: ZoneInfo, now: str, start: str = "") -> NoticeRequest:
    """A notice to somebody in ``country``; times are wall time there."""
    slot = InterviewSlot(datetime.fromisoformat(start).replace(tzinfo=zone), zone) if start else None
    recipient = RecipientFacts(name="Maya", email="maya@fernway.example", country=country, time_zone=zone)
    return NoticeRequest(
        datetime.fromisoformat(now).replace(tzinfo=zone), Situation.INTERVIEW_SCHEDULED, slot, recipient
    )


@pytest.mark.parametrize(
    ("country", "day", "works"),
    [
        ("DE", date(2025, 12, 24), True),
        ("DE", date(2025, 12, 25), False),
        ("DE", date(2025, 12, 26), False),
        ("de", date(2025, 12, 26), False),
        ("GB", date(2025, 12, 26), False),
        ("GB", date(2026, 12, 28), False),  # in lieu of 26 December, a Saturday
        ("US", date(2026, 11, 26), False),  # Thanksgiving
        ("US", date(2025, 12, 26), True),
        ("GB", date(2026, 11, 26), True),
        ("", date(2025, 12, 25), True),
        ("ZZ", date(2025, 12, 25), True),
    ],
)
def test_working_days_of_a_country(country: str, day: date, works: bool) -> None:
    assert WorkingHours.for_country(country).includes(day) is works


def test_a_region_adds_its_own_holidays() -> None:
    epiphany = date(2026, 1, 6)
    assert not WorkingHours.for_country("DE", "BY").includes(epiphany)
    assert WorkingHours.for_country("DE", "BE").includes(epiphany)
    assert WorkingHours.for_country("DE").includes(epiphany)
    assert not WorkingHours.for_country("DE", "no such region").includes(date(2026, 12, 25))


def test_send_by_moves_before_the_holidays() -> None:
    now, start = "2025-12-18T10:00", "2025-12-29T10:00"
    assert send_by(request_for("DE", BERLIN, now, start)) == datetime(2025, 12, 24, 17, tzinfo=BERLIN)
    assert send_by(request_for("", BERLIN, now, start)) == datetime(2025, 12, 26, 17, tzinfo=BERLIN)


def test_send_by_moves_before_thanksgiving() -> None:
    now, start = "2026-11-20T10:00", "2026-11-27T10:00"
    assert send_by(request_for("US", NEW_YORK, now, start)) == datetime(2026, 11, 25, 17, tzinfo=NEW_YORK)
    assert send_by(request_for("GB", NEW_YORK, now, start)) == datetime(2026, 11, 26, 10, tzinfo=NEW_YORK)


def test_the_best_moment_waits_for_the_day_after_the_holidays() -> None:
    request = request_for("GB", LONDON, "2025-12-25T11:00", "2026-01-08T10:00")
    assert propose_at(request) == datetime(2025, 12, 29, 9, 5, tzinfo=LONDON)
    assert plan_notice(request).propose_at == propose_at(request)


def test_an_answer_is_missed_after_two_working_days_of_theirs() -> None:
    sent = datetime(2025, 12, 23, 10, tzinfo=BERLIN)
    request = request_for("DE", BERLIN, "2025-12-23T10:00")
    assert reply_due(request, sent) == datetime(2025, 12, 29, 10, tzinfo=BERLIN) - timedelta(hours=1)


def test_hours_of_their_own_keep_the_holidays_of_their_country() -> None:
    recipient = RecipientFacts(country="DE", working_hours=WorkingHours(days=frozenset({4})))
    friday = datetime(2025, 12, 26, 10, tzinfo=BERLIN)
    assert next_working_moment(friday, hours=recipient.hours, zone=BERLIN) == datetime(2026, 1, 2, 9, tzinfo=BERLIN)
    assert previous_working_moment(friday, hours=recipient.hours, zone=BERLIN) == datetime(
        2025, 12, 19, 17, tzinfo=BERLIN
    )
