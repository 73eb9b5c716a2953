"""Patterns in three or more reflections, always with the total."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tracker.states import Stage
from withdrawals.states import REASON_LABELS

MIN_REFLECTIONS: Final = 3
_NUMBER_WORDS: Final = ("None", "One", "Two")
_STAGES: Final = dict(Stage.choices)


@dataclass(frozen=True, slots=True)
class Pattern:
    """In ``count`` of ``of`` reflections with this reason, the decisive fact was learned at this stage."""

    reason: str
    stage: str
    count: int
    of: int


@dataclass(frozen=True, slots=True)
class Patterns:
    """``of`` reflections contain a reason and a stage; ``silence`` is the reason why no pattern is shown, or ""."""

    found: tuple[Pattern, ...]
    of: int
    silence: str


def patterns_of(reasons_and_stages: Iterable[tuple[str, str]]) -> Patterns:
    """For each reason of three or more reflections, find the stage at which the decisive fact was learned most often.

    ``reasons_and_stages`` has a pair for each reflection; one without either is ignored. A pattern needs two
    reflections with the same stage.
    """
    by_reason: dict[str, Counter[str]] = {}
    for reason, stage in reasons_and_stages:
        if reason and stage:
            by_reason.setdefault(reason, Counter())[stage] += 1
    total = sum(stages.total() for stages in by_reason.values())
    found = [
        _leading(reason, stages)
        for reason, stages in by_reason.items()
        if stages.total() >= MIN_REFLECTIONS and max(stages.values()) > 1
    ]
    found.sort(key=lambda one: (-one.of, -one.count, one.reason))
    return Patterns(tuple(found), total, "" if found else _silence(total))


def _leading(reason: str, stages: Counter[str]) -> Pattern:
    """Return the most frequent stage; of equal ones the earlier, since asking earlier helps."""
    order = list(_STAGES)
    stage = max(stages, key=lambda one: (stages[one], -order.index(one)))
    return Pattern(REASON_LABELS.get(reason, reason), _STAGES.get(stage, stage), stages[stage], stages.total())


def _silence(total: int) -> str:
    if total < MIN_REFLECTIONS:
        return f"{_NUMBER_WORDS[total]} so far; shown from three."
    return f"{total} so far, none of them alike three times."
