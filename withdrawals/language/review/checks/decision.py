"""Check the withdrawal itself: it must be there, be clear, fit the stage and not contradict the recorded reason."""

import re
from collections.abc import Iterator

from withdrawals.language.review.courtesy import find_reasons, has_open_door
from withdrawals.language.review.letter import ParsedLetter
from withdrawals.language.review.matching import words
from withdrawals.language.review.model import Finding
from withdrawals.language.review.statements import (
    RESCHEDULE,
    UNDECIDED,
    Statement,
    conditions_elsewhere,
    find_statements,
)
from withdrawals.vocabulary import Reason, Situation

SLOT = words(
    r"""
    interviews?
    (?:our|the|my|this|that|phone|video|screening|intro|introductory|zoom|teams|scheduled|planned|upcoming|first|second|
    third|final|next|exploratory|informal) (?:~?)(?:call|chat|meeting|conversation|slot|session|screen|screening|visit|
    round|zoom|talk) / slot / appointment / assessment (?:centre|center|day) / trial (?:day|shift|lesson)
    (?:mon|tues|wednes|thurs|fri|satur|sun)days?(?:'s)? / (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?=[ ,.] ?\d) / zoom / teams
    google meet / webex / skype / hirevue / facetime / \d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?
    \d{1,2} ?(?:am|pm|a\.m|p\.m|o'clock|uhr)
    \d{1,2}(?:st|nd|rd|th)?(?: of)? (?:january|february|march|april|may|june|july|august|september|october|november|
    december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)
    (?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|
    aug|sept?|oct|nov|dec)\.? \d{1,2}(?:st|nd|rd|th)? / \d{4}-\d{2}-\d{2} / \d{1,2}/\d{1,2}(?:/\d{2,4})?
    attend(?:ing|ance)? / calendar / tomorrow(?:'s)? / tonight
    (?:this|today's|tomorrow) (?:morning|afternoon|evening|interview|call|meeting) / next week(?:'s)?
    (?:speak|meet|talk|call)(?:ing)? (?:on|at|tomorrow|today|next)
"""
)
SLOT_ONLY = words(r"""
    cancel\w{0,5} / can't make / cannot make / unable to (?:attend|make|come) / (?:won't|will not) be (?:attending|
    coming|there)
    (?:not|won't) be able to (?:attend|make|come) / call(?:ing)? off
""")
OFFER_WORDS = words(
    r"""
    offer(?:ed|s)? / accept(?:ed|ing|ance|s)? / declin(?:e|ed|ing|es) / turn(?:ing)? (?:it |this )?down
"""
)
RIVAL_OFFER = words(
    r"""
    (?:another|other|different|competing|alternative|rival|better|second|new|elsewhere) (?:\w{1,15} )?(?:job )?offers?
    accept(?:ed|ing)? (?:a|an|another|one|some|the other)(?: \w{1,15}){0,2} / offered another(?: \w{1,15}){0,2}
    offer (?:elsewhere|from (?:another|a different)) / offered (?:me )?elsewhere / counter-?offers? / offer (?:my|any)
"""
)
DISHONEST = words(
    r"""
    not really (?:ill|sick|unwell|moving|true|the (?:case|reason|truth)|why|because|have|going|had|got|relocating)
    not really(?= ?[).!;])
    (?:isn't|wasn't|am not|'m not|is not|was not) really (?:ill|sick|unwell|true|moving|the (?:reason|case|truth)|why)
    (?:made|making|make) (?:it|this|that|something|up a|the ~{0,2}(?:reason|excuse|story|bit|part)) up
    made[- ]up (?:reason|excuse|story)
    (?:made|making) up (?:a|an|the|some|this) ~{0,2}(?:reason|excuse|story|emergency)
    tell (?:them|her|him|people|everyone|maya|the ~{0,2}\w{1,12}) (?:that )?i(?:'m| was| am| had| have|'ve)
    easier this way / easier to (?:say|tell|lie) / white lie / (?:a|small|little|to|i) lie[ds]? / the real reason
    (?:just|let's|can we|we can|please|could you) (?:just )?say (?:that )?(?:i|it|there) / pretend\w{0,3} / cover story
    (?:don't|do not) tell (?:them|anyone|him|her|the|maya) / (?:as|for) an excuse / good enough excuse
    officially(?=,? (?:i|it|the|this)) / if anyone asks
"""
)
NEGATED_LIE = re.compile(r"\b(?:will|would|won't|wouldn't|not|never|n't) (?:[\w'-]{1,12} ){0,2}$", re.I)

