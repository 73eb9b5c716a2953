"""The one reader: what it takes, and what it says of anything else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.withdrawals.command_line.samples import LETTER, NOTICE, REVIEW, line_of
from withdrawals.command_line import drafts, notices, reviews
from withdrawals.command_line.reader import read
from withdrawals.command_line.values import LETTER_LIMIT, LIST_LIMIT, SHORT_TEXT_LIMIT

SHAPES = (drafts.LetterShape, reviews.ReviewShape, notices.NoticeShape)


def error_of(line: bytes) -> str:
    """What is said of the line by every shape alike."""
    found = set()
    for shape in SHAPES:
        with pytest.raises(ValueError) as caught:
            read(line, shape)
        found.add(str(caught.value))
    (message,) = found
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"{", "the line: is no JSON (input data was truncated); write one JSON object on a line"),
        (b"{} {}", "the line: is no JSON (trailing characters (byte 4)); write one JSON object on a line"),
        (b"{'now': 1}", "the line: is no JSON (object keys must be strings (byte 1)); write one JSON object on a line"),
        (b'{"now": NaN}', "the line: is no JSON (invalid character (byte 8)); write one JSON object on a line"),
        (b'{"now": 1e999}', "the line: is no JSON (number out of range); write one JSON object on a line"),
        (b'{"now": "\xff"}', "the line: is not UTF-8 (byte 9); save it as UTF-8"),
        (b"\xff\xfe{\x00}\x00", "the line: is not UTF-8 (byte 0); save it as UTF-8"),
        (b'{"a": {"b": 1, "c": 2, "b": 3}}', "the line: the key 'b' stands twice in one object; keep one"),
        (b"[" * 100_000, "the line: is nested too deeply"),
        (b'{"a":' * 100_000, "the line: is nested too deeply"),
        (b"[]", "the line: must be an object, not a list"),
        (b'"text"', "the line: must be an object, not text"),
        (b"3", "the line: must be an object, not a whole number"),
        (b"true", "the line: must be an object, not true or false"),
        (b"null", "the line: must be an object, not null"),
    ],
)
def test_line_that_is_no_object_of_json_is_refused(line: bytes, error: str) -> None:
    assert error_of(line) == error


@pytest.mark.parametrize("line", [b'{"a": "\\ud800"}', b'{"a": ' + b"1" * 5000 + b"}"])
def test_what_no_text_or_number_can_hold_is_refused(line: bytes) -> None:
    assert error_of(line).startswith("the line: is no JSON (")


def test_errors_stay_short_and_on_one_line() -> None:
    given = LETTER | {"situation": "hired\n" * 50_000}
    with pytest.raises(ValueError) as caught:
        read(line_of(given), drafts.LetterShape)
    assert len(str(caught.value)) < 300
    assert "\n" not in str(caught.value)


def test_value_that_looks_like_a_path_does_not_mislead() -> None:
    given = LETTER | {"tone": "a - at `$.channel`"}
    with pytest.raises(ValueError, match=r"^tone: 'a - at `\$\.channel`' is not one of formal, warm, brief$"):
        read(line_of(given), drafts.LetterShape)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"text": "x" * (LETTER_LIMIT + 1)}, f"text: must be text of length <= {LETTER_LIMIT}"),
        (
            {"context": {"role": "x" * (SHORT_TEXT_LIMIT + 1)}},
            f"context.role: must be text of length <= {SHORT_TEXT_LIMIT}",
        ),
        (
            {"context": {"other_companies": ["x"] * (LIST_LIMIT + 1)}},
            f"context.other_companies: must be a list of length <= {LIST_LIMIT}",
        ),
    ],
)
def test_limits_are_said(changes: dict[str, object], error: str) -> None:
    with pytest.raises(ValueError) as caught:
        read(line_of(REVIEW | changes), reviews.ReviewShape)
    assert str(caught.value) == error


def test_null_and_empty_text_count_as_missing() -> None:
    said_nothing = {"reason": "", "accepted_on": "", "tone": None, "record": None, "channel": ""}
    full, bare = LETTER | said_nothing, {"now": LETTER["now"], "situation": LETTER["situation"]}
    assert read(line_of(full), drafts.LetterShape) == read(line_of(bare), drafts.LetterShape)


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["2026-03-02", "UTC"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def keys_of(shape: type) -> list[str]:
    return list(shape.__struct_fields__)  # type: ignore[attr-defined]


@given(data=st.data(), number=st.sampled_from(range(3)))
def test_whatever_stands_at_a_key_is_answered_or_refused_in_one_line(data: st.DataObject, number: int) -> None:
    module, ordinary = ((drafts, LETTER), (reviews, REVIEW), (notices, NOTICE))[number]
    keys = keys_of(SHAPES[number])
    changed = ordinary | data.draw(st.dictionaries(st.sampled_from(keys), anything, max_size=2))
    for part, shape in PARTS[number].items():
        if isinstance(changed.get(part), dict):
            given = data.draw(st.dictionaries(st.sampled_from(keys_of(shape)), anything, max_size=2))
            changed |= {part: changed[part] | given}
    try:
        assert module.process_line(json.dumps(changed).encode())
    except ValueError as error:
        assert ": " in str(error)
        assert "\n" not in str(error)


PARTS: tuple[dict[str, type], ...] = (
    {"record": drafts.RecordShape},
    {"context": reviews.ContextShape},
    {"interview": notices.SlotShape, "recipient": notices.NoticeRecipientShape},
)


@given(st.binary(max_size=60))
def test_any_bytes_are_refused_in_one_line(line: bytes) -> None:
    for module in (drafts, reviews, notices):
        with pytest.raises(ValueError):
            module.process_line(line)
