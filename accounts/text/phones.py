"""Parse telephone numbers, as people type them, and write ``tel:`` and ``sms:`` links."""

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from phonenumbers import (
    SUPPORTED_REGIONS,
    Leniency,
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberMatcher,
    ValidationResult,
    format_number,
    is_possible_number_with_reason,
    parse,
)

_LIMIT: Final = 200
#: The shortest numbers have three digits (112, 911).
_FEWEST_DIGITS: Final = 3
#: Words for an extension that phonenumbers does not know: German, French, Italian, Dutch.
_EXTENSION_WORD: Final = re.compile(
    r"\b(?:durchwahl|dw|nebenstelle|apparat|poste|interno|toestel)\b[\s.:]*", re.IGNORECASE
)
_EXTENSION: Final = re.compile(r"(?:;\s*ext=|\bext(?:ension)?\b|\bx(?=[\s.]*\d)|#)[\s.:]*(\d{1,7})\D*$", re.IGNORECASE)
_SEPARATOR: Final = re.compile(r"[,\n|]|;(?!\s*ext=)|\s/\s|\s(?=\+\d)|\s(?:or|and|oder|und|ou|et|o|y)\s", re.IGNORECASE)
#: "00", which most countries dial for "+"; used where the country is unknown.
_INTERNATIONAL: Final = re.compile(r"^([^\d+]*)00(?=\s?[1-9])")
#: Digits of one number at most (ITU-T E.164). A part with more is split before the next trunk prefix.
_MOST_DIGITS: Final = 15
_TRUNK_PREFIX: Final = re.compile(r"(?<=\d)\s+(?=0\d)")


@dataclass(frozen=True, slots=True)
class Phone:
    """One number.

    ``dial`` is "+" and digits, or digits only if the country is unknown; ``extension`` is digits or "".
    """

    dial: str
    extension: str = ""

    @property
    def uri(self) -> str:
        """Return the ``tel:`` link (RFC 3966)."""
        return f"tel:{self.dial}" + (f";ext={self.extension}" if self.extension else "")


def read_phones(text: str, country: str = "") -> tuple[Phone, ...]:
    """Parse every number in a field. ``country`` (ISO 3166 alpha-2) is the region of a number without "+"."""
    region = country.strip().upper()
    known = region if region in SUPPORTED_REGIONS else None
    parts = _parts(_EXTENSION_WORD.sub("ext. ", text[:_LIMIT]))
    return tuple(dict.fromkeys(phone for part in parts for phone in _read_part(part, known)))


def tel_uri(text: str, country: str = "") -> str:
    """Return the ``tel:`` link of the first number in a field; "" without one."""
    return next((phone.uri for phone in read_phones(text, country)), "")


def sms_uri(text: str, body: str, country: str = "") -> str:
    """Return the ``sms:`` link to the first number in a field, with ``body`` as its text (RFC 5724)."""
    number = next((phone.dial for phone in read_phones(text, country)), "")
    return f"sms:{number}?body={quote(body)}"


def _parts(text: str) -> list[str]:
    """Split a field into parts of one number each, as far as its separators show them."""
    parts: list[str] = []
    for part in _SEPARATOR.split(text):
        several = _count_digits(part) > _MOST_DIGITS
        parts += _TRUNK_PREFIX.split(part) if several else [part]
    return [part for part in parts if _count_digits(part) >= _FEWEST_DIGITS]


def _read_part(part: str, region: str | None) -> list[Phone]:
    if region is None:
        part = _INTERNATIONAL.sub(r"\1+", part)
    numbers = _parsed(part, region)
    return [Phone(format_number(one, PhoneNumberFormat.E164), one.extension or "") for one in numbers] or [_typed(part)]


def _parsed(part: str, region: str | None) -> list[PhoneNumber]:
    """Return the valid numbers by the numbering plan; none without a country or with an impossible length."""
    found = [match.number for match in PhoneNumberMatcher(part, region, leniency=Leniency.POSSIBLE)]
    with suppress(NumberParseException):
        found = found or [parse(part, region)]  # with letters, as 1-800-FLOWERS
    return [one for one in found if is_possible_number_with_reason(one) == ValidationResult.IS_POSSIBLE]


def _typed(part: str) -> Phone:
    """Return the digits as they were typed."""
    extension = _EXTENSION.search(part)
    bare = (part[: extension.start()] if extension else part).replace("(0)", "")
    return Phone("+" * ("+" in bare) + re.sub(r"\D", "", bare), extension[1] if extension else "")


def _count_digits(text: str) -> int:
    return sum(map(str.isdecimal, text))
