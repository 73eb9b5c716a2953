"""Facts edited where they are shown."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import ApplicationFactory
from tracker.models import Application

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signed_in")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def application(owner: User) -> Application:
    return ApplicationFactory.create(owner=owner, location="Berlin", company_name="Fernway")


def fact(application: Application, name: str) -> str:
    return reverse("application_fact", args=[application.pk, name])


def test_fact_becomes_a_form_filled_with_what_is_on_record(client: Client, application: Application) -> None:
    content = client.get(fact(application, "location"), headers=HTMX).content.decode()

    assert "<form" in content
    assert 'value="Berlin"' in content


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("location", "Malmö", "Malmö"),
        ("applied_on", "2026-11-03", "Tue 3 Nov"),
        ("work_mode", "remote", "Remote"),
        ("source_name", "A fair", "A fair"),
        ("excitement", "4", "4 of 5"),
        ("location", "", "Add"),
        ("url", "fernway.example/jobs/7", 'href="https://fernway.example/jobs/7"'),
        ("url", "", "Add"),
        ("tag_names", "Rust, remote", "?tag=Rust"),
    ],
)
def test_fact_is_kept_and_shown_again(
    client: Client, application: Application, name: str, value: str, shown: str
) -> None:
    content = client.post(fact(application, name), {name: value}, headers=HTMX).content.decode()

    assert "<form" not in content
    assert shown in content


def test_fact_that_is_wrong_stays_a_form_and_changes_nothing(client: Client, application: Application) -> None:
    response = client.post(fact(application, "applied_on"), {"applied_on": "yesterday"}, headers=HTMX)

    assert response.status_code == 422
    assert "Enter a valid date." in response.content.decode()


def test_fact_left_alone_is_shown_as_it_was(client: Client, application: Application) -> None:
    content = client.get(f"{fact(application, 'location')}?shown", headers=HTMX).content.decode()

    assert "Berlin" in content
    assert "<form" not in content


def test_fact_works_without_scripts(client: Client, application: Application) -> None:
    response = client.post(fact(application, "closes_on"), {"closes_on": "2026-12-01"})

    application.refresh_from_db()
    assert response["Location"] == reverse("application_detail", args=[application.pk])
    assert application.closes_on == date(2026, 12, 1)


def test_wrong_fact_without_scripts_is_told_on_the_application(client: Client, application: Application) -> None:
    response = client.post(fact(application, "closes_on"), {"closes_on": "soon"}, follow=True)

    assert response.redirect_chain[-1][0] == reverse("application_detail", args=[application.pk])
    assert "Closes: Enter a valid date." in response.content.decode()


def test_fact_that_has_a_verb_of_its_own_is_not_edited_here(client: Client, application: Application) -> None:
    assert client.get(fact(application, "stage"), headers=HTMX).status_code == 400


def test_pay_is_four_fields_of_one_fact(client: Client, owner: User) -> None:
    application = ApplicationFactory.create(owner=owner, salary_min=70_000, currency="EUR", period="year")
    form = client.get(fact(application, "pay"), headers=HTMX).content.decode()
    assert [name in form for name in ("Pay from", 'value="70000"', "Pay to", "Currency", "Per")] == [True] * 5

    values = {"salary_min": "80000", "salary_max": "90000", "currency": "gbp", "period": "year"}
    assert "£80,000 to 90,000 a year" in client.post(fact(application, "pay"), values, headers=HTMX).content.decode()

    wrong = client.post(fact(application, "pay"), values | {"salary_max": "8"}, headers=HTMX)
    assert wrong.status_code == 422
    assert re.search(r'<input[^>]*name="salary_max"[^>]* autofocus', wrong.content.decode())
    assert "The upper amount is below the lower one." in wrong.content.decode()
    application.refresh_from_db()
    kept = (application.salary_min, application.salary_max, application.currency)
    assert kept == (Decimal(80_000), Decimal(90_000), "GBP")


def test_tags_are_replaced_by_those_named(client: Client, owner: User, application: Application) -> None:
    client.post(fact(application, "tag_names"), {"tag_names": "Rust, remote"}, headers=HTMX)
    client.post(fact(application, "tag_names"), {"tag_names": "remote, Go"}, headers=HTMX)
    assert 'value="Go, remote"' in client.get(fact(application, "tag_names"), headers=HTMX).content.decode()

    assert "Add" in client.post(fact(application, "tag_names"), {"tag_names": ""}, headers=HTMX).content.decode()
    assert list(application.tags.all()) == []


def test_a_link_that_runs_a_script_is_refused(client: Client, application: Application) -> None:
    response = client.post(fact(application, "url"), {"url": "javascript:alert(1)"}, headers=HTMX)

    assert response.status_code == 422
    application.refresh_from_db()
    assert application.url == ""
