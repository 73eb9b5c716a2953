"""The model of an invitation: a link by which one person can sign up."""

from datetime import datetime
from typing import Self

from django.db import models


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def usable(self, now: datetime) -> Self:
        """Keep invitations that are neither used nor expired."""
        return self.filter(used_at=None, expires_at__gt=now)


class Invitation(models.Model):
    """An invitation. Only the digest of its secret is stored. With an empty ``email`` anybody can use it.

    It is deleted with the person who used it and with the person who created it.
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
