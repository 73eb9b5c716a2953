"""Readers of JSON values for the review, beside those of withdrawals/language/json_values.py."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from withdrawals.language.json_values import quoted, text

Member = TypeVar("Member", bound=StrEnum)


def name(value: object, key: str) -> str:
    """A name given as text or as an object that holds one."""
    if isinstance(value, Mapping):
        value = value.get("name")
    return text(value, key).strip()


def texts(value: object, key: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str) or not isinstance(value, list | tuple):
        raise ValueError(f"{key}: must be a list of texts, not {quoted(value)}.")
    return tuple(stripped for item in value if (stripped := text(item, key).strip()))


def flag_inside(value: object, flag: str) -> bool:
    return isinstance(value, Mapping) and bool(value.get(flag))


def member(value: object, members: type[Member], key: str) -> Member | None:
    if value is None or value == "":
        return None
    return required_member(value, members, key)


def required_member(value: object, members: type[Member], key: str) -> Member:
    for known in members:
        if value == known.value:
            return known
    raise ValueError(f"{key}: {quoted(value)} is not one of {', '.join(members)}.")


def moment(value: object, key: str) -> datetime | None:
    """A date or a date and time; without an offset it stays wall time."""
    if value is None or value == "":
        return None
    try:
        return datetime.fromisoformat(text(value, key).strip())
    except ValueError:
        raise ValueError(
            f"{key}: must be a date and time like 2026-03-02T09:00:00+01:00, not {quoted(value)}."
        ) from None


def companies(value: object, key: str) -> tuple[tuple[str, ...], int | None]:
    """Employer names and how many there are, from a list of names or records, or from a bare number."""
    if value is None:
        return (), None
    if isinstance(value, int):
        return (), int(value)
    if isinstance(value, str) or not isinstance(value, list | tuple):
        raise ValueError(f"{key}: must be a list of companies, not {quoted(value)}.")
    names = []
    for item in value:
        given = text(item.get("company"), key) if isinstance(item, Mapping) else text(item, key)
        names.append(given.rpartition(" at ")[2].strip())
    return tuple(found for found in names if found), len(value)
