"""The base of the commands that read JSON lines and write one line for each."""

import os
import sys
from argparse import RawDescriptionHelpFormatter
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser, DjangoHelpFormatter

from withdrawals.command_line.lines import process_lines

INTERRUPTED = 130


class ExampleFormatter(RawDescriptionHelpFormatter, DjangoHelpFormatter):
    """Keep the line breaks of the example."""


class JsonLinesCommand(BaseCommand):
    """Process every line of a file or of standard input. No database is needed.

    A subclass defines ``help``, ``example`` (one line and its result), ``ids`` (listed by the option ``ids_option``,
    where it has one) and ``process_line``, which raises ValueError for an invalid line.
    """

    requires_system_checks = ()
    stealth_options = ("stdin",)
    example = ""
    ids: ClassVar[Sequence[str]] = ()
    ids_option = ""
    ids_help = ""

    @staticmethod
    def process_line(line: bytes) -> object:
        """Return the result of one line as a value that msgspec can encode."""
        raise NotImplementedError

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        return super().create_parser(
            prog_name, subcommand, formatter_class=ExampleFormatter, epilog=EPILOG + self.example, **kwargs
        )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", default="-", help="a file of JSON lines in UTF-8; - is standard input")
        if self.ids_option:
            parser.add_argument(self.ids_option, action="store_true", dest="list_ids", help=self.ids_help)

    def run_from_argv(self, argv: list[str]) -> None:
        """Run with UTF-8 output in any locale. Exit without a traceback on a closed pipe and on Ctrl-C."""
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")
        try:
            super().run_from_argv(argv)
        except BrokenPipeError:
            # The interpreter flushes the buffered output when it exits, so the descriptor must stay writable.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)
        except KeyboardInterrupt:
            sys.exit(INTERRUPTED)

    def handle(self, *, file: str, list_ids: bool = False, stdin: BinaryIO | None = None, **_options: Any) -> None:
        if list_ids:
            self._write("\n".join(self.ids))
            return
        with _opened(file, stdin or sys.stdin.buffer) as source:
            errors = self._process_all(source)
        if errors:
            lines = "1 line has" if errors == 1 else f"{errors} lines have"
            raise CommandError(f"{lines} an error instead of an answer: mend what the error names and run again.")

    def _process_all(self, source: BinaryIO) -> int:
        """Return the number of lines with an error."""
        errors = 0
        for output in process_lines(source, self.process_line):
            self._write(output.text)
            errors += output.is_error
        return errors

    def _write(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _opened(file: str, stdin: BinaryIO) -> AbstractContextManager[BinaryIO]:
    if file == "-":
        return nullcontext(stdin)
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise CommandError(
            f"Cannot read {file}: {error.strerror}. Name a file of JSON lines, or - for standard input."
        ) from None


EPILOG = """\
Every line is a JSON object; keys that are not known are ignored, null and "" count as missing. Every line that is not
blank gets one line back at once, in order: the answer, or {"line": n, "error": "path: what is wrong"}, which stops
nothing. The exit status is 0 only if no line had an error. No database is needed, and nothing leaves the machine.

"""
