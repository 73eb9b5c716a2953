"""Rows that belong to one person."""

from typing import Self, TypeVar

from django.db import models

from accounts.models.user import User

M = TypeVar("M", bound=models.Model, covariant=True)


class OwnedQuerySet(models.QuerySet[M]):
    """The door to rows of one person: every page fetches through it, so that a stranger gets 404."""

    def for_user(self, user: User) -> Self:
        return self.filter(owner=user)


class Owned(models.Model):
    """A row with an owner."""

    owner = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")

    class Meta:
        abstract = True
