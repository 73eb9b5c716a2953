"""What several reflections say together: nothing from fewer than three, and always out of how many."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Count

from tracker.states import Stage
from withdrawals.models.reflection import ReflectionQuerySet
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


def patterns_of(rows: ReflectionQuerySet) -> Patterns:
    """For each reason that three reflections or more share: the stage at which the deciding fact was learned most often.

    Only a stage that holds for more than one of them is a pattern. One query.
    """
    told = rows.exclude(learned_at="").exclude(withdrawal=None).exclude(withdrawal__reason="")
    counted = told.order_by().values_list("withdrawal__reason", "learned_at").annotate(n=Count("pk"))
    by_reason: dict[str, dict[str, int]] = {}
    for reason, stage, n in counted:
        by_reason.setdefault(reason, {})[stage] = n
    total = sum(sum(stages.values()) for stages in by_reason.values())
    found = [
        _leading(reason, stages)
        for reason, stages in by_reason.items()
        if sum(stages.values()) >= FEWEST and max(stages.values()) > 1
    ]
    found.sort(key=lambda one: (-one.of, -one.count, one.reason))
    return Patterns(tuple(found), total, "" if found else _silence(total))


def _leading(reason: str, stages: dict[str, int]) -> Pattern:
    """The stage with the most; of two alike the earlier one, since asking earlier is what helps."""
    order = list(_STAGES)
    stage = max(stages, key=lambda one: (stages[one], -order.index(one)))
    return Pattern(REASON_LABELS.get(reason, reason), _STAGES.get(stage, stage), stages[stage], sum(stages.values()))


def _silence(total: int) -> str:
    if total < FEWEST:
        return f"{_NUMBERS[total]} so far; shown from three."
    return f"{total} so far, none of them alike three times."
