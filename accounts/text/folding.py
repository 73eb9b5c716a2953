"""Fold words and names that mean the same to one spelling, for comparison only: folded text is never shown."""

import unicodedata
from functools import lru_cache
from typing import Final

from cleanco.clean import basename

#: Typographic quotes and their ASCII forms: one character for one, so that positions in a text stay.
STRAIGHT_QUOTES: Final = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "“": '"', "”": '"'})
#: Characters without width: zero-width spaces and joiners, the byte order mark, the soft hyphen.
INVISIBLE: Final = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
#: Letters whose stroke is not a combining mark, so that decomposition does not remove it.
_STROKES: Final = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i"})
#: Characters. A longer text is not a company's name, and to remove its suffixes would waste time.
_COMPANY_LIMIT: Final = 300


def fold_case(text: str) -> str:
    """Fold case, width, composition, apostrophes, invisible characters and runs of white space; accents stay."""
    straight = "".join(sign for sign in text.translate(STRAIGHT_QUOTES) if sign not in INVISIBLE)
    # Twice: case folding may decompose a letter and its marks (Unicode, toNFKC_Casefold).
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", straight).casefold())
    return " ".join(folded.split())


def fold(text: str) -> str:
    """Fold as ``fold_case`` does, and drop accents: Zoë and Zoe become equal."""
    decomposed = unicodedata.normalize("NFKD", fold_case(text).translate(_STROKES))
    return " ".join("".join(sign for sign in decomposed if not unicodedata.combining(sign)).split())


@lru_cache(maxsize=4096)
def without_legal_form(company: str) -> str:
    """Return the company's name without the legal forms at its end; the whole name if nothing else would be left.

    Use it to compare names and to find them in a text; "Acme GmbH & Co. KG" and "Acme" may still be two companies.
    """
    if len(company) > _COMPANY_LIMIT:
        return company
    bare: str = basename(company)
    kept = bare.strip(" ,&")
    return kept if kept and len(bare.split()) < len(company.split()) else company


def fold_company(company: str) -> str:
    """Fold a company's name as ``fold_case`` does, without its legal form."""
    return fold_case(without_legal_form(company))
