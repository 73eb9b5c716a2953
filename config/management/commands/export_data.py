"""``manage.py export_data``: all stored data of one person, as JSON."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from config.personal.export import export_person


class Command(BaseCommand):
    """Writes the same document that the person downloads from the settings."""

    help = (
        "Write everything that is kept of one person as one JSON document, to standard output or to a file. Passwords "
        "and "
        "keys are left out."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--user", required=True, metavar="EMAIL", help="the address they sign in with")
        parser.add_argument("--output", type=Path, metavar="FILE", help="a new file, readable by you alone")

    def handle(self, *, user: str, output: Path | None, **_options: Any) -> None:
        found = User.objects.filter(email__iexact=user).first()
        if found is None:
            raise CommandError(f"Nobody here has the address {user}.")
        pieces = export_person(found, now=timezone.now())
        if output is None:
            for piece in pieces:
                self.stdout.write(piece, ending="")
            return
        try:
            output.touch(mode=0o600, exist_ok=False)
            with output.open("w", encoding="utf-8") as file:
                file.writelines(pieces)
        except OSError as reason:
            raise CommandError(f"{output} cannot be written: {reason.strerror}. Name a new file.") from None
