"""Classify the reply of an employer by phrases in withdrawals/data/responses.toml.

The reply stays on the machine. The result is a first guess that the person can correct.
"""

import re
from collections.abc import Iterable
from functools import cache

from accounts.text.folding import fold_case
from withdrawals.language.replies.data import reply_data
from withdrawals.language.replies.reading import read_reply
from withdrawals.vocabulary import ResponseKind


def classify_reply(text: str) -> ResponseKind:
    """Return the kind of a reply in English; *other* where no phrase matches, as in another language."""
    words = fold_case(read_reply(text).words)
    if is_automatic(text):
        return ResponseKind.OTHER
    table = reply_data()
    for name in table["order"]:
        kind = table[name]
        rest = _without(words, kind.get("not", ()))
        weak = () if _contains(words, table[ResponseKind.ACKNOWLEDGED]["phrases"]) else kind.get("weak", ())
        if _contains(rest, (*kind["phrases"], *weak)):
            return ResponseKind(name)
    return ResponseKind.OTHER


def is_automatic(text: str) -> bool:
    """Return whether a machine wrote the reply (absence notice, receipt, bounce): nobody has read the letter yet."""
    pasted = read_reply(text)
    return _contains(fold_case(f"{pasted.subject}\n{pasted.words}"), reply_data()["automatic"])


def _contains(words: str, phrases: Iterable[str]) -> bool:
    return _pattern(tuple(phrases)).search(words) is not None


def _without(words: str, phrases: Iterable[str]) -> str:
    phrases = tuple(phrases)
    return _pattern(phrases).sub(" | ", words) if phrases else words


@cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Match any of the phrases as whole words, the longest first, so that a longer phrase is not cut short."""
    parts = (
        r"\s+".join(r"(?:\S+\s+){0,3}\S+" if word == "*" else re.escape(word) for word in phrase.casefold().split())
        for phrase in sorted(phrases, key=len, reverse=True)
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)") if phrases else re.compile(r"(?!)")
