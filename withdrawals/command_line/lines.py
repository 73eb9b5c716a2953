"""Process lines of JSON one by one, so that memory does not grow with their number."""

from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

import msgspec

#: Bytes of a line, with its line break. A letter has ten thousand at most.
LINE_BYTES_LIMIT: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class OutputLine:
    """One line of output. ``is_error`` is true where it describes an error instead of a result."""

    text: str
    is_error: bool


def process_lines(source: BinaryIO, process: Callable[[bytes], object]) -> Iterator[OutputLine]:
    """Yield an output line for each line that is not blank; for an invalid one ``{"line": n, "error": …}``."""
    for number, line in enumerate(read_lines(source), start=1):
        if line.isspace():
            continue
        try:
            yield OutputLine(_encode(_process_whole(line, process)), is_error=False)
        except ValueError as error:
            yield OutputLine(_encode({"line": number, "error": " ".join(str(error).split())}), is_error=True)


def read_lines(source: BinaryIO) -> Iterator[bytes]:
    """Yield the lines without a byte order mark.

    Of a line over the limit, yield the first ``LINE_BYTES_LIMIT`` + 1 bytes.
    """
    line = source.readline(LINE_BYTES_LIMIT + 1).removeprefix(BOM_UTF8)
    while line:
        yield line
        while len(line) > LINE_BYTES_LIMIT and not line.endswith(b"\n"):
            line = source.readline(LINE_BYTES_LIMIT + 1)
        line = source.readline(LINE_BYTES_LIMIT + 1)


def _process_whole(line: bytes, process: Callable[[bytes], object]) -> object:
    if len(line) > LINE_BYTES_LIMIT:
        raise ValueError(f"the line: is longer than {LINE_BYTES_LIMIT:,} bytes")
    return process(line)


def _encode(value: object) -> str:
    return msgspec.json.encode(value).decode()
