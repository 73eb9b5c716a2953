"""What every template may ask of the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Whether the host can send mail and whether sign-up is open."""
    return {"host_sends_mail": settings.MAIL_CONFIGURED, "sign_up": settings.SIGN_UP}
