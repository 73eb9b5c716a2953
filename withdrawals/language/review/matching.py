"""Build patterns, and the plain view of a text that they search.

Every pattern starts with a literal or a word boundary, and each repetition in it is bounded. The time of a search is
therefore proportional to the length of the text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from accounts.text.folding import INVISIBLE, STRAIGHT_QUOTES

# A word, or a masked name (names.py masks names with private-use characters).
WORD = r"(?:[\w'-]{1,20}|[\ue001-\ue004]{1,120})"
STRAIGHT = STRAIGHT_QUOTES | str.maketrans("–—‑", "---")
ABBREVIATION = re.compile(
    r"\b(?:mr|mrs|ms|mx|dr|prof|st|no|nr|ref|e\.g|i\.e|a\.m|p\.m|vs|approx|ltd|inc|co|jr|sr)\.$", re.I
)
SENTENCE_END = re.compile(r"[.!?…]{1,9}[\"')\]]{0,3}(?=\s|$)|\n")


def alternatives(lexicon: str) -> tuple[str, ...]:
    """Split a lexicon into alternatives: lines, or parts of a line between " / ". A line that ends in | continues."""
    lines = "\n".join(line.strip() for line in lexicon.strip().split("\n"))
    return tuple(one for line in lines.replace("|\n", "|").split("\n") for one in line.split(" / "))


def word_set(listed: str) -> frozenset[str]:
    """Return the words of a list that is separated by blanks."""
    return frozenset(listed.split())


def words(lexicon: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """Return one pattern of whole words. ``~`` stands for one word and its space, as in ``not ~{0,2}sure``.

    A match may start inside a contraction: ``'ll sue`` is found in "I'll sue".
    """
    joined = "|".join(alternatives(lexicon)).replace("~", f"(?:{WORD} )")
    return re.compile(rf"(?:(?<!\w)|(?='))(?:{joined})(?!\w)", flags)


def pattern(lexicon: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """Return one pattern without word boundaries, for punctuation and prefixes. ``~`` is as in ``words``."""
    return re.compile("|".join(alternatives(lexicon)).replace("~", f"(?:{WORD} )"), flags)


@dataclass(frozen=True)
class FlatText:
    """A text with one space for each run of blanks and one line break between paragraphs.

    ``index[i]`` is the offset in the source of character i.
    """

    text: str
    index: Sequence[int]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the source. Where ``start`` lies past the end, return an empty span at the end."""
        if not self.index or start >= len(self.index):
            return (0, 0) if not self.index else (self.index[-1] + 1, self.index[-1] + 1)
        return self.index[start], self.index[max(start, end - 1)] + 1

    def with_text(self, text: str) -> "FlatText":
        return FlatText(text, self.index)

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Return the spans of the sentences without the blanks around them."""
        spans, start = [], 0
        for match in SENTENCE_END.finditer(self.text):
            if match[0] == "." and ABBREVIATION.search(self.text[max(0, match.end() - 8) : match.end()]):
                continue
            spans.append((start, match.end()))
            start = match.end()
        spans.append((start, len(self.text)))
        return [trimmed for span in spans if (trimmed := self._trim(*span))]

    def _trim(self, start: int, end: int) -> tuple[int, int] | None:
        piece = self.text[start:end]
        if not piece.strip():
            return None
        return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    def sentence_at(self, position: int) -> tuple[int, int]:
        """Return the span of the sentence that holds ``position``."""
        number = bisect_right(self._starts, position) - 1
        return self.sentences[max(number, 0)] if self.sentences else (0, 0)

    def sentence_text(self, position: int, reach: int = 300) -> str:
        """Return the sentence around ``position``, at most ``reach`` characters on each side."""
        start, end = self.sentence_at(position)
        return self.text[max(start, position - reach) : min(end, position + reach)]

    def before(self, position: int, reach: int = 120) -> str:
        """Return the part of the sentence before ``position``, at most ``reach`` characters."""
        start, _ = self.sentence_at(position)
        return self.text[max(start, position - reach) : position]

    def after(self, position: int, reach: int = 120) -> str:
        """Return the part of the sentence from ``position`` on, at most ``reach`` characters."""
        _, end = self.sentence_at(max(position - 1, 0))
        return self.text[position : min(end, position + reach)]

    def find(self, wanted: re.Pattern[str]) -> Iterator[re.Match[str]]:
        return wanted.finditer(self.text)


def flatten(source: str, keep: Sequence[bool], breaks: frozenset[int] = frozenset()) -> FlatText:
    """Return the plain view of the characters where ``keep`` is true.

    ``breaks`` are offsets in the source where a new paragraph certainly starts.
    """
    out: list[str] = []
    index: list[int] = []
    newlines, blank_at = 0, -1
    for position, char in enumerate(source.translate(STRAIGHT)):
        if position in breaks:
            newlines = 2
        if char in INVISIBLE:
            continue
        if char.isspace() or not keep[position]:
            newlines += char == "\n"
            blank_at = position if blank_at < 0 else blank_at
            continue
        if out and (blank_at >= 0 or newlines > 1):
            out.append("\n" if newlines > 1 else " ")
            index.append(blank_at if blank_at >= 0 else position)
        newlines, blank_at = 0, -1
        out.append(char)
        index.append(position)
    return FlatText("".join(out), index)
