"""Who gets in: by invitation, once; and with a new password from the host's terminal."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, ViewportSize, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.factories import UserFactory
from tests.fixtures.browser import BOTH, fits, try_to_sign_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PASSWORD = "correct horse battery"
NEW_PASSWORD = "a wholly new battery"


def fill_in_sign_up(page: Page, name: str, email: str) -> None:
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Email").fill(email)
    page.locator("[name=password1]").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()


@BOTH
def test_link_of_the_host_lets_one_person_in_once(
    page: Page, live_server: LiveServer, settings: Settings, window: ViewportSize
) -> None:
    settings.SIGN_UP, settings.BASE_URL = "invitation", live_server.url
    page.goto(live_server.url)
    page.get_by_role("link", name="Create an account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("By invitation")
    expect(page.locator("[name=password1]")).to_have_count(0)
    assert fits(page)

    printed = StringIO()
    call_command("invite", stdout=printed)
    link = printed.getvalue().strip()
    page.goto(link)
    fill_in_sign_up(page, "Ada Marsh", "ada@example.org")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Create an account")
    assert [user.email for user in User.objects.all()] == ["ada@example.org"]

    page.context.clear_cookies()
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("This invitation no longer works")
    expect(page.locator("[name=password1]")).to_have_count(0)
    assert fits(page)


@BOTH
def test_forgotten_password_is_set_anew_by_the_host(
    page: Page,
    live_server: LiveServer,
    sign_in: Callable[[User], None],
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
    window: ViewportSize,
) -> None:
    settings.MAIL_CONFIGURED = False
    user = UserFactory.create(email="ada@example.org", password=PASSWORD)
    sign_in(user)
    page.goto(f"{live_server.url}/settings/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Settings")

    monkeypatch.setattr("config.management.commands.reset_password.getpass", lambda _prompt: NEW_PASSWORD)
    call_command("reset_password", "Ada@example.org", stdout=StringIO())
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    try_to_sign_in(page, user.email, PASSWORD)
    expect(page.locator(".alert-danger")).to_be_visible()
    page.get_by_role("link", name="Forgot").click()
    expect(page.locator("main")).to_contain_text("manage.py reset_password")
    assert fits(page)
    page.get_by_role("link", name="Back to sign in").click()
    try_to_sign_in(page, user.email, NEW_PASSWORD)
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Sign in")
