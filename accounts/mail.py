"""The e-mail backend of a host without mail."""

from collections.abc import Sequence

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage


class NoMailBackend(BaseEmailBackend):
    """Sends nothing and returns 0, so that no caller takes it for success."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return 0
