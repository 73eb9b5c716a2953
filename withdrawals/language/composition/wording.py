"""Read and check the wording files, once, and return them as plain tuples and mappings.

A recipe defines the order of the parts of a letter, one order for each wording. A phrase holds the words of a part, for
every case or case by case, as one text or one for each wording.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from withdrawals.vocabulary import Channel, Purpose, Reason, Situation, Tone

FOLDER = Path(__file__).resolve().parents[2] / "wording"
DEFAULT = "default"
PLACEHOLDERS = frozenset(
    {
        "accepted_on",
        "company",
        "first",
        "interviews",
        "it",
        "job",
        "meeting",
        "our",
        "phone",
        "post",
        "recipient",
        "role",
        "sender",
        "when",
    }
)
_SLOT = re.compile(r"\{(\w+)\}(\.?)")
_PLACEHOLDER = re.compile(r"\{(\w*)\}")

Phrase = Mapping[str, tuple[str, ...]]


class WordingError(ValueError):
    """Raised where a wording file is not valid. The message names the file, the place and the fault."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """The wording of one purpose in one tone on one channel.

    ``orders`` holds paragraphs of part names, one set for each wording. ``reserve`` parts are added one by one while a
    letter is too short. While it is too long, ``drop`` parts are removed one by one; a part written "~part" gets its
    ``tight`` words instead.
    """

    orders: tuple[tuple[tuple[str, ...], ...], ...]
    reserve: tuple[str, ...]
    drop: tuple[str, ...]
    phrases: Mapping[str, Phrase]
    tight: Mapping[str, Phrase]


@cache
def common() -> Mapping[str, Any]:
    """Return the greetings, closings and subjects, and the forms of posts, meetings and dates. Raises WordingError."""
    data = load("common.toml")
    for table in ("greeting", "closing", "post", "meeting", "subject", "when", "names"):
        if not isinstance(data.get(table), dict):
            raise WordingError(f"common.toml: the table [{table}] is missing")
    for situation in Situation:
        if not data["subject"].get("notice", {}).get(situation):
            raise WordingError(f"common.toml: subject.notice.{situation} is missing")
    return data


OTHER_OFFER_PENDING: Final = "other_offer_pending"


@cache
def reasons() -> Mapping[str, Any]:
    """Return the general and the short words for each reason, and for a pending other offer. Raises WordingError."""
    data = load("reasons.toml")
    for reason in (*Reason, OTHER_OFFER_PENDING):
        for key in (*Tone, "short"):
            if not data.get(reason, {}).get(key):
                raise WordingError(f"reasons.toml: {reason}.{key} is missing")
    return data


@cache
def recipes(channel: Channel) -> Mapping[tuple[Purpose, Tone], Recipe]:
    """Return every recipe of a channel. Raises WordingError."""
    found: dict[tuple[Purpose, Tone], Recipe] = {}
    for name in sorted(FOLDER.glob(f"{channel}*.toml")):
        data = load(name.name)
        for purpose, tones in data.items():
            if purpose not in set(Purpose):
                raise WordingError(f"{name.name}: [{purpose}] is not one of {', '.join(Purpose)}")
            for tone in Tone:
                if tone not in tones:
                    raise WordingError(f"{name.name}: [{purpose}.{tone}] is missing")
                where = f"{name.name}: {purpose}.{tone}"
                found[Purpose(purpose), tone] = read_recipe(where, tones[tone])
    return found


def read_recipe(where: str, data: Mapping[str, Any]) -> Recipe:
    """Read a recipe from its table. Raises WordingError where a part has no words or a case is missing."""
    phrases = {
        part: read_phrase(f"{where}.{part}", value)
        for part, value in data.items()
        if part not in {"orders", "reserve", "drop", "tight"}
    }
    orders = tuple(tuple(tuple(parts) for parts in order) for order in data.get("orders", ()))
    if not orders:
        raise WordingError(f"{where}: orders is missing or empty")
    named = {part for order in orders for paragraph in order for part in paragraph}
    reserve, drop = tuple(data.get("reserve", ())), tuple(data.get("drop", ()))
    tight = {part: read_phrase(f"{where}.tight.{part}", value) for part, value in data.get("tight", {}).items()}
    for part in sorted(named | set(reserve) | {part.removeprefix("~") for part in drop}):
        if part not in phrases and part not in {"reason", "detail"}:
            raise WordingError(f"{where}: the part {part} has no words")
    for part in {*phrases, *tight}:
        if part not in named:
            raise WordingError(f"{where}: the part {part} stands in no order")
    for situation in Situation:
        decision = phrases.get("decision", {})
        if decision and DEFAULT not in decision and situation not in decision:
            raise WordingError(f"{where}.decision: {situation} is missing")
    return Recipe(orders=orders, reserve=reserve, drop=drop, phrases=phrases, tight=tight)


def read_phrase(where: str, value: object) -> Phrase:
    """Read a phrase: a text, a list of texts (one for each wording), or a table of either, case by case."""
    if isinstance(value, Mapping):
        return {case: _texts(f"{where}.{case}", texts) for case, texts in value.items()}
    return {DEFAULT: _texts(where, value)}


def _texts(where: str, value: object) -> tuple[str, ...]:
    texts = (value,) if isinstance(value, str) else value
    if not isinstance(texts, list | tuple) or not texts or not all(isinstance(one, str) for one in texts):
        raise WordingError(f"{where}: must be a text or a list of texts")
    return tuple(texts)


def load(name: str) -> dict[str, Any]:
    """Return a wording file with its texts checked. Raises WordingError at the first fault."""
    try:
        with (FOLDER / name).open("rb") as file:
            data = tomllib.load(file)
    except FileNotFoundError:
        raise WordingError(f"{name}: there is no such file in {FOLDER}") from None
    except tomllib.TOMLDecodeError as error:
        raise WordingError(f"{name}: {error}") from None
    _check_texts(name, "", data)
    return data


def _check_texts(name: str, where: str, value: object) -> None:
    """Raise WordingError at an unknown placeholder, a stray brace, a double space or a line break."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            _check_texts(name, f"{where}.{key}".lstrip("."), inner)
    elif isinstance(value, list):
        for inner in value:
            _check_texts(name, where, inner)
    elif isinstance(value, str):
        unknown = sorted(set(_PLACEHOLDER.findall(value)) - PLACEHOLDERS)
        if unknown:
            raise WordingError(f"{name}: {where} uses the unknown placeholder {{{unknown[0]}}}")
        if re.search(r"[{}]", _PLACEHOLDER.sub("", value)):
            raise WordingError(f"{name}: {where} has a stray brace")
        if "  " in value or "\n" in value or value != value.strip():
            raise WordingError(f"{name}: {where} has a line break or too many spaces")


def fill(template: str, values: Mapping[str, str]) -> str:
    """Fill a template with values, once and literally. A full stop after "Inc." or "Yahoo!" is not doubled."""

    def put(match: re.Match[str]) -> str:
        value = values.get(match[1], "")
        return value if match[2] and value.endswith((".", "!", "?")) else value + match[2]

    return _SLOT.sub(put, template) if "{" in template else template
