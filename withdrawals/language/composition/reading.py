"""Reading plain JSON values one by one, with errors that name the key and say what is wrong."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

Choice = TypeVar("Choice", bound=StrEnum)


def mapping(value: object, where: str) -> Mapping[str, Any]:
    """An object; null counts as an empty one."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise ValueError(f"{where}: must be an object, not {_kind(value)}")
    return value


def text(data: Mapping[str, Any], key: str, where: str) -> str:
    """A string; missing or null is ""."""
    value = data.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{where}: must be text, not {_kind(value)}")
    return value


def texts(data: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    """A list of strings, or of objects with a name; empty ones are left out."""
    value = data.get(key)
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise ValueError(f"{where}: must be a list, not {_kind(value)}")
    named = [item.get("name") if isinstance(item, Mapping) else item for item in value]
    names = [name for name in named if isinstance(name, str)]
    if len(names) < len(named):
        raise ValueError(f"{where}: must be a list of texts")
    return tuple(name for name in names if name.strip())


def flag(data: Mapping[str, Any], key: str, where: str, *, text_means_true: bool = False) -> bool:
    """True or false. With `text_means_true` a name (of an agency, say) counts as true."""
    value = data.get(key)
    if value is None:
        return False
    if text_means_true and isinstance(value, str):
        return bool(value.strip())
    if not isinstance(value, bool):
        raise ValueError(f"{where}: must be true or false, not {_kind(value)}")
    return value


def count(data: Mapping[str, Any], key: str, where: str) -> int:
    """A whole number from 0; missing or null is 0."""
    value = data.get(key)
    if value is None:
        return 0
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"{where}: must be a whole number from 0, not {value!r}")
    return value


def choice(data: Mapping[str, Any], key: str, kind: type[Choice], default: Choice | None = None) -> Choice:
    """A value of `kind`; without a default the key is required."""
    value = data.get(key)
    if value is None and default is not None:
        return default
    names = ", ".join(kind)
    if value is None:
        raise ValueError(f"{key}: is missing; use one of {names}")
    if not isinstance(value, str) or value not in set(kind):
        raise ValueError(f"{key}: {value!r} is not one of {names}")
    return kind(value)


def spelling(data: Mapping[str, Any], key: str, where: str) -> str:
    """ "UK" (also when missing) or "US"."""
    value = data.get(key)
    if value is None or value == "":
        return "UK"
    if not isinstance(value, str) or value.upper() not in {"UK", "US"}:
        raise ValueError(f"{where}: {value!r} is not one of UK, US")
    return value.upper()


def zone(data: Mapping[str, Any], key: str, where: str) -> str:
    """The key of an IANA time zone that this machine knows, or ""."""
    name = text(data, key, where).strip()
    if name:
        try:
            ZoneInfo(name)
        except (OSError, ValueError, KeyError):
            raise ValueError(f"{where}: {name!r} is no time zone; use a name like Europe/Berlin") from None
    return name


def moment(data: Mapping[str, Any], key: str, where: str, *, local_zone: str = "") -> datetime:
    """An aware moment in ISO 8601. One without an offset is wall time in `local_zone`, where that is given."""
    value = data.get(key)
    if value is None:
        raise ValueError(f"{where}: is missing; use a moment like 2026-12-01T09:00:00+01:00")
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{where}: {value!r} is no moment like 2026-12-01T09:00:00+01:00") from None
    if not isinstance(value, datetime):
        raise ValueError(f"{where}: must be a moment in ISO 8601, not {_kind(value)}")
    if value.tzinfo is None:
        if not local_zone:
            raise ValueError(f"{where}: needs an offset from UTC, as in 2026-12-01T09:00:00+01:00")
        value = value.replace(tzinfo=ZoneInfo(local_zone))
    return value


def day(data: Mapping[str, Any], key: str) -> date | None:
    """A date in ISO 8601, or of a moment in it; missing or empty is None."""
    value = data.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value).date()
        except ValueError:
            raise ValueError(f"{key}: {value!r} is no date like 2026-12-01") from None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    raise ValueError(f"{key}: must be a date in ISO 8601, not {_kind(value)}")


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "text"
    if isinstance(value, list | tuple):
        return "a list"
    return "an object"
