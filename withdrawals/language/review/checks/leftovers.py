"""Check for text left in by mistake: placeholders, and phrases of a writing tool or a template."""

from collections.abc import Iterator

from withdrawals.language.review.layout import GREETING
from withdrawals.language.review.letter import ParsedLetter
from withdrawals.language.review.matching import pattern, words
from withdrawals.language.review.model import Finding
from withdrawals.language.review.placeholders import Placeholder

CHANGE = (
    r"(?:adjust|change|make|tweak|rewrite|shorten|lengthen|revise|modify|edit|refine|tailor|personali[sz]e|polish|"
    r"draft|create|write|include a|add more)"
)
CHATTER = words(
    rf"""
    here(?:'s| is| are) (?:a|an|the|your|my|some|one|two|three) [^.\n]{{0,60}}?(?:draft|e-?mail|message|template|
    version|versions|letter|note|script|text|rewrite|response|option|
    options)(?= ?[:.!\n]| that| you| for| to| which| with| based)
    let me know if you(?:'d| would|'ll)? (?:like|want|need|prefer) (?:me to {CHANGE}|(?:any|a|an|another|some|
    more) ~{{0,3}}(?:changes?|adjustments?|edits?|revisions?|tweaks?|version|versions|shorter|longer|formal|casual)|
    it (?:to be )?(?:more|shorter|longer|less|in|adjusted)|this (?:to be|in|more|shorter|adjusted|tailored)|(?:to|
    help) (?:adjust|tailor|refin|edit)) / would you like me to {CHANGE} / i hope this (?:helps|draft|works for you)
    as an ai / (?:ai )?language model / chatgpt
    feel free to (?:adjust|customi[sz]e|tweak|personali[sz]e|edit|modify|adapt|replace|tailor)
    (?:remember|be sure|make sure|don't forget) to (?:replace|fill in|customi[sz]e|personali[sz]e|insert)
    replace (?:the )?(?:text|words|parts|placeholders|brackets|bracketed) / (?:this|the) template
    (?:email|e-mail|letter) template / (?:word count|tone): ?\w{{1,12}}
    (?:sure|certainly|absolutely|of course)[!,.:] (?:here|i|below|let)
"""
)
CHATTER_SIGNS = pattern(
    r"""
    \*\*[^*\n]{1,120}\*\* / (?:^|(?<=\n))#{1,4} \w / ``` / (?:^|(?<=\n)|(?<=[.!:] ))(?:\*\*)?subject(?: line)?:(?:\*\*)?
    (?:^|(?<=\n))(?:option|version) \d: / (?:^|(?<=\n))(?:sure|certainly|absolutely)(?:!|,? here|(?= ?\n))
    (?:^|(?<=\n))(?:note|tip|notes|template)(?: \w{1,12})?: ?(?:replace|you|adjust|fill|this|remember|feel|keep|change|
    customi[sz]e|edit|use) / ^(?:sure|certainly|absolutely|of course)[!.,](?= )
"""
)


def unfilled_placeholder(letter: ParsedLetter) -> Iterator[Finding]:
    for item in letter.placeholders:
        message = f"Still says {_short(item.text)} in line {letter.line_number(item.start)}."
        suggestion = _known_value(letter, item)
        yield Finding("unfilled_placeholder", "error", "text", item.start, item.end, message, suggestion)
    for item in letter.subject_placeholders:
        message = f"Still says {_short(item.text)} in the subject."
        suggestion = _known_value(letter, item)
        yield Finding("unfilled_placeholder", "error", "subject", item.start, item.end, message, suggestion)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _known_value(letter: ParsedLetter, item: Placeholder) -> str | None:
    """Return the value on record for a placeholder, or None where its meaning is not certain."""
    inside, context = item.text.lower(), letter.context
    if "your" in inside or "sender" in inside or "candidate" in inside:
        return context.sender or None
    if "company" in item.kinds and len(item.kinds) <= 2 and "role" not in item.kinds:
        return context.company or None
    if item.kinds == frozenset({"role"}):
        return context.role or None
    if item.kinds == frozenset({"name"}):
        at_end = letter.layout.closing is not None and item.start > letter.layout.closing.start
        return (context.sender if at_end else context.recipient) or None
    return None


def leftover_ai_text(letter: ParsedLetter) -> Iterator[Finding]:
    flat = letter.plain
    spans = sorted(match.span() for wanted in (CHATTER, CHATTER_SIGNS) for match in flat.find(wanted))
    last_end = -1
    for start, end in spans:
        if start < last_end or GREETING.fullmatch(flat.text[start:end].strip()):
            continue
        if letter.starts_in_name(start):
            continue
        sentence = flat.sentence_at(start)
        if last_end >= 0 and sentence[0] < last_end:
            continue
        last_end = end
        message = f'"{letter.quote(start, end)}" is not part of the letter: take it out.'
        yield letter.finding("leftover_ai_text", "error", (start, end), message)
