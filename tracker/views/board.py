"""The board: open applications by stage, the ended ones behind one column."""

from dataclasses import dataclass
from typing import Final

from django.contrib.auth.decorators import login_required
from django.db.models import Count, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.http import person
from tracker.forms.lists import BoardFilter
from tracker.models import Application, Interview
from tracker.models.application import ApplicationQuerySet
from tracker.states import Stage

#: Cards of a column before "more".
CARDS: Final = 50


@dataclass(frozen=True)
class Card:
    """One application on the board, with the interview that comes next."""

    application: Application
    interview: Interview | None


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
    rows = form.apply(Application.objects.for_user(user))
    ended = rows.ended().order_by("-ended_at", "-pk")
    show_ended = "ended" in request.GET
    columns = _columns(rows)
    context = {
        "section": "board",
        "form": form,
        "columns": columns,
        "total": sum(column.count for column in columns),
        "show_ended": show_ended,
        "ended": list(ended.for_lists()[:CARDS]) if show_ended else [],
        "ended_count": ended.count(),
        "today": timezone.localdate(),
    }
    return render(request, "tracker/board.html", context)


def _columns(rows: ApplicationQuerySet) -> list[BoardColumn]:
    """A bounded, indexed query for each stage; tags and coming interviews of all cards together in one each."""
    opened = rows.open()
    counts = dict(opened.order_by().values_list("stage").annotate(n=Count("pk")))
    found = {
        stage: list(opened.in_stage(stage).for_lists().order_by("-touched_at", "-pk")[:CARDS])
        for stage in Stage
        if counts.get(stage.value)
    }
    every = [application for applications in found.values() for application in applications]
    prefetch_related_objects(every, "tags")
    coming = _coming(every)
    return [
        BoardColumn(
            stage=stage,
            cards=[Card(application, coming.get(application.pk)) for application in found.get(stage, [])],
            count=counts.get(stage.value, 0),
        )
        for stage in Stage
    ]


def _coming(applications: list[Application]) -> dict[int, Interview]:
    keys = [application.pk for application in applications]
    rows = Interview.objects.filter(application__in=keys).upcoming(timezone.now())
    return {interview.application_id: interview for interview in reversed(rows)}
