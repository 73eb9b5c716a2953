"""Write people, posts and meetings in words."""

import re

from accounts.text.names import read_name
from withdrawals.language.composition.wording import common, fill
from withdrawals.vocabulary import Situation, Tone


def tidy(name: str) -> str:
    """Return the name on one line: each run of white space becomes one space."""
    return " ".join(name.split())


def name_after_hello(name: str) -> str:
    """Return the name as it follows a greeting. A team is written in lower case: "hiring team" for "Hiring team"."""
    read = read_name(name)
    if read.is_team and read.display[1:].islower():
        return read.display[0].lower() + read.display[1:]
    return read.display


def post_words(role: str, company: str, tone: Tone) -> str:
    """Return "the Data Analyst role at Northwind", with the facts that are known."""
    forms = common()["post"][tone]
    last = role.rsplit(maxsplit=1)[-1].lower() if role else ""
    titled = last in common()["names"]["posts"]
    key = ("titled" if titled else "role") if role else "unknown"
    return fill(forms[f"{key}_at" if company else key], {"role": role, "company": company})


def meeting_words(kind: str, situation: Situation) -> str:
    """Return the name of the booked meeting: "call", "video call", "interview", "panel interview"."""
    table = common()["meeting"]
    family = table["screening" if situation is Situation.SCREENING_SCHEDULED else "interview"]
    key = re.sub(r"[^a-z]+", "_", kind.strip().lower()).strip("_")
    words: str = family.get(key, family["default"])
    return words
