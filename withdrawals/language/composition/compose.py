"""Compose a draft from a request, or raise with the reason why it is not possible."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from withdrawals.language.composition.facts import Facts, gather_facts
from withdrawals.language.composition.fitting import fit, frame_words
from withdrawals.language.composition.limits import count_words
from withdrawals.language.composition.reasons import general_words, stated_reason
from withdrawals.language.composition.request import LetterRequest
from withdrawals.language.composition.subject import subject_words
from withdrawals.language.composition.wording import Recipe, fill, recipes
from withdrawals.vocabulary import NOTICE_PURPOSES, PREPARED_PURPOSES, SCHEDULED_SITUATIONS, Channel, Purpose


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter as plain text, with a blank line between paragraphs. ``subject`` is "" on all channels but e-mail."""

    subject: str
    body: str
    words: int


def variants_available(request: LetterRequest) -> int:
    """Return the number of wordings for this purpose on this channel; 0 where it cannot be written."""
    if _obstacle(request):
        return 0
    recipe = _recipe(request)
    return len(recipe.orders) if recipe else 0


def compose(request: LetterRequest) -> Draft:
    """Return the letter for a request. It states only facts on record; the same request gives the same text.

    Raises ValueError with the reason, in one line, where a letter cannot be written: a purpose without wording on that
    channel, a request for feedback without an interview, another date for a slot that is not booked.
    """
    obstacle = _obstacle(request)
    recipe = _recipe(request)
    if obstacle or recipe is None:
        raise ValueError(obstacle or f"purpose: {request.purpose.value} is written for e-mail only")
    request = replace(request, variant=request.variant % len(recipe.orders))
    facts, body = _fitted(request, recipe)
    subject = subject_words(facts, request.variant) if request.channel is Channel.EMAIL else ""
    return Draft(subject=subject, body=body, words=count_words(body))


def frame(request: LetterRequest, paragraphs: Sequence[str]) -> str:
    """Return prepared paragraphs between the greeting and the closing of the request's tone.

    A paragraph may refer to facts, such as ``{post}``, by the placeholders of the wording files.
    """
    facts = gather_facts(request, "")
    before, after = frame_words(request, facts)
    return "\n\n".join(block for block in (before, *(fill(text, facts.values) for text in paragraphs), after) if block)


def reframe(text: str, before: LetterRequest, after: LetterRequest) -> str:
    """Replace the greeting and closing of ``before`` by those of ``after``.

    Return ``text`` unchanged where it does not have the greeting and closing of ``before``.
    """
    old_greeting, old_closing = frame_words(before, gather_facts(before, ""))
    greeting, closing = frame_words(after, gather_facts(after, ""))
    opening, ending = f"{old_greeting}\n\n", f"\n\n{old_closing}"
    if not greeting or not text.startswith(opening) or not text.endswith(ending):
        return text
    return "\n\n".join((greeting, text[len(opening) : -len(ending)], closing))


def _obstacle(request: LetterRequest) -> str:
    interview = request.record.interview
    passed = interview is not None and interview.starts_at <= request.now
    match request.purpose:
        case purpose if purpose in PREPARED_PURPOSES:
            return f"purpose: {request.purpose.value} is prepared for what they answered, not composed"
        case Purpose.FEEDBACK if request.record.interviews_done < 1:
            return "purpose: feedback is asked for only after an interview that took place"
        case Purpose.RESCHEDULE if passed:
            return "purpose: the slot has passed; an apology fits better than a new date"
        case Purpose.RESCHEDULE if interview is None and request.situation not in SCHEDULED_SITUATIONS:
            return "purpose: reschedule needs a booked interview"
        case Purpose.APOLOGY if interview is not None and not passed:
            return "purpose: an apology is for a slot that has passed; write a notice instead"
    return ""


def _recipe(request: LetterRequest) -> Recipe | None:
    known = recipes(request.channel)
    recipe = known.get((request.purpose, request.tone))
    if recipe is None and request.purpose is Purpose.APOLOGY:
        # On other channels than e-mail, the ordinary notice states that the slot has passed.
        recipe = known.get((Purpose.NOTICE, request.tone))
    return recipe


def _fitted(request: LetterRequest, recipe: Recipe) -> tuple[Facts, str]:
    """Return the fullest text within the limits: with the person's own reason if it fits, else with the general one.

    The reason is omitted last, on channels with little room.
    """
    general = general_words(request) if request.purpose in NOTICE_PURPOSES else ""
    for reason in dict.fromkeys((stated_reason(request) or general, general, "")):
        facts = gather_facts(request, reason)
        body, fits = fit(request, recipe, facts)
        if fits:
            return facts, body
    facts = gather_facts(request, general)
    return facts, fit(request, recipe, facts)[0]
