"""Read withdrawals/data/responses.toml: the phrases of each kind of reply, the prepared wording and the stop rules."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from withdrawals.vocabulary import Channel, ResponseKind, Tone

REPLIES_FILE: Final = Path(__file__).resolve().parents[2] / "data" / "responses.toml"


class ReplyDataError(ValueError):
    """Raised where the data file is not valid. The message names the place and the fault."""


@cache
def reply_data() -> Mapping[str, Any]:
    """Return the data file, read and checked once. Raises ReplyDataError."""
    data = tomllib.loads(REPLIES_FILE.read_text(encoding="utf-8"))
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
