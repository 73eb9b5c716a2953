"""Find the statements of a withdrawal, and whether each one is final."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from withdrawals.language.review.letter import ParsedLetter
from withdrawals.language.review.matching import WORD, FlatText, alternatives, pattern, words
from withdrawals.language.review.names import COMPANY, ROLE

OWN_APPLICATION = (
    r"(?:application|candidacy|candidature|participation|involvement|part in|cv|c\.v\.|résumé|resume|name|acceptance|"
    r"submission|interest|file|profile)"
)
PROCESS = (
    r"(?:process|running|race|contention|pool|consideration|mix|hat|search|recruitment|selection|pipeline|shortlist|"
    r"short-list|list)"
)
PLAIN_VERBS = alternatives(r"""
    withdr(?:aw(?:n|al|als|ing|s)?|ew)
    (?:pull|pulling|bow|bowing|drop|dropping|opt|opting|back|backing|duck|ducking|bail|bailing|step|stepping|stand|
    standing|count|counting|rule|ruling) (?:(?:me|myself|gracefully|respectfully) )?(?:out|aside|back|away|down)
    (?:take|taking|remove|removing|scratch|strike|striking|cross|rule|count) (?:me|myself|my ~{0,2}%OWN_APPLICATION%|
    my hat)(?: (?:out|off|from))?
    (?:be|have me|have my ~{0,2}%OWN_APPLICATION%|am|get) (?:taken off|taken out|removed|released) (?:from|of|the|your)
    out of (?:the |your |this )?~{0,2}%PROCESS% / off (?:the |your )~{0,2}(?:list|shortlist|short-list)
    (?:end|ending|close|closing|conclude|concluding|stop|stopping|halt|halting|discontinue|discontinuing|cancel|
    cancelling|canceling|rescind|rescinding|retract|retracting|pull|pulling|relinquish|revoke|drop|dropping|terminate|
    recall|forgo) (?:~{0,2}my|the) ~{0,2}%OWN_APPLICATION%
    (?:leave|leaving|exit|exiting|quit|quitting) (?:the|your|this) ~{0,4}(?:process|procedure|running|race|recruitment|
    selection) / (?:my|this|the) %OWN_APPLICATION% ~{0,2}(?:ends|is over|stops|should end|as closed|be closed|
    as withdrawn)
    (?:give|giving|offer|offering|pass|let|free|release|releasing|freeing) ~{0,2}(?:my|the|this|that|up my|
    up the) ~{0,2}(?:slot|place|spot|time|interview|appointment)(?: \w+)? (?:to|go to|for) (?:someone|somebody|another|
    a different|other|one of|the next) / (?:excuse|excusing|recuse|recusing|extricate|absent) myself
    declin(?:e|es|ing|ed) / (?:turn|turning) (?:down|it down|this down|the ~{0,2}down) / say(?:ing)? no\b
    (?:will|'ll|must|to|have to|shall|'d like to|and|going to|respectfully|regretfully) pass(?:ing)? (?:on|up) (?:the|
    this|your) ~{0,2}(?:role|opportunity|position|interview|job|chance|offer|invitation|post|next|final|second|vacancy)
    (?:will|'ll|must|have to|going to|'m going to) pass(?: this time| on this one| this one up)?(?=[.,;!]|$)
    (?:stop|leave it|leave things|end it|end things|finish) here / call(?:ing)? it (?:a day|quits)
    (?:go|going|gone|head|heading|move|moving) (?:in|down|on) ~{0,2}(?:different|another|other) (?:direction|path|way|
    route)
    (?:pursue|pursuing|take|taking|follow|following|chosen|choose) (?:a )?(?:different|another) (?:direction|path|route|
    course) / (?:count me|i'm|i am|consider me) out
""")
NOT_GOING_ON = alternatives(r"""
    (?:not|n't|never|no longer|unable to|cannot|can't|not be able to|neither) ~{0,4}(?:proceed(?:ing)?|continu(?:e|ing)|
    pursu(?:e|ing)|progress(?:ing)?|participat(?:e|ing)|carry(?:ing)? on|(?:go|going|move|moving|press|pressing|push|
    pushing|take it|taking it|take this|taking this|take things|taking things|take my application|taking my application|
    take ~{1,4}) (?:forward|forwards|ahead|further|any further|on|to the next|onward)|go(?:ing)? through with|tak(?:e|
    ing) (?:part|up)|follow(?:ing)? through|see(?:ing)? ~{1,4}through|stay(?:ing)? in the|remain(?:ing)? (?:in|a)|
    interview(?:ing)? (?:for|with|any)|be interviewing|(?:be )?(?:considered|a candidate|a contender|in the running|
    in contention|under consideration|part of the process)|be putting (?:myself|my)|be coming (?:along|forward)|
    wish(?:ing)? to be|be taking ~{0,4}(?:further|forward|up|role|position|post|job|opportunity|place|offer))
    no longer ~{0,4}(?:candidate|consider(?:ed|ing|ation)?|pursu\w{1,4}|interested|running|contention|applying|looking|
    seeking|searching|interviewing|contender|part of|wish|want|on the market|in the market|chasing)
    no longer (?:be )?(?:available|free|open) (?:for|to) (?:the|this|that|your|new|other) ~{0,2}(?:role|position|post|
    job|process|opportunit\w{1,3}|vacancy|%ROLE%)
    (?:decided|chosen|choosing|going|prefer|opted|elected) (?:not|against) ~{0,3}\w{1,20}
    (?:decided|concluded|realised|realized|feel|know|clear) ~{0,6}(?:isn't|is not|not|wasn't) ~{0,3}for me
""")
OFFER_VERBS = alternatives(r"""
    (?:release|releasing|let|free) me (?:from|of|out) ~{0,6}(?:offer|acceptance|contract|agreement|commitment|role|
    position|post)
    (?:not|n't|unable to|cannot|can't|no longer|never) ~{0,5}(?:accept(?:ing)?|join(?:ing)?|start(?:ing)?|tak(?:e|
    ing) (?:up|on|it|you up|the|this)|honou?r(?:ing)?|go(?:ing)? through|com(?:e|ing) (?:on board|aboard)|be (?:with|
    part of|on)|sign(?:ing)?|fulfil\w{0,4}|keep(?:ing)?) / (?:go|going) back on (?:my|our)
    (?:reverse|reversing|undo|undoing|change|changing|take back|taking back|retract|retracting|rescind|rescinding|
    revoke|revoking) ~{0,2}(?:acceptance|decision|word|mind)
    (?:ask|asking|need|hope|like|wish|request|requesting) ~{0,3}(?:be|being) (?:released|let out)
""")
JOINING_THEM = words(
    rf"""
    (?:not|n't|unable to|cannot|can't) ~{{0,4}}join(?:ing)? (?:you|the (?:team|company|firm)|your ~?(?:team|company|
    firm)|{COMPANY}+)
"""
)


def _fill(alternatives: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        one.replace("%OWN_APPLICATION%", OWN_APPLICATION)
        .replace("%PROCESS%", PROCESS)
        .replace("%ROLE%", f"{ROLE}{{1,80}}")
        for one in alternatives
    )


def _whole_words(alternatives: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern of whole words. ``n't`` may follow the word before it directly."""
    joined = "|".join(_fill(alternatives)).replace("~", f"(?:{WORD} )")
    return re.compile(rf"(?:(?<!\w)|(?=n't)|(?='))(?:{joined})(?!\w)", re.I)


STATEMENT = _whole_words(PLAIN_VERBS + NOT_GOING_ON)
OFFER_STATEMENT = _whole_words(OFFER_VERBS)

AUXILIARY = (
    r"(?:want(?:ing)?|wish(?:ing)?|plan(?:ning)?|intend(?:ing)?|mean|go|going|looking|trying|yet|ready|hoping|"
    r"actually|really|officially|formally|currently|decided|to|have|be|i|we|just)"
)
NEGATED_END = pattern(
    rf"""
    (?<!\w)(?:do not|don't|did not|didn't|am not|i'm not|not|never|without|rather than|instead of|
    before)(?: {AUXILIARY}){{0,4}} $
"""
)
MAYBE = pattern(
    r"""
    (?<!\w)(?:may|might|probably|possibly|perhaps|maybe|potentially|likely|could)(?: (?:have|need|want|decide|choose|be|
    to|well|also|just|like|soon|ultimately|end|up|forced|going|best|for|me|it|it's|is|i|if|that|should|would|will|'ll|
    \w{2,15}ly)){0,8} $
    (?<!\w)(?:think|thinking|thought|guess|suppose)(?: that)? i (?:should|may|might|could|would|want|
    ought)(?: \w{1,12}){0,3} $
    (?<!\w)(?:thinking (?:of|about)|considering|contemplating|debating|toying with|leaning towards?|tempted|inclined|
    wondering|not sure|unsure|uncertain|undecided|not certain|in two minds|whether)(?: (?:if|whether|about|of|i|to|i'd|
    i'll|i'm|i should|should|want|need|will|would|it's|it|is|best|or|not|be|my|the|this|maybe|actually|
    \w{2,15}ly)){0,8} $ / (?<!\w)(?:decided|decide|know|sure|certain) (?:if|whether)(?: \w{1,12}){0,6} $
"""
)
POLITE = words(
    r"""
    (?:could|can|would|will|may i ask you to|might) you / grateful / appreciate / kindly / please / glad if / obliged if
    be so kind / could (?:my|this|it) ~{0,2}be
"""
)
QUESTION = pattern(
    r"""
    (?<!\w)(?:should|shall|may|can|could|might|must|do|would) i (?:\w{1,15} ){0,3}$
    (?<!\w)would it (?:be|make) (?:\w{1,15} ){1,3}(?:if i |to |for me to )(?:\w{1,15} ){0,2}$
    (?<!\w)is it (?:ok|okay|possible|too late|best|better|fine|alright|all right) (?:if i |to |
    for me to )(?:\w{1,15} ){0,2}$ / (?<!\w)(?:what|how about) if i (?:\w{1,15} ){0,2}$
"""
)
I_WILL = (
    r"i(?:'ll| will| would|'d| must| shall| may| might| am going to|"
    r"'m going to| have to| would have to| will have to| am afraid i)"
)
CONDITION = words(
    rf"""
    unless (?:you|the|there|we|it|they|something|things|i|my)
    if (?:you|the|there|it|we|they|nothing|things|pay|salary|i|my|this|that|
    your) (?:[^.;!?\n]{{1,100}}?)[, ]{I_WILL} ~{{0,4}}(?:withdraw|step (?:aside|back|away|down)|pull out|bow out|
    drop out|decline|pass|be withdrawing)
    withdraw(?:ing|al)?\b[^.;!?\n]{{0,100}} (?:depending on|provided (?:that|you)|as long as|only if|if (?:you (?:can't|
    cannot|can not|don't|are unable|won't)|the (?:salary|pay|offer|date|start|hours) (?:can't|cannot|isn't|is not|
    doesn't|stays)|nothing|things don't|i (?:don't|do not) hear))
    if you (?:can|could|were able to|are able to|would|were to|'d) (?:~?)(?:raise|increase|match|improve|beat|go up|
    do better|meet my|top|sweeten|reconsider the|change the|move the|up the|offer me|offer more)
    (?:decision|answer|withdrawal|it|this|that) ~{{0,2}}(?:depends|conditional|contingent|dependent) (?:up)?on
"""
)
UNDECIDED = words(
    r"""
    hold(?:ing)? off
    (?:put|keep|place|leave) (?:my application|me|it|things|this|everything) (?:on hold|open|on ice|warm)
    keep(?:ing)? my options open
    (?:haven't|have not|not) (?:yet )?(?:decided|made up my mind|made a (?:final )?decision)
    still (?:deciding|undecided|weighing|unsure|on the fence|making up my mind)
    (?:i'm|i am) ~{0,2}(?:not ~{0,2}(?:sure|certain)|unsure|undecided|torn|in two minds|of two minds|
    on the fence)(?: yet)?(?: (?:if|whether|about|that|what))?(?: (?:i|to|it's|withdrawing|leaving|going)|(?=[.,;!])|$)
    having second thoughts
    (?:don't|do not) (?:\w{1,12} )?(?:want|wish|mean|intend|plan) to (?:\w{1,12} )?(?:withdraw|pull out|step (?:aside|
    back|away)|drop out|back out)
    (?:will|'ll|can) let you know (?:soon|later|shortly|once|when|if|whether|by|tomorrow|next week)
    (?:will|'ll|can|let me|going to) get back to you (?:soon|later|once|when|by|with|about|on)
    need (?:some |a little |a bit |a few )?(?:more )?(?:time|days) to (?:think|decide|consider)
    (?:might|may|could) (?:still )?change my mind / (?:take|consider) (?:this|it) as a (?:maybe|possible)
"""
)
RESCHEDULE = words(
    r"""
    re-?schedul\w{1,4} / postpon\w{1,4} / re-?arrang\w{1,4}
    (?:another|different|new|later|alternative|other) (?:time|date|day|slot|week|times|dates)
    (?:move|moving|shift|push|pushing) (?:it|our|the|this|my) ~{0,3}(?:to|back|until|by|from) / find a(?:nother)? time
"""
)


MAX_STATEMENTS = 25


@dataclass(frozen=True, slots=True)
class Statement:
    """A withdrawal in the plain view. ``doubt`` is the span that makes it doubtful, None where it is clear."""

    start: int
    end: int
    doubt: tuple[int, int] | None


def find_statements(letter: ParsedLetter) -> list[Statement]:
    """Return every statement of a withdrawal, or of declining an offer, with what makes it conditional or uncertain."""
    wanted = [STATEMENT, OFFER_STATEMENT] if letter.has_offer else [STATEMENT, JOINING_THEM]
    found: list[Statement] = []
    for flat in letter.views:
        found = [statement for one in wanted for statement in islice(_find_in(flat, one), MAX_STATEMENTS)]
        if any(statement.doubt is None for statement in found):
            break
    return sorted(found, key=lambda statement: statement.start)


def _find_in(flat: FlatText, wanted: re.Pattern[str]) -> Iterator[Statement]:
    for match in flat.find(wanted):
        before = flat.before(match.start())
        if _is_idiom(match[0]) or _is_rival_offer(match[0], before):
            continue
        yield Statement(match.start(), match.end(), _doubt(flat, match, before))


def _is_idiom(words_found: str) -> bool:
    return (
        words_found.lower().startswith(("can't wait", "n't wait", "cannot wait")) or " wait to " in words_found.lower()
    )


def _is_rival_offer(words_found: str, before: str) -> bool:
    """Return whether "declined" refers to another person or another offer, which is no withdrawal."""
    return words_found.lower() == "declined" and bool(
        re.search(r"\b(?:has|have|they|was|were|been)\b[^,]{0,30}$", before, re.I)
    )


def _doubt(flat: FlatText, match: re.Match[str], before: str) -> tuple[int, int] | None:
    start = match.start()
    sentence_start, sentence_end = flat.sentence_at(start)
    for doubt in (MAYBE, QUESTION, NEGATED_END):
        hedge = doubt.search(before)
        if hedge and not _is_harmless(doubt, match, before, hedge):
            return start - len(before) + hedge.start(), match.end()
    condition = CONDITION.search(flat.text, max(sentence_start, start - 200), min(sentence_end, match.end() + 200))
    if condition and not re.match(r"unless (?:i|you) (?:hear|need|object|tell|require)", condition[0], re.I):
        return condition.start(), min(condition.end(), sentence_end)
    return None


def _is_harmless(doubt: re.Pattern[str], match: re.Match[str], before: str, hedge: re.Match[str]) -> bool:
    if doubt is NEGATED_END:
        return match[0].lower().startswith(("not", "n't", "no longer", "never", "unable", "cannot", "can't"))
    is_request = bool(re.search(r"\b(?:could|would|can|will) you\b|\bcould (?:my|this|it)\b", hedge[0], re.I))
    return is_request or (doubt is MAYBE and hedge[0].lower().startswith("could") and bool(POLITE.search(before)))


def conditions_elsewhere(letter: ParsedLetter) -> Iterator[tuple[int, int]]:
    """Yield the spans outside the statements that leave the decision open."""
    flat = letter.masked
    for wanted in (UNDECIDED, CONDITION):
        for match in flat.find(wanted):
            if re.match(r"unless (?:i|you) (?:hear|need|object|tell|require)", match[0], re.I):
                continue
            yield match.span()
