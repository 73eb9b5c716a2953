"""Read JSON: a line becomes a shape, or a ValueError of one line that names the path and the fault.

All shapes follow the same rules. Unknown keys are ignored; null and "" count as missing. A repeated key is an error,
since nothing shows which of the two is meant.
"""

import json
import re
from collections.abc import Callable
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec
from msgspec.inspect import EnumType, LiteralType, StructType, UnionType

from withdrawals.command_line.values import (
    ClockTime,
    IsoDay,
    IsoMoment,
    Shape,
    quoted,
    read_clock_time,
    read_day,
    read_moment,
    read_zone,
)

AnyShape = TypeVar("AnyShape", bound=Shape)

_READERS: dict[type, Callable[[str], object]] = {
    IsoMoment: read_moment,
    IsoDay: read_day,
    ClockTime: read_clock_time,
    ZoneInfo: read_zone,
}
_NAMES = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
}
_WHOLE = "the line"


def read(line: bytes, shape: type[AnyShape]) -> AnyShape:
    """Read one JSON object in UTF-8. Raises ValueError with one line, such as ``record.interview.starts_at: …``."""
    data = _decode(line)
    try:
        return msgspec.convert(data, shape, dec_hook=_convert_text)
    except msgspec.ValidationError as error:
        raise ValueError(_explain(str(error), shape)) from None


def _decode(line: bytes) -> object:
    try:
        text = line.decode("utf-8")
        # msgspec rejects invalid JSON (NaN, half a surrogate pair, a number out of range). Of two equal keys it takes
        # the last without an error; the standard library passes both to _members.
        msgspec.json.decode(text)
        return json.loads(text, object_pairs_hook=_members)
    except UnicodeDecodeError as error:
        raise ValueError(f"{_WHOLE}: is not UTF-8 (byte {error.start}); save it as UTF-8") from None
    except msgspec.MsgspecError as error:
        raise ValueError(f"{_WHOLE}: is no JSON ({_plain(str(error))}); write one JSON object on a line") from None
    except RecursionError:
        raise ValueError(f"{_WHOLE}: is nested too deeply") from None


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the members of an object without null and "". Raises ValueError at a repeated key."""
    members = dict(pairs)
    if len(members) < len(pairs):
        keys = [key for key, _value in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"{_WHOLE}: the key {quoted(twice)} stands twice in one object; keep one")
    return {key: value for key, value in pairs if value is not None and value != ""}


def _convert_text(kind: type, value: object) -> object:
    if not isinstance(value, str):
        raise ValueError(f"must be text, not {quoted(value)}")
    return _READERS[kind](value)


def _plain(message: str) -> str:
    """Return the fault that msgspec found in invalid JSON. There is no path to show at this point."""
    cause = message.partition(" - at ")[0].removeprefix("JSON is malformed: ")
    return cause[:1].lower() + cause[1:]


def _explain(message: str, shape: type[Shape]) -> str:
    """Translate a message of msgspec into terms of JSON: first the path, then the fault."""
    cause, _, place = message.rpartition(" - at `$.")
    cause, path = (cause, place.removesuffix("`")) if cause else (message, "")
    if missing := re.match(r"Object missing required field `(\w+)`", cause):
        return f"{path}.{missing[1]}".lstrip(".") + ": is missing"
    if cause.startswith("Invalid enum value "):
        given = cause.removeprefix("Invalid enum value ").strip("'")
        cause = f"{quoted(given)} is not one of {', '.join(_choices(shape, path))}"
    elif cause.startswith("Expected "):
        cause = re.sub(r"`([^`]+)`", _in_words, cause)
        cause = cause.replace("Expected ", "must be ", 1).replace(", got ", ", not ", 1)
    return f"{path or _WHOLE}: {cause}"


def _in_words(types: re.Match[str]) -> str:
    names = [name for name in types[1].split(" | ") if name != "null"] or ["null"]
    return " or ".join(_NAMES.get(name, name) for name in names)


def _choices(shape: type[Shape], path: str) -> tuple[str, ...]:
    """Return the values that the key at ``path`` may have."""
    found: msgspec.inspect.Type = msgspec.inspect.type_info(shape)
    for key in path.split("."):
        members = found.fields if isinstance(found, StructType) else ()
        found = next(member.type for member in members if member.name == key)
        if isinstance(found, UnionType):
            found = next(one for one in found.types if isinstance(one, StructType | EnumType | LiteralType))
    if isinstance(found, EnumType):
        return tuple(found.cls)
    return tuple(map(str, found.values)) if isinstance(found, LiteralType) else ()
