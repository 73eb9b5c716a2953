"""Find who is greeted, who signs, and whether the role is named."""

import re

from accounts.text.names import is_title, read_name
from withdrawals.language.review.layout import CLOSING, GREETING
from withdrawals.language.review.letter import ParsedLetter
from withdrawals.language.review.lexicon import word_list
from withdrawals.language.review.matching import STRAIGHT, WORD, pattern, words
from withdrawals.language.review.names import FILLERS, ROLE, name_words, phrase, same_person
from withdrawals.vocabulary import Channel

NOT_NAMES = word_list("not_names")
GREETING_END = pattern(r"""
    [,:;.!?\n–—(]|\s-\s|\b(?:this is|it's|it’s|its|i'm|i’m|i am|my name|i |here|just|thank|thanks|hope|sorry|from|at)\b
""")
WORDS_IN_SOURCE = re.compile(r"[^\W\d_][\w'’-]*")
REFERENCE = pattern(r"""
    (?<!\w)(?:ref(?:erence)?|req(?:uisition)?|job|vacancy|posting|position|role|id|application|code)\.?(?: (?:no|nr|
    number|id|code|ref))?\.?[ :#-]{1,3}(?:no\.? ?|id ?|#)?[A-Za-z]{0,6}[-/_]?\d{2,12}|#[A-Za-z]{0,6}-?\d{2,12}|
    \b[A-Z]{1,6}[-/_]\d{2,10}\b|\[[A-Za-z#-]{0,12} ?\d{2,12}\]
""")
GENERIC_IN_TITLE = word_list("generic_in_title")
ROLE_NOUNS = (
    r"(?:role|position|post|job|vacancy|opening|opportunity|application|process|interview|slot|traineeship|internship|"
    r"place)"
)
GENERIC_HEADS = frozenset(
    {"manager", "partner", "member", "team", "person", "specialist", "support", "service", "services"}
)
SELF_NAMING = words(r"""
    (?:this is|it's|it is|i'm|i am|my name is|my name's|name's) (?-i:[A-Z])\w{1,20}
    (?-i:[A-Z])\w{1,20}(?: (?-i:[A-Z])\w{1,20})? (?:here|calling|speaking)
""")
TAIL_LINES, TAIL_CHARACTERS = 5, 160


def greeted_words(letter: ParsedLetter) -> list[tuple[str, int]]:
    """Return the names in the greeting with their offsets in the source. Return [] for "Hiring Team" and the like."""
    line = letter.layout.greeting
    if line is None:
        return []
    head = line.text.lstrip(" \t*_\"'¡¿")
    shift = line.start + len(line.text) - len(head)
    opening = GREETING.match(head)
    while opening and (more := GREETING.match(head, opening.end() + 1)):
        opening = more
    start = opening.end() if opening else 0
    rest = head[start:]
    # The first comma of "Good morning, Maya" and of "Dear Maya, Tom" does not end the greeting.
    lead = len(rest) - len(rest.lstrip(" ,"))
    cut = GREETING_END.search(_keep_titles(rest), lead)
    inside = rest[lead : cut.start() if cut else min(len(rest), 80)]
    comma_ends = bool(cut) and cut is not None and cut[0] == ","
    names = [
        (match[0], shift + start + lead + match.start())
        for match in WORDS_IN_SOURCE.finditer(inside)
        if not _is_placeholder(letter, shift + start + lead + match.start())
        and _is_name(match[0], lonely=comma_ends and len(inside.split()) == 1)
    ]
    return [] if _is_company_greeting(letter, inside) else names


def greets_as_written(letter: ParsedLetter) -> bool:
    """Return whether the greeting holds the recipient's name, or the first name, exactly as on record."""
    line, recipient = letter.layout.greeting, letter.context.recipient
    if line is None or not recipient:
        return False
    text = line.text.translate(STRAIGHT)
    read = read_name(recipient)
    names = filter(None, (recipient, read.display, read.first))
    return any(phrase(name, re.NOFLAG).search(text) for name in names)


def _is_placeholder(letter: ParsedLetter, position: int) -> bool:
    return any(item.start <= position < item.end for item in letter.placeholders)


def _keep_titles(text: str) -> str:
    """Replace the full stops of titles and initials, which do not end the greeting."""
    return re.sub(r"\b(Mr|Mrs|Ms|Mx|Dr|Prof|St|[A-Z])\.", r"\1 ", text)


def _is_name(word: str, *, lonely: bool) -> bool:
    bare = word.casefold().strip("'’")
    if bare in NOT_NAMES or is_title(word) or bare in FILLERS:
        return False
    return word[:1].isupper() or lonely


def _is_company_greeting(letter: ParsedLetter, inside: str) -> bool:
    """Return whether the greeting names only the company, as in "Dear Fernway team"."""
    if not letter.context.company:
        return False
    kept = [word.casefold() for word in name_words(letter.context.company)]
    rest = [word for word in WORDS_IN_SOURCE.findall(inside) if word.casefold() not in NOT_NAMES]
    return bool(rest) and all(word.casefold() in kept for word in rest)


