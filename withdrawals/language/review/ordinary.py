"""Distinguish common words from names: "at Notion" holds a name, "Indeed, ..." and "I have accepted" do not."""

import re

from withdrawals.language.review.lexicon import word_list

# Words that are usual in letters.
LETTER_WORDS = word_list("letter_words")
# Common words that are also names of companies.
NAMESAKES = word_list("namesakes")
# Days and months: not names even after a preposition, as in "from May".
CALENDAR = word_list("calendar")
_ORDINARY = LETTER_WORDS | NAMESAKES | CALENDAR
_ENDING = re.compile(r"(?:s|es|d|ed|r|er|ing|ly|ful|ment|ments)$")


def is_ordinary(name: str) -> bool:
    """Return whether all words of the name are common, or the name has fewer than 3 characters."""
    found = [word.strip(".,:;!?'\"()&-").lower() for word in name.split()]
    return len(name.strip()) < 3 or all(len(word) < 2 or bool(_ORDINARY & _stems(word)) for word in found)


def _stems(word: str) -> set[str]:
    """Return the word and the words it may be a form of: "invite" for "inviting"."""
    stem = _ENDING.sub("", word)
    return {word, stem, f"{stem}e", word.removesuffix("s"), word.removesuffix("d"), word.removesuffix("r")}
