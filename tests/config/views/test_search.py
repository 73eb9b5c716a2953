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
    FeedbackFactory,
    LetterFactory,
    ReflectionFactory,
    ResponseFactory,
    UserFactory,
    WithdrawalFactory,
)
from tests.markup import compact
from tracker.domain.applications import correct_note, log_note
from tracker.models import Application, Company

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signed_in")]


def record(owner: User, company: str = "Fernway") -> None:
    application = ApplicationFactory.create(owner=owner, title=f"Analyst of {company}", company_name=company)
    ContactFactory.create(company=application.company, name=f"Maya of {company}")
    log_note(application, f"The {company} rota is *hard*.", actor=owner, now=timezone.now())
    ReflectionFactory.create(application=application, lesson=f"Ask {company} for the rota.")
    FeedbackFactory.create(application=application, text=f"All of {company} found you *calm*.")
    letter = LetterFactory.create(withdrawal=WithdrawalFactory.create(application=application), by_hand=True)
    ResponseFactory.create(withdrawal=letter.withdrawal, text=f"Good luck from {company}!")


def found(client: Client, text: str, **more: str) -> str:
    """What a person reads, without the marks of what was found."""
    return page(client, text, **more).replace("<mark>", "").replace("</mark>", "")


def page(client: Client, text: str, **more: str) -> str:
    response = client.get(reverse("search"), {"q": text, **more})
    assert response.status_code == 200
    return response.content.decode()


def groups(client: Client, text: str) -> dict[str, int]:
    found = client.get(reverse("search"), {"q": text}).context["groups"]
    return {group.kind: len(group.rows) for group in found}


def test_search_finds_each_kind_of_record(client: Client, owner: User) -> None:
    record(owner)

    content = found(client, "fernway")

    for words in (
        "Analyst of Fernway",
        "Maya of Fernway",
        "The Fernway rota is hard.",
        "Good luck from Fernway!",
        "All of Fernway found you calm.",
        "Ask Fernway for the rota.",
    ):
        assert words in content
    assert groups(client, "fernway") == {
        "applications": 1,
        "companies": 1,
        "contacts": 1,
        "notes": 1,
        "letters": 1,
        "responses": 1,
        "feedback": 1,
        "reflections": 1,
    }


def test_search_finds_what_they_answered_and_leads_to_it(client: Client, owner: User) -> None:
    application = ApplicationFactory.create(owner=owner, company_name="Fernway", title="Analyst")
    letter = LetterFactory.create(withdrawal=WithdrawalFactory.create(application=application), by_hand=True)
    pasted = "From: Maya Chen <maya@fernway.example>\nSubject: Re: Tuesday\n\nWe keep a <b>seat</b> warm.\n> My words"
    answer = ResponseFactory.create(withdrawal=letter.withdrawal, text=pasted)

    content = page(client, "seat")

    assert groups(client, "seat") == {"responses": 1}
    assert "We keep a &lt;b&gt;<mark>seat</mark>&lt;/b&gt; warm." in content
    assert "Maya Chen, Fernway" in compact(content)
    assert f'href="{reverse("response_detail", args=[answer.pk])}"' in content
    assert "We keep a" in client.get(reverse("response_detail", args=[answer.pk])).content.decode()
    assert groups(client, "maya fernway analyst tuesday") == {"responses": 1}


def test_search_shows_the_kind_of_an_answer_without_words(client: Client, owner: User) -> None:
    application = ApplicationFactory.create(owner=owner, company_name="Fernway")
    letter = LetterFactory.create(withdrawal=WithdrawalFactory.create(application=application), by_hand=True)
    ResponseFactory.create(withdrawal=letter.withdrawal, text="", kind="acknowledged", from_name="Maya Chen")

    assert "All is well</a>" in compact(found(client, "chen"))


def test_search_finds_feedback_and_leads_to_it(client: Client, owner: User) -> None:
    application = ApplicationFactory.create(owner=owner, company_name="Fernway")
    kept = FeedbackFactory.create(application=application, text="You were **calm** & clear.", from_name="Maya Chen")

    content = page(client, "calm maya")

    assert groups(client, "calm maya") == {"feedback": 1}
    assert "You were <mark>calm</mark> &amp; clear." in content
    assert f'href="{reverse("feedback_detail", args=[kept.pk])}"' in content
    assert "<mark>Maya</mark> Chen, Fernway" in compact(content)


