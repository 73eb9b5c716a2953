"""``make screenshots``: the pictures of README.md, taken anew of a made-up search.

Writes docs/screenshots/*.png by Chromium on a fresh database; the made-up person may send, so that the page shows how
it is with a mail account.
"""

import os
import tempfile
from pathlib import Path

os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="bowout-screenshots-")
os.environ.setdefault("SECRET_KEY", "only-for-the-screenshots-" + "k" * 40)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
os.environ.setdefault("LOG_LEVEL", "ERROR")

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, sync_playwright

from accounts.domain.mail_accounts import save_mail_account
from accounts.models import User
from config.demo.seed import seed_demo
from tests.bench.browser import web_server
from tests.fixtures.browser import FLAGS, find_chromium
from withdrawals.models import Withdrawal

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
WIDE, NARROW = (1440, 900), (390, 844)


def a_person_who_may_send() -> User:
    """The demo's person, with a mail account."""
    now = timezone.now()
    user, _password = seed_demo(now=now)
    User.objects.filter(pk=user.pk).update(is_demo=False, may_send=True)
    user.refresh_from_db()
    save_mail_account(
        user,
        host="smtp.example.org",
        port=587,
        security="starttls",
        username="robin",
        from_email="robin@example.org",
        from_name=user.name,
        copy_to_self=True,
        password="x" * 12,
        now=now,
    )
    return user


def take(browser: Browser, address: str, cookie: str, name: str, size: tuple[int, int], theme: str) -> None:
    """One picture of one page."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=1 if size == WIDE else 2,
        color_scheme="dark" if theme == "dark" else "light",
        timezone_id="Europe/London",
    )
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
    page = context.new_page()
    page.goto(address)
    page.evaluate("theme => { document.documentElement.dataset.bsTheme = theme }", theme)
    page.wait_for_timeout(300)
    page.screenshot(path=FOLDER / f"{name}.png")
    context.close()


def main() -> None:
    """Fill a database and take every picture."""
    call_command("migrate", verbosity=0)
    user = a_person_who_may_send()
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    leaving = reverse("withdrawal_detail", args=[Withdrawal.objects.for_user(user).live().latest("pk").pk])
    FOLDER.mkdir(parents=True, exist_ok=True)
    with web_server() as (address, _pid), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        take(browser, address + leaving, cookie, "withdrawal-light", WIDE, "light")
        take(browser, address + leaving, cookie, "withdrawal-phone-dark", NARROW, "dark")
        take(browser, address + reverse("today"), cookie, "today-light", WIDE, "light")
        take(browser, address + reverse("board"), cookie, "board-dark", WIDE, "dark")
        take(browser, address + reverse("reflection_list"), cookie, "reflections-light", WIDE, "light")
        browser.close()


if __name__ == "__main__":
    main()
