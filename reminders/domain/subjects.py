"""What a reminder is about, as its row and its title name it."""

from typing import Final

from django.db.models import Model
from django.utils.text import Truncator

#: Longer names are cut in a title, which holds two of them.
TITLE_NAME_LIMIT: Final = 80


def subject_key(subject: Model) -> str:
    """The key that reminders carry of their subject, such as ``application:12`` or ``interview:7``."""
    return f"{subject._meta.model_name}:{subject.pk}"


def shorten_name(name: object) -> str:
    """A name as it fits into the title of a reminder beside another one."""
    return Truncator(str(name)).chars(TITLE_NAME_LIMIT)
