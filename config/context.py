"""The context processor of the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Return whether the host can send mail, and who may sign up (SIGN_UP)."""
    return {"host_sends_mail": settings.MAIL_CONFIGURED, "sign_up": settings.SIGN_UP}
