"""The review's long lists of words, kept beside the wording (withdrawals/wording/review.toml) and read like prose."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).resolve().parents[2] / "wording" / "review.toml"


def word_list(name: str) -> frozenset[str]:
    """The words of the list ``name``. Raises KeyError where the file has no such list."""
    return frozenset(_lists()[name].split())


@cache
def _lists() -> Mapping[str, str]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
