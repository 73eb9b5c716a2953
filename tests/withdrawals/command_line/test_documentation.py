"""docs/commands.md is true: its examples are answered as it says, and every key of a shape stands in it."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from msgspec.inspect import StructType, Type, UnionType

from withdrawals.command_line import drafts, notices, reviews
from withdrawals.command_line.values import Shape
from withdrawals.vocabulary import Depth, Purpose, Reason, Situation, Tone

PAGE = (Path(__file__).parents[3] / "docs/commands.md").read_text(encoding="utf-8")
SECTIONS = {part.partition("\n")[0]: part for part in PAGE.split("\n## ")}
COMMANDS: list[tuple[str, Callable[[bytes], object], type[Shape]]] = [
    ("draft_letter", drafts.process_line, drafts.LetterShape),
    ("review_letters", reviews.process_line, reviews.ReviewShape),
    ("plan_notice", notices.process_line, notices.NoticeShape),
]


@pytest.mark.parametrize(("name", "answer"), [(name, answer) for name, answer, _shape in COMMANDS])
def test_example_is_answered_as_documented(name: str, answer: Callable[[bytes], object]) -> None:
    asked, answered = re.findall(r"```json\n(.*?)```", SECTIONS[name], re.DOTALL)
    assert json.loads(msgspec.json.encode(answer(asked.encode()))) == json.loads(answered)


def keys_of(found: Type) -> Iterator[str]:
    """Every key of a shape and of the shapes in it."""
    if isinstance(found, UnionType):
        for one in found.types:
            yield from keys_of(one)
    if isinstance(found, StructType):
        for member in found.fields:
            yield member.name
            yield from keys_of(member.type)


@pytest.mark.parametrize(("name", "shape"), [(name, shape) for name, _answer, shape in COMMANDS])
def test_every_key_is_documented(name: str, shape: type[Shape]) -> None:
    keys = set(keys_of(msgspec.inspect.type_info(shape)))
    assert {key for key in keys if f"`{key}`" not in SECTIONS[name]} == set()


@pytest.mark.parametrize("words", [Situation, Tone, Depth, Reason, Purpose])
def test_every_value_is_documented(words: type[Situation | Tone | Depth | Reason | Purpose]) -> None:
    assert {word for word in words if f"`{word}`" not in SECTIONS["Lines in, lines out"]} == set()
