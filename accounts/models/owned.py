"""Rows that belong to one person."""

from collections.abc import Callable
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from accounts.models.user import User

M = TypeVar("M", bound=models.Model, covariant=True)


class OwnedQuerySet(models.QuerySet[M]):
    """The door to rows of one person: every page fetches through it, so that a stranger gets 404."""

    def for_user(self, user: User) -> Self:
        return self.filter(owner=user)

    def holding(self, text: str, *fields: str, also: Callable[[str], Q] | None = None) -> Self:
        """Each word of ``text`` occurs in one of ``fields``, or is found as ``also`` has it. No text, all rows."""
        found = self
        for word in text.split():
            wanted = also(word) if also else Q()
            for field in fields:
                wanted |= Q(**{f"{field}__icontains": word})
            found = found.filter(wanted)
        return found


class Owned(models.Model):
    """A row with an owner."""

    owner = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")

    class Meta:
        abstract = True
