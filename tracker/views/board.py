"""The board: open applications by stage, the ended ones behind one column."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Final, TypedDict

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.http import person
from accounts.models import User
from accounts.templatetags.clock import when
from tracker.forms.lists import BoardFilter
from tracker.models import Application, Interview, Tag
from tracker.models.application import ApplicationQuerySet
from tracker.states import Stage
from tracker.templatetags.records import initial, mark_of, salary

#: Cards of a column before "more".
CARDS: Final = 50
#: All that is read of an application for its card.
ON_A_CARD: Final = (
    "title",
    "company__name",
    "location",
    "next_action",
    "next_action_on",
    "salary_min",
    "salary_max",
    "currency",
    "period",
)


class Card(TypedDict):
    """One application as the board shows it, in words: a template looks into a mapping faster than into a record."""

    pk: int
    url: str
    title: str
    company: str
    sub: str
    mark: int
    initial: str
    interview: str
    action: str
    overdue: bool
    pay: str
    tags: list[str]


@dataclass(frozen=True)
class BoardColumn:
    """A stage: its first cards, and how many there are in all."""

    stage: Stage
    cards: list[Card]
    count: int

    @property
    def hidden(self) -> int:
        return self.count - len(self.cards)


@require_GET
@login_required
def board(request: HttpRequest) -> HttpResponse:
    """Applications as cards to move."""
    user = person(request)
    form = BoardFilter(request.GET)
    rows = form.apply(Application.objects.for_user(user), user)
    ended = rows.ended().order_by("-ended_at", "-pk")
    show_ended = "ended" in request.GET
    columns = _columns(rows, user)
    context = {
        "section": "board",
        "form": form,
        "columns": columns,
        "total": sum(column.count for column in columns),
        "show_ended": show_ended,
        "ended": list(ended.for_lists()[:CARDS]) if show_ended else [],
        "ended_count": ended.count(),
    }
    return render(request, "tracker/board.html", context)


def _columns(rows: ApplicationQuerySet, user: User) -> list[BoardColumn]:
    """A bounded, indexed query for each stage; tags and coming interviews of all cards together in one each."""
    opened = rows.open()
    counts = dict(opened.order_by().values_list("stage").annotate(n=Count("pk")))
    found = {
        stage: list(opened.in_stage(stage).for_lists().only(*ON_A_CARD).order_by("-touched_at", "-pk")[:CARDS])
        for stage in Stage
        if counts.get(stage.value)
    }
    keys = [application.pk for applications in found.values() for application in applications]
    coming, tags, today = _coming(keys), _tags(keys), timezone.localdate()
    return [
        BoardColumn(
            stage=stage,
            cards=[
                _card(one, coming.get(one.pk), tags.get(one.pk, []), today=today, user=user)
                for one in found.get(stage, [])
            ],
            count=counts.get(stage.value, 0),
        )
        for stage in Stage
    ]


def _card(application: Application, interview: Interview | None, tags: list[str], *, today: date, user: User) -> Card:
    company, due = application.company.name, application.next_action_on
    action = application.next_action
    return {
        "pk": application.pk,
        "url": reverse("application_detail", args=[application.pk]),
        "title": application.title,
        "company": company,
        "sub": f"{company} · {application.location}" if application.location else company,
        "mark": mark_of(company),
        "initial": initial(company),
        "interview": when({"user": user}, interview.starts_at) if interview else "",
        "action": f"{due.day} {due:%b} · {action}" if action and due else action,
        "overdue": bool(due and due < today),
        "pay": salary(application),
        "tags": tags,
    }


def _coming(keys: list[int]) -> dict[int, Interview]:
    rows = Interview.objects.filter(application__in=keys).upcoming(timezone.now())
    return {interview.application_id: interview for interview in reversed(rows)}


def _tags(keys: list[int]) -> dict[int, list[str]]:
    """The names of each application's tags, in one query and without a record for each."""
    names: dict[int, list[str]] = defaultdict(list)
    rows = Tag.objects.filter(applications__in=keys).order_by("pk")
    for application, name in rows.values_list("applications", "name"):
        names[application].append(name)
    return names
