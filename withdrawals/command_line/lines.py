"""Lines of JSON: each is read, answered and forgotten, so that memory does not grow with their number."""

from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

import msgspec

#: Bytes of a line, its end included. A letter has ten thousand at most.
LINE_BYTES_LIMIT: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of output; ``is_error`` says that it tells what is wrong with the line instead of answering it."""

    text: str
    is_error: bool


def answer_lines(source: BinaryIO, answer: Callable[[bytes], object]) -> Iterator[Answer]:
    """Answer every line that is not blank; a bad one becomes ``{"line": n, "error": …}`` and stops nothing."""
    for number, line in enumerate(read_lines(source), start=1):
        if line.isspace():
            continue
        try:
            yield Answer(_encode(_answer_whole(line, answer)), is_error=False)
        except ValueError as error:
            yield Answer(_encode({"line": number, "error": " ".join(str(error).split())}), is_error=True)


def read_lines(source: BinaryIO) -> Iterator[bytes]:
    """The lines, without a byte order mark; of a line beyond the limit only its beginning, one byte longer than the limit."""
    line = source.readline(LINE_BYTES_LIMIT + 1).removeprefix(BOM_UTF8)
    while line:
        yield line
        while len(line) > LINE_BYTES_LIMIT and not line.endswith(b"\n"):
            line = source.readline(LINE_BYTES_LIMIT + 1)
        line = source.readline(LINE_BYTES_LIMIT + 1)


def _answer_whole(line: bytes, answer: Callable[[bytes], object]) -> object:
    if len(line) > LINE_BYTES_LIMIT:
        raise ValueError(f"the line: is longer than {LINE_BYTES_LIMIT:,} bytes")
    return answer(line)


def _encode(value: object) -> str:
    return msgspec.json.encode(value).decode()
