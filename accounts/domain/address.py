"""The address a person signs in with, and is reminded at."""

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from accounts.errors import DomainError
from accounts.models import User


def change_address(user: User, email: str) -> User:
    """Write a new address. Letters keep theirs: what an employer knows is the mail account's.

    Raises DomainError when somebody here has it, whatever its case, and for the demo, whose addresses lead nowhere.
    """
    if user.is_demo:
        raise DomainError("The demo keeps its address, which leads nowhere.")
    before, user.email = user.email, User.objects.normalize_email(email)
    try:
        with transaction.atomic():
            user.save(update_fields=["email"])
            EmailAddress.objects.filter(user=user).delete()
            EmailAddress.objects.create(user=user, email=user.email.lower(), primary=True)
    except IntegrityError:
        user.email = before
        raise DomainError("Somebody here signs in with this address.") from None
    return user
