"""People, posts and meetings in words. Nothing is guessed from a name: no title, no gender, no nickname."""

import re

from withdrawals.language.composition.wording import common, fill
from withdrawals.vocabulary import Situation, Tone

_INITIAL = re.compile(r"^\w\.?$")
_SEVERAL = re.compile(r"[,;/&+]|\band\b|\bor\b", re.IGNORECASE)


def tidy(name: str) -> str:
    """The name as given, on one line: line breaks and runs of spaces become one space."""
    return " ".join(name.split())


def name_after_hello(name: str) -> str:
    """The name as given, but "hiring team" for "Hiring team": words that name nobody take no capital after a greeting."""
    words = name.split()
    nobody = len(words) > 1 and {word.lower() for word in words} <= set(common()["names"]["teams"])
    if nobody and name[1:].islower():
        return name[0].lower() + name[1:]
    return name


def first_name(name: str) -> str:
    """The name to use after "Hello": the first one, or all of it where that would be a guess or rude.

    All of it for a title, an initial, several people, a team, and a name in a script without word spaces.
    """
    words = name.split()
    known = common()["names"]
    first = words[0] if words else ""
    if len(words) < 2 or _INITIAL.match(first) or _SEVERAL.search(name):
        return name
    if first.rstrip(".").lower() in known["titles"] or {word.lower() for word in words} & set(known["teams"]):
        return name
    if not any(character.isalpha() for character in first):
        return name
    return first


def post_words(role: str, company: str, tone: Tone) -> str:
    """ "the Data Analyst role at Northwind", with whatever of the two is known."""
    forms = common()["post"][tone]
    last = role.rsplit(maxsplit=1)[-1].lower() if role else ""
    titled = last in common()["names"]["posts"]
    key = ("titled" if titled else "role") if role else "unknown"
    return fill(forms[f"{key}_at" if company else key], {"role": role, "company": company})


def meeting_words(kind: str, situation: Situation) -> str:
    """What the booked thing is called: "call", "video call", "interview", "panel interview"."""
    table = common()["meeting"]
    family = table["screening" if situation is Situation.SCREENING_SCHEDULED else "interview"]
    key = re.sub(r"[^a-z]+", "_", kind.strip().lower()).strip("_")
    words: str = family.get(key, family["default"])
    return words
