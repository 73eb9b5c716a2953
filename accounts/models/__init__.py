"""The person and the mail account they send from."""

from accounts.models.mail_account import MailAccount
from accounts.models.user import User

__all__ = ["MailAccount", "User"]
