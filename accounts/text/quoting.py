"""Separate the text that a sender wrote from the thread that the mail program quoted below it."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from mailparser_reply.constants import MAIL_LANGUAGES
from mailparser_reply.parser import EmailMessage

#: Characters. A longer line is not a header of a mail program, and to match it would take very long.
HEADER_LINE_LIMIT: Final = 200
#: Characters in which a quoted thread is searched: more than any form accepts.
_TEXT_LIMIT: Final = 20_000
#: Separator lines of mail programs that mail-parser-reply does not know, or knows in English only.
_DIVIDER: Final = re.compile(
    r"^\s*(?:-{2,}\s*(?:original|forwarded|ursprüngliche|weitergeleitete|oorspronkelijk|doorgestuurd|oprindelig)"
    r"\w*\s+(?:message|nachricht|bericht|meddelelse)\s*-{2,}"
    r"|-{2,}\s*(?:message\s+(?:d'origine|transféré)|mensaje\s+(?:original|reenviado)|messaggio\s+originale)\s*-{2,}"
    r"|-{2,}\s*on\b.{4,150}\bwrote\s*-{2,}|[^\s:>][^:>]{2,80}\bwrote on\b.{4,60}:"
    # The library's pattern for Spanish excludes what it should match; its Dutch pattern ends at "schreef".
    r"|el\s.{4,150}\bescribió\s*:|op\s.{4,150}\bschreef\b.{0,80}:"
    r"|begin forwarded message|anfang der weitergeleiteten nachricht|début du message transféré|_{10,})\s*:?\s*$",
    re.IGNORECASE,
)


def own_words(text: str) -> str:
    """Return the sender's own text: no quoted lines, and nothing of the thread below it.

    If a thread header comes before any text, only the header is removed: it is a reply below the quote or a forwarded
    mail.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    headers = _thread_headers(lines)
    kept: list[str] = []
    at = 0
    while at < len(lines):
        end = headers.get(at)
        if end and any(map(str.strip, kept)):
            break
        if end is None and not lines[at].lstrip().startswith(">"):
            kept.append(lines[at])
        at = end or at + 1
    return "\n".join(kept).strip()


def _thread_headers(lines: Sequence[str]) -> Mapping[int, int]:
    """Return the line numbers where quoted mails begin, each with the number of the line after its header."""
    found = {at: at + 1 for at, line in enumerate(lines) if len(line) <= HEADER_LINE_LIMIT and _DIVIDER.match(line)}
    looked_at = [line.replace("\xa0", " ").strip() if len(line) <= HEADER_LINE_LIMIT else "" for line in lines]
    text = "\n".join(looked_at)[:_TEXT_LIMIT]
    for match in _mail_programs().finditer(text):
        header = match[0].strip("\n")
        begin = text.count("\n", 0, match.start() + len(match[0]) - len(match[0].lstrip("\n")))
        if not header.startswith(">"):
            found.setdefault(begin, begin + _length(header))
    return found


def _length(header: str) -> int:
    """Return the number of lines of a header. The pattern matches one line more, which may be the first of the text."""
    lines = header.split("\n")
    return max(at for at, line in enumerate(lines, start=1) if ":" in line or at == 1)


@cache
def _mail_programs() -> re.Pattern[str]:
    """Return the pattern of headers above a quoted mail, in every language that the library knows.

    Only its headers are used: its signature rule matches a dashed list, and its reply parser drops lines of the text.
    """
    pattern: re.Pattern[str] = EmailMessage(text="", languages=list(MAIL_LANGUAGES)).HEADER_REGEX
    return pattern
