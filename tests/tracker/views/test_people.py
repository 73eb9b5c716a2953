"""Contacts and companies."""

from datetime import time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from tests.factories import ApplicationFactory, CompanyFactory, ContactFactory, InterviewFactory
from tests.markup import compact
from tracker.domain.events import append_event
from tracker.models import Contact
from tracker.states import EventKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signed_in")]


FORM = {"name": "Maya Lindqvist", "kind": "person", "work_start": "08:00", "work_end": "16:00"}


def test_contact_add_keeps_how_and_when_to_reach_them(client: Client, owner: User) -> None:
    client.post(
        reverse("contact_add"),
        {
            **FORM,
            "company_name": "Fernway",
            "email": "maya@fernway.example",
            "time_zone": "Europe/Stockholm",
            "country": "se",
        },
    )

    contact = Contact.objects.get(owner=owner)
    assert (contact.country, contact.work_start, str(contact.time_zone)) == ("SE", time(8), "Europe/Stockholm")
    assert contact.company is not None
    assert contact.company.name == "Fernway"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"work_end": "07:00"}, "The day ends before it begins."),
        ({"country": "1x"}, "Two letters, such as DE."),
        ({"name": ""}, "This field is required."),
    ],
)
def test_contact_add_says_what_is_wrong(client: Client, owner: User, fields: dict[str, str], words: str) -> None:
    response = client.post(reverse("contact_add"), {**FORM, **fields})

    assert response.status_code == 422
    assert words in response.content.decode()


def test_contact_add_goes_back_where_it_came_from_on_this_site_only(client: Client, owner: User) -> None:
    here = client.post(reverse("contact_add"), {**FORM, "next": "/applications/"})
    elsewhere = client.post(reverse("contact_add"), {**FORM, "next": "https://elsewhere.example/"})

    assert here["Location"] == "/applications/"
    assert elsewhere["Location"] == reverse("contact_detail", args=[Contact.objects.latest("pk").pk])


def test_contact_edit_writes_and_empties(client: Client, owner: User) -> None:
    contact = ContactFactory.create(company__owner=owner)

    client.post(reverse("contact_edit", args=[contact.pk]), FORM)

    contact.refresh_from_db()
    assert (contact.name, contact.email, contact.company) == ("Maya Lindqvist", "", None)


def test_contact_page_shows_what_they_have_to_do_with(client: Client, owner: User) -> None:
    application = ApplicationFactory.create(owner=owner, title="Data Analyst")
    contact = ContactFactory.create(company=application.company)
    InterviewFactory.create(application=application, contact=contact, kind="panel")
    InterviewFactory.create(application=application, interviewers=[contact], kind="final")

    content = client.get(reverse("contact_detail", args=[contact.pk])).content.decode()

    assert "Panel interview" in content
    assert "Final round" in content
    assert f'href="mailto:{contact.email}"' in content


def test_company_page_shows_everything_that_happened_there(client: Client, owner: User) -> None:
    company = CompanyFactory.create(owner=owner, name="Fernway")
    ApplicationFactory.create(owner=owner, company=company, title="QA Engineer", outcome="rejected")
    application = ApplicationFactory.create(owner=owner, company=company, title="Data Analyst")
    InterviewFactory.create(application=application, kind="technical")
    ContactFactory.create(company=company, name="Maya Lindqvist")

    content = client.get(reverse("company_detail", args=[company.pk])).content.decode()

    for words in ("QA Engineer", "Rejected", "Data Analyst", "Technical interview", "Maya Lindqvist"):
        assert words in content


