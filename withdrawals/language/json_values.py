"""Readers of JSON values that the pure rooms share: each takes a value and its key; a ValueError is one line that names it."""

from collections.abc import Mapping

QUOTED_LENGTH = 40


def quoted(value: object) -> str:
    """The value as an error may show it: one short line."""
    shown = repr(value)
    return shown if len(shown) <= QUOTED_LENGTH else shown[:QUOTED_LENGTH] + "…"


def mapping(value: object, key: str) -> Mapping[str, object]:
    """An object; nothing is an empty one."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise ValueError(f"{key}: must be an object, not {quoted(value)}.")
    return value


def text(value: object, key: str) -> str:
    """The text as it stands, so that offsets count in it; nothing is an empty one."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{key}: must be text, not {quoted(value)}.")
    return value
