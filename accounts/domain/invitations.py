"""Inviting somebody to sign up, and using that invitation once."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from accounts.errors import Conflict
from accounts.models import Invitation, User

GOOD_FOR: Final = timedelta(days=14)
SPENT: Final = "This invitation was used already, or its time is over. Ask for a new one."


def invite(
    *, now: datetime, email: str = "", created_by: User | None = None, good_for: timedelta = GOOD_FOR
) -> tuple[Invitation, str]:
    """Make an invitation, for one address or for whoever holds the link; return it and its secret, which is not kept."""
    token = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        token_hash=_digest(token), email=email.strip(), created_by=created_by, created_at=now, expires_at=now + good_for
    )
    return invitation, token


def find_invitation(token: str, *, now: datetime) -> Invitation | None:
    """The invitation with this secret, if it can still be used."""
    return Invitation.objects.usable(now).filter(token_hash=_digest(token)).first() if token else None


def was_issued(token: str) -> bool:
    """Whether there is an invitation with this secret, be it spent or not."""
    return bool(token) and Invitation.objects.filter(token_hash=_digest(token)).exists()


def use_invitation(token: str, *, user: User, now: datetime) -> None:
    """Let ``user`` be the one who was invited. Raises Conflict when somebody was faster or its time is over."""
    rows = Invitation.objects.usable(now).filter(token_hash=_digest(token))
    if rows.update(used_by=user, used_at=now) == 0:
        raise Conflict(SPENT)


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
