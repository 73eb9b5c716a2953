"""Search everything."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from tests.factories import (
    ApplicationFactory,
    ContactFactory,
    LetterFactory,
    ReflectionFactory,
    UserFactory,
    WithdrawalFactory,
)
from tracker.domain.applications import correct_note, log_note
from tracker.models import Application

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
    LetterFactory.create(withdrawal=WithdrawalFactory.create(application=application), by_hand=True)


def found(client: Client, text: str, **more: str) -> str:
    """What a person reads, without the marks of what was found."""
    return page(client, text, **more).replace("<mark>", "").replace("</mark>", "")


def page(client: Client, text: str, **more: str) -> str:
    response = client.get(reverse("search"), {"q": text, **more})
    assert response.status_code == 200
    return response.content.decode()


def groups(client: Client, text: str) -> dict[str, int]:
    found = client.get(reverse("search"), {"q": text}).context["groups"]
    return {group.kind: group.count for group in found}


def test_search_finds_each_kind_of_record(client: Client, owner: User) -> None:
    record(owner)

    content = found(client, "fernway")

    for words in ("Analyst of Fernway", "Maya of Fernway", "The Fernway rota is hard.", "Ask Fernway for the rota."):
        assert words in content
    assert groups(client, "fernway") == {
        "applications": 1,
        "companies": 1,
        "contacts": 1,
        "notes": 1,
        "letters": 1,
        "reflections": 1,
    }


def test_search_finds_notes_on_an_application_and_marks_the_words(client: Client, owner: User) -> None:
    notes = f"{'Long. ' * 60}The **on-call** rota &amp; the <b>pay</b>. {'Long. ' * 60}"
    ApplicationFactory.create(owner=owner, title="Analyst", notes=notes)

    content = page(client, "ROTA analyst")

    assert "<mark>Analyst</mark>" in content
    assert "on-call <mark>rota</mark> &amp; the &lt;b&gt;pay&lt;/b&gt;." in content
    assert content.count("Long.") < 40


def test_search_finds_what_a_letter_said(client: Client, owner: User) -> None:
    application = ApplicationFactory.create(owner=owner, company_name="Fernway")
    letter = LetterFactory.create(withdrawal=WithdrawalFactory.create(application=application), by_hand=True)
    letter.refresh_from_db()
    word = letter.sent_text.split()[-1].strip(".,")

    assert groups(client, f"{word} {word}")["letters"] == 1
    assert reverse("withdrawal_detail", args=[letter.withdrawal_id]) in found(client, word)


def test_search_leaves_out_what_was_corrected(client: Client, owner: User) -> None:
    application = ApplicationFactory.create(owner=owner)
    now = timezone.now()
    note = log_note(application, "They pay sixty.", actor=owner, now=now)
    correct_note(note, text="They pay seventy.", at=now, actor=owner, now=now)

    assert groups(client, "sixty") == {}
    assert groups(client, "seventy") == {"notes": 1}


def test_search_shows_eight_of_a_kind_and_the_rest_on_demand(client: Client, owner: User) -> None:
    for number in range(10):
        ApplicationFactory.create(owner=owner, title=f"Analyst {number}", company_name=f"Company {number}")

    first, every = found(client, "analyst"), found(client, "analyst", only="applications")

    assert first.count("Analyst ") == 8
    assert "?q=analyst&amp;only=applications" in first
    assert "2 more" in first
    assert every.count("Analyst ") == 10
    assert found(client, "analyst", only="nonsense").count("Analyst ") == 8


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
    for rows in (1, 3):
        while Application.objects.for_user(owner).count() < rows:
            record(owner, company=f"Fernway {rows} {Application.objects.count()}")
        with django_assert_num_queries(8):
            found(client, "fernway")


def test_search_counts_only_what_it_does_not_show(
    client: Client, owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(9):
        ApplicationFactory.create(owner=owner, title="Analyst", company_name=f"Company {number}")

    with django_assert_num_queries(9):
        found(client, "analyst")
