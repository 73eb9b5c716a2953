"""Check the form: thanks, length, subject, callback, dates, channel, and one matter in each letter."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta

from withdrawals.language.review.courtesy import has_thanks
from withdrawals.language.review.identity import names_role
from withdrawals.language.review.letter import ParsedLetter
from withdrawals.language.review.matching import words
from withdrawals.language.review.model import Finding, Severity
from withdrawals.language.review.names import COMPANY, ROLE, name_words
from withdrawals.vocabulary import TEXT_MESSAGE_CHARACTERS, Channel, Situation

HARD_LIMIT = {Channel.EMAIL: 200, Channel.PHONE: 160, Channel.VOICEMAIL: 90, Channel.LINKEDIN: 120, Channel.TEXT: 60}
HINT_SHARE = 0.8
LONG_SENTENCE_WORDS = 35
NUMBER_WORDS = r"(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|triple)"
PHONE_NUMBER = re.compile(
    rf"(?:\d[ ().+-]{{0,3}}){{6,15}}|(?<!\w)(?:{NUMBER_WORDS}[ ,-]{{1,2}}){{5,15}}{NUMBER_WORDS}(?!\w)", re.I
)
EMAILED = words(
    r"""
    e-?mail(?:ed|ing|s)? / in writing / inbox / by mail / written (?:note|message|confirmation) / sent you (?:a|the)
"""
)
DECISION_IN_SUBJECT = words(r"""
    withdr(?:aw|awal|awing|awn|ew) / declin(?:e|ed|ing) / decision / cancel\w{0,7} / re-?schedul\w{1,4}
    step(?:ping)? (?:aside|back|down) / not (?:proceeding|continuing) / withdrawing / acceptance / out of the running
    pull(?:ing)? out / bow(?:ing)? out
""")
SUBJECT_HINTS = words(r"""
    interview / screen(?:ing)? / application / candidacy / offer / call / position / role / post / job / vacancy
    (?:mon|tues|wednes|thurs|fri|satur|sun)day / meeting / slot / process / no longer
""")
REPLY = re.compile(r"^\s*(?:re|aw|sv|fw|fwd|wg|tr|antw)\s?:\s*", re.I)
RELATIVE = words(r"""
    today / tomorrow / tonight / yesterday / this (?:morning|afternoon|evening)
""")
ABSOLUTE = words(r"""
    \d{1,2}(?:st|nd|rd|th)? / (?:mon|tues|wednes|thurs|fri|satur|sun)day / \d{4}-\d{2}-\d{2}
""")
OTHER_MATTERS = words(
    r"""
    (?:delet(?:e|ion)|eras(?:e|ure)|remov(?:e|al)|destroy) (?:of )?(?:all |any )?(?:of )?(?:my |the )?(?:~{0,2})(?:data|
    cv|details|file|files|records?|information|résumé|resume) / gdpr / right to be forgotten
    data (?:erasure|deletion|protection) request / (?:formal |like to (?:make|file|raise) a )complaint / invoice
    (?:expenses|expense) (?:claim|form)
    (?:refer|recommend|introduce|suggest) (?:~{0,3})(?:friend|colleague|former colleague|classmate|acquaintance)
