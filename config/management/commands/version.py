"""``manage.py version``: the version number, for bug reports."""

from typing import Any

from django.core.management.base import BaseCommand

from config.version import VERSION


class Command(BaseCommand):
    """Prints the version number alone, so that a script can read it."""

    help = "Print the version of Bowout."
    requires_system_checks: list[str] = []

    def handle(self, **_options: Any) -> None:
        self.stdout.write(VERSION)
