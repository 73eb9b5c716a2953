"""Compare words and names that are spelled differently and mean the same. What is folded is compared, never shown."""

import unicodedata
from functools import lru_cache
from typing import Final

from cleanco.clean import basename

#: Typographic marks as they stand on a keyboard: one sign for one sign, so that positions in a text stay.
STRAIGHT_QUOTES: Final = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "“": '"', "”": '"'})
#: Signs without width: zero-width blanks and joiners, the byte order mark, the soft hyphen.
INVISIBLE: Final = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
#: Letters whose stroke is no combining mark, so that no decomposition takes it off.
_STROKES: Final = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i"})
#: What is longer is no company's name; taking suffixes off it would take time for nothing.
_COMPANY_LIMIT: Final = 300


def fold_case(text: str) -> str:
    """Fold case, width, composition, apostrophes, invisible signs and runs of white space; accents stay."""
    straight = "".join(sign for sign in text.translate(STRAIGHT_QUOTES) if sign not in INVISIBLE)
    # Twice: folding a letter's case may leave its marks apart (Unicode, toNFKC_Casefold).
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", straight).casefold())
    return " ".join(folded.split())


def fold(text: str) -> str:
    """Fold as ``fold_case`` does, and drop accents: Zoë and Zoe are one."""
    decomposed = unicodedata.normalize("NFKD", fold_case(text).translate(_STROKES))
    return " ".join("".join(sign for sign in decomposed if not unicodedata.combining(sign)).split())


@lru_cache(maxsize=4096)
def without_legal_form(company: str) -> str:
    """Return the company's name without the legal forms at its end; the whole name where nothing else would be left.

    For comparing and for finding it in a text: "Acme GmbH & Co. KG" and "Acme" may still be two companies.
    """
    if len(company) > _COMPANY_LIMIT:
        return company
    bare: str = basename(company)
    kept = bare.strip(" ,&")
    return kept if kept and len(bare.split()) < len(company.split()) else company


def fold_company(company: str) -> str:
    """Fold a company's name for comparison: case, width and apostrophes, and no legal form."""
    return fold_case(without_legal_form(company))
