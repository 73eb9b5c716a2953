"""Times as the reader's clock shows them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.template import Context, Template
from django.utils import timezone

from accounts.models import User
from accounts.templatetags.clock import clock_of, day, other_clock_time, place, until

NEW_YORK, BERLIN, KOLKATA = ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kolkata")
#: Between the two changes of clocks in spring: New York has changed, Berlin has not.
MOMENT = datetime(2027, 3, 15, 14, 0, tzinfo=UTC)


def shown(template: str, clock: str = "24", **context: object) -> str:
    user = User(clock=clock)
    return Template("{% load clock %}" + template).render(Context({"user": user, "moment": MOMENT, **context}))


@pytest.fixture(autouse=True)
def in_berlin() -> Iterator[None]:
    """The reader sits in Berlin, in the year of the moment."""
    with timezone.override(BERLIN), time_machine.travel(datetime(2027, 1, 10, 12, tzinfo=UTC), tick=False):
        yield


def test_when_is_on_the_readers_clock() -> None:
    assert shown("{% when moment %}") == "Mon 15 Mar, 15:00"
    assert shown("{% when moment %}", clock="12") == "Mon 15 Mar, 3:00 pm"


def test_when_of_a_zone_names_its_place() -> None:
    assert shown("{% when moment zone %}", zone=NEW_YORK) == "Mon 15 Mar, 10:00 New York"
    assert shown("{% when moment zone %}", zone=NEW_YORK, clock="12") == "Mon 15 Mar, 10:00 am New York"


def test_when_crosses_midnight_with_the_zone() -> None:
    late = datetime(2027, 3, 15, 20, 0, tzinfo=UTC)
    assert shown("{% when late zone %}", late=late, zone=KOLKATA) == "Tue 16 Mar, 01:30 Kolkata"


def test_when_of_nothing_is_nothing() -> None:
    assert shown("{% when nothing %}", nothing=None) == ""


def test_other_clock_time_names_the_weekday_where_it_is_another_one() -> None:
    assert other_clock_time(MOMENT, ZoneInfo("Europe/Paris"), "24") == ""
    assert other_clock_time(MOMENT, NEW_YORK, "12") == "10:00 am New York"
    assert other_clock_time(MOMENT, ZoneInfo("Pacific/Auckland"), "24") == "Tue 03:00 Auckland"


def test_other_clock_is_silent_where_both_show_the_same() -> None:
    assert shown("{% other_clock moment zone %}", zone=ZoneInfo("Europe/Paris")) == ""
    assert shown("{% other_clock moment zone %}", zone=NEW_YORK) == "Mon 15 Mar, 10:00 New York"


def test_day_names_the_year_only_when_it_is_another() -> None:
    assert day(date(2027, 3, 15)) == "Mon 15 Mar"
    assert day(date(2026, 12, 31)) == "Thu 31 Dec 2026"
    assert day(None) == ""


@pytest.mark.parametrize(("hour", "words"), [(0, "12:05 am"), (11, "11:05 am"), (12, "12:05 pm"), (23, "11:05 pm")])
def test_clock_of_twelve_hours(hour: int, words: str) -> None:
    assert clock_of(datetime(2027, 1, 5, hour, 5, tzinfo=BERLIN), User(clock="12")) == words


def test_place_of_a_zone() -> None:
    assert (place(NEW_YORK), place(ZoneInfo("UTC")), place(None)) == ("New York", "UTC", "UTC")
    assert place(ZoneInfo("America/Argentina/Buenos_Aires")) == "Buenos Aires"


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(seconds=30), "now"),
        (timedelta(minutes=25), "in 25 min"),
        (timedelta(hours=14, minutes=59), "in 14 h"),
        (timedelta(hours=47), "in 47 h"),
        (timedelta(days=3), "in 3 days"),
        (-timedelta(days=2), "2 days ago"),
        (-timedelta(hours=5), "5 h ago"),
    ],
)
def test_until_in_words(ahead: timedelta, words: str) -> None:
    assert until(MOMENT + ahead, MOMENT) == words
