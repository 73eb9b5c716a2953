"""The list of applications: found by words, narrowed, ordered, page by page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from tests.factories import ApplicationFactory, UserFactory
from tracker.domain.companies import tags_named
from tracker.states import Outcome, Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client: Client) -> User:
    user = UserFactory.create()
    client.force_login(user)
    return user


def titles(client: Client, **query: str) -> list[str]:
    page = client.get(reverse("application_list"), query).context["page"]
    return [application.title for application in page.object_list]


def test_list_shows_own_applications_the_latest_first(client: Client, owner: User) -> None:
    now = timezone.now()
    ApplicationFactory.create(owner=owner, title="Older", now=now - timedelta(days=2))
    ApplicationFactory.create(owner=owner, title="Newer", now=now - timedelta(days=1))
    ApplicationFactory.create(title="Somebody else's")

    assert titles(client) == ["Newer", "Older"]


def test_list_finds_each_word_in_role_company_place_or_tag(client: Client, owner: User) -> None:
    tags = tags_named(owner=owner, names=["python"])
    ApplicationFactory.create(owner=owner, title="Data Analyst", company_name="Fernway", location="Berlin", tags=tags)
    ApplicationFactory.create(owner=owner, title="Designer", company_name="Northwind")

    assert titles(client, q="analyst fern") == ["Data Analyst"]
    assert titles(client, q="berlin python") == ["Data Analyst"]
    assert titles(client, q="analyst northwind") == []


def test_list_narrows_by_stage_and_outcome(client: Client, owner: User) -> None:
    ApplicationFactory.create(owner=owner, title="Open", stage=Stage.SCREENING)
    ApplicationFactory.create(owner=owner, title="Ended", stage=Stage.SCREENING, outcome=Outcome.REJECTED)
    ApplicationFactory.create(owner=owner, title="Saved", stage=Stage.SAVED)

    assert sorted(titles(client, stage="screening")) == ["Ended", "Open"]
    assert titles(client, stage="screening", show="open") == ["Open"]
    assert titles(client, show="ended") == ["Ended"]
    assert titles(client, show="rejected") == ["Ended"]
    assert titles(client, show="archived") == []


def test_list_shows_the_quiet_ones(client: Client, owner: User) -> None:
    now = timezone.now()
    ApplicationFactory.create(owner=owner, title="Quiet", now=now - timedelta(days=40))
    ApplicationFactory.create(owner=owner, title="Fresh", now=now)

    assert titles(client, show="quiet") == ["Quiet"]


def test_list_sorts_both_ways_and_ignores_nonsense(client: Client, owner: User) -> None:
    for title in ("B", "C", "A"):
        ApplicationFactory.create(owner=owner, title=title)

    assert titles(client, sort="title") == ["A", "B", "C"]
    assert titles(client, sort="-title") == ["C", "B", "A"]
    assert sorted(titles(client, sort="nonsense", stage="nonsense", show="nonsense")) == ["A", "B", "C"]


def test_list_page_keeps_the_rest_of_the_address(client: Client, owner: User) -> None:
    for number in range(51):
        ApplicationFactory.create(owner=owner, title=f"Role {number}", company_name="Fernway")

    first = client.get(reverse("application_list"), {"q": "fernway"}).content.decode()
    assert "1 to 50 of 51" in first
    assert "?q=fernway&amp;page=2" in first
    assert len(titles(client, page="2")) == 1


def test_list_cost_does_not_grow_with_rows(
    client: Client, owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for rows in (1, 3):
        while owner_rows(owner) < rows:
            ApplicationFactory.create(owner=owner)
        with django_assert_num_queries(4):
            client.get(reverse("application_list"))


def owner_rows(owner: User) -> int:
    from tracker.models import Application

    return Application.objects.for_user(owner).count()


def test_list_says_what_to_do_when_it_is_empty(client: Client, owner: User) -> None:
    assert "No applications yet." in client.get(reverse("application_list")).content.decode()
    assert "Nothing matches." in client.get(reverse("application_list"), {"q": "x"}).content.decode()
