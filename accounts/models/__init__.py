"""The person, what belongs to them and the mail account they send from."""

from accounts.models.invitation import Invitation
from accounts.models.mail_account import MailAccount
from accounts.models.owned import Owned, OwnedQuerySet
from accounts.models.user import User

__all__ = ["Invitation", "MailAccount", "Owned", "OwnedQuerySet", "User"]
