"""The top bar's "Add application": an outline beside a page's own primary button, the primary button where there
is none.
"""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import ApplicationFactory, ContactFactory
from tracker.models import Application

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signed_in")]
LISTS = ["board", "application_list", "calendar", "company_list", "contact_list"]


def primary_buttons(client: Client, name: str, *args: int) -> tuple[int, int]:
    """How many primary buttons the top bar has, and the page below it."""
    content = client.get(reverse(name, args=args)).content.decode()
    top, page = content.split("<main", maxsplit=1)
    return top.count("btn-primary"), page.split("</main>")[0].count("btn-primary")


@pytest.fixture
def application(owner: User) -> Application:
    contact = ContactFactory.create(company__owner=owner)
    return ApplicationFactory.create(owner=owner, company=contact.company, contact=contact)


@pytest.mark.parametrize("name", LISTS)
def test_adding_is_primary_on_lists(client: Client, application: Application, name: str) -> None:
    assert primary_buttons(client, name) == (1, 0)


@pytest.mark.parametrize("name", ["board", "application_list", "company_list", "contact_list", "today"])
def test_adding_steps_back_where_an_empty_page_says_what_to_do(client: Client, owner: User, name: str) -> None:
    assert primary_buttons(client, name) == (0, 1)


def test_adding_steps_back_on_records(client: Client, application: Application) -> None:
    assert primary_buttons(client, "application_detail", application.pk) == (0, 1)
    assert primary_buttons(client, "company_detail", application.company_id) == (0, 1)
    assert application.contact_id is not None
    assert primary_buttons(client, "contact_detail", application.contact_id) == (0, 1)
