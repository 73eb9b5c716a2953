"""Resolve a naive wall time to instants: one, or two where daylight saving time begins or ends."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Reading:
    """One reading of a wall time: the instant in UTC, and ``shown``, what clocks in the zone show at that instant."""

    fold: int
    instant: datetime
    shown: datetime


def readings_of(local: datetime, zone: ZoneInfo) -> list[Reading]:
    """Return every reading of the naive ``local`` in ``zone``, the earliest instant first.

    Usually one, whose ``shown`` is ``local``. Two that both show ``local``: clocks go back and show it twice. Two that
    show something else: clocks go forward and skip it; the readings lie just before and just after the gap.
    """
    both = [_read(local, zone, fold) for fold in (0, 1)]
    if both[0].instant == both[1].instant:
        return both[:1]
    return sorted(both, key=lambda reading: reading.instant)


def is_skipped(local: datetime, readings: list[Reading]) -> bool:
    """Return whether clocks in the zone skip ``local``."""
    return all(reading.shown.replace(tzinfo=None) != local for reading in readings)


def _read(local: datetime, zone: ZoneInfo, fold: int) -> Reading:
    instant = local.replace(tzinfo=zone, fold=fold).astimezone(UTC)
    return Reading(fold=fold, instant=instant, shown=instant.astimezone(zone))
