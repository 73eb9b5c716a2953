"""What a time on the wall may mean: once, never or twice, where clocks change."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Reading:
    """One way to read a wall time: the instant, and what clocks on the spot show then."""

    fold: int
    instant: datetime
    shown: datetime


def readings_of(local: datetime, zone: ZoneInfo) -> list[Reading]:
    """Every way to read the naive ``local`` on the clocks of ``zone``, the earliest instant first.

    One reading, as nearly always: its ``shown`` is ``local``. Two, both showing ``local``: it is doubled, as clocks go back.
    Two that show something else: clocks go forward and skip it; the readings lie just before and just after the gap.
    """
    both = [_read(local, zone, fold) for fold in (0, 1)]
    if both[0].instant == both[1].instant:
        return both[:1]
    return sorted(both, key=lambda reading: reading.instant)


def is_skipped(local: datetime, readings: list[Reading]) -> bool:
    """Whether no clock ever shows ``local``."""
    return all(reading.shown.replace(tzinfo=None) != local for reading in readings)


def _read(local: datetime, zone: ZoneInfo, fold: int) -> Reading:
    instant = local.replace(tzinfo=zone, fold=fold).astimezone(UTC)
    return Reading(fold=fold, instant=instant, shown=instant.astimezone(zone))
