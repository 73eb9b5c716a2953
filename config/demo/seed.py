"""Create and remove the demo person."""

import secrets
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.errors import DomainError
from accounts.models import User
from config.demo.replay import replay_search
from config.personal.deletion import delete_person

EMAIL: Final = "demo@bowout.example"
#: Letters and digits that are not easily confused when copied from a terminal.
ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
JOINED: Final = timedelta(days=91)


def new_password() -> str:
    """Return three groups of four characters, about 59 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


@transaction.atomic
def seed_demo(*, now: datetime) -> tuple[User, str]:
    """Create a demo person with three months of search, in place of an earlier one; return the person and the password.

    No mail is ever sent for a demo person. Raises DomainError when the address belongs to a real person, Conflict as
    ``delete_person`` does.
    """
    remove_demo(now=now)
    if User.objects.filter(email__iexact=EMAIL).exists():
        raise DomainError(f"{EMAIL} belongs to an account that is no demo. Rename that one first.")
    password = new_password()
    user = User.objects.create_user(
        EMAIL,
        password,
        name="Robin Hale",
        phone="+44 20 7946 0102",
        signature="Robin Hale\n+44 20 7946 0102",
        time_zone=ZoneInfo("Europe/London"),
        is_demo=True,
        may_send=False,
        date_joined=now - JOINED,
    )
    replay_search(user, now=now)
    return user, password


@transaction.atomic
def remove_demo(*, now: datetime) -> int:
    """Delete every demo person with all data; return their number."""
    people = list(User.objects.filter(is_demo=True))
    for user in people:
        delete_person(user, now=now)
    return len(people)
