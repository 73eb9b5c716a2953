"""The main job once through, on real parts: from signing up to taking a withdrawal back."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.browser import axe
from tests.fixtures.installation import Installation, wait_for
from tests.fixtures.smtp import LoopbackSmtp

pytestmark = [pytest.mark.processes, pytest.mark.slow]

SENDER = 'Zoë "Zed" O\'Neil 🎈'
ROLE = 'Senior "Reliability" Engineer <Platform & Tools> 🚀 – Operations, Night & Day (m/f/x)'[:80]
COMPANY = "Fernway & Sons's"


def monday_between_the_clock_changes() -> date:
    """A Monday on which New York has changed its clocks and Berlin has not: five hours apart instead of six."""
    today = datetime.now(UTC).date()
    for year in (today.year, today.year + 1):
        march = date(year, 3, 1)
        second_sunday = march + timedelta(days=(6 - march.weekday()) % 7 + 7)
        if second_sunday > today + timedelta(days=5):
            return second_sunday + timedelta(days=1)
    raise AssertionError("no such day")


@pytest.fixture
def look(page: Page) -> Callable[[str], None]:
    """Every page on the way is clean for axe in both themes and at both widths, and never scrolls sideways."""

    def do(name: str) -> None:
        assert axe(page) == [], name
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
        assert axe(page) == [], name
        page.set_viewport_size({"width": 1440, "height": 900})

    return do


def test_slice_from_sign_up_to_restoring_the_record(
    page: Page,
    installation: Installation,
    mail_server: LoopbackSmtp,
    sign_up: Callable[[str], str],
    add_mail_account: Callable[[], None],
    look: Callable[[str], None],
) -> None:
    email = sign_up(SENDER)
    look("Today, empty")

    add_mail_account()
    page.get_by_role("button", name="Send a test mail to myself").click()
    expect(page.get_by_text(f"Look for it at {email}")).to_be_visible()
    assert mail_server.accepted.pop().recipients == (email,)
    look("mail account")

    add_application(page, installation)
    look("application")
    interview = add_interview(page)
    look("interview")
    expect(page.locator("main")).to_contain_text("15:00")
    expect(page.locator("main")).to_contain_text("10:00 New York")

    page.get_by_role("button", name="Withdraw").click()
    body = page.get_by_label("Letter", exact=True)
    expect(body).to_have_value(re.compile("withdraw my application"))
    expect(body).to_have_value(re.compile(r"at 10:00 \(New York time\)"))
    look("workspace")
    page.get_by_role("radio", name="Location").check()
    page.get_by_role("radio", name="In general").check()
    expect(body).to_have_value(re.compile("make the location work"))
    page.get_by_role("button", name="Shorter").click()
    expect(page.get_by_role("button", name="Shorter")).to_have_attribute("aria-pressed", "true")

    press_send(page)
    page.get_by_role("button", name=re.compile("Undo")).click()
    expect(page.get_by_label("Letter", exact=True)).to_be_visible()
    page.goto(interview)
    expect(page.locator("main")).to_contain_text("hasn't been told")
    page.get_by_role("link", name="Finish withdrawing").first.click()
    assert mail_server.accepted == []

    press_send(page)
    expect(page.get_by_role("heading", name=re.compile("Sent .* to Maya"))).to_be_visible(timeout=30_000)
    look("told")
    wait_for(lambda: len(mail_server.accepted) == 1, 30)
    letter = mail_server.accepted[0]
    assert letter.recipients == ("maya@fernway.example", email)
    assert letter.message["To"] == "maya@fernway.example"
    assert "Bcc" not in letter.message
    assert "location" in letter.message.get_content()
    assert SENDER in letter.message.get_content()

    page.get_by_label("What you take from it").fill("Ask where the desk stands in the first call.")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text("Ask where the desk stands")).to_be_visible()
    workspace = page.url

    page.goto(interview)
    expect(page.locator("main")).to_contain_text("Cancelled by me")
    page.goto(f"{installation.url}/")
    expect(page.locator("main")).not_to_contain_text("hasn't been told")

    page.goto(f"{installation.url}/reflections/?q=desk")
    expect(page.get_by_text("Ask where the desk stands")).to_be_visible()
    look("reflection history")
    page.goto(f"{installation.url}/reflections/?q=nothing-like-it")
    expect(page.get_by_text("Ask where the desk stands")).to_have_count(0)

    page.goto(workspace)
    page.get_by_text("Changed your mind?").click()
    page.get_by_role("button", name="Restore my record").click()
    expect(page.locator("main")).to_contain_text("still has your")
    look("restored")
    page.goto(interview)
    expect(page.get_by_role("button", name="Withdraw")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("Cancelled by me")
    assert len(mail_server.accepted) == 1


def add_application(page: Page, installation: Installation) -> None:
    page.goto(f"{installation.url}/applications/add/")
    page.locator("[name=title]").fill(ROLE)
    page.locator("[name=company_name]").fill(COMPANY)
    page.locator("main form .form-actions .btn-primary").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(ROLE)


def add_interview(page: Page) -> str:
    """An interview in New York, between the two changes of clocks; returns its page."""
    page.get_by_role("link", name=re.compile("Add (an )?interview")).first.click()
    page.locator("[name=date]").fill(monday_between_the_clock_changes().isoformat())
    page.locator("[name=time]").fill("10:00")
    page.locator("[name=time_zone]").select_option("America/New_York")
    if not page.locator("[name=contact_name]").is_visible():
        page.get_by_text("Somebody new arranged it").click()
    page.locator("[name=contact_name]").fill("Maya Lindqvist")
    page.locator("[name=contact_email]").fill("maya@fernway.example")
    page.locator("main form .form-actions .btn-primary").click()
    expect(page.get_by_role("button", name="Withdraw")).to_be_visible()
    return page.url


def press_send(page: Page) -> None:
    """Send at once, whatever hour it is there."""
    page.get_by_role("button", name=re.compile("^(Send e-mail now|Send now all the same)$")).click()
    expect(page.get_by_role("button", name=re.compile("Undo"))).to_be_visible()


def test_berlin_and_new_york_are_five_hours_apart_between_the_changes() -> None:
    """What the journey above relies on."""
    start = datetime.combine(monday_between_the_clock_changes(), datetime.min.time(), ZoneInfo("America/New_York"))
    there, here = start.replace(hour=10), start.replace(hour=10).astimezone(ZoneInfo("Europe/Berlin"))
    assert (there.hour, here.hour) == (10, 15)
