"""Find placeholders that were not filled in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from withdrawals.language.review.layout import GATEWAY_TAG
from withdrawals.language.review.matching import STRAIGHT, pattern

FACT_PATTERNS = (
    ("role", re.compile(r"role|position|job|post\b|title|vacancy", re.I)),
    ("company", re.compile(r"company|employer|organi[sz]ation|client|firm", re.I)),
    ("date", re.compile(r"date|day|time|when|slot|interview", re.I)),
    ("name", re.compile(r"name|manager|recruiter|interviewer|contact|recipient|person|sender|candidate|team", re.I)),
    ("reason", re.compile(r"reason|why|because", re.I)),
)
ASKS_FOR_INPUT = pattern(r"""
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
NAME_SIGN = "\ue005"
PROGRAM_WORDS = re.compile(r"\b(?:[Dd]ear|[Hh]i|[Hh]ello|at|from|with) (undefined|null|None|NaN)\b")


@dataclass(frozen=True, slots=True)
class Placeholder:
    start: int
    end: int
    text: str
    kinds: frozenset[str]


def find_placeholders(source: str, names: Iterable[str] = ()) -> list[Placeholder]:
    """Return the placeholders of a text in order, without overlaps and outside ``names``."""
    text = _without_names(source, names)
    spans = [match.span() for match in BRACKETED.finditer(text) if _is_unfilled_bracket(source, match)]
    spans += [match.span() for match in ANGLED.finditer(text) if _is_unfilled_angle(source[slice(*match.span(1))])]
    spans += [match.span() for match in BLANKS.finditer(text) if not _is_rule_line(source, *match.span())]
    spans += [match.span(1) for match in PROGRAM_WORDS.finditer(text)]
    for wanted in (CURLY, CAPITALS, PARENTHESISED):
        spans += [match.span() for match in wanted.finditer(text)]
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return [Placeholder(start, end, source[start:end], _kinds(source[start:end])) for start, end in kept]


def _without_names(source: str, names: Iterable[str]) -> str:
    """Return the source with each name replaced by a neutral character. The length does not change."""
    text = source.translate(STRAIGHT)
    for name in sorted({name.strip() for name in names} - {""}, key=len, reverse=True):
        wanted = r"\s{1,3}".join(re.escape(word) for word in name.translate(STRAIGHT).split())
        text = re.sub(rf"(?<!\w){wanted}(?!\w)", lambda match: NAME_SIGN * len(match[0]), text)
    return text


def _kinds(text: str) -> frozenset[str]:
    return frozenset(kind for kind, words in FACT_PATTERNS if words.search(text)) or frozenset(
        {"role", "company", "date"}
    )


def _is_unfilled_bracket(source: str, match: re.Match[str]) -> bool:
    inside = source[slice(*match.span(1))]
    if GATEWAY_TAG.match(source[slice(*match.span())]) or ALLOWED_IN_BRACKETS.match(inside):
        return False
    if source[match.end() : match.end() + 1] == "(" or "@" in inside or "://" in inside:
        return False
    if any(char.isdigit() for char in inside):
        return bool(re.search(r"\b(?:insert|your|enter|add|fill|xx+|tb[dca])\b", inside, re.I))
    return bool(ASKS_FOR_INPUT.search(inside)) or (inside.strip()[:1].isupper() and len(inside.split()) <= 5)


def _is_unfilled_angle(inside: str) -> bool:
    return "@" not in inside and ":" not in inside and "/" not in inside and bool(ASKS_FOR_INPUT.search(inside))


def _is_rule_line(source: str, start: int, end: int) -> bool:
    """Return whether the underscores fill a line of their own, which is a separator."""
    line_start = source.rfind("\n", 0, start) + 1
    line_end = source.find("\n", end)
    line = source[line_start : line_end if line_end >= 0 else len(source)]
    return end - start >= 10 and not line.strip(" _\r")
