"""What a time on the wall may mean where clocks change."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tracker.domain.wall_time import is_skipped, readings_of

BERLIN = ZoneInfo("Europe/Berlin")


def test_ordinary_time_has_one_reading() -> None:
    local = datetime.fromisoformat("2027-02-03T10:00")

    readings = readings_of(local, BERLIN)

    assert [reading.instant for reading in readings] == [datetime(2027, 2, 3, 9, 0, tzinfo=UTC)]
    assert not is_skipped(local, readings)


def test_doubled_time_has_two_readings_the_earlier_first() -> None:
    local = datetime.fromisoformat("2027-10-31T02:30")

    readings = readings_of(local, BERLIN)

    assert [(reading.fold, reading.instant.hour) for reading in readings] == [(0, 0), (1, 1)]
    assert [reading.shown.tzname() for reading in readings] == ["CEST", "CET"]
    assert not is_skipped(local, readings)


def test_skipped_time_is_read_just_before_and_just_after_the_gap() -> None:
    local = datetime.fromisoformat("2027-03-28T02:30")

    readings = readings_of(local, BERLIN)

    assert [f"{reading.shown:%H:%M}" for reading in readings] == ["01:30", "03:30"]
    assert is_skipped(local, readings)


def test_half_hour_change_of_lord_howe_is_read_too() -> None:
    local = datetime.fromisoformat("2027-04-04T01:45")

    first, second = readings_of(local, ZoneInfo("Australia/Lord_Howe"))

    assert (second.instant - first.instant).total_seconds() == 1800
