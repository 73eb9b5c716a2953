"""``manage.py seed_demo``: a made-up job search to look at."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.errors import DomainError
from config.demo.seed import remove_demo, seed_demo


class Command(BaseCommand):
    """Creates, replaces or removes the demo."""

    help = (
        "Fill in a search of 40 applications over three months for a demo person, and print how to sign in. A second "
        "run replaces it, with a new password. Nothing is ever sent for the demo person; every address in it ends in "
        ".example."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--remove", action="store_true", help="remove the demo instead")

    def handle(self, *, remove: bool, **_options: Any) -> None:
        try:
            if remove:
                self.stdout.write("The demo is gone." if remove_demo(now=timezone.now()) else "There is no demo here.")
                return
            user, password = seed_demo(now=timezone.now())
        except DomainError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"A demo is there. Sign in as {user.email} with the password {password}")