def names_role(letter: ParsedLetter) -> bool:
    """Return whether subject or text names the role by title, short form, head noun, initials or reference."""
    role = letter.context.role
    plain = f"{letter.subject_plain.text}\n{letter.plain.text}"
    masked = f"{letter.subject.text}\n{letter.masked.text}"
    if REFERENCE.search(plain):
        return True
    if not role:
        return bool(
            words(rf"(?:the|your|this) (?:{WORD} ){{1,4}}(?:role|position|post|job|vacancy|opening)").search(plain)
        )
    return ROLE in masked or _names_part_of(role, masked)


def _names_part_of(role: str, text: str) -> bool:
    title = [word.casefold() for word in re.findall(r"[^\W\d_][\w+#.]*", role)]
    distinctive = [word for word in title if word not in GENERIC_IN_TITLE and len(word) > 1]
    if not distinctive:
        return True
    initials = "".join(word[0] for word in title if word not in {"of", "the", "and", "for", "in"})
    if len(initials) > 1 and re.search(rf"(?<!\w){re.escape(initials)}(?!\w)", text, re.I):
        return True
    found = {word.casefold() for word in re.findall(r"[^\W\d_][\w+#]*", text)}
    return any(_is_named(word, found, text) for word in distinctive)


def _is_named(word: str, found: set[str], text: str) -> bool:
    if word in GENERIC_HEADS:
        framed = rf"(?<!\w)(?:the|your|this|of|as an?) (?:{WORD} )?{re.escape(word)} (?:{WORD} )?{ROLE_NOUNS}(?!\w)"
        return bool(re.search(framed, text, re.I))
    if word in found:
        return True
    stem = word[: max(4, len(word) - 3)]
    return len(word) >= 5 and any(
        other.startswith(stem)
        or (len(other) >= 3 and word.startswith(other) and len(other) >= len(word) // 3 and other in SHORT_FORMS)
        for other in found
    )


SHORT_FORMS = word_list("short_forms")


def is_identified(letter: ParsedLetter) -> bool:
    """Return whether the letter identifies its sender by a known name, a signature or a name below the closing."""
    sender = name_words(letter.context.sender)
    if letter.channel in {Channel.TEXT, Channel.VOICEMAIL, Channel.PHONE}:
        text = f"{letter.plain.text} {letter.signature_text}"
        return (
            _is_written_out(letter, letter.plain.text)
            or _contains_name(text, sender)
            or SELF_NAMING.search(letter.plain.text) is not None
            or _has_name_below_closing(letter)
            or (not sender and not letter.context.sender)
        )
    if not sender:
        return letter.layout.closing is not None or bool(_inline_closing(letter)) or _has_name_below_closing(letter)
    tail = " ".join(line.text for line in [line for line in letter.layout.own if not line.is_blank][-TAIL_LINES:])
    named = _contains_name(f"{tail[-TAIL_CHARACTERS:]} {letter.signature_text} {letter.subject_plain.text}", sender)
    return (
        named
        or _is_written_out(letter, letter.plain.text[-TAIL_CHARACTERS:])
        or _has_name_below_closing(letter)
        or any("name" in item.kinds and item.start > len(letter.request.text) // 2 for item in letter.placeholders)
    )


def _is_written_out(letter: ParsedLetter, text: str) -> bool:
    """Return whether the text holds the sender's whole name, whatever characters the name has."""
    return bool(letter.context.sender) and phrase(letter.context.sender).search(text) is not None


def _contains_name(text: str, sender: list[str]) -> bool:
    found = re.findall(r"[^\W\d_][\w'’]*", text)
    if any(
        len(word) > 1 and len(name) > 1 and word[:1].isupper() and _is_sender_name(word, name)
        for word in found
        for name in sender
    ):
        return True
    initials = "".join(name[0] for name in sender).casefold()
    lower = text.casefold()
    return any(
        re.search(rf"(?<!\w){re.escape(mark)}(?!\w)", lower)
        for mark in (initials, *map(str.casefold, sender))
        if len(mark) > 1
    )


def _is_sender_name(word: str, name: str) -> bool:
    return len(word) > 2 and same_person(word, name)


def _has_name_below_closing(letter: ParsedLetter) -> bool:
    closing = letter.layout.closing
    if closing is None:
        return False
    after = closing.text.strip()
    match = CLOSING.match(after)
    inline = after[match.end() :].strip(" ,.!-–—") if match else ""
    if inline and len(inline.split()) <= 3 and inline[:1].isupper():
        return True
    below = [line.text.strip() for line in letter.layout.own if line.start > closing.start and not line.is_blank]
    return bool(below) and len(below[0].split()) <= 4 and below[0][-1:] not in "?!:" and below[0][:1].isalpha()


def _inline_closing(letter: ParsedLetter) -> re.Match[str] | None:
    """Return a closing within the last sentence of a text whose closing has no line of its own."""
    return re.search(r"(?:^|[.!?\n,] )(?:" + CLOSING.pattern + r")[^.!?\n]{0,40}[.!]?$", letter.plain.text, re.I)


def has_sign_off(letter: ParsedLetter) -> bool:
    return letter.layout.closing is not None or _inline_closing(letter) is not None or is_signed_by_name(letter)


def is_signed_by_name(letter: ParsedLetter) -> bool:
    """Return whether the last own line is the sender's name."""
    last = letter.last_line
    if last is None or not letter.context.sender:
        return False
    return len(last.text.split()) <= 4 and _contains_name(last.text, name_words(letter.context.sender))
