"""Template filters that show records: the company's logo mark, pay, Markdown, the stage bar, the details card."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from html import unescape
from typing import Any
from urllib.parse import urlencode
from zlib import crc32

import nh3
from django import template
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from markdown_it import MarkdownIt

from accounts.templatetags.clock import day
from tracker.forms.inline import EDITABLE_FACTS
from tracker.models import Application
from tracker.states import STAGE_RANK, Period, Stage

register = template.Library()

#: Characters of an excerpt.
EXCERPT_LENGTH = 120
#: Characters of a link in the details card: the host and a little more.
LINK_LENGTH = 26
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}


@register.filter
def mark_of(name: object) -> int:
    """Return the colour of a company's logo mark, 0 to 7; the same name always gets the same colour."""
    return crc32(str(name).casefold().encode()) % 8


@register.filter
def get(values: Mapping[Any, Any], key: Any) -> Any:
    """Return the value of ``key``, or None."""
    return values.get(key)


@register.filter
def initial(name: object) -> str:
    """Return the letter on a company's logo mark."""
    return next((letter.upper() for letter in str(name) if letter.isalnum()), "?")


#: Colons in a text up to which bare URLs become links. The search for them takes quadratic time: a note of 50,000
#: characters full of ``://`` took forty seconds.
LINKIFY_COLON_LIMIT = 300


@cache
def _markdown(*, links: bool) -> MarkdownIt:
    rules = ["table", "strikethrough", *(["linkify"] if links else [])]
    return MarkdownIt("commonmark", {"html": False, "linkify": links}).enable(rules)


@register.filter
def markdown(text: str) -> SafeString:
    """Render Markdown as sanitised HTML. Raw HTML in ``text`` is shown as text."""
    rendered: str = _markdown(links=text.count(":") <= LINKIFY_COLON_LIMIT).render(text)
    return mark_safe(nh3.clean(rendered, link_rel="noopener noreferrer nofollow"))  # noqa: S308


@register.filter
def plain(text: str) -> str:
    """Return the plain text of Markdown, unescaped: the template escapes it."""
    return unescape(strip_tags(_markdown(links=False).render(text))).strip()


@register.filter
def holds(text: str, query: str) -> bool:
    """Return whether any word of ``query`` occurs in ``text``."""
    folded = text.lower()
    return any(word in folded for word in query.lower().split())


@register.filter
def excerpt(text: str, query: str) -> str:
    """Return EXCERPT_LENGTH characters of ``text`` around the first word of ``query`` in it, or from the beginning."""
    text = " ".join(text.split())
    folded = text.lower()
    hits = [at for word in query.lower().split() if (at := folded.find(word)) >= 0]
    begin = max(0, min(hits, default=0) - EXCERPT_LENGTH // 3)
    begin = text.find(" ", begin) + 1 if begin else 0
    shown = Truncator(text[begin:]).chars(EXCERPT_LENGTH)
    return f"… {shown}" if begin else shown


@register.filter
def salary(application: Application) -> str:
    """Return "€70,000 to 80,000 a year"; "" when no amount is known."""
    return pay_in_words(application.salary_min, application.salary_max, application.currency, application.period)


def pay_in_words(least: Decimal | None, most: Decimal | None, currency: str, period: str) -> str:
    """Return what ``salary`` does, from the separate values."""
    amounts = [_number(value) for value in (least, most) if value]
    if not amounts:
        return ""
    sign = SYMBOLS[currency] if currency in SYMBOLS else f"{currency} ".lstrip()
    often = f" {Period(period).label}" if period else ""
    return f"{sign}{' to '.join(dict.fromkeys(amounts))}{often}"


def _number(amount: Decimal) -> str:
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"


@dataclass(frozen=True)
class StageStep:
    """One segment of the stage bar."""

    value: str
    label: str
    css: str


@register.filter
def stage_steps(application: Application) -> list[StageStep]:
    """Return the stages in order, each marked as done, current or to come."""
    rank = STAGE_RANK[application.stage]
    return [
        StageStep(stage.value, stage.label, "is-done" if at < rank else "is-current" if at == rank else "")
        for at, stage in enumerate(Stage)
    ]


@dataclass(frozen=True)
class FactLink:
    """A link in a fact; ``outside`` the app it opens in a new tab."""

    text: str
    url: str
    outside: bool = False


@dataclass(frozen=True)
class Fact:
    """A fact that is edited in place: its name in the URL, its label, and its value as text or links."""

    name: str
    label: str
    text: str = ""
    links: tuple[FactLink, ...] = ()

    @property
    def field(self) -> str:
        """Return the first of its fields in ``ApplicationForm``."""
        return EDITABLE_FACTS[self.name].fields[0]


@register.filter
def facts(application: Application) -> list[Fact]:
    """Return all facts of the details card, empty ones included, in one query (for the tags)."""
    return [fact_of(application, name) for name in EDITABLE_FACTS]


def fact_of(application: Application, name: str) -> Fact:
    """Return one fact to show; an unknown one has neither text nor links."""
    label = EDITABLE_FACTS[name].label
    if name == "url":
        address = application.url
        shown = Truncator(re.sub(r"^https?://(www\.)?", "", address)).chars(LINK_LENGTH)
        return Fact(name, label, links=(FactLink(shown, address, outside=True),) if address else ())
    if name == "tag_names":
        table = reverse("application_list")
        names = application.tags.order_by("name").values_list("name", flat=True)
        return Fact(name, label, links=tuple(FactLink(tag, f"{table}?{urlencode({'tag': tag})}") for tag in names))
    return Fact(name, label, _in_words(application, name))


def _in_words(application: Application, name: str) -> str:
    match name:
        case "applied_on" | "closes_on":
            return day(getattr(application, name))
        case "work_mode":
            return application.get_work_mode_display()
        case "pay":
            return salary(application)
        case "source_name":
            return application.source.name if application.source else ""
        case "excitement":
            return f"{application.excitement} of 5" if application.excitement else ""
        case _:
            return str(getattr(application, name))
