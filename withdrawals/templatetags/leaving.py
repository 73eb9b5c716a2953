"""Small words of the workspace and of the reflections."""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from accounts.text.names import first_name as first_name_of
from withdrawals.language.replies.reading import read_reply

register = template.Library()


@register.filter
def first_name(name: str) -> str:
    """ "Maya" for "Maya Chen"."""
    return first_name_of(name)


@register.filter
def is_tone(tone: str, wanted: str) -> str:
    """For ``aria-pressed``."""
    return "true" if tone == wanted else "false"


@register.filter
def own_words(pasted: str) -> str:
    """What they wrote themselves, without the headers and the thread that were pasted along. It is not escaped."""
    return read_reply(pasted).words


@register.filter
def marked(text: str, query: str) -> SafeString:
    """The text, escaped, with the words that were searched for marked."""
    words = [re.escape(word) for word in query.split()]
    if not words:
        return escape(text)
    parts = re.split(f"({'|'.join(words)})", text, flags=re.IGNORECASE)
    pieces = [f"<mark>{escape(part)}</mark>" if at % 2 else str(escape(part)) for at, part in enumerate(parts)]
    return mark_safe("".join(pieces))  # noqa: S308  (every piece is escaped)
