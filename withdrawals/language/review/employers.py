"""Find mentions of other employers: tracked ones by name, and capitalised names where an employer is expected."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import islice
from typing import Literal

from accounts.text.folding import fold_case
from withdrawals.language.review.identity import NOT_NAMES, greeted_words
from withdrawals.language.review.letter import ParsedLetter
from withdrawals.language.review.lexicon import word_list
from withdrawals.language.review.matching import FlatText, pattern, words
from withdrawals.language.review.names import COMPANY, MASKS, company_key, phrase, short_company
from withdrawals.language.review.ordinary import CALENDAR, is_ordinary

Sense = Literal["applied_to", "rival", "other"]

RIVAL_WORDS = words(
    r"""
    accept(?:ed|ing|s)? / join(?:ed|ing)? / offer(?:ed|s|ing)? / taken / took / taking / sign(?:ed|ing)?
    start(?:ed|ing)? / moving / going / hired / employed / recruited / approached / another / other / elsewhere
    work(?:ing)? (?:for|at|with) / chosen / chose / choosing / prefer\w{0,4} / received / landed / secured / found
    stay(?:ing)? / remain(?:ing)? / current / present / said yes / committed / leaving for / counter-?offer / new
"""
)
APPLIED_WORDS = words(
    r"""
    appl(?:y|ied|ying|ication|ications) / withdraw\w{0,4} / withdrew / candidacy / candidature / interviews? / process
    consider(?:ed|ing|ation)? / interest(?:ed)? / thank(?:s|ed|ing)? / invit(?:e|ed|ing|ation)
    (?:your|the) ~?(?:team|office|people|company) / recruit(?:ing|ment) / meeting / speaking / learning / grateful
    appreciate / vacancy / wish / everyone / everybody / colleagues / work(?:ing)? together
"""
)
APPLIED_AFTER = pattern(r"""
    ^(?:'s)? (?:[\w'-]{1,20} ){0,2}(?:role|position|post|team|process|interview|application|opportunity|vacancy|hiring|
    recruitment)\b
