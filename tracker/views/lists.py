"""The table of applications. Search, filters, order and page are in the URL."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.http import person
from accounts.models import OwnedQuerySet
from accounts.paging import paginate_with_count
from tracker.forms.lists import NAME_FILTERS, OUTCOME_CHOICES, ApplicationFilter
from tracker.models import Application, Company, Source, Tag

APPLICATIONS_A_PAGE = 50
SUGGESTIONS_SHOWN: Final = 8
#: Label, key of SORTS, and ``-`` where the first press sorts in descending order.
COLUMNS: Final = [
    ("Role", "title", ""),
    ("Company", "company", ""),
    ("Stage", "stage", "-"),
    ("Location", "location", ""),
    ("Pay", "pay", "-"),
    ("Applied", "applied", "-"),
    ("Next step", "next", ""),
]


@dataclass(frozen=True)
class Column:
    """A column heading: the order that a press on it selects, and its present direction."""

    label: str
    sort: str
    direction: str = ""


def columns_for(sort: str) -> list[Column]:
    """Return the headings. A press on one sorts by it; a second press reverses the order."""
    return [_column(label, name, first, sort) for label, name, first in COLUMNS]


def _column(label: str, name: str, first: str, sort: str) -> Column:
    if sort.removeprefix("-") != name:
        return Column(label, sort=first + name)
    if sort.startswith("-"):
        return Column(label, sort=name, direction="descending")
    return Column(label, sort=f"-{name}", direction="ascending")


@require_GET
@login_required
def application_list(request: HttpRequest) -> HttpResponse:
    """Show applications as a table."""
    user, now = person(request), timezone.now()
    form = ApplicationFilter(request.GET)
    rows = form.apply(Application.objects.for_user(user).for_lists(), user, now=now)
    context = {
        "section": "applications",
        "form": form,
        "page": paginate_with_count(rows, request.GET.get("page"), APPLICATIONS_A_PAGE),
        "now": now,
        "columns": columns_for(form.cleaned_data.get("sort", "")),
        "ends": OUTCOME_CHOICES,
        "today": timezone.localdate(),
    }
    return render(request, "tracker/application_list.html", context)


@require_GET
@login_required
def filter_lookup(request: HttpRequest) -> HttpResponse:
    """List known names that contain the typed text, for the filter ``kind``: a company, a tag or a source."""
    user, kind = person(request), request.GET.get("kind", "")
    if kind not in NAME_FILTERS:
        return HttpResponseBadRequest("There is no such filter.")
    typed = " ".join(request.GET.get(kind, "").split())[: NAME_FILTERS[kind]]
    rows: dict[str, OwnedQuerySet[Any]] = {
        "company": Company.objects.for_user(user),
        "tag": Tag.objects.for_user(user),
        "source": Source.objects.for_user(user),
    }
    names = rows[kind].filter(name__icontains=typed).order_by("name").values_list("name", flat=True)
    return render(request, "tracker/_options.html", {"kind": kind, "names": names[:SUGGESTIONS_SHOWN]})
