"""Compare two texts word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

#: Characters. Longer texts are not compared: the time grows with the square of the number of words.
MAX_COMPARED_CHARACTERS: Final = 6000


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that is in both texts (*same*), only in the earlier (*gone*), or only in the later (*new*)."""

    kind: Literal["same", "gone", "new"]
    text: str

    @property
    def is_gone(self) -> bool:
        return self.kind == "gone"

    @property
    def is_new(self) -> bool:
        return self.kind == "new"


def changes_between(earlier: str, later: str) -> list[Piece]:
    """Return the pieces in order; *same* and *gone* ones join to ``earlier``, *same* and *new* ones to ``later``."""
    if max(len(earlier), len(later)) > MAX_COMPARED_CHARACTERS:
        return [Piece("gone", earlier), Piece("new", later)]
    return list(_pieces(_words(earlier), _words(later)))


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|\S+", text)


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(old[start:end]))
            continue
        if end > start:
            yield Piece("gone", "".join(old[start:end]))
        if new_end > new_start:
            yield Piece("new", "".join(new[new_start:new_end]))
