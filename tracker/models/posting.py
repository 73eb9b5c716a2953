"""What an employer advertised, as the person pasted it."""

from django.db import models

from accounts.models import Owned, OwnedQuerySet
from tracker.models.application import Application

#: In characters.
POSTING_LIMIT = 100_000


class Posting(Owned):
    """The text has a row of its own: kilobytes in the application's would slow down every list and search of them."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="kept_posting")
    text = models.TextField(max_length=POSTING_LIMIT)

    objects = OwnedQuerySet["Posting"].as_manager()

    def __str__(self) -> str:
        return f"Posting of {self.application}"