# For each recorded reason, the reasons in a letter that do not contradict it.
COMPATIBLE_REASONS: dict[Reason, frozenset[Reason]] = {
    Reason.ACCEPTED_OTHER_OFFER: frozenset(
        {
            Reason.ACCEPTED_OTHER_OFFER,
            Reason.PROCESS_TOO_LONG,
            Reason.NOT_A_FIT,
            Reason.LOCATION,
            Reason.SCHEDULE_CONFLICT,
        }
    ),
    Reason.STAYING_PUT: frozenset({Reason.STAYING_PUT, Reason.NOT_A_FIT}),
    Reason.HEALTH: frozenset({Reason.HEALTH, Reason.TIMING_PERSONAL}),
    Reason.TIMING_PERSONAL: frozenset(
        {Reason.TIMING_PERSONAL, Reason.HEALTH, Reason.LOCATION, Reason.SCHEDULE_CONFLICT}
    ),
    Reason.LOCATION: frozenset({Reason.LOCATION, Reason.TIMING_PERSONAL, Reason.NOT_A_FIT}),
    Reason.SALARY: frozenset({Reason.SALARY, Reason.NOT_A_FIT}),
    Reason.PROCESS_TOO_LONG: frozenset(
        {Reason.PROCESS_TOO_LONG, Reason.ACCEPTED_OTHER_OFFER, Reason.SCHEDULE_CONFLICT}
    ),
    Reason.SCHEDULE_CONFLICT: frozenset({Reason.SCHEDULE_CONFLICT, Reason.TIMING_PERSONAL, Reason.PROCESS_TOO_LONG}),
    Reason.NOT_A_FIT: frozenset({Reason.NOT_A_FIT, Reason.ROLE_CHANGED, Reason.VALUES_RED_FLAGS}),
    Reason.VALUES_RED_FLAGS: frozenset({Reason.VALUES_RED_FLAGS, Reason.NOT_A_FIT}),
    Reason.ROLE_CHANGED: frozenset({Reason.ROLE_CHANGED, Reason.NOT_A_FIT}),
}
# Reasons whose patterns are certain. The other patterns of find_reasons are too vague to prove a contradiction.
UNMISTAKABLE_REASONS = frozenset(
    {
        Reason.ACCEPTED_OTHER_OFFER,
        Reason.STAYING_PUT,
        Reason.HEALTH,
        Reason.TIMING_PERSONAL,
        Reason.LOCATION,
        Reason.SALARY,
    }
)


def ambiguous_withdrawal(letter: ParsedLetter) -> Iterator[Finding]:
    if not letter.is_notice:
        return
    statements = find_statements(letter)
    doubtful = [statement for statement in statements if statement.doubt]
    clear = [statement for statement in statements if not statement.doubt]
    elsewhere = next(conditions_elsewhere(letter), None)
    if not clear and not doubtful and not elsewhere and RESCHEDULE.search(letter.masked.text):
        return
    if clear and not elsewhere and not _is_conditional(letter, doubtful):
        return
    doubt = doubtful[0].doubt if doubtful else elsewhere
    if doubt is None:
        yield _no_statement(letter)
        return
    message = f'"{letter.quote(*doubt)}" leaves the decision open: say that you withdraw.'
    yield letter.finding("ambiguous_withdrawal", "error", doubt, message, _statement_for(letter))


def _is_conditional(letter: ParsedLetter, doubtful: list[Statement]) -> bool:
    """Return whether a doubtful statement is conditional. Otherwise one clear statement outweighs it."""
    return any(
        statement.doubt is not None and re.match(r"(?:unless|if)\b", letter.masked.text[statement.doubt[0] :], re.I)
        for statement in doubtful
    )


def _no_statement(letter: ParsedLetter) -> Finding:
    cancelled = SLOT_ONLY.search(letter.masked.text)
    suggestion = _statement_for(letter)
    if cancelled:
        message = (
            f'"{letter.quote(*cancelled.span())}" ends the slot only: say whether you withdraw or ask for another time.'
        )
        return letter.finding("ambiguous_withdrawal", "error", cancelled.span(), message, suggestion)
    start, end = letter.masked.sentence_at(_first_body_position(letter))
    return letter.finding(
        "ambiguous_withdrawal", "error", (start, end), "Nothing here says that you withdraw.", suggestion
    )


