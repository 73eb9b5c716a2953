"""Wording of replies to an employer, prepared in withdrawals/data/responses.toml, and advice on when to stop."""

import re
from dataclasses import dataclass

from withdrawals.language.replies.data import reply_data
from withdrawals.vocabulary import Channel, ResponseKind, Tone


@dataclass(frozen=True, slots=True)
class Advice:
    """Advice on a reply: when to stop, and whether the person owes a reply."""

    stop: str
    reply_owed: bool


def advice_for(kind: ResponseKind) -> Advice:
    """Return the advice on a kind of reply."""
    entry = reply_data()[kind]
    return Advice(stop=entry["stop"], reply_owed=entry["wanted"])


def reply_lines(kind: ResponseKind, tone: Tone, *, reason_told: bool) -> tuple[str, str]:
    """Return the two lines of a prepared reply. They state no reason; they may mention that a reason was stated."""
    entry = reply_data()[kind]
    lines = (entry.get("told") if reason_told else None) or entry["reply"]
    first, second = lines[tone]
    return first, second


def keep_in_touch_lines(channel: Channel, tone: Tone) -> tuple[str, str]:
    """Return the two lines of a note on LinkedIn or by e-mail, with placeholders of the wording files."""
    first, second = reply_data()["keep_touch"][channel][tone]
    return first, second


def reply_subject(theirs: str, ours: str) -> str:
    """Return the subject of a reply with one "Re:": theirs, or that of the letter where theirs is ""."""
    bare = re.sub(r"^(\s*(re|aw|sv|antw|fwd?|wg)\s*:)+\s*", "", theirs or ours, flags=re.IGNORECASE)
    return f"Re: {bare}"[:200] if bare else ""
