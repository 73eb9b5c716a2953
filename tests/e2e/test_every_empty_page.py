"""Every page of somebody new, who has nothing yet, is clean for axe in both themes and never scrolls sideways."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.e2e.pages import LISTS, faults_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.usefixtures("user")
@pytest.mark.parametrize("name", LISTS)
def test_page_of_an_empty_search_is_accessible(page: Page, live_server: LiveServer, name: str) -> None:
    assert faults_of(page, live_server.url + reverse(name)) == []


def test_somebody_new_has_pages() -> None:
    assert len(LISTS) > 10
