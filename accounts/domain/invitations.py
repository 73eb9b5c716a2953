"""Create invitations to sign up, find them, and mark them as used."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from accounts.errors import Conflict
from accounts.models import Invitation, User

VALID_FOR: Final = timedelta(days=14)
NOT_USABLE: Final = "This invitation was used already, or its time is over. Ask for a new one."


def invite(
    *, now: datetime, email: str = "", created_by: User | None = None, valid_for: timedelta = VALID_FOR
) -> tuple[Invitation, str]:
    """Create an invitation, for ``email`` only or for anybody; return it and its secret, which is not stored."""
    token = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        token_hash=_digest(token),
        email=email.strip(),
        created_by=created_by,
        created_at=now,
        expires_at=now + valid_for,
    )
    return invitation, token


def find_invitation(token: str, *, now: datetime) -> Invitation | None:
    """Return the usable invitation with this secret, or None."""
    return Invitation.objects.usable(now).filter(token_hash=_digest(token)).first() if token else None


def was_issued(token: str) -> bool:
    """Return whether an invitation with this secret exists, used or expired ones included."""
    return bool(token) and Invitation.objects.filter(token_hash=_digest(token)).exists()


def use_invitation(token: str, *, user: User, now: datetime) -> None:
    """Mark the invitation as used by ``user``. Raises Conflict when it was used already or has expired."""
    rows = Invitation.objects.usable(now).filter(token_hash=_digest(token))
    if rows.update(used_by=user, used_at=now) == 0:
        raise Conflict(NOT_USABLE)


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
