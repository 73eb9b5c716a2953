"""Write the sentence that states a reason, and check every text that the person typed for a letter."""

import re

from accounts.text.folding import fold_case
from withdrawals.language.composition.limits import REASON_WORDS, SHORT_REASON_WORDS, count_words
from withdrawals.language.composition.names import tidy
from withdrawals.language.composition.request import LetterRequest, Record
from withdrawals.language.composition.wording import OTHER_OFFER_PENDING, reasons
from withdrawals.vocabulary import OFFER_SITUATIONS, Channel, Depth, Reason

_SHORT_CHANNELS = {Channel.VOICEMAIL, Channel.TEXT}
_PAY = re.compile(
    r"[$€£¥₹]\s?\d|\d\s?[$€£¥₹]|\b(?:EUR|USD|GBP|CHF|INR|CAD|AUD)\b|\b\d+(?:[.,]\d+)?\s?k\b"
    r"|\b\d{1,3}(?:[.,' ]\d{3})+\b|\b\d{5,}\b|\b(?:LPA|lakhs?|CTC)\b|\d\s?(?:%|percent\b|per cent\b)",
    re.IGNORECASE,
)
_DECISION = re.compile(r"\bwithdr[ae]w|\bdeclin|\bcancel|\bstep(?:ping)? aside", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"[\[\]{}<>]|__|XX|\bTBD\b|\bTODO\b")
_VERB = re.compile(
    r"\b(?:am|is|are|was|were|has|have|had|will|would|can|cannot|could|does|did|needs?|needed|wants?|wanted)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:that|which|who|where|whose)\b", re.IGNORECASE)
_CONTINUES = re.compile(r"^(?:(?:\.\.\.|…)\s*|(?=that |which ))")
_CONJUNCTION = re.compile(r"^(?:because|since)\s+(?=\w)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_GRATITUDE = re.compile(r"\bthank|\bgrateful|\bappreciat", re.IGNORECASE)
_OWN_SENTENCE = re.compile(r"(?:i|we|it)\b|(?:thank|thanks)\b", re.IGNORECASE)
_LOWERCASED_OPENINGS = {
    "the",
    "your",
    "how",
    "our",
    "that",
    "a",
    "an",
    "hearing",
    "learning",
    "meeting",
    "being",
    "seeing",
    "my",
}


def general_words(request: LetterRequest) -> str:
    """Return the general words for the reason: by tone, or the short ones on channels that allow eight words.

    Return "" when no reason is to be stated. The words never state more than the request asks for.
    """
    if request.depth is Depth.NONE or request.reason is None:
        return ""
    pending = request.reason is Reason.ACCEPTED_OTHER_OFFER and not request.record.other_offer_accepted
    table = reasons()[OTHER_OFFER_PENDING if pending else request.reason]
    if request.channel in _SHORT_CHANNELS:
        texts = table["short"]
    else:
        offered = f"{request.tone}_offer" if request.situation in OFFER_SITUATIONS else request.tone.value
        texts = table.get(offered, table[request.tone])
    chosen: str = texts if isinstance(texts, str) else texts[request.variant % len(texts)]
    return chosen


def stated_reason(request: LetterRequest) -> str:
    """Return the person's own words as one sentence, at depth *specific*.

    Return "" where they are not safe, not one sentence or too long for the channel.
    """
    given = tidy(request.record.specific_reason)
    if request.depth is not Depth.SPECIFIC or request.reason is None or given.endswith("?"):
        return ""
    if not given or not is_safe(given, request.record):
        return ""
    limit = SHORT_REASON_WORDS if request.channel in _SHORT_CHANNELS else REASON_WORDS
    sentence = _as_sentence(given, general_words(request))
    return sentence if count_words(sentence) <= limit and not _SENTENCE_END.search(sentence) else ""


def _as_sentence(given: str, general: str) -> str:
    """Make one sentence of a sentence, a clause with "because", a continuation ("... that suits me") or a phrase."""
    text = given.rstrip(" .!;,")
    if _CONTINUES.match(text):
        return f"{general.rstrip('.')} {_CONTINUES.sub('', text)}."
    text = _CONJUNCTION.sub("", text)
    if not text:
        return ""
    if _is_clause(text):
        return f"{text[0].upper()}{text[1:]}."
    return f"My reason, in short: {text}."


def _is_clause(text: str) -> bool:
    """Return whether the words can form a sentence of their own: they have a verb outside a relative clause."""
    main = _RELATIVE.split(text, maxsplit=1)[0]
    if re.match(r"(?:i|we)\b", text, re.IGNORECASE):
        return True
    return bool(_VERB.search(main))


def own_question(request: LetterRequest) -> str:
    """Return the person's own question, where the specific reason is one and is safe to send; else ""."""
    given = tidy(request.record.specific_reason)
    asked = request.depth is Depth.SPECIFIC and given.endswith("?") and count_words(given) <= REASON_WORDS
    return f"{given[0].upper()}{given[1:]}" if asked and is_safe(given, request.record) else ""


def detail_words(record: Record) -> str:
    """Return what the candidate appreciated, as a sentence, or "" where nothing safe is on record."""
    text = tidy(record.appreciated).rstrip(" .!;,")
    if not text or not is_safe(text, record) or count_words(text) > REASON_WORDS - 3:
        return ""
    if _OWN_SENTENCE.match(text):
        sentence = f"{text[0].upper()}{text[1:]}."
    else:
        first, _, rest = text.partition(" ")
        lowered = first.lower() if first.lower() in _LOWERCASED_OPENINGS else first
        sentence = f"I especially appreciated {lowered} {rest}".rstrip() + "."
    return sentence if len(_GRATITUDE.findall(sentence)) <= 1 else ""


def is_safe(text: str, record: Record) -> bool:
    """Return whether typed words may be sent: no pay, decision, confidential term, other employer or placeholder."""
    folded = fold_case(text)
    private = (*record.confidential_terms, *record.other_companies)
    own = {fold_case(record.company), fold_case(record.role)}
    for term in map(fold_case, private):
        if term and term not in own and term in folded:
            return False
    return not any(pattern.search(text) for pattern in (_PAY, _DECISION, _PLACEHOLDER))
