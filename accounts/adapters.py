"""How allauth meets our people."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.domain.invitations import find_invitation, use_invitation, was_issued
from accounts.errors import Conflict
from accounts.models import Invitation

#: Where the session keeps the secret of the link that somebody came by, and the name it has in that link.
INVITATION = "invitation"


class AccountAdapter(DefaultAccountAdapter):
    """The host decides who may sign up: anybody, whoever was invited, or nobody."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        if settings.SIGN_UP == "invitation":
            return invitation_of(request) is not None
        return settings.SIGN_UP == "open"

    def clean_email(self, email: str) -> str:
        """An invitation for an address is for nobody else."""
        cleaned: str = super().clean_email(email)
        if settings.SIGN_UP == "invitation" and self.request and self.request.path == reverse("account_signup"):
            invitation = invitation_of(self.request)
            if invitation and invitation.email and invitation.email.lower() != cleaned.lower():
                raise ValidationError(f"The invitation is for {invitation.email}. Sign up with that address.")
        return cleaned

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:  # noqa: FBT001,FBT002
        """Write the new person and use up their invitation, both or neither."""
        with transaction.atomic():
            saved = super().save_user(request, user, form, commit=commit)
            if settings.SIGN_UP == "invitation":
                try:
                    use_invitation(request.session.get(INVITATION, ""), user=user, now=timezone.now())
                except Conflict:
                    raise ImmediateHttpResponse(redirect("account_signup")) from None
        request.session.pop(INVITATION, None)
        return saved

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in the mail leads to BASE_URL, whatever host the request named."""
        link: str = super().get_reset_password_from_key_url(key)
        return f"{settings.BASE_URL}{urlsplit(link).path}" if settings.BASE_URL else link

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no user names here."""


def invitation_of(request: HttpRequest) -> Invitation | None:
    """The usable invitation that the link or, later on, the session holds."""
    token = request.GET.get(INVITATION, "")
    if was_issued(token):  # strangers who make one up must not fill the table of sessions
        request.session[INVITATION] = token
    return find_invitation(request.session.get(INVITATION, ""), now=timezone.now())
