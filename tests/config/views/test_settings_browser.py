"""The settings in a real browser: both themes, both widths, and a theme that follows the person."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.e2e.pages import faults_of
from tests.factories import MailAccountFactory, UserFactory
from tests.fixtures.browser import add_session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = ("settings", "settings_reminders", "mail_account", "account_change_password", "settings_data", "account_delete")


@pytest.mark.parametrize("name", PAGES)
def test_settings_pass_axe_and_fit_a_phone(
    page: Page, live_server: LiveServer, sign_in: Callable[[User], None], name: str
) -> None:
    sign_in(MailAccountFactory.create(owner__is_demo=True).owner)
    assert faults_of(page, live_server.url + reverse(name)) == []
    if name != "account_delete":
        assert page.evaluate("document.querySelector('.tab[aria-current]').getBoundingClientRect().right <= innerWidth")


def test_theme_chosen_on_one_device_is_there_on_the_next(
    page: Page, browser: Browser, live_server: LiveServer, sign_in: Callable[[User], None]
) -> None:
    user = UserFactory.create()
    sign_in(user)
    page.goto(live_server.url + reverse("settings"))
    with page.expect_response(lambda answer: answer.url.endswith(reverse("settings_theme"))) as saved:
        page.get_by_role("button", name="Use the dark theme").click()
    assert saved.value.status == 204
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    other = browser.new_context(color_scheme="light")
    add_session(other, user, live_server.url)
    second = other.new_page()
    second.goto(live_server.url + reverse("settings"))
    expect(second.locator("html")).to_have_attribute("data-bs-theme", "dark")
    other.close()