def _first_body_position(letter: ParsedLetter) -> int:
    sentences = letter.masked.sentences
    return sentences[1][0] if letter.layout.greeting and len(sentences) > 1 else 0


def _statement_for(letter: ParsedLetter) -> str:
    role = f" for the {letter.context.role} role" if letter.context.role else ""
    if letter.request.situation is Situation.OFFER_ACCEPTED:
        return "I am writing to withdraw my acceptance of your offer."
    if letter.request.situation is Situation.OFFER_IN_HAND:
        return "I have decided to decline your offer."
    return f"I am writing to withdraw my application{role}."


def has_clear_withdrawal(letter: ParsedLetter) -> bool:
    return any(statement.doubt is None for statement in find_statements(letter)) and not UNDECIDED.search(
        letter.masked.text
    )


def dishonest_hint(letter: ParsedLetter) -> Iterator[Finding]:
    flat = letter.masked
    for match in flat.find(DISHONEST):
        if NEGATED_LIE.search(flat.before(match.start(), 40)) and "lie" in match[0].lower():
            continue
        message = f'"{letter.quote(*match.span())}" reads as untrue. Leave the reason out, or give the plain one.'
        yield letter.finding("dishonest_hint", "error", match.span(), message)
        return
    yield from _contradiction(letter)


def _contradiction(letter: ParsedLetter) -> Iterator[Finding]:
    given, recorded = find_reasons(letter), letter.context.reason_code
    both = {Reason.STAYING_PUT, Reason.ACCEPTED_OTHER_OFFER}
    if both <= given.keys():
        span = max(given[reason] for reason in both)
        yield letter.finding(
            "dishonest_hint",
            "error",
            span,
            f'"{letter.quote(*span)}" does not go with the other reason you give: keep one.',
        )
        return
    if recorded is None or recorded in given:
        return
    for reason, span in given.items():
        if reason in UNMISTAKABLE_REASONS and reason not in COMPATIBLE_REASONS[recorded]:
            message = f'"{letter.quote(*span)}" may contradict the reason you noted. Only you see that one.'
            yield letter.finding("dishonest_hint", "error", span, message)
            return


def wrong_term_for_stage(letter: ParsedLetter) -> Iterator[Finding]:
    if not letter.has_offer or not letter.is_notice:
        return
    texts = (*(flat.text for flat in letter.views), letter.subject.text)
    if any(OFFER_WORDS.search(RIVAL_OFFER.sub(" ", text)) for text in texts):
        return
    statements = find_statements(letter)
    span = letter.masked.sentence_at(statements[0].start if statements else _first_body_position(letter))
    if letter.request.situation is Situation.OFFER_ACCEPTED:
        message = "You accepted their offer: name the acceptance you take back."
    else:
        message = "They made you an offer: one declines an offer."
    yield letter.finding("wrong_term_for_stage", "error", span, message, _statement_for(letter))


def missing_interview_ref(letter: ParsedLetter) -> Iterator[Finding]:
    if not letter.has_slot or not letter.is_notice or "date" in letter.placeholder_kinds:
        return
    if any(SLOT.search(flat.text) for flat in (*letter.views, letter.subject)):
        return
    statements = find_statements(letter)
    span = letter.masked.sentence_at(statements[0].start if statements else _first_body_position(letter))
    when = letter.context.interview_at
    day = f" on {when:%A}, {when.day} {when:%B} at {when:%H:%M}" if when else ""
    kind = "call" if letter.request.situation is Situation.SCREENING_SCHEDULED else "interview"
    message = f"The {kind}{day} is not mentioned: release it."
    yield letter.finding("missing_interview_ref", "warning", span, message, f"Please release our {kind}{day}.")


def door_open_absent(letter: ParsedLetter) -> Iterator[Finding]:
    if not letter.context.keep_door_open or not letter.is_notice or has_open_door(letter):
        return
    start, end = letter.masked.sentences[-1] if letter.masked.sentences else (0, 0)
    message = "You meant to keep the door open: nothing here says so."
    yield letter.finding(
        "door_open_absent", "hint", (start, end), message, "I would be glad to hear of future openings."
    )