def test_company_page_cost_does_not_grow_with_rows(
    client: Client, owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    company = CompanyFactory.create(owner=owner)
    for rows in (1, 3):
        while company.contacts.count() < rows:
            ContactFactory.create(company=company)
            InterviewFactory.create(application=ApplicationFactory.create(owner=owner, company=company))
        with django_assert_num_queries(9):
            client.get(reverse("company_detail", args=[company.pk]))


def test_company_edit_refuses_the_name_of_another(client: Client, owner: User) -> None:
    CompanyFactory.create(owner=owner, name="Northwind")
    company = CompanyFactory.create(owner=owner, name="Fernway")
    url = reverse("company_edit", args=[company.pk])

    refused = client.post(url, {"name": "northwind"})
    client.post(url, {"name": "Fernway", "location": "Malmö"})

    company.refresh_from_db()
    assert refused.status_code == 422
    assert company.location == "Malmö"


def test_company_list_puts_the_latest_first_and_counts(client: Client, owner: User) -> None:
    now = timezone.now()
    for days, name in ((3, "Fernway"), (1, "Northwind"), (2, "Fernway")):
        ApplicationFactory.create(owner=owner, company_name=name, now=now - timedelta(days=days))
    CompanyFactory.create(owner=owner, name="Untouched")
    CompanyFactory.create(name="Somebody else's")

    page = client.get(reverse("company_list"))

    found = [(company.name, page.context["applied"].get(company.pk)) for company in page.context["page"]]
    assert found == [("Northwind", 1), ("Fernway", 2), ("Untouched", None)]
    words = page.content.decode()
    assert "2 applications" in words
    assert "0 applications" in words


def test_company_list_is_searched(client: Client, owner: User) -> None:
    for name in ("Fernway", "Northwind"):
        CompanyFactory.create(owner=owner, name=name)

    assert "Northwind" not in client.get(reverse("company_list"), {"q": "fern"}).content.decode()
    assert "Nothing matches." in client.get(reverse("company_list"), {"q": "zzz"}).content.decode()


def test_contact_list_is_by_name_and_searched(client: Client, owner: User) -> None:
    company = CompanyFactory.create(owner=owner, name="Fernway")
    for name in ("Zoe", "Ann"):
        ContactFactory.create(company=company, name=name)
    ContactFactory.create(name="Somebody else")

    everybody = client.get(reverse("contact_list")).context["page"].rows
    found = client.get(reverse("contact_list"), {"q": "zoe fernway"}).context["page"].rows

    assert [contact.name for contact in everybody] == ["Ann", "Zoe"]
    assert [contact.name for contact in found] == ["Zoe"]


def test_lists_of_people_cost_the_same_for_more_rows(
    client: Client, owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for rows in (1, 3):
        while Contact.objects.for_user(owner).count() < rows:
            ContactFactory.create(company__owner=owner)
        for name, queries in (("contact_list", 6), ("company_list", 4)):
            with django_assert_num_queries(queries):
                client.get(reverse(name))


def test_contact_list_says_when_one_last_had_to_do_with_them(client: Client, owner: User) -> None:
    company = CompanyFactory.create(owner=owner)
    met, wrote, neither = (ContactFactory.create(company=company, name=name) for name in ("A", "B", "C"))
    application = ApplicationFactory.create(owner=owner, company=company, contact=wrote)
    now = timezone.now()
    start = now - timedelta(days=3)
    InterviewFactory.create(application=application, starts_at=start, now=now, interviewers=[met], status="happened")
    append_event(application, EventKind.LETTER_SENT, actor=owner, now=now)

    last = client.get(reverse("contact_list")).context["last"]

    assert last == {met.pk: start, wrote.pk: now}
    assert neither.pk not in last


def test_lists_of_people_say_what_to_do_when_they_are_empty(client: Client, owner: User) -> None:
    contacts, companies = (client.get(reverse(name)).content.decode() for name in ("contact_list", "company_list"))
    assert "Nobody yet." in contacts
    assert contacts.count("Add contact") == 1
    assert "No companies yet." in companies
    assert 'name="q" id="id_q"' not in compact(contacts + companies)
    assert 'name="q" id="id_q"' in compact(client.get(reverse("contact_list"), {"q": "maya"}).content.decode())
