"""Search everything: applications, companies, contacts, notes, letters and what was learned."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.http import person
from accounts.models import User
from accounts.paging import CountedLeaf, counted_leaf_of
from tracker.models import Application, Company, Contact, Event
from tracker.states import EventKind
from withdrawals.models import Letter, Reflection

#: Of each kind at first, and on a page of one kind alone.
SHOWN, PAGE_SIZE = 8, 50
TEXT_LIMIT: Final = 100


@dataclass(frozen=True)
class Group:
    """What was found of one kind: the first rows, and how many there are in all."""

    kind: str
    title: str
    rows: list[Any]
    count: int
    page: CountedLeaf[Any] | None = None

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


@require_GET
@login_required
def search(request: HttpRequest) -> HttpResponse:
    """What holds each word of ``q``, by kind; ``only`` shows all of one kind, page by page."""
    user = person(request)
    text = request.GET.get("q", "").strip()[:TEXT_LIMIT]
    context: dict[str, object] = {"section": "search", "search_query": text}
    if text:
        only = request.GET.get("only", "")
        if only in KINDS:
            groups = [_page_of(only, user, text, request.GET.get("page"))]
        else:
            groups = [_first_of(kind, user, text) for kind in KINDS]
        context |= {"only": only in KINDS, "groups": [group for group in groups if group.rows]}
    return render(request, "search.html", context)


def _first_of(kind: str, user: User, text: str) -> Group:
    """Counted only where there are more than are shown."""
    title, find = KINDS[kind]
    found = find(user, text)
    rows = list(found[: SHOWN + 1])
    count = len(rows) if len(rows) <= SHOWN else found.count()
    return Group(kind, title, rows[:SHOWN], count)


def _page_of(kind: str, user: User, text: str, number: str | None) -> Group:
    title, find = KINDS[kind]
    page = counted_leaf_of(find(user, text), number, PAGE_SIZE)
    return Group(kind, title, page.rows, page.count, page)


def holding(text: str, *fields: str) -> Q:
    """Each word of ``text`` occurs in one of ``fields``."""
    wanted = Q()
    for word in text.split():
        anywhere = Q()
        for field in fields:
            anywhere |= Q(**{f"{field}__icontains": word})
        wanted &= anywhere
    return wanted


def _applications(user: User, text: str) -> QuerySet[Any]:
    rows = Application.objects.for_user(user).filter(holding(text, "title", "company__name", "location", "notes"))
    return rows.select_related("company").defer("posting").order_by("-touched_at", "-pk")


def _companies(user: User, text: str) -> QuerySet[Any]:
    return Company.objects.for_user(user).filter(holding(text, "name", "location", "notes")).order_by("name", "pk")


def _contacts(user: User, text: str) -> QuerySet[Any]:
    rows = Contact.objects.for_user(user).filter(
        holding(text, "name", "role", "email", "agency", "company__name", "notes")
    )
    return rows.select_related("company").order_by("name", "pk")


def _notes(user: User, text: str) -> QuerySet[Any]:
    rows = Event.objects.for_user(user).filter(holding(text, "text"), kind=EventKind.NOTE, correction=None)
    return rows.select_related("application__company").order_by("-at", "-pk")


def _letters(user: User, text: str) -> QuerySet[Any]:
    rows = Letter.objects.for_user(user).filter(holding(text, "subject", "sent_subject", "sent_text"))
    return rows.select_related("withdrawal__application__company").order_by("-sent_at", "-pk")


def _reflections(user: User, text: str) -> QuerySet[Any]:
    return Reflection.objects.for_user(user).matching(text).with_application().latest_first()


KINDS: Final[dict[str, tuple[str, Callable[[User, str], QuerySet[Any]]]]] = {
    "applications": ("Applications", _applications),
    "companies": ("Companies", _companies),
    "contacts": ("People", _contacts),
    "notes": ("Notes", _notes),
    "letters": ("Letters", _letters),
    "reflections": ("What you learned", _reflections),
}
