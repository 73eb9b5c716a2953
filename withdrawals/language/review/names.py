"""Split, compare and mask names. The words of a masked name cannot trigger a check."""

import re
from functools import lru_cache

from accounts.text.folding import INVISIBLE, fold, fold_case, without_legal_form
from accounts.text.names import read_name
from withdrawals.language.review.lexicon import word_groups
from withdrawals.language.review.matching import STRAIGHT, word_set
from withdrawals.language.review.ordinary import is_ordinary

# Private-use characters, which are no word characters and which nobody types.
ROLE, COMPANY, RECIPIENT, SENDER = "\ue001", "\ue002", "\ue003", "\ue004"
MASKS = ROLE + COMPANY + RECIPIENT + SENDER

#: Words of a company's name that people omit, besides its legal form.
COMPANY_FORMS = word_set("company group holding holdings the")
#: Each set is one name with its short forms and nicknames.
NICKNAMES = word_groups("nicknames")
FILLERS = frozenset({"and", "&", "of", "the", "for", "in", "at", "de", "la", "le", "von", "van", "der", "den"})


def spellings(word: str) -> frozenset[str]:
    """Return the spellings of a name without accents, and with umlauts as two letters."""
    german = word.casefold().replace("ü", "ue").replace("ö", "oe").replace("ä", "ae").replace("å", "aa")
    return frozenset({fold(word), fold(german)})


def name_words(name: str) -> list[str]:
    """Return the words of a person's name without titles, particles and brackets. A hyphenated name gives two words."""
    return [word for word in read_name(name).words if word.casefold() not in FILLERS]


def lower_words(name: str) -> frozenset[str]:
    return frozenset(word.lower() for word in name_words(name))


def same_person(written: str, known: str) -> bool:
    """Return whether two words may name one person: equal, an initial, a short form or a nickname."""
    for one in spellings(written):
        for other in spellings(known):
            if one == other or any(one in group and other in group for group in NICKNAMES):
                return True
            if len(one) >= 2 and (other.startswith(one) or (len(other) >= 3 and one.startswith(other))):
                return True
    return len(written) == 1 and written.casefold() == known[:1].casefold()


def company_words(company: str) -> list[str]:
    words = re.findall(r"[\w&'’.-]+", without_legal_form(company))
    return [word for word in words if word.strip(".").casefold() not in COMPANY_FORMS]


def short_company(company: str) -> str:
    """Return the name without its legal form, as people say it."""
    bare = without_legal_form(company)
    kept, _, last = bare.rpartition(" ")
    return (kept if kept and last.casefold() in COMPANY_FORMS else bare).strip(" ,.")


@lru_cache(maxsize=4096)
def company_key(company: str) -> str:
    """Return the short name folded for comparison. Two spellings of one company have the same key."""
    return fold_case(short_company(company))


def phrase(name: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """Return a pattern for the whole name, with straight quotes and single spaces as in the plain view."""
    visible = "".join(char for char in name.translate(STRAIGHT) if char not in INVISIBLE)
    return re.compile(rf"(?<!\w){re.escape(' '.join(visible.split()))}(?!\w)", flags)


def mask_names(text: str, *, role: str, company: str, recipient: str, sender: str, keep_ordinary: bool = False) -> str:
    """Replace each character of the known names by one character for the kind of name.

    A whole name is masked in any case, unless it may be a common word. Such a name, and each single word of a name, is
    masked only with the capitals of the record: the role "Claims Lawyer" does not hide "my lawyer". With
    ``keep_ordinary``, no common word is masked: a letter to a company named "Thank You" must still contain thanks.
    """
    whole = (
        (role, ROLE),
        (company, COMPANY),
        (short_company(company), COMPANY),
        (recipient, RECIPIENT),
        (sender, SENDER),
        *((first, RECIPIENT) for first in recipient.split()[:1] if not first.isalpha()),
    )
    # The longest first, since one name may contain another.
    for name, sign in sorted(whole, key=lambda pair: -len(pair[0])):
        ordinary = is_ordinary(name)
        if name.strip() and not (keep_ordinary and ordinary):
            flags = re.NOFLAG if ordinary else re.IGNORECASE
            text = phrase(name.strip(), flags).sub(lambda match, sign=sign: sign * len(match[0]), text)  # type: ignore[misc]
    for found, sign in (
        (company_words(company), COMPANY),
        (name_words(recipient), RECIPIENT),
        (name_words(sender), SENDER),
        (re.findall(r"[\w'’-]+", role), ROLE),
    ):
        for word in found:
            if len(word) > 2 and word[:1].isupper() and not (keep_ordinary and is_ordinary(word)):
                text = phrase(word, re.NOFLAG).sub(lambda match, sign=sign: sign * len(match[0]), text)  # type: ignore[misc]
    return text