"""
)
ADDRESS = re.compile(r"\d{4,6}|@|https?://", re.I)
FAIR_NOTICE, LATE_NOTICE = timedelta(hours=24), timedelta(hours=4)


def missing_thanks(letter: ParsedLetter) -> Iterator[Finding]:
    if not letter.is_notice or has_thanks(letter):
        return
    body = [span for span in letter.masked.sentences if not _is_closing(letter, span[0])]
    span = body[-1] if body else (0, 0)
    message = "No word of thanks yet: one sentence does it."
    yield letter.finding("missing_thanks", "warning", span, message, "Thank you for your time and for considering me.")


def _is_closing(letter: ParsedLetter, position: int) -> bool:
    closing = letter.layout.closing
    return closing is not None and letter.plain.source_span(position, position + 1)[0] >= closing.start


def too_long(letter: ParsedLetter) -> Iterator[Finding]:
    limit, count = HARD_LIMIT[letter.channel], letter.word_count
    over_characters = letter.channel is Channel.TEXT and len(letter.plain.text) > TEXT_MESSAGE_CHARACTERS
    if count <= limit * HINT_SHARE and not over_characters:
        return
    severity: Severity = "warning" if count > limit or over_characters else "hint"
    span = letter.masked.sentences[-1] if letter.masked.sentences else (0, 0)
    if over_characters and count <= limit:
        message = f"{len(letter.plain.text)} characters; a text holds {TEXT_MESSAGE_CHARACTERS}."
    else:
        message = f"{count} words; {limit} is the most for this channel. Cut the reason first."
    yield letter.finding("too_long", severity, span, message)


def missing_callback(letter: ParsedLetter) -> Iterator[Finding]:
    if (
        letter.channel is not Channel.VOICEMAIL
        or PHONE_NUMBER.search(letter.plain.text)
        or EMAILED.search(letter.plain.text)
    ):
        return
    if "name" in letter.placeholder_kinds and any("number" in item.text.lower() for item in letter.placeholders):
        return
    message = "Leaves no number and promises no e-mail: say one of them."
    yield letter.finding_on_line(
        "missing_callback", "warning", letter.last_line, message, "I am sending you an e-mail as well."
    )


def check_subject(letter: ParsedLetter) -> Iterator[Finding]:
    """Yield ``subject_missing`` or ``subject_vague``."""
    if letter.channel is not Channel.EMAIL or letter.subject_placeholders:
        return
    suggestion = _subject_for(letter)
    given = letter.request.subject
    if not REPLY.sub("", given).strip() and not REPLY.match(given):
        yield letter.finding_in_subject("subject_missing", "warning", None, "The subject is empty.", suggestion)
    elif _is_vague(letter):
        message = f'"{given.strip()[:60]}" does not say what it is about.'
        yield letter.finding_in_subject("subject_vague", "warning", None, message, suggestion)


def _is_vague(letter: ParsedLetter) -> bool:
    given, masked = letter.subject_plain.text, letter.subject.text
    is_offer = letter.has_offer and re.search(r"\boffer", given, re.I) is not None
    if DECISION_IN_SUBJECT.search(given) or ROLE in masked or is_offer:
        return False
    hints = {match[0].lower() for match in SUBJECT_HINTS.finditer(given)}
    words_in = {word.casefold() for word in name_words(given)}
    is_named = bool(words_in & {word.casefold() for word in name_words(letter.context.sender)})
    score = len(hints) + is_named + (COMPANY in masked) + bool(REPLY.match(given))
    return score < 2 and not _subject_names_role(letter)


def _subject_names_role(letter: ParsedLetter) -> bool:
    return names_role(ParsedLetter(replace(letter.request, text="")))


def _subject_for(letter: ParsedLetter) -> str:
    context = letter.context
    opening = {
        Situation.OFFER_IN_HAND: "Declining your offer",
        Situation.OFFER_ACCEPTED: "Withdrawal of acceptance",
    }.get(letter.request.situation, "Withdrawal of application")
    return " – ".join(part for part in (opening, context.role, context.sender) if part)


def relative_date(letter: ParsedLetter) -> Iterator[Finding]:
    if letter.channel is not Channel.EMAIL:
        return
    flat = letter.masked
    for match in flat.find(RELATIVE):
        if not ABSOLUTE.search(flat.sentence_text(match.start())):
            message = f'"{match[0]}" shifts with the day it is read: add the date.'
            yield letter.finding("relative_date", "hint", match.span(), message)
            return


def wrong_channel_timing(letter: ParsedLetter) -> Iterator[Finding]:
    context = letter.context
    written_only = letter.channel in {Channel.EMAIL, Channel.LINKEDIN, Channel.TEXT} and not context.call_logged
    if not written_only or not letter.is_notice:
        return
    if letter.request.situation is Situation.OFFER_ACCEPTED:
        message = "You accepted this offer: call first, then send it."
        yield letter.finding_on_line("wrong_channel_timing", "hint", letter.first_line, message)
        return
    if context.now is None or context.interview_at is None or not letter.has_slot:
        return
    now, start = context.now, context.interview_at
    if now.tzinfo is None or start.tzinfo is None:
        return
    left = start.astimezone(UTC) - now.astimezone(UTC)
    if timedelta(0) < left < FAIR_NOTICE:
        severity: Severity = "warning" if left < LATE_NOTICE else "hint"
        message = f"The interview is in {_span_words(left)}: a call as well makes sure."
        yield letter.finding_on_line("wrong_channel_timing", severity, letter.first_line, message)


def _span_words(left: timedelta) -> str:
    hours = int(left / timedelta(hours=1))
    return f"{hours} h" if hours else f"{int(left / timedelta(minutes=1))} min"


def mixed_requests(letter: ParsedLetter) -> Iterator[Finding]:
    for match in letter.masked.find(OTHER_MATTERS):
        message = f'"{letter.quote(*match.span())}" is another matter: send it as its own message.'
        yield letter.finding("mixed_requests", "hint", match.span(), message)
        return


def long_sentence(letter: ParsedLetter) -> Iterator[Finding]:
    for start, end in letter.plain.sentences:
        sentence = letter.plain.text[start:end]
        count = len(sentence.split())
        if count > LONG_SENTENCE_WORDS and not ADDRESS.search(sentence):
            message = f"{count} words in one sentence: split it."
            yield letter.finding("long_sentence", "hint", (start, end), message)
