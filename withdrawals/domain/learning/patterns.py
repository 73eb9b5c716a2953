"""What several reflections say together: nothing from fewer than three, and always out of how many."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tracker.states import Stage
from withdrawals.states import REASON_LABELS

FEWEST: Final = 3
_NUMBERS: Final = ("None", "One", "Two")
_STAGES: Final = dict(Stage.choices)


@dataclass(frozen=True, slots=True)
class Pattern:
    """In ``count`` of ``of`` reflections with this reason, the deciding fact was learned at this stage."""

    reason: str
    stage: str
    count: int
    of: int


@dataclass(frozen=True, slots=True)
class Patterns:
    """``of`` reflections say both why one left and when the deciding fact was learned; ``silence`` says why none is shown."""

    found: tuple[Pattern, ...]
    of: int
    silence: str


def patterns_of(told: Iterable[tuple[str, str]]) -> Patterns:
    """For each reason that three reflections or more share: the stage at which the deciding fact was learned most often.

    ``told`` holds the reason and that stage of each reflection; one that lacks either says nothing. Only a stage that holds for
    more than one of them is a pattern.
    """
    by_reason: dict[str, Counter[str]] = {}
    for reason, stage in told:
        if reason and stage:
            by_reason.setdefault(reason, Counter())[stage] += 1
    total = sum(stages.total() for stages in by_reason.values())
    found = [
        _leading(reason, stages)
        for reason, stages in by_reason.items()
        if stages.total() >= FEWEST and max(stages.values()) > 1
    ]
    found.sort(key=lambda one: (-one.of, -one.count, one.reason))
    return Patterns(tuple(found), total, "" if found else _silence(total))


def _leading(reason: str, stages: Counter[str]) -> Pattern:
    """The stage with the most; of two alike the earlier one, since asking earlier is what helps."""
    order = list(_STAGES)
    stage = max(stages, key=lambda one: (stages[one], -order.index(one)))
    return Pattern(REASON_LABELS.get(reason, reason), _STAGES.get(stage, stage), stages[stage], stages.total())


def _silence(total: int) -> str:
    if total < FEWEST:
        return f"{_NUMBERS[total]} so far; shown from three."
    return f"{total} so far, none of them alike three times."
