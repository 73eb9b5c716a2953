"""Put the parts of a recipe into words, within the length that the channel and the tone allow."""

from collections.abc import Mapping

from withdrawals.language.composition.facts import Facts
from withdrawals.language.composition.limits import count_words, word_limits
from withdrawals.language.composition.request import LetterRequest
from withdrawals.language.composition.wording import Phrase, Recipe, common, fill
from withdrawals.vocabulary import TEXT_MESSAGE_CHARACTERS, Channel, Tone

_LETTERS = {Channel.EMAIL, Channel.LINKEDIN}


def fit(request: LetterRequest, recipe: Recipe, facts: Facts) -> tuple[str, bool]:
    """Return the body, and whether it is within the limits.

    The body starts with every part that has a fact. While it is too short, reserve parts are added. While it is too
    long, parts are dropped or get their shorter words, in the order of the recipe.
    """
    fewest, most = word_limits(request.channel, request.tone, request.situation, request.purpose)
    order = recipe.orders[request.variant % len(recipe.orders)]
    words = {part: part_words(part, recipe.phrases, facts, request.variant) for parts in order for part in parts}
    said = {part: text for part, text in words.items() if part not in recipe.reserve}
    frame = frame_words(request, facts)
    for part in recipe.reserve:
        if _count(said, frame) >= fewest:
            break
        said[part] = words.get(part, "")
    for step in recipe.drop:
        if _count(said, frame) <= most and not _overflows(request, said):
            break
        part = step.removeprefix("~")
        shorter = part_words(part, recipe.tight, facts, request.variant) if step != part else ""
        if said.get(part) and (shorter or step == part):
            said[part] = shorter
    paragraphs = [" ".join(text for part in parts if (text := said.get(part, ""))) for parts in order]
    body = "\n\n".join(block for block in (frame[0], *paragraphs, frame[1]) if block)
    return body, _count(said, frame) <= most and not _overflows(request, said)


def part_words(part: str, phrases: Mapping[str, Phrase], facts: Facts, variant: int) -> str:
    """Return the sentence of a part: the person's own words, else those of the most specific case, else ""."""
    if not facts.includes(part):
        return ""
    own = facts.values.get(part)
    if own:
        return own
    phrase = phrases.get(part, {})
    for case in facts.cases(part):
        texts = phrase.get(case)
        if texts:
            return fill(texts[variant % len(texts)], facts.values)
    return ""


def _count(said: Mapping[str, str], frame: tuple[str, str]) -> int:
    return sum(map(count_words, said.values())) + sum(map(count_words, frame))


def _overflows(request: LetterRequest, said: Mapping[str, str]) -> bool:
    """Return whether a text message, which is one paragraph without a frame, has too many characters."""
    return request.channel is Channel.TEXT and len(" ".join(filter(None, said.values()))) > TEXT_MESSAGE_CHARACTERS


def frame_words(request: LetterRequest, facts: Facts) -> tuple[str, str]:
    """Return the texts before and after the paragraphs; empty where the parts themselves greet and close."""
    if request.channel not in _LETTERS:
        return "", ""
    return _greeting(request, facts), _closing(request, facts)


def _greeting(request: LetterRequest, facts: Facts) -> str:
    table = common()["greeting"]
    texts = table[request.tone if facts.values["recipient"] else f"{request.tone}_unnamed"]
    return fill(texts[request.variant % len(texts)], facts.values)


def _closing(request: LetterRequest, facts: Facts) -> str:
    """Return the closing line with name and telephone number below it; on LinkedIn only the name."""
    sender, phone = facts.values["sender"], facts.values["phone"]
    if request.channel is Channel.LINKEDIN:
        return sender
    table = common()["closing"]
    texts = table[f"formal_{request.record.spelling}" if request.tone is Tone.FORMAL else request.tone]
    line: str = texts[request.variant % len(texts)]
    return "\n".join(part for part in (line if sender else line.rstrip(","), sender, phone) if part)
