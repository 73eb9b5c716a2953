"""Base classes of rows that belong to one person."""

from collections.abc import Callable
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from accounts.models.user import User

M = TypeVar("M", bound=models.Model, covariant=True)


class OwnedQuerySet(models.QuerySet[M]):
    """Rows of one person. Every page fetches by ``for_user``, so that another person gets 404."""

    def for_user(self, user: User) -> Self:
        return self.filter(owner=user)

    def containing(self, text: str, *fields: str, also: Callable[[str], Q] | None = None) -> Self:
        """Keep rows where each word of ``text`` occurs in one of ``fields`` or matches ``also(word)``."""
        found = self
        for word in text.split():
            wanted = also(word) if also else Q()
            for field in fields:
                wanted |= Q(**{f"{field}__icontains": word})
            found = found.filter(wanted)
        return found


class Owned(models.Model):
    """Abstract base class of a row with an owner."""

    owner = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")

    class Meta:
        abstract = True
