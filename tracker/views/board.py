"""The board: a column of open applications for each stage, and one for the ended ones."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, TypedDict

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.http import person, url_builder
from accounts.models import User
from accounts.templatetags.clock import when
from tracker.forms.lists import BoardFilter
from tracker.models import Application, Interview, Tag
from tracker.models.application import ApplicationQuerySet
from tracker.states import Stage
from tracker.templatetags.records import initial, mark_of, pay_in_words

#: Maximum number of cards in a column.
CARD_LIMIT: Final = 50
#: Columns that a card needs. Values are read rather than model instances, which would cost more time.
CARD_COLUMNS: Final = (
    "pk",
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
    """One application on the board, with every value as text.

    Templates read a dict faster than an object, and would localise each number again.
    """

    pk: str
    name: str
    url: str
    title: str
    sub: str
    mark: str
    initial: str
    has_facts: bool
    interview: str
    action: str
    overdue: bool
    pay: str
    tags: list[str]


@dataclass(frozen=True)
class BoardColumn:
    """One stage: its first cards, and the number of its applications."""

    stage: Stage
    cards: list[Card]
    count: int

    @property
    def hidden(self) -> int:
        return self.count - len(self.cards)


@require_GET
@login_required
def board(request: HttpRequest) -> HttpResponse:
    """Show applications as cards that the person can drag to another stage."""
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
        "ended": list(ended.for_lists()[:CARD_LIMIT]) if show_ended else [],
        "ended_count": ended.count(),
    }
    return render(request, "tracker/board.html", context)


def _columns(rows: ApplicationQuerySet, user: User) -> list[BoardColumn]:
    """Return all columns: one limited, indexed query per stage, and one each for all tags and interviews."""
    opened = rows.open()
    counts = dict(opened.order_by().values_list("stage").annotate(n=Count("pk")))
    found = {
        stage: list(opened.in_stage(stage).order_by("-touched_at", "-pk").values(*CARD_COLUMNS)[:CARD_LIMIT])
        for stage in Stage
        if counts.get(stage.value)
    }
    keys = [row["pk"] for rows in found.values() for row in rows]
    coming, tags, today = _coming(keys), _tags(keys), timezone.localdate()
    address_of = url_builder("application_detail")
    return [
        BoardColumn(
            stage=stage,
            cards=[
                _card(
                    row,
                    address_of(row["pk"]),
                    coming.get(row["pk"]),
                    tags.get(row["pk"], []),
                    today=today,
                    user=user,
                )
                for row in found.get(stage, [])
            ],
            count=counts.get(stage.value, 0),
        )
        for stage in Stage
    ]


def _card(
    row: dict[str, Any], url: str, interview: datetime | None, tags: list[str], *, today: date, user: User
) -> Card:
    company, due, action = row["company__name"], row["next_action_on"], row["next_action"]
    pay = pay_in_words(row["salary_min"], row["salary_max"], row["currency"], row["period"])
    return {
        "pk": str(row["pk"]),
        "name": f"{row['title']}, {company}",
        "url": url,
        "title": row["title"],
        "sub": f"{company} · {row['location']}" if row["location"] else company,
        "mark": str(mark_of(company)),
        "initial": initial(company),
        "has_facts": bool(interview or action or pay or tags),
        "interview": when({"user": user}, interview) if interview else "",
        "action": f"{due.day} {due:%b} · {action}" if action and due else action,
        "overdue": bool(due and due < today),
        "pay": pay,
        "tags": tags,
    }


def _coming(keys: list[int]) -> dict[int, datetime]:
    """Return the start of the next interview by application key."""
    rows = Interview.objects.filter(application__in=keys).upcoming(timezone.now())
    return dict(reversed(rows.values_list("application", "starts_at")))


def _tags(keys: list[int]) -> dict[int, list[str]]:
    """Return the names of the tags by application key, in one query and without model instances."""
    names: dict[int, list[str]] = defaultdict(list)
    rows = Tag.objects.filter(applications__in=keys).order_by("pk")
    for application, name in rows.values_list("applications", "name"):
        names[application].append(name)
    return names
