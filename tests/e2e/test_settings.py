"""What is the person's own: how pages and letters look, which reminders come, taking everything along, and leaving."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from reminders.models import Delivery, Reminder
from tests.factories import (
    BERLIN,
    ApplicationFactory,
    ContactFactory,
    InterviewFactory,
    ReflectionFactory,
    UserFactory,
    WithdrawalFactory,
)
from tests.fixtures.browser import BOTH, axe, fits, try_to_sign_in
from tracker.models import Application, Company, Contact, Event, Interview
from withdrawals.models import Letter, Reflection, Withdrawal

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PASSWORD = "correct horse battery"


@pytest.fixture
def user(sign_in: Callable[[User], None]) -> User:
    """Somebody signed in, in Berlin, without a mail account."""
    user = UserFactory.create(name="Ada Marsh", password=PASSWORD)
    sign_in(user)
    return user


@pytest.fixture
def interview(user: User) -> Interview:
    """At three in the afternoon in Berlin, arranged by Maya."""
    maya = ContactFactory.create(
        company__owner=user, company__name="Fernway", name="Maya Lindqvist", email="maya@fernway.example"
    )
    application = ApplicationFactory.create(owner=user, company=maya.company, contact=maya, title="Data Analyst")
    now = timezone.now()
    starts_at = (now.astimezone(BERLIN) + timedelta(days=6)).replace(hour=15, minute=0)
    return InterviewFactory.create(application=application, contact=maya, starts_at=starts_at, now=now)


@BOTH
def test_preferences_change_pages_and_letters(
    page: Page, live_server: LiveServer, interview: Interview, window: ViewportSize
) -> None:
    page.goto(f"{live_server.url}/settings/")
    page.get_by_label("Your name").fill("Ada M. Marsh")
    page.get_by_label("Signature").fill("Ada M. Marsh\nData & such")
    page.get_by_label("Your time zone").select_option("Europe/London")
    page.get_by_label("Clock").select_option("12")
    page.get_by_label("Week begins on").select_option("6")
    page.get_by_label("Your day begins at").fill("19:00")
    page.locator("[name=theme]").select_option("dark")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your day ends after it begins.")).to_be_visible()
    page.get_by_label("Your day begins at").fill("08:00")
    page.get_by_label("and ends at").fill("16:30")
    assert fits(page)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".toast-item").first).to_contain_text("Saved.")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")

    page.goto(f"{live_server.url}/interviews/{interview.pk}/")
    expect(page.locator("main")).to_contain_text("2:00 pm")
    page.get_by_role("button", name="Withdraw").click()
    link = page.get_by_role("link", name="Open in mail app")
    expect(link).to_be_visible()
    assert quote("Data & such") in (link.get_attribute("href") or "")
    page.goto(f"{live_server.url}/calendar/?view=week")
    expect(page.locator(".week-day").first).to_contain_text("Sun")
    user = User.objects.get()
    assert (user.name, user.time_zone, f"{user.work_start:%H:%M}", f"{user.work_end:%H:%M}") == (
        "Ada M. Marsh",
        ZoneInfo("Europe/London"),
        "08:00",
        "16:30",
    )


@BOTH
def test_kinds_of_reminders_and_quiet_hours_are_kept(
    page: Page, live_server: LiveServer, user: User, window: ViewportSize
) -> None:
    page.goto(f"{live_server.url}/settings/reminders/")
    page.get_by_label("An hour before an interview").uncheck()
    page.get_by_label("No reminder mails from").fill("21:30")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Give both times, or neither.")).to_be_visible()
    expect(page.get_by_label("An hour before an interview")).not_to_be_checked()
    page.get_by_label("until", exact=True).fill("07:00")
    assert fits(page)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".toast-item").first).to_contain_text("Saved.")

    page.reload()
    expect(page.get_by_label("An hour before an interview")).not_to_be_checked()
    expect(page.get_by_label("A day before an interview")).to_be_checked()
    expect(page.get_by_label("No reminder mails from")).to_have_value("21:30")
    user.refresh_from_db()
    assert (user.muted_kinds, f"{user.quiet_from:%H:%M}", f"{user.quiet_until:%H:%M}") == (
        ["interview_hour"],
        "21:30",
        "07:00",
    )


@BOTH
def test_everything_is_taken_along_and_then_gone(
    page: Page, live_server: LiveServer, interview: Interview, window: ViewportSize
) -> None:
    withdrawal = WithdrawalFactory.create(application=interview.application, interview=interview, now=timezone.now())
    ReflectionFactory.create(application=interview.application, withdrawal=withdrawal, lesson="Ask for the range.")
    email = interview.owner.email
    page.goto(f"{live_server.url}/settings/data/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download everything").click()
    assert download.value.suggested_filename.endswith(".json")
    tables = exported(download.value.path())["tables"]
    assert [row["title"] for row in tables["tracker.application"]] == ["Data Analyst"]
    assert [row["lesson"] for row in tables["withdrawals.reflection"]] == ["Ask for the range."]
    assert [row["name"] for row in tables["tracker.contact"]] == ["Maya Lindqvist"]

    page.get_by_role("link", name="Delete my account").click()
    expect(page.locator("main li")).to_contain_text(["1 application"])
    assert fits(page)
    page.get_by_label("Your password").fill("wrong")
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_text("This is not your password.")).to_be_visible()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Delete my account").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(page.get_by_text("Your account is gone, and everything in it.")).to_be_visible()
    try_to_sign_in(page, email, PASSWORD)
    expect(page.locator("form [role=alert], .alert-danger").first).to_be_visible()
    kept = (User, Company, Contact, Application, Interview, Event, Withdrawal, Letter, Reflection, Reminder, Delivery)
    assert [model.__name__ for model in kept if model._default_manager.exists()] == []


def exported(path: Path) -> dict[str, dict[str, list[dict[str, object]]]]:
    loaded: dict[str, dict[str, list[dict[str, object]]]] = json.loads(path.read_text())
    return loaded


@BOTH
def test_another_address_opens_the_door_from_then_on(
    page: Page, live_server: LiveServer, user: User, window: ViewportSize
) -> None:
    page.goto(f"{live_server.url}/settings/")
    page.get_by_role("link", name="Change the address").click()
    page.get_by_label("New address").fill("ada@new.example")
    page.get_by_label("Your password").fill("wrong horse battery")
    page.get_by_role("button", name="Save the address").click()
    expect(page.get_by_text("This is not your password.")).to_be_visible()
    expect(page.get_by_label("New address")).to_have_value("ada@new.example")
    assert axe(page) == []
    assert fits(page)
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Save the address").click()
    expect(page.locator(".toast-item")).to_contain_text("You sign in with ada@new.example from now on")

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/accounts/login/")
    try_to_sign_in(page, "ada@new.example", PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
