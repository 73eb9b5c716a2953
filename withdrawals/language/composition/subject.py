"""Write the subject of an e-mail: the matter, the day where it is near, the role and the sender's name."""

import re

from withdrawals.language.composition.facts import Facts
from withdrawals.language.composition.limits import SUBJECT_CHARACTERS, SUBJECT_WORDS, count_words
from withdrawals.language.composition.wording import common, fill
from withdrawals.vocabulary import Purpose

_DANGLING = re.compile(r"(?:[\s,;:/&+|(\-–—]|\s(?:and|of|for|the|in|at|to|with|or|a|an))+$", re.IGNORECASE)


def subject_words(facts: Facts, variant: int) -> str:
    """Return a subject of 4 to 12 words and at most 78 characters.

    Where space is short, the role is cut at a word, then the name is omitted, then the role too.
    """
    openings = _openings(facts, variant)
    role, sender = facts.values["role"], facts.values["sender"]
    for name in dict.fromkeys((sender, "")):
        for shortened in _shortened(role):
            for opening in openings:
                subject = _joined(opening, shortened, name)
                if _fits(subject):
                    return subject
    for name in (sender, ""):
        for opening in openings:
            subject = _joined(opening, "", name)
            if _fits(subject):
                return subject
    return openings[0]


def _openings(facts: Facts, variant: int) -> tuple[str, ...]:
    """Return the openings for the case, the preferred one first and the shortest last."""
    table = common()["subject"][facts.purpose]
    near = facts.short_notice or facts.missed or facts.purpose is not Purpose.NOTICE
    chosen = table.get(facts.situation, table.get("default"))
    if near and facts.day and "day" in table:
        day = table["day"]
        chosen = day.get(facts.situation, day["default"])
    first = chosen[variant % len(chosen)]
    return tuple(fill(text, {**facts.values, "when": facts.day}) for text in dict.fromkeys((first, *chosen)))


def _shortened(role: str) -> list[str]:
    """Return the role, then the role cut before each of its later words, without a dangling end."""
    words = role.split()
    cuts = [role, *(_without_dangling_end(" ".join(words[:length])) for length in range(len(words) - 1, 0, -1))]
    return list(dict.fromkeys(cut for cut in cuts if cut))


def _without_dangling_end(cut: str) -> str:
    """Remove an open bracket with what follows it, and a dangling "and" or comma."""
    if cut.count("(") > cut.count(")"):
        cut = cut[: cut.rindex("(")]
    return _DANGLING.sub("", cut)


def _joined(opening: str, role: str, name: str) -> str:
    about = ", ".join(part for part in (role, name) if part)
    return f"{opening}: {about}" if about else opening


def _fits(subject: str) -> bool:
    fewest, most = SUBJECT_WORDS
    return len(subject) <= SUBJECT_CHARACTERS and fewest <= count_words(subject) <= most