def test_search_shows_an_answer_with_feedback_once_and_as_feedback(client: Client, owner: User) -> None:
    application = ApplicationFactory.create(owner=owner, company_name="Fernway")
    letter = LetterFactory.create(withdrawal=WithdrawalFactory.create(application=application), by_hand=True)
    text = "Subject: Your visit\n\nYou were calm."
    ResponseFactory.create(withdrawal=letter.withdrawal, text=text, kind="feedback")

    assert groups(client, "calm") == {"feedback": 1}
    assert groups(client, "visit") == {"responses": 1}


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
    assert "more than 8" in compact(first)
    assert "?q=analyst&amp;only=applications" in first
    assert every.count("Analyst ") == 10
    assert "Show more" not in compact(every)
    assert found(client, "analyst", only="nonsense").count("Analyst ") == 8


def test_search_offers_no_more_where_eight_are_all(client: Client, owner: User) -> None:
    for number in range(8):
        ApplicationFactory.create(owner=owner, title=f"Analyst {number}", company_name=f"Company {number}")

    content = found(client, "analyst")

    assert content.count("Analyst ") == 8
    assert "Show more" not in compact(content) and "more than" not in compact(content)


def test_search_of_one_kind_has_pages(client: Client, owner: User) -> None:
    now = timezone.now()
    Company.objects.bulk_create(
        Company(owner=owner, name=f"{'a' if number % 2 else 'A'}ster {number:02}", created_at=now)
        for number in range(51)
    )

    first, second = found(client, "aster", only="companies"), found(client, "aster", only="companies", page="2")

    assert first.index("Aster 00") < first.index("aster 01") < first.index("aster 49")
    assert "Aster 50" not in compact(first) and "Aster 50" in second
    assert 'href="?q=aster&amp;only=companies&amp;page=2"' in first
    assert 'href="?q=aster&amp;only=companies&amp;page=1"' in second
    assert "aster 49" not in compact(second)
    assert "aster 01" in found(client, "aster", only="companies", page="99")


def test_search_matches_each_word_in_the_company_or_elsewhere(client: Client, owner: User) -> None:
    fernway = ApplicationFactory.create(owner=owner, title="Analyst", company_name="Fernway", location="Dublin")
    ApplicationFactory.create(owner=owner, title="Analyst", company_name="Kestrel")
    ContactFactory.create(company=fernway.company, name="Maya Chen")
    ApplicationFactory.create(title="Analyst", company_name="Fernway")

    assert groups(client, "fernway analyst") == {"applications": 1}
    assert groups(client, "dublin kestrel") == {}
    assert groups(client, "maya fernway") == {"contacts": 1}


def test_search_shows_nothing_of_somebody_else(client: Client, owner: User) -> None:
    record(UserFactory.create(), company="Secret Ltd")

    content = found(client, "secret")

    assert "Nothing matches." in content
    assert "Secret Ltd" not in compact(content)


def test_search_of_nothing_says_what_can_be_found(client: Client, owner: User) -> None:
    assert "Search everything." in found(client, "  ")


def test_search_escapes_what_was_asked(client: Client, owner: User) -> None:
    assert "<script>alert" not in found(client, "<script>alert(1)</script>")


@pytest.mark.parametrize(("text", "queries"), [("fernway", 11), ("no such word", 10), ("analyst fernway", 10)])
def test_search_takes_as_many_queries_however_much_there_is(
    client: Client, owner: User, django_assert_num_queries: DjangoAssertNumQueries, text: str, queries: int
) -> None:
    for rows in (1, 3, 9):
        while Application.objects.for_user(owner).count() < rows:
            record(owner, company=f"Fernway {rows} {Application.objects.count()}")
        with django_assert_num_queries(queries):
            found(client, text)


def test_search_of_one_kind_asks_for_no_other(
    client: Client, owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        record(owner, company=f"Fernway {number}")
    for kind, queries in (("applications", 3), ("notes", 4), ("responses", 3), ("feedback", 3)):
        with django_assert_num_queries(queries):
            assert found(client, "fernway", only=kind).count('class="list-row"') == 3


def test_letters_that_were_sent_come_before_drafts(client: Client, owner: User) -> None:
    for by_hand in (True, False):
        application = ApplicationFactory.create(owner=owner, title="Rota Planner")
        LetterFactory.create(withdrawal=WithdrawalFactory.create(application=application), by_hand=by_hand)
    answer = client.get(reverse("search"), {"q": "rota", "only": "letters"})
    assert [letter.state for letter in answer.context["groups"][0].rows] == ["sent", "draft"]
