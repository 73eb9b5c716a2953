"""Lines are read one by one, whatever they hold, and each is answered before the next is read."""

import tracemalloc
from collections.abc import Iterator
from io import BytesIO, RawIOBase
from itertools import islice
from typing import cast

import msgspec
import pytest

from withdrawals.command_line.lines import LINE_BYTES_LIMIT, process_lines, read_lines


def echo(line: bytes) -> object:
    """Answers a line with its text; a line of "bad" is one."""
    if line.strip() == b"bad":
        raise ValueError("path: two\n lines")
    return line.decode().strip()


def answers(data: bytes) -> list[object]:
    return [msgspec.json.decode(answer.text) for answer in process_lines(BytesIO(data), echo)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", []),
        (b"\n \r\n\t\n", []),
        (b"a\nb\n", ["a", "b"]),
        (b"a\r\nb", ["a", "b"]),
        (b"\xef\xbb\xbfa\nb", ["a", "b"]),
        (b"\xef\xbb\xbf", []),
        (b"\n\nbad\nb\n", [{"line": 3, "error": "path: two lines"}, "b"]),
    ],
)
def test_every_line_that_is_not_blank_is_answered(data: bytes, expected: list[object]) -> None:
    assert answers(data) == expected


def test_bad_line_is_told_from_an_answer() -> None:
    assert [answer.is_error for answer in process_lines(BytesIO(b"a\nbad\nb"), echo)] == [False, True, False]


@pytest.mark.parametrize("ending", [b"\n", b"\nb\n"])
@pytest.mark.parametrize("length", [LINE_BYTES_LIMIT, LINE_BYTES_LIMIT + 1, 3 * LINE_BYTES_LIMIT + 5])
def test_line_beyond_the_limit_is_refused_and_the_next_is_answered(length: int, ending: bytes) -> None:
    expected: list[object] = [{"line": 2, "error": "the line: is longer than 1,000,000 bytes"}]
    if ending != b"\n":
        expected.append("b")
    assert answers(b"\n" + b"x" * length + ending) == expected


def test_line_at_the_limit_is_answered() -> None:
    text = "x" * (LINE_BYTES_LIMIT - 1)
    assert answers(text.encode() + b"\nb") == [text, "b"]


class Endless(RawIOBase):
    """One line after the other, without end, and none before it is asked for."""

    def __init__(self) -> None:
        self.asked = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        self.asked += 1
        return b"a\n"


def test_line_is_answered_before_the_next_is_read() -> None:
    source = Endless()
    found = process_lines(cast("BytesIO", source), echo)
    next(found)
    assert source.asked == 1


def test_memory_does_not_grow_with_the_lines() -> None:
    def peak(lines: Iterator[bytes], count: int) -> int:
        tracemalloc.start()
        for _line in islice(lines, count):
            pass
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    few, many = (peak(read_lines(cast("BytesIO", Endless())), count) for count in (100, 10_000))
    assert many < few + 10_000
