"""Merging two companies or contacts, and deleting unused ones, as their owner does it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from tests.factories import ApplicationFactory, CompanyFactory, ContactFactory
from tests.markup import compact
from tracker.models import Company, Contact

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signed_in")]


@pytest.fixture(params=["company", "contact"])
def two(request: pytest.FixtureRequest, owner: User) -> tuple[str, Any, Any]:
    """What they are called in addresses, and two that begin alike; an application hangs on the second."""
    first, second = (CompanyFactory.create(owner=owner, name=name) for name in ("Maya Fern", "Maya Fernway"))
    if request.param == "company":
        ApplicationFactory.create(owner=owner, company=second)
        return "company", first, second
    one, other = (ContactFactory.create(company=first, name=name) for name in ("Maya L.", "Maya Lindqvist"))
    ApplicationFactory.create(owner=owner, company=first, contact=other)
    return "contact", one, other


def test_merge_offers_those_that_begin_alike_and_finds_others(client: Client, two: tuple[str, Any, Any]) -> None:
    kind, one, other = two
    url = reverse(f"{kind}_merge", args=[one.pk])

    assert client.get(url).context["offered"] == [other]
    assert client.get(url, {"q": "nobody"}).context["offered"] == []
    said = "No company of that name." if kind == "company" else "Nobody of that name."
    assert said in client.get(url, {"q": "nobody"}).content.decode()


def test_merge_asks_once_before_the_search(client: Client, owner: User) -> None:
    alone = CompanyFactory.create(owner=owner, name="Fernway")
    contact = ContactFactory.create(company=alone)
    for url in (reverse("company_merge", args=[alone.pk]), reverse("contact_merge", args=[contact.pk])):
        page = client.get(url).content.decode()
        assert (page.count("the same"), page.count("Search for it by name.")) == (1, 1)
        assert "Search for it" not in compact(client.get(url, {"q": "nobody"}).content.decode())


def test_merge_shows_both_and_keeps_the_chosen(client: Client, two: tuple[str, Any, Any]) -> None:
    kind, one, other = two
    url = reverse(f"{kind}_merge", args=[one.pk])
    shown = client.get(url, {"with": other.pk}).content.decode()
    assert "Which one stays?" in shown
    assert "1 application" in shown

    response = client.post(url, {"with": other.pk, "keep": other.pk})

    assert response["Location"] == reverse(f"{kind}_detail", args=[other.pk])
    model = Company if kind == "company" else Contact
    assert not model.objects.filter(pk=one.pk).exists()
    other.refresh_from_db()
    assert f"Also: {one.name}" in other.notes


def test_merge_with_a_strangers_is_not_found(client: Client, two: tuple[str, Any, Any]) -> None:
    kind, one, _ = two
    stranger = CompanyFactory.create() if kind == "company" else ContactFactory.create()
    url = reverse(f"{kind}_merge", args=[one.pk])

    assert client.get(url, {"with": stranger.pk}).status_code == 404
    assert client.post(url, {"with": stranger.pk, "keep": one.pk}).status_code == 404
    assert client.post(url, {"with": "x"}).status_code == 200


def test_delete_asks_and_only_takes_what_is_unused(client: Client, two: tuple[str, Any, Any]) -> None:
    kind, one, other = two
    used, unused = (reverse(f"{kind}_delete", args=[record.pk]) for record in (other, one))
    needed = client.get(used).content.decode()
    assert f"{other} is still needed by:" in needed
    assert "<li>1 application</li>" in needed
    assert f"Nothing needs {one} any more." in client.get(unused).content.decode()

    refused = client.post(used, follow=True)
    client.post(unused)

    assert "stays: 1 application would lose it" in refused.content.decode()
    model = Company if kind == "company" else Contact
    assert set(model.objects.for_user(one.owner)) & {one, other} == {other}


def test_merge_cost_does_not_grow_with_rows(
    client: Client, owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    one, other = (CompanyFactory.create(owner=owner) for _ in range(2))
    for rows in (1, 3):
        while other.applications.count() < rows:
            ApplicationFactory.create(owner=owner, company=other)
            ContactFactory.create(company=other)
        with django_assert_num_queries(8):
            client.get(reverse("company_merge", args=[one.pk]), {"with": other.pk})
