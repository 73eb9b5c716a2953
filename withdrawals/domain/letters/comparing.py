"""What changed between two texts, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

#: Longer texts are shown whole: comparing takes time in proportion to the square of their words.
COMPARED_CHARACTERS: Final = 6000


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that both have, that only the earlier one has, or only the later one."""

    kind: Literal["same", "gone", "new"]
    text: str

    @property
    def is_gone(self) -> bool:
        return self.kind == "gone"

    @property
    def is_new(self) -> bool:
        return self.kind == "new"


def changes_between(earlier: str, later: str) -> list[Piece]:
    """The pieces in their order; their *same* and *gone* ones make up ``earlier``, *same* and *new* ones ``later``."""
    if max(len(earlier), len(later)) > COMPARED_CHARACTERS:
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
