"""Placeholders that were never filled in."""

import re
from dataclasses import dataclass

from withdrawals.domain.review.layout import GATEWAY_TAG
from withdrawals.domain.review.matching import pattern

STANDS_FOR = (
    ("role", re.compile(r"role|position|job|post\b|title|vacancy", re.I)),
    ("company", re.compile(r"company|employer|organi[sz]ation|client|firm", re.I)),
    ("date", re.compile(r"date|day|time|when|slot|interview", re.I)),
    ("name", re.compile(r"name|manager|recruiter|interviewer|contact|recipient|person|sender|candidate|team", re.I)),
    ("reason", re.compile(r"reason|why|because", re.I)),
)
ASKS = pattern(r"""
    \b(?:insert|your|their|his|her|add|enter|fill|xx+|tb[dca]|name|role|position|company|employer|organi[sz]ation|title|
    reason|date|day|time|recruiter|manager|interviewer|recipient|candidate|phone|number|e-?mail|address|city|link|
    signature|department|team|detail)
""")
ALLOWED_IN_BRACKETS = pattern(r"""
    ^\s{0,4}(?:sic|x|…|\.\.\.|ext|external|internal|confidential|secure|encrypted|attached|attachment|image|cid|logo|
    pronounced\b.*|(?:he|she|they|xe|ze)\s?/.*)\s{0,4}$
""")
BRACKETED = re.compile(r"\[([^\[\]\n]{1,80})\]")
ANGLED = re.compile(r"<([^<>\n]{1,80})>")
CURLY = pattern(
    r"""
    \{\{[^{}\n]{0,80}\}\} / \{%[^{}\n]{0,80}%\} / \$?\{[A-Za-z][\w .'-]{0,60}\} / %%?[A-Z][A-Z_]{2,40}%%?
    <<[^<>\n]{1,60}>>
"""
)
BLANKS = re.compile(r"(?<![_\w])_{3,}(?!\w)")
CAPITALS = pattern(
    r"""
    \b(?:X{3,}|x{4,}|XX[/:.-]XX(?:[/:.-]X{2,4})?|TB[DCA]|INSERT(?: [A-Z]+){0,4}|(?:[A-Z]+ ){0,2}(?:COMPANY|YOUR|
    RECRUITER|MANAGER|ROLE|CANDIDATE|EMPLOYER|POSITION|JOB|RECIPIENT|INTERVIEWER|FIRST|LAST|CLIENT)(?:'S)? (?:NAME|
    TITLE)|(?:Your|Company|Recruiter|Recruiter's|Recipient|Employer|Hiring Manager|Manager's|Interviewer|
    Candidate) (?:Full )?Name|(?:Job|Position|Role) Title(?!:))\b
""",
    re.NOFLAG,
)
PARENTHESISED = pattern(
    r"""
    \((?:insert [^()\n]{1,40}|(?:your |company |recruiter |hiring manager |manager )name|name|job title|company|role|
    position|date|reason)\)
"""
)
PROGRAM_WORDS = re.compile(r"\b(?:[Dd]ear|[Hh]i|[Hh]ello|at|from|with) (undefined|null|None|NaN)\b")


@dataclass(frozen=True, slots=True)
class Placeholder:
    start: int
    end: int
    text: str
    kinds: frozenset[str]


def find_placeholders(source: str) -> list[Placeholder]:
    """All placeholders of a text, in order and without overlaps."""
    spans = [match.span() for match in BRACKETED.finditer(source) if _is_unfilled_bracket(match)]
    spans += [match.span() for match in ANGLED.finditer(source) if _is_unfilled_angle(match[1])]
    spans += [match.span() for match in BLANKS.finditer(source) if not _is_rule_line(source, *match.span())]
    spans += [match.span(1) for match in PROGRAM_WORDS.finditer(source)]
    for wanted in (CURLY, CAPITALS, PARENTHESISED):
        spans += [match.span() for match in wanted.finditer(source)]
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return [Placeholder(start, end, source[start:end], _kinds(source[start:end])) for start, end in kept]


def _kinds(text: str) -> frozenset[str]:
    return frozenset(kind for kind, words in STANDS_FOR if words.search(text)) or frozenset({"role", "company", "date"})


def _is_unfilled_bracket(match: re.Match[str]) -> bool:
    inside = match[1]
    if GATEWAY_TAG.match(match[0]) or ALLOWED_IN_BRACKETS.match(inside):
        return False
    if match.string[match.end() : match.end() + 1] == "(" or "@" in inside or "://" in inside:
        return False
    if any(char.isdigit() for char in inside):
        return bool(re.search(r"\b(?:insert|your|enter|add|fill|xx+|tb[dca])\b", inside, re.I))
    return bool(ASKS.search(inside)) or (inside.strip()[:1].isupper() and len(inside.split()) <= 5)


def _is_unfilled_angle(inside: str) -> bool:
    return "@" not in inside and ":" not in inside and "/" not in inside and bool(ASKS.search(inside))


def _is_rule_line(source: str, start: int, end: int) -> bool:
    """A line of nothing but underscores is a separator."""
    line_start = source.rfind("\n", 0, start) + 1
    line_end = source.find("\n", end)
    line = source[line_start : line_end if line_end >= 0 else len(source)]
    return end - start >= 10 and not line.strip(" _\r")
