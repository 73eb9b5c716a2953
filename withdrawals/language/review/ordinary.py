"""Words that are names only where they stand as one: "at Notion" is, "I have accepted" and "Indeed, ..." are not."""

import re

from withdrawals.language.review.lexicon import word_list

# Words of which letters are made.
LETTER_WORDS = word_list("letter_words")
# Common words that companies are called by.
NAMESAKES = word_list("namesakes")
# Of these even "from May" and "on Monday" are no names.
CALENDAR = word_list("calendar")
_ORDINARY = LETTER_WORDS | NAMESAKES | CALENDAR
_ENDING = re.compile(r"(?:s|es|d|ed|r|er|ing|ly|ful|ment|ments)$")


def is_ordinary(name: str) -> bool:
    """Whether all of the name's words are common ones, or it is too short to tell."""
    found = [word.strip(".,:;!?'\"()&-").lower() for word in name.split()]
    return len(name.strip()) < 3 or all(len(word) < 2 or bool(_ORDINARY & _stems(word)) for word in found)


def _stems(word: str) -> set[str]:
    """The word, and what it may be a form of: "inviting" of "invite"."""
    stem = _ENDING.sub("", word)
    return {word, stem, f"{stem}e", word.removesuffix("s"), word.removesuffix("d"), word.removesuffix("r")}
