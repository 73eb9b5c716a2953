"""The settings in a real browser: both themes, both widths, and a theme that follows the person."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from accounts.models import User
from tests.factories import MailAccountFactory, UserFactory
from tests.fixtures.browser import axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = ("settings", "settings_reminders", "mail_account", "account_change_password", "settings_data", "account_delete")
PHONE: ViewportSize = {"width": 390, "height": 844}


def sign_in(context: BrowserContext, user: User, address: str) -> None:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])


def test_settings_pass_axe_and_fit_a_phone(page: Page, live_server: Any) -> None:
    user = MailAccountFactory.create(owner__is_demo=True).owner
    sign_in(page.context, user, live_server.url)
    for name in PAGES:
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(live_server.url + reverse(name))
        assert axe(page) == [], name
        page.set_viewport_size(PHONE)
        assert axe(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], name
        if name != "account_delete":
            assert page.evaluate(
                "document.querySelector('.tab[aria-current]').getBoundingClientRect().right <= innerWidth"
            ), name


def test_theme_chosen_on_one_device_is_there_on_the_next(page: Page, browser: Browser, live_server: Any) -> None:
    user = UserFactory.create()
    sign_in(page.context, user, live_server.url)
    page.goto(live_server.url + reverse("settings"))
    with page.expect_response(lambda answer: answer.url.endswith(reverse("settings_theme"))) as saved:
        page.get_by_role("button", name="Use the dark theme").click()
    assert saved.value.status == 204
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    other = browser.new_context(color_scheme="light")
    sign_in(other, user, live_server.url)
    second = other.new_page()
    second.goto(live_server.url + reverse("settings"))
    expect(second.locator("html")).to_have_attribute("data-bs-theme", "dark")
    other.close()
