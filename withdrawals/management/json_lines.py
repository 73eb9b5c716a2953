"""What the commands share that read JSON lines and answer each with a line."""

import os
import sys
from argparse import RawDescriptionHelpFormatter
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser, DjangoHelpFormatter

from withdrawals.command_line.lines import answer_lines

INTERRUPTED = 130


class ExampleFormatter(RawDescriptionHelpFormatter, DjangoHelpFormatter):
    """Leaves an example in its lines."""


class JsonLinesCommand(BaseCommand):
    """Answers every line of a file or of standard input. It needs no database.

    A subclass says what it does (``help``), shows one line and its answer (``example``), names its ids (``ids``, which the
    option ``ids_option`` lists), and answers a line (``answer``, which raises ValueError for a bad one).
    """

    requires_system_checks = ()
    stealth_options = ("stdin",)
    example = ""
    ids: ClassVar[Sequence[str]] = ()
    ids_option = ""
    ids_help = ""

    @staticmethod
    def answer(line: bytes) -> object:
        """The answer to one line, for msgspec to encode."""
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
        """Run, writing UTF-8 whatever the locale; end quietly when the reader has gone or the person presses Ctrl-C."""
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")
        try:
            super().run_from_argv(argv)
        except BrokenPipeError:
            # What is still buffered has to go somewhere when the interpreter ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)
        except KeyboardInterrupt:
            sys.exit(INTERRUPTED)

    def handle(self, *, file: str, list_ids: bool = False, stdin: BinaryIO | None = None, **_options: Any) -> None:
        if list_ids:
            self._write("\n".join(self.ids))
            return
        with _opened(file, stdin or sys.stdin.buffer) as source:
            errors = self._answer_all(source)
        if errors:
            lines = "1 line has" if errors == 1 else f"{errors} lines have"
            raise CommandError(f"{lines} an error instead of an answer: mend what the error names and run again.")

    def _answer_all(self, source: BinaryIO) -> int:
        """How many lines were bad."""
        errors = 0
        for answer in answer_lines(source, self.answer):
            self._write(answer.text)
            errors += answer.is_error
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
Every line is a JSON object; keys that are not known are ignored, null and "" count as missing. Every line that is not blank
gets one line back at once, in order: the answer, or {"line": n, "error": "path: what is wrong"}, which stops nothing. The
exit status is 0 only if no line had an error. No database is needed, and nothing leaves the machine.

"""
