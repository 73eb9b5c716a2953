"""The model of a posting: the employer's advertisement, as the person pasted it."""

from django.db import models

from accounts.models import Owned, OwnedQuerySet
from tracker.models.application import Application

#: In characters.
POSTING_LIMIT = 100_000


class Posting(Owned):
    """A pasted posting.

    It has its own table: kilobytes in the application's row would slow down every list and search.
    """

    application = models.OneToOneField(Application, models.CASCADE, related_name="kept_posting")
    text = models.TextField(max_length=POSTING_LIMIT)

    objects = OwnedQuerySet["Posting"].as_manager()

    def __str__(self) -> str:
        return f"Posting of {self.application}"
