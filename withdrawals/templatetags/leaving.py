"""Filters for the pages of withdrawals and reflections."""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from accounts.text.names import first_name
from withdrawals.language.replies.reading import read_reply

register = template.Library()


register.filter("first_name", first_name)


@register.filter("own_words")
def words_of_reply(pasted: str) -> str:
    """Return the employer's own words, without pasted headers and quoted thread. The result is not escaped."""
    return read_reply(pasted).words


@register.filter
def marked(text: str, query: str) -> SafeString:
    """Return the escaped text with each search word in a ``<mark>`` element."""
    words = [re.escape(word) for word in query.split()]
    if not words:
        return escape(text)
    parts = re.split(f"({'|'.join(words)})", text, flags=re.IGNORECASE)
    pieces = [f"<mark>{escape(part)}</mark>" if at % 2 else str(escape(part)) for at, part in enumerate(parts)]
    return mark_safe("".join(pieces))  # noqa: S308  (every piece is escaped)
