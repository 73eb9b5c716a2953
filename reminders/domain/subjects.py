"""The subject of a reminder: its key in the row and its name in the title."""

from typing import Final

from django.db.models import Model
from django.utils.text import Truncator

#: Characters of a name in a title, which has room for two names.
TITLE_NAME_LIMIT: Final = 80


def subject_key(subject: Model) -> str:
    """Return the key of a subject, such as ``application:12`` or ``interview:7``."""
    return f"{subject._meta.model_name}:{subject.pk}"


def shorten_name(name: object) -> str:
    """Return a name cut to TITLE_NAME_LIMIT characters."""
    return Truncator(str(name)).chars(TITLE_NAME_LIMIT)
