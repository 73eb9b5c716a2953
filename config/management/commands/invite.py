"""``manage.py invite``: a link that lets one person sign up."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone

from accounts.adapters import INVITATION_KEY
from accounts.domain.invitations import VALID_FOR, invite
from accounts.models import User


class Command(BaseCommand):
    """Prints a link that works once."""

    help = (
        "Print a link by which one person can sign up, for a host with SIGN_UP=invitation. The link is shown only "
        "here: "
        "only its digest is kept. Give it to them by a way that you trust."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", default="", help="let only this address use it")
        parser.add_argument("--days", type=int, default=VALID_FOR.days, help="how long it works (default: %(default)s)")
        parser.add_argument("--by", default="", metavar="EMAIL", help="who of the staff invites")

    def handle(self, *, email: str, days: int, by: str, **_options: Any) -> None:
        if settings.SIGN_UP != "invitation":
            raise CommandError(f"SIGN_UP is {settings.SIGN_UP}; invitations count only with SIGN_UP=invitation.")
        if days < 1:
            raise CommandError("An invitation works for a day at least.")
        if email:
            self._check(email)
        invitation, token = invite(
            now=timezone.now(), email=email, created_by=self._staff(by), valid_for=timedelta(days=days)
        )
        query = {INVITATION_KEY: token, **({"email": invitation.email} if invitation.email else {})}
        site = settings.BASE_URL or "http://localhost:8000"
        self.stdout.write(f"{site}{reverse('account_signup')}?{urlencode(query)}")

    def _check(self, email: str) -> None:
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email} is not an e-mail address.") from None
        if User.objects.filter(email__iexact=email).exists():
            raise CommandError(f"{email} has an account here already.")

    def _staff(self, email: str) -> User | None:
        if not email:
            return None
        user = User.objects.filter(email__iexact=email, is_staff=True).first()
        if user is None:
            raise CommandError(f"Nobody of the staff has the address {email}.")
        return user
