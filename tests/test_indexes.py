"""The lists read through the index that was made for them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from tests.factories import UserFactory
from tracker.models import Application, Event, Interview
from tracker.states import EventKind, Stage
from withdrawals.models import Reflection

pytestmark = pytest.mark.django_db

Query = Callable[[User], QuerySet[Any]]


def applications(owner: User) -> Any:
    return Application.objects.for_user(owner)


def today() -> Any:
    return timezone.localdate()


QUERIES: dict[str, Query] = {
    "application_board": lambda u: applications(u).open().in_stage(Stage.APPLIED).order_by("-touched_at", "-pk")[:50],
    "application_recent": lambda u: applications(u).filter(archived_at=None).order_by("-touched_at", "-pk")[:50],
    "application_ended": lambda u: applications(u).ended().order_by("-ended_at", "-pk")[:50],
    "application_next_action": lambda u: applications(u).due_action(today()).order_by("next_action_on", "pk")[:6],
    "application_closing": lambda u: applications(u).open().filter(closes_on__range=(today(), today())),
    "application_quiet": lambda u: applications(u).quiet(timezone.now()).order_by(),
    "interview_by_status": lambda u: Interview.objects.for_user(u).upcoming(timezone.now())[:5],
    "interview_by_time": lambda u: Interview.objects.for_user(u).on_days(today(), today())[:50],
    "event_by_kind": lambda u: Event.objects.for_user(u).filter(kind=EventKind.NOTE, text__icontains="rota"),
    "reflection_unfinished": lambda u: Reflection.objects.for_user(u).unfinished().latest_first()[:1],
}


def plan_of(rows: QuerySet[Any]) -> str:
    """How the database would read ``rows``. PostgreSQL is told that a table is never small enough to be read whole."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    return rows.explain()


@pytest.mark.parametrize("index", QUERIES)
def test_list_is_read_through_its_index(index: str) -> None:
    plan = plan_of(QUERIES[index](UserFactory.create()))

    if connection.vendor == "sqlite":
        assert f"INDEX {index} " in plan
        assert "ORDER BY" not in plan.partition("RIGHT PART")[0]
    else:
        assert "Seq Scan" not in plan
