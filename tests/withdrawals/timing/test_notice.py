"""Until when a letter may leave, and hours of the recipient's own."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from withdrawals.timing import (
    InterviewSlot,
    NoticeRequest,
    RecipientFacts,
    WorkingHours,
    not_after,
    send_by,
)
from withdrawals.vocabulary import Situation

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
