"""Read the word lists of the review from withdrawals/wording/review.toml."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

WORD_LISTS_FILE: Final = Path(__file__).resolve().parents[2] / "wording" / "review.toml"


def word_list(name: str) -> frozenset[str]:
    """Return the words of the list ``name``. Raises KeyError where the file has no such list."""
    return frozenset(_lists()[name].split())


def word_groups(name: str) -> tuple[frozenset[str], ...]:
    """Return the groups of the list ``name``, each as its words. Raises KeyError where the file has no such list."""
    return tuple(frozenset(group.split()) for group in _lists()[name])


@cache
def _lists() -> Mapping[str, Any]:
    return tomllib.loads(WORD_LISTS_FILE.read_text(encoding="utf-8"))
