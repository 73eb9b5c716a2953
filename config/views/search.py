"""Search applications, companies, contacts, notes, letters, replies, feedback and reflections."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.http import person
from accounts.models import User
from accounts.paging import Page, paginate
from tracker.models import Application, Company, Contact, Event
from withdrawals.models import Feedback, Letter, Reflection, Response

#: Rows of each kind on the overview, and rows of a page of one kind.
ROWS_SHOWN, PAGE_SIZE = 8, 50
QUERY_LIMIT: Final = 100


@dataclass(frozen=True)
class ResultGroup:
    """The results of one kind: the first rows, or one page."""

    kind: str
    title: str
    page: Page[Any]

    @property
    def rows(self) -> list[Any]:
        return self.page.rows


@require_GET
@login_required
def search(request: HttpRequest) -> HttpResponse:
    """Show the records that contain each word of ``q``, by kind; ``only`` shows one kind with pages.

    One query per kind, and one more for the applications of notes.
    """
    user = person(request)
    text = request.GET.get("q", "").strip()[:QUERY_LIMIT]
    context: dict[str, object] = {"section": "search", "search_query": text}
    if text:
        only = request.GET.get("only", "")
        if only in KINDS:
            groups = [_search_kind(only, user, text, request.GET.get("page"), PAGE_SIZE)]
        else:
            groups = [_search_kind(kind, user, text, None, ROWS_SHOWN) for kind in KINDS]
        context |= {"only": only in KINDS, "groups": [group for group in groups if group.rows]}
    return render(request, "search.html", context)


def _search_kind(kind: str, user: User, text: str, number: str | None, size: int) -> ResultGroup:
    title, find = KINDS[kind]
    return ResultGroup(kind, title, paginate(find(user, text), number, size))


# Each kind except notes, and except letters on PostgreSQL, is sorted by an index, so that the database can stop after
# the rows shown. For a word without results it still reads every row.


def _applications(user: User, text: str) -> QuerySet[Any]:
    rows = Application.objects.for_user(user).mentioning(text, user)
    return rows.select_related("company").order_by("-touched_at", "-pk")


def _companies(user: User, text: str) -> QuerySet[Any]:
    return Company.objects.for_user(user).mentioning(text).order_by(Lower("name"), "pk")


def _contacts(user: User, text: str) -> QuerySet[Any]:
    rows = Contact.objects.for_user(user).mentioning(text, user)
    return rows.select_related("company").order_by("name", "pk")


def _notes(user: User, text: str) -> QuerySet[Any]:
    """Find notes. No index sorts them, so applications are prefetched: a join would run for every match."""
    shown = Prefetch("application", Application.objects.for_user(user).for_lists())
    return Event.objects.for_user(user).notes_mentioning(text).prefetch_related(shown).order_by("-at", "-pk")


def _letters(user: User, text: str) -> QuerySet[Any]:
    rows = Letter.objects.for_user(user).mentioning(text).select_related("withdrawal__application__company")
    return rows.defer("withdrawal__application__notes").last_sent_first()


def _responses(user: User, text: str) -> QuerySet[Any]:
    """Find replies, without those whose feedback is found too, since it repeats the same text."""
    as_feedback = Feedback.objects.for_user(user).matching(text).filter(response=OuterRef("pk"))
    rows = Response.objects.for_user(user).matching(text).filter(~Exists(as_feedback))
    return rows.with_application().latest_first()


def _feedback(user: User, text: str) -> QuerySet[Any]:
    return Feedback.objects.for_user(user).matching(text).with_application().latest_first()


def _reflections(user: User, text: str) -> QuerySet[Any]:
    return Reflection.objects.for_user(user).matching(text).with_application().latest_first()


KINDS: Final[dict[str, tuple[str, Callable[[User, str], QuerySet[Any]]]]] = {
    "applications": ("Applications", _applications),
    "companies": ("Companies", _companies),
    "contacts": ("People", _contacts),
    "notes": ("Notes", _notes),
    "letters": ("Letters", _letters),
    "responses": ("Answers", _responses),
    "feedback": ("Feedback on you", _feedback),
    "reflections": ("What you learned", _reflections),
}
