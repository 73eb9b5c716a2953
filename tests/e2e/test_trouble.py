"""What goes wrong outside is seen on the page, and can be mended there."""

import os
import re
import signal
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_slice import add_application, add_interview, press_send
from tests.fixtures.browser import axe
from tests.fixtures.installation import Installation, wait_for
from tests.fixtures.smtp import Accepted, LoopbackSmtp

pytestmark = [pytest.mark.processes, pytest.mark.slow]


@pytest.fixture
def workspace(
    page: Page, installation: Installation, sign_up: Callable[[str], str], add_mail_account: Callable[[], None]
) -> str:
    """The page of a withdrawal that is being written; the person can send."""
    sign_up("Ada Marsh")
    add_mail_account()
    add_application(page, installation)
    add_interview(page)
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_label("Letter", exact=True)).to_be_visible()
    return page.url


def letters_to_maya(server: LoopbackSmtp) -> list[Accepted]:
    """What the employer got; warnings go to the person themself."""
    return [mail for mail in server.accepted if mail.recipients[0].startswith("maya")]


def test_refused_address_is_shown_and_the_letter_leaves_once_it_is_mended(
    page: Page, workspace: str, mail_server: LoopbackSmtp
) -> None:
    mail_server.fault = "rcpt 550"
    press_send(page)
    expect(page.get_by_role("heading", name="Not sent")).to_be_visible(timeout=30_000)
    expect(page.locator("main")).to_contain_text("hasn't been told")
    expect(page.locator("main")).to_contain_text("The address maya@fernway.example was refused.")
    assert axe(page) == []

    mail_server.fault = ""
    page.get_by_role("button", name="Change the letter or the address").click()
    page.locator("[name=to_address]").fill("maya.lindqvist@fernway.example")
    press_send(page)
    expect(page.get_by_role("heading", name=re.compile("Sent .* to Maya"))).to_be_visible(timeout=30_000)
    assert [mail.recipients[0] for mail in letters_to_maya(mail_server)] == ["maya.lindqvist@fernway.example"]


def test_silence_after_the_letter_was_taken_asks_and_never_sends_twice(
    page: Page, workspace: str, mail_server: LoopbackSmtp
) -> None:
    mail_server.fault = "dot drop-accepted"
    press_send(page)
    expect(page.get_by_role("heading", name="Check your Sent folder")).to_be_visible(timeout=30_000)
    assert axe(page) == []
    mail_server.fault = ""
    page.get_by_role("button", name=re.compile("It is there")).click()
    expect(page.get_by_role("heading", name=re.compile("Sent .* to Maya"))).to_be_visible()
    assert len(letters_to_maya(mail_server)) == 1


def test_mail_server_that_is_down_leaves_a_letter_that_can_be_taken_back(
    page: Page, workspace: str, mail_server: LoopbackSmtp
) -> None:
    mail_server.close()
    press_send(page)
    expect(page.get_by_text("It is tried again by itself")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_label("Letter", exact=True)).to_be_visible()


def test_letter_leaves_although_the_broker_was_killed_meanwhile(
    page: Page, workspace: str, installation: Installation, mail_server: LoopbackSmtp
) -> None:
    broker = installation.children()["broker"]
    os.kill(broker, signal.SIGKILL)
    press_send(page)
    expect(page.get_by_role("heading", name=re.compile("Sent .* to Maya"))).to_be_visible(timeout=45_000)
    wait_for(lambda: installation.children().get("broker", broker) != broker, 60)
    assert len(letters_to_maya(mail_server)) == 1


def test_two_tabs_with_one_letter_meet_in_a_visible_conflict(
    page: Page, workspace: str, allowed_console: list[str]
) -> None:
    allowed_console.append("409")
    other = page.context.new_page()
    other.goto(workspace)
    body = page.get_by_label("Letter", exact=True)
    words = body.input_value()
    body.fill(f"{words}\n\nP.S. From the first tab.")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()

    other.get_by_label("Letter", exact=True).fill(f"{words}\n\nP.S. From the second tab.")
    expect(other.get_by_role("heading", name="Changed in another tab")).to_be_visible()
    expect(other.locator("main")).to_contain_text("From the first tab.")
    expect(other.get_by_label("Letter", exact=True)).to_have_value(re.compile("From the second tab."))
    assert axe(other) == []
    other.get_by_role("button", name="Keep mine").click()
    expect(other.get_by_role("heading", name="Changed in another tab")).to_have_count(0)
    page.reload()
    expect(page.get_by_label("Letter", exact=True)).to_have_value(re.compile("From the second tab."))


def test_placeholder_keeps_a_letter_from_leaving_until_it_is_filled(
    page: Page, workspace: str, mail_server: LoopbackSmtp
) -> None:
    body = page.get_by_label("Letter", exact=True)
    body.fill(body.input_value().replace("Hello Maya", "Hello [Name]"))
    expect(page.get_by_role("link", name="Fix 1 thing")).to_be_visible()
    expect(page.locator("#findings")).to_contain_text("[Name]")
    body.fill(body.input_value().replace("[Name]", "Maya"))
    press_send(page)
    expect(page.get_by_role("heading", name=re.compile("Sent .* to Maya"))).to_be_visible(timeout=30_000)
