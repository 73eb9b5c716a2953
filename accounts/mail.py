"""What stands in for the host's mail when there is none."""

from collections.abc import Sequence

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage


class NoMailBackend(BaseEmailBackend):
    """Sends nothing and says so: 0 messages, never a pretended success."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return 0
