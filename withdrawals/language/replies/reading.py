"""What an employer's answer comes to, what may be replied, and when to stop. Pure: words in, words out.

Phrases, replies and stop rules are data (withdrawals/data/responses.toml), read like prose. The answer never leaves the
machine, and it is only a first guess that the person corrects.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from accounts.text.addresses import Mailbox, read_mailbox
from accounts.text.folding import fold_case
from accounts.text.message_ids import MESSAGE_ID
from accounts.text.names import display_name
from accounts.text.quoting import own_words
from withdrawals.vocabulary import Channel, ResponseKind, Tone

FILE: Final = Path(__file__).resolve().parents[2] / "data" / "responses.toml"

_HEADER = re.compile(r"^(from|to|cc|date|sent|subject|message-id|reply-to)\s*:\s*(.*)$", re.IGNORECASE)


class ReplyDataError(ValueError):
    """The data file cannot be used; the message names the place and the fault."""


@dataclass(frozen=True, slots=True)
class PastedReply:
    """An answer as it was pasted: the headers that came along, each perhaps "", and their own words without quotes."""

    words: str
    from_name: str = ""
    from_address: str = ""
    subject: str = ""
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do about an answer. ``wanted`` says that a reply is owed rather than possible."""

    stop: str
    wanted: bool


def read_reply(text: str) -> PastedReply:
    """Part the headers at the top of a pasted mail from its words, and the words from the thread quoted below them."""
    lines = text.replace("\r\n", "\n").strip().split("\n")
    headers: dict[str, str] = {}
    while len(headers) < len(lines) and (found := _HEADER.match(lines[len(headers)].strip())):
        if found[1].lower() in headers:
            break
        headers[found[1].lower()] = found[2].strip()
    sender = read_mailbox(headers.get("from", "")) or Mailbox(headers.get("from", ""), "")
    identity = MESSAGE_ID.search(headers.get("message-id", ""))
    return PastedReply(
        words=own_words("\n".join(lines[len(headers) :])),
        from_name=display_name(sender.name)[:160],
        from_address=sender.address[:254],
        subject=headers.get("subject", "")[:200],
        message_id=identity[0] if identity and len(identity[0]) <= 250 else "",
    )


def classify_reply(text: str) -> ResponseKind:
    """The kind of an answer in English; *other* for anything that no phrase names, another language included."""
    words = fold_case(read_reply(text).words)
    if is_automatic(text):
        return ResponseKind.OTHER
    table = _table()
    for name in table["order"]:
        kind = table[name]
        rest = _blanked(words, kind.get("not", ()))
        weak = () if _says(words, table[ResponseKind.ACKNOWLEDGED]["phrases"]) else kind.get("weak", ())
        if _says(rest, (*kind["phrases"], *weak)):
            return ResponseKind(name)
    return ResponseKind.OTHER


def is_automatic(text: str) -> bool:
    """Whether a machine wrote it (an absence notice, a receipt, a bounce), so that nobody has read the letter yet."""
    pasted = read_reply(text)
    return _says(fold_case(f"{pasted.subject}\n{pasted.words}"), _table()["automatic"])


def advice_for(kind: ResponseKind) -> Advice:
    """The stop rule of a kind, and whether a reply is owed."""
    entry = _table()[kind]
    return Advice(stop=entry["stop"], wanted=entry["wanted"])


def reply_lines(kind: ResponseKind, tone: Tone, *, reason_told: bool) -> tuple[str, str]:
    """The two lines of a reply. They state no reason, but may say that it was told where it was."""
    entry = _table()[kind]
    lines = (entry.get("told") if reason_told else None) or entry["reply"]
    first, second = lines[tone]
    return first, second


def keep_in_touch_lines(channel: Channel, tone: Tone) -> tuple[str, str]:
    """The two lines of a note that keeps in touch, on LinkedIn or by e-mail, with placeholders of the wording files."""
    first, second = _table()["keep_touch"][channel][tone]
    return first, second


def reply_subject(theirs: str, ours: str) -> str:
    """The subject of a reply: theirs where it is known, else that of the letter they answered, with one "Re:"."""
    bare = re.sub(r"^(\s*(re|aw|sv|antw|fwd?|wg)\s*:)+\s*", "", theirs or ours, flags=re.IGNORECASE)
    return f"Re: {bare}"[:200] if bare else ""


def _says(words: str, phrases: Iterable[str]) -> bool:
    return _pattern(tuple(phrases)).search(words) is not None


def _blanked(words: str, phrases: Iterable[str]) -> str:
    phrases = tuple(phrases)
    return _pattern(phrases).sub(" | ", words) if phrases else words


@cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the phrases as whole words; the longest first, so that a longer one is never cut short."""
    parts = (
        r"\s+".join(r"(?:\S+\s+){0,3}\S+" if word == "*" else re.escape(word) for word in phrase.casefold().split())
        for phrase in sorted(phrases, key=len, reverse=True)
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)") if phrases else re.compile(r"(?!)")


@cache
def _table() -> Mapping[str, Any]:
    """The data file, read once and checked when read."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    if set(data["order"]) != set(ResponseKind) - {ResponseKind.OTHER}:
        raise ReplyDataError("responses.toml: order must name every kind but other, once")
    for kind in ResponseKind:
        entry = data.get(kind, {})
        if not entry.get("stop") or "wanted" not in entry:
            raise ReplyDataError(f"responses.toml: {kind} needs stop and wanted")
        for name in ("reply", "told"):
            _check_lines(f"{kind}.{name}", entry.get(name), needed=name == "reply")
    for channel in (Channel.LINKEDIN, Channel.EMAIL):
        _check_lines(f"keep_touch.{channel}", data.get("keep_touch", {}).get(channel), needed=True)
    return data


def _check_lines(where: str, lines: Any, *, needed: bool) -> None:
    if lines is None and not needed:
        return
    if not lines or any(len(lines.get(tone, ())) != 2 for tone in Tone):
        raise ReplyDataError(f"responses.toml: {where} needs two lines for every tone")
