"""``manage.py reset_password``: a new password on a host that sends no mail."""

from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User


class Command(BaseCommand):
    """Sets a person's password from the terminal of the host."""

    help = "Set a new password for the person with this e-mail address. The password is asked for, never an argument."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *, email: str, **_options: Any) -> None:
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"Nobody here has the address {email}.")
        password = getpass("New password: ")
        if password != getpass("Once more: "):
            raise CommandError("The two differ; the password stays as it was.")
        try:
            validate_password(password, user)
        except ValidationError as reasons:
            raise CommandError(f"{' '.join(reasons.messages)} The password stays as it was.") from None
        user.set_password(password)
        user.save(update_fields=["password"])
        self.stdout.write(f"{user.email} signs in with the new password from now on; other sessions are signed out.")
