"""A link that lets one person sign up where sign-up is by invitation."""

from datetime import datetime
from typing import Self

from django.db import models


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def usable(self, now: datetime) -> Self:
        """Neither used nor past its time."""
        return self.filter(used_at=None, expires_at__gt=now)


class Invitation(models.Model):
    """Only the digest of its secret is kept; the link itself is shown once. ``email`` empty lets anybody use it.

    It goes with whoever used it, and with the staff who made it.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(max_length=254, blank=True)
    created_by = models.ForeignKey("accounts.User", models.CASCADE, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_by = models.OneToOneField("accounts.User", models.CASCADE, null=True, blank=True, related_name="+")
    used_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(used_at=None, used_by=None) | models.Q(used_at__isnull=False, used_by__isnull=False),
                name="invitation_used_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"Invitation of {self.created_at:%Y-%m-%d}"
