"""Search everything."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from tests.factories import ApplicationFactory, ContactFactory, ReflectionFactory, UserFactory
from tracker.domain.applications import log_note

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client: Client) -> User:
    user = UserFactory.create()
    client.force_login(user)
    return user


def record(owner: User, company: str = "Fernway") -> None:
    application = ApplicationFactory.create(owner=owner, title=f"Analyst of {company}", company_name=company)
    ContactFactory.create(company=application.company, name=f"Maya of {company}")
    log_note(application, f"The {company} rota is *hard*.", actor=owner, now=timezone.now())
    ReflectionFactory.create(application=application, lesson=f"Ask {company} for the rota.")


def found(client: Client, text: str) -> str:
    response = client.get(reverse("search"), {"q": text})
    assert response.status_code == 200
    return response.content.decode()


def test_search_finds_each_kind_of_record(client: Client, owner: User) -> None:
    record(owner)

    content = found(client, "fernway")

    for words in ("Analyst of Fernway", "Maya of Fernway", "The Fernway rota is hard.", "Ask Fernway for the rota."):
        assert words in content


def test_search_shows_nothing_of_somebody_else(client: Client, owner: User) -> None:
    record(UserFactory.create(), company="Secret Ltd")

    content = found(client, "secret")

    assert "Nothing matches." in content
    assert "Secret Ltd" not in content


def test_search_of_nothing_says_what_can_be_found(client: Client, owner: User) -> None:
    assert "Search everything." in found(client, "  ")


def test_search_escapes_what_was_asked(client: Client, owner: User) -> None:
    assert "<script>alert" not in found(client, "<script>alert(1)</script>")


def test_search_cost_does_not_grow_with_rows(
    client: Client, owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    record(owner)
    with django_assert_num_queries(7):
        found(client, "fernway")
    for number in range(2):
        record(owner, company=f"Fernway {number}")
    with django_assert_num_queries(7):
        found(client, "fernway")
