"""How allauth meets our people."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up may be closed by the host."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.SIGN_UP == "open"

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no user names here."""
