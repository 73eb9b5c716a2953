"""Save a person's preferences."""

from typing import Any, Final

from accounts.models import User

PREFERENCES: Final[frozenset[str]] = frozenset(
    [
        "name",
        "phone",
        "signature",
        "tone",
        "locale",
        "time_zone",
        "clock",
        "first_weekday",
        "work_start",
        "work_end",
        "theme",
        "campus_hours",
        "quiet_from",
        "quiet_until",
        "reminder_emails",
        "muted_kinds",
    ]
)


def save_preferences(user: User, **changes: Any) -> User:
    """Write changed preferences. Raises TypeError for a name that is not in PREFERENCES."""
    unknown = set(changes) - PREFERENCES
    if unknown:
        raise TypeError(f"not preferences: {sorted(unknown)}")
    for name, value in changes.items():
        setattr(user, name, value)
    user.save(update_fields=list(changes))
    return user
