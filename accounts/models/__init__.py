"""Models of people, their mail accounts and invitations, and the base class of rows with an owner."""

from accounts.models.invitation import Invitation
from accounts.models.mail_account import MailAccount
from accounts.models.owned import Owned, OwnedQuerySet
from accounts.models.user import User

__all__ = ["Invitation", "MailAccount", "Owned", "OwnedQuerySet", "User"]
