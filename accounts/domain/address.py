"""Change the address with which a person signs in and to which reminders are sent."""

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from accounts.errors import DomainError
from accounts.models import User


def change_address(user: User, email: str) -> User:
    """Write a new address. Letters still come from the address of the mail account.

    Raises DomainError when another person has the address, ignoring case, and for the demo person.
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
