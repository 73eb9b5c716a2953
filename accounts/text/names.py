"""Parse a person's name, as typed in a field or written in a mail header. No gender and no nickname is guessed."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from nameparser import ParsedName, Role, parse

from accounts.text.folding import fold

#: Words that name a team or a department rather than a person, folded.
TEAM_WORDS: Final = frozenset(
    {"team", "department", "recruitment", "recruiting", "recruiters", "hr", "hiring", "talent", "people", "resources"}
    | {"office", "careers", "abteilung", "personalabteilung", "recrutement", "equipe", "equipo", "afdeling"}
)
#: Characters. A longer text is not a name and is returned as it was written.
_LIMIT: Final = 200
_QUOTED: Final = re.compile(r"""^(?:"([^"]+)"|'([^']+)'|“([^”]+)”|‘([^’]+)’|„([^“”]+)[“”])$""")
#: "Katrin via Greenhouse", "Katrin (via Greenhouse)": the mail came through a service.
_VIA: Final = re.compile(r"(?<=\S)\s+[(\[]?via\s+\S.*$", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"(?<=\S)\s*(?:\([^()]*\)|\[[^\[\]]*\])$")
#: "she/her", "they/them/theirs", with or without a stroke before them.
_PRONOUNS: Final = re.compile(
    r"(?<=\S)[\s|,–-]+(?:she|he|they|ze|xe|sie|er|elle|il|iel|ella|él|hij|zij)\s?/\s?\w+(?:\s?/\s?\w+)?$", re.IGNORECASE
)
_ADDRESS: Final = re.compile(r"^<?[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+>?$")
_ROBOT: Final = re.compile(
    r"^(?:no|do|donot)[-_. ]?(?:not[-_. ]?)?reply$|^(?:mailer-daemon|postmaster)$", re.IGNORECASE
)
_SEVERAL: Final = re.compile(r"[,;/&+]|\b(?:and|or|und|oder|et|en)\b", re.IGNORECASE)
_INITIAL: Final = re.compile(r"^\w\.?$")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A parsed name.

    ``display`` is the name on one line, in spoken order, with its title and without additions such as pronouns; ""
    where the text names nobody, such as "no-reply" or an address. It is the name for a formal greeting. ``first`` is
    the name for a friendly greeting: the first name, or all of ``display`` where that would be a guess or rude (a
    title, an initial, several people, a team, a script without spaces between words). ``words`` are the words of the
    name without titles and degrees, for comparison. ``is_team`` is true when every word names a team.
    """

    display: str
    first: str
    words: tuple[str, ...]
    is_team: bool = False


@lru_cache(maxsize=2048)
def read_name(text: str) -> PersonName:
    """Parse a name. A text of more than 200 characters is its own ``display`` and ``first``."""
    line = " ".join(text.split())
    if len(line) > _LIMIT:
        return PersonName(line, line, tuple(line.split()))
    display = _spoken_order(_cleaned(line))
    parsed = parse(display)
    words = display.split()
    return PersonName(
        display=display,
        first=_first(display, parsed),
        words=_own_words(display, parsed),
        is_team=len(words) > 1 and all(fold(word) in TEAM_WORDS for word in words),
    )


def first_name(text: str) -> str:
    """Return the name to use after "Hello"; "" where the text names nobody."""
    return read_name(text).first


def display_name(text: str) -> str:
    """Return the name in spoken order, with its title; "" where the text names nobody."""
    return read_name(text).display


def is_title(word: str) -> bool:
    """Return whether a word before a name is a title, such as "Dr." or "Mme"."""
    return bool(word) and parse(f"{word} Weber").title == word


def _cleaned(line: str) -> str:
    """Return the line without quotes, "via …", pronouns and brackets at its end; "" for an address or a robot."""
    if found := _QUOTED.match(line):
        line = next(filter(None, found.groups())).strip()
    line = _VIA.sub("", line)
    line = _PRONOUNS.sub("", line)
    line = _BRACKETS.sub("", line).strip()
    return "" if _ADDRESS.match(line) or _ROBOT.match(line) else line


def _spoken_order(name: str) -> str:
    """Return "Anna Berg" for "Berg, Anna" and for "Anna Berg, PhD".

    The parts are swapped only where one family name, with its particles, is before the comma: "Mette Berg, Fern" stays.
    """
    if ", " not in name or _SEVERAL.search(name.replace(",", " ")) or _holds_team(name):
        return name
    parsed = parse(name)
    turned = name.startswith(parsed.family) and len(parsed.family_base.split()) == 1
    if turned and (parsed.given or parsed.title):
        return " ".join(filter(None, (parsed.title, parsed.given, parsed.middle, parsed.family)))
    before = name.partition(",")[0]
    return before if parsed.suffix and name.removeprefix(before).strip(", ") == parsed.suffix else name


def _first(display: str, parsed: ParsedName) -> str:
    first = parsed.given
    whole = (
        " " not in display
        or parsed.title
        or not display.startswith(first)
        or not any(letter.isalpha() for letter in first)
        or _INITIAL.match(first)
        or _SEVERAL.search(display)
        or _holds_team(display)
    )
    return display if whole else first


def _holds_team(name: str) -> bool:
    return any(fold(word.strip(",")) in TEAM_WORDS for word in name.split())


def _own_words(display: str, parsed: ParsedName) -> tuple[str, ...]:
    """Return the words of the name without titles and degrees; a hyphenated word gives two."""
    tokens = () if _holds_team(display) else (*parsed.tokens_for(Role.TITLE), *parsed.tokens_for(Role.SUFFIX))
    left_out = [token.span for token in tokens if token.span]
    found = re.finditer(r"[^\W\d_][\w'’.]*", display)
    words = (word[0].strip(".'’") for word in found if not any(a <= word.start() < b for a, b in left_out))
    return tuple(filter(None, words))
