"""Wording of replies to an employer, prepared in withdrawals/data/responses.toml, and advice on when to stop."""

import re
from dataclasses import dataclass

from withdrawals.language.replies.data import reply_data
from withdrawals.vocabulary import Channel, ResponseKind, Tone


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do about an answer. ``wanted`` says that a reply is owed rather than possible."""

    stop: str
    wanted: bool


def advice_for(kind: ResponseKind) -> Advice:
    """The stop rule of a kind, and whether a reply is owed."""
    entry = reply_data()[kind]
    return Advice(stop=entry["stop"], wanted=entry["wanted"])


def reply_lines(kind: ResponseKind, tone: Tone, *, reason_told: bool) -> tuple[str, str]:
    """The two lines of a reply. They state no reason, but may say that it was told where it was."""
    entry = reply_data()[kind]
    lines = (entry.get("told") if reason_told else None) or entry["reply"]
    first, second = lines[tone]
    return first, second


def keep_in_touch_lines(channel: Channel, tone: Tone) -> tuple[str, str]:
    """The two lines of a note that keeps in touch, on LinkedIn or by e-mail, with placeholders of the wording files."""
    first, second = reply_data()["keep_touch"][channel][tone]
    return first, second


def reply_subject(theirs: str, ours: str) -> str:
    """The subject of a reply: theirs where it is known, else that of the letter they answered, with one "Re:"."""
    bare = re.sub(r"^(\s*(re|aw|sv|antw|fwd?|wg)\s*:)+\s*", "", theirs or ours, flags=re.IGNORECASE)
    return f"Re: {bare}"[:200] if bare else ""
