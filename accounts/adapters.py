"""The allauth adapter: who may sign up, and links in mails."""

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

#: Name of the invitation's secret in the link's query string and in the session.
INVITATION_KEY = "invitation"


class AccountAdapter(DefaultAccountAdapter):
    """Applies SIGN_UP: everybody may sign up, or invited people only, or nobody."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        if settings.SIGN_UP == "invitation":
            return invitation_of(request) is not None
        return settings.SIGN_UP == "open"

    def clean_email(self, email: str) -> str:
        """Refuse another address than that of the invitation, if it names one."""
        cleaned: str = super().clean_email(email)
        if settings.SIGN_UP == "invitation" and self.request and self.request.path == reverse("account_signup"):
            invitation = invitation_of(self.request)
            if invitation and invitation.email and invitation.email.lower() != cleaned.lower():
                raise ValidationError(f"The invitation is for {invitation.email}. Sign up with that address.")
        return cleaned

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:  # noqa: FBT001,FBT002
        """Create the person and mark the invitation as used, in one transaction."""
        with transaction.atomic():
            saved = super().save_user(request, user, form, commit=commit)
            if settings.SIGN_UP == "invitation":
                try:
                    use_invitation(request.session.get(INVITATION_KEY, ""), user=user, now=timezone.now())
                except Conflict:
                    raise ImmediateHttpResponse(redirect("account_signup")) from None
        request.session.pop(INVITATION_KEY, None)
        return saved

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return a link to BASE_URL, regardless of the Host header of the request."""
        link: str = super().get_reset_password_from_key_url(key)
        return f"{settings.BASE_URL}{urlsplit(link).path}" if settings.BASE_URL else link

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Do nothing: there are no user names."""


def invitation_of(request: HttpRequest) -> Invitation | None:
    """Return the usable invitation whose secret is in the link or, on later requests, in the session."""
    token = request.GET.get(INVITATION_KEY, "")
    if was_issued(token):  # an invented secret must not create a session row
        request.session[INVITATION_KEY] = token
    return find_invitation(request.session.get(INVITATION_KEY, ""), now=timezone.now())