""")
RIVAL_AFTER = pattern(r"""
    ^(?: [\w'-]{1,20}){0,2} (?:offered|made me|has taken me|have taken me|took me|hired me|came through|came back|
    has asked me|have asked me|wants me|want me|gave me|has given me|have given me|sent me|is paying|are paying|pays|
    pay me)\b
""")
LEGAL_FORM = re.compile(
    r"^,? (?:Ltd|Limited|Inc|Incorporated|LLC|LLP|PLC|plc|GmbH|AG|KG|SE|SA|SAS|BV|B\.V|NV|AB|Oy|ApS|Pty|Corp|"
    r"Corporation|Company|Co|Group|Holdings?)(?!\w)"
)
NAME_LEAD = pattern(r"(?<!\w)(?:at|from|with|to|join(?:ing|ed)?|work(?:ing)? for|leaving|chose|choosing|chosen) $")
# These words show an employer. "With" and "from" do not: people meet with Zoom and write from Outlook.
TOOL_LEAD = pattern(r"(?<!\w)(?:at|join(?:ing|ed)?|work(?:ing)? for|leaving) $")
POSSESSIVE = re.compile(r"^'s (?:offer|team|process|role|position|office|people|hiring|interview|vacancy)\b")
NAME = r"(?-i:[A-Z](?:[\w&'-]|\.(?=\w)){0,30}|[a-z]{1,3}[A-Z]\w{1,30}|[A-Z]{2,10})"
FULL_NAME = rf"(?:the )?({NAME}(?: (?:(?-i:of|and|&|the|de|for) )?{NAME}){{0,3}})"
NAMED_PLACE = pattern(rf"""
    (?<!\w)(?:join(?:ing|ed)?|(?:at|from|by|with|for|to|of) |chosen|choose|choosing|pick(?:ed|ing)) ?{FULL_NAME}
""")
OFFERING = pattern(rf"""
    (?<!\w){FULL_NAME} (?:(?:has|have|had|just|also|since|recently|now) ){{0,2}}(?:made me (?:an|a|their)|offered me|
    taken me on|took me on|hired me|came through|come through|extended (?:me )?(?:an|a)|asked me to join|given me|
    gave me (?:an|a))\b
""")
ALLOWED = word_list("allowed")
PLACES = word_list("places")
STUDY = re.compile(
    r"university|college|school|institute|academy|conservatoire|polytechnic|universität|université", re.I
)
STUDYING = pattern(r"""
    \b(?:stud(?:y|ies|ying)|degree|phd|ph\.d|doctorate|master'?s?|msc|mba|course|programme|program|bachelor\w{0,4}|
    diploma|place|scholarship|fellowship|train(?:ing)?)\b
""")
#: Subjects of an offer that do not name an employer.
NOT_EMPLOYERS = word_list("nobody")
MAX_MENTIONS = 10


class Certainty(Enum):
    """How certain it is that a common word is meant as an employer's name."""

    NAME = "name"
    PERHAPS = "perhaps"


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention of another employer. ``start`` and ``end`` are offsets in the plain view of text or subject."""

    start: int
    end: int
    name: str
    sense: Sense
    in_subject: bool = False
    sure: bool = True


@lru_cache(maxsize=4096)
def _employer_pattern(name: str) -> re.Pattern[str]:
    """Match the name with or without its legal form. Ignore case only where it cannot be a common word."""
    short = short_company(name)
    plain_word = is_ordinary(short) or (" " not in short and len(short) < 7)
    return phrase(short, re.NOFLAG if plain_word else re.IGNORECASE)


def tracked_mentions(letter: ParsedLetter) -> list[Mention]:
    """Return the mentions of other tracked employers in text and subject, at most ``MAX_MENTIONS`` of each."""
    own = company_key(letter.context.company)
    others = [name for name in letter.context.other_companies if _can_be_found(name) and company_key(name) != own]
    # Up to hundreds of names are tracked. A search of the folded text excludes most of them without a pattern.
    folded = fold_case(f"{letter.subject.text}\n{letter.masked.text}")
    return [
        mention
        for name in others
        if not name.isascii() or company_key(name) in folded
        for mention in islice(_mentions_of(letter, name), MAX_MENTIONS)
    ]


def _can_be_found(company: str) -> bool:
    """Return whether the name has two characters or more, one of them a letter or digit. "<<<" is no usable name."""
    key = company_key(company)
    return len(key) > 1 and any(map(str.isalnum, key))


def _mentions_of(letter: ParsedLetter, company: str) -> Iterator[Mention]:
    wanted = _employer_pattern(company)
    for match in letter.subject.find(wanted):
        if sure := _certainty(letter, letter.subject, match):
            yield Mention(*match.span(), match[0], "applied_to", in_subject=True, sure=sure is Certainty.NAME)
    for match in letter.masked.find(wanted):
        if sure := _certainty(letter, letter.masked, match):
            sense = _sense(letter, match.start(), match.end())
            yield Mention(*match.span(), match[0], sense, sure=sure is Certainty.NAME)


def _certainty(letter: ParsedLetter, flat: FlatText, match: re.Match[str]) -> Certainty | None:
    """Return how certain the match is a name, or None where it is the common word of the same spelling."""
    name = match[0]
    if not is_ordinary(name) and not (ALLOWED | PLACES).issuperset(name.lower().split()):
        return None if _is_opening_word(flat, match) else Certainty.NAME
    before, after = flat.before(match.start(), 30), flat.after(match.end(), 60)
    if LEGAL_FORM.match(after):
        return Certainty.NAME
    if name == name.lower() or name.lower() in CALENDAR:
        return None
    if NOT_NAMES.issuperset(name.lower().split()):
        return None
    is_tool = name.lower() in ALLOWED
    lead = TOOL_LEAD if is_tool else NAME_LEAD
    if lead.search(before) or POSSESSIVE.match(after) or RIVAL_AFTER.match(after) or _is_greeted(letter, flat, match):
        return Certainty.NAME
    if is_tool or match.start() == flat.sentence_at(match.start())[0]:
        return None
    return Certainty.NAME if " " in name else Certainty.PERHAPS


def _is_greeted(letter: ParsedLetter, flat: FlatText, match: re.Match[str]) -> bool:
    """Return whether the greeting addresses the name: "Dear Target team" does, "Dear Hiring Team" does not."""
    if flat is not letter.masked:
        return False
    start = letter.plain.source_span(*match.span())[0]
    return any(position == start for _, position in greeted_words(letter))


def _is_opening_word(flat: FlatText, match: re.Match[str]) -> bool:
    """Return whether the match opens a sentence, as in "Indeed, ...": then it is the common word."""
    return (
        " " not in match[0]
        and match.start() == flat.sentence_at(match.start())[0]
        and flat.text[match.end() : match.end() + 1] == ","
    )


def _sense(letter: ParsedLetter, start: int, end: int) -> Sense:
    """Decide the sense from the nearest word before the mention in its sentence, or from the words right after it."""
    flat = letter.masked
    greeting = letter.layout.greeting
    if greeting and letter.plain.source_span(start, end)[1] <= greeting.end and len(greeting.text.split()) <= 8:
        return "applied_to"
    after = flat.after(end, 60)
    if RIVAL_AFTER.match(after):
        return "rival"
    before = flat.before(start, 200)
    rival = max((match.end() for match in RIVAL_WORDS.finditer(before)), default=-1)
    applied = max((match.end() for match in APPLIED_WORDS.finditer(before)), default=-1)
    if rival < 0 and applied < 0:
        return "applied_to" if APPLIED_AFTER.match(after) else "other"
    return "rival" if rival >= applied else "applied_to"


def unknown_rivals(letter: ParsedLetter) -> Iterator[Mention]:
    """Yield capitalised names where an employer is expected, in a sentence about other work."""
    flat = letter.masked
    for match in flat.find(OFFERING):
        if _may_be_employer(match[1]) and match[1].lower() not in NOT_EMPLOYERS:
            yield Mention(*match.span(1), match[1], "rival")
    for match in flat.find(NAMED_PLACE):
        start, end = _trim(match)
        name = flat.text[start:end]
        if not _may_be_employer(name) or _is_study(flat, start, name):
            continue
        joins = match[0].lower().startswith(("join", "chose", "choos", "pick"))
        if joins or _sense(letter, start, end) == "rival":
            yield Mention(start, end, name, "rival")


def _trim(match: re.Match[str]) -> tuple[int, int]:
    """Return the span of the name without a full stop or an apostrophe s at its end."""
    start, end = match.span(1)
    name = match[1]
    kept = re.sub(r"(?:'s|[.'&-])+$", "", name)
    return start, start + len(kept) if kept else end


def _may_be_employer(name: str) -> bool:
    found = [word.strip(".'&-").lower() for word in name.split()]
    if any(char in MASKS for char in name) or not found:
        return False
    if all(word in ALLOWED or word in PLACES or word.isdigit() for word in found):
        return False
    return found[0] not in ALLOWED


def _is_study(flat: FlatText, start: int, name: str) -> bool:
    sentence = flat.sentence_text(start)
    return bool(STUDY.search(name)) and bool(STUDYING.search(sentence.replace(COMPANY, "")))
