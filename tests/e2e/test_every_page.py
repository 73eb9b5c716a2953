"""Every page, full of a believable search, is clean for axe in both themes and never scrolls sideways."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.e2e.pages import FETCHED, NO_PAGES, PAGES, accepted, address_of, faults_of, is_page
from withdrawals.models import Withdrawal

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def told(user: User) -> Withdrawal:
    return Withdrawal.objects.for_user(user).notified().latest("pk")


#: Pages that look different for another record, or after a question.
OTHER_STATES: dict[str, Callable[[User], str]] = {
    "withdrawal, told": lambda user: reverse("withdrawal_detail", args=[told(user).pk]),
    "application, withdrawn": lambda user: reverse("application_detail", args=[told(user).application_id]),
    "application, accepted": lambda user: reverse("application_detail", args=[accepted(user).pk]),
    "search for a word": lambda user: f"{reverse('search')}?q=data",
    "search in applications": lambda user: f"{reverse('search')}?q=a&only=applications",
    "feedback of a company": lambda user: f"{reverse('feedback_list')}?company={told(user).application.company_id}",
}


def test_walk_knows_every_page(demo: User, client: Client) -> None:
    client.force_login(demo)
    found = [name for name in sorted(FETCHED) if is_page(client, address_of(name, demo))]
    assert found == PAGES
    assert NO_PAGES.keys() <= FETCHED.keys()
    assert len(PAGES) > 25


@pytest.mark.parametrize("name", PAGES)
def test_page_of_a_full_search_is_accessible(
    page: Page, live_server: LiveServer, sign_in: Callable[[User], None], demo: User, name: str
) -> None:
    sign_in(demo)
    assert faults_of(page, live_server.url + address_of(name, demo)) == []


@pytest.mark.parametrize("state", OTHER_STATES)
def test_page_in_another_state_is_accessible(
    page: Page, live_server: LiveServer, sign_in: Callable[[User], None], demo: User, state: str
) -> None:
    sign_in(demo)
    assert faults_of(page, live_server.url + OTHER_STATES[state](demo)) == []
