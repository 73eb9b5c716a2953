"""Accepting an offer, and telling the others."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.factories import ApplicationFactory, InterviewFactory, UserFactory
from tests.fixtures.browser import BOTH, axe, fits
from tracker.models import Application
from tracker.states import Outcome, Stage
from withdrawals.models import Withdrawal
from withdrawals.states import WithdrawalState

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

#: The value of what has the focus, and whether something else lies over its middle.
UNDER_SOMETHING = """() => {
    const focused = document.activeElement, box = focused.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return [focused.value ?? "", !(focused === top || focused.contains(top) || top?.contains(focused))];
}"""


@pytest.fixture
def offer(sign_in: Callable[[User], None]) -> Application:
    """An offer of somebody signed in, with one other booked, one in hand, one interviewing, and three applied for."""
    user = UserFactory.create(name="Ada Marsh")
    sign_in(user)
    before = timezone.now() - timedelta(days=14)
    stages = {
        "Larkspur Health": Stage.INTERVIEWING,
        "Northwind": Stage.OFFER,
        "Halden & Söhne": Stage.SCREENING,
        "Brightwater": Stage.APPLIED,
        "Osterley": Stage.APPLIED,
        "Quillfeather": Stage.SAVED,
        "Fernway": Stage.OFFER,
    }
    made = {
        company: ApplicationFactory.create(
            owner=user, company_name=company, title="Data Analyst", stage=stage, now=before
        )
        for company, stage in stages.items()
    }
    starts_at = timezone.now() + timedelta(days=3)
    InterviewFactory.create(application=made["Larkspur Health"], now=before, starts_at=starts_at)
    return made["Fernway"]


@BOTH
def test_accepting_leads_to_letters_for_the_others(
    page: Page, live_server: LiveServer, offer: Application, window: ViewportSize
) -> None:
    page.goto(f"{live_server.url}/applications/{offer.pk}/")
    page.get_by_role("button", name="I accepted").click()
    panel = page.get_by_role("region", name="The others")
    expect(panel).to_contain_text("Of the others, 2 need a word, 1 deserves one, 3 can close.")
    assert axe(page) == []
    panel.get_by_role("link", name="Tell the others").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("2 need a word, 1 deserves one, 3 can close.")
    act = page.locator(".others-bar button")
    expect(act).to_have_accessible_name("Write 3 letters")
    page.get_by_label("Write to Halden & Söhne").press("Space")
    expect(act).to_have_accessible_name("Write 2 letters")
    page.get_by_label("Close all without a word").check()
    expect(act).to_have_accessible_name("Write 2 letters · Close 3")
    page.get_by_label("Close Quillfeather").uncheck()
    expect(act).to_have_accessible_name("Write 2 letters · Close 2")
    assert axe(page) == []
    assert fits(page)
    act.click()

    expect(page.get_by_text("2 letters written, nothing sent yet. 2 closed.")).to_be_visible()
    expect(page.get_by_role("region", name="Not told yet").get_by_role("listitem")).to_have_count(2)
    assert Withdrawal.objects.live().count() == 2
    assert Application.objects.filter(outcome=Outcome.WITHDRAWN).count() == 2

    page.locator(".toast-item").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone for 4.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 need a word, 1 deserves one, 3 can close.")
    assert set(Withdrawal.objects.values_list("state", flat=True)) == {WithdrawalState.ABANDONED}


def test_nothing_ticked_cannot_be_sent(page: Page, live_server: LiveServer, offer: Application) -> None:
    page.goto(f"{live_server.url}/applications/{offer.pk}/")
    page.get_by_role("button", name="I accepted").click()
    page.get_by_role("link", name="Tell the others").click()
    boxes = page.locator("input[name=letter]")
    expect(boxes).to_have_count(3)
    for box in boxes.all():
        box.uncheck()
    act = page.locator(".others-bar button")
    expect(act).to_have_accessible_name("Choose first")
    expect(act).to_be_disabled()
    page.get_by_label("Close Osterley").check()
    expect(act).to_have_accessible_name("Close 1")


def test_without_scripts_the_button_says_what_is_true(
    page: Page, browser: Browser, live_server: LiveServer, offer: Application
) -> None:
    page.goto(f"{live_server.url}/applications/{offer.pk}/")
    page.get_by_role("button", name="I accepted").click()
    context = browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    plain = context.new_page()
    plain.goto(f"{live_server.url}/applications/{offer.pk}/others/")
    expect(plain.get_by_label("Close all without a word")).to_be_hidden()
    plain.get_by_label("Write to Halden & Söhne").uncheck()
    plain.get_by_label("Close Osterley").check()
    plain.get_by_role("button", name="Write the letters chosen, close the others chosen").click()
    expect(plain.get_by_text("2 letters written, nothing sent yet. 1 closed.")).to_be_visible()
    context.close()


@BOTH
def test_no_box_that_a_key_leads_to_lies_under_the_bar(
    page: Page, live_server: LiveServer, offer: Application, window: ViewportSize
) -> None:
    before = timezone.now() - timedelta(days=14)
    for number in range(12):
        ApplicationFactory.create(owner=offer.owner, company_name=f"Marlow {number}", stage=Stage.APPLIED, now=before)
    page.goto(f"{live_server.url}/applications/{offer.pk}/")
    page.get_by_role("button", name="I accepted").click()
    page.get_by_role("link", name="Tell the others").click()
    boxes = page.locator("form input[type=checkbox]:visible")
    boxes.first.focus()
    last = boxes.last.get_attribute("value")
    seen: list[str] = []
    while not seen or seen[-1] != last:
        page.keyboard.press("Tab")
        value, covered = page.evaluate(UNDER_SOMETHING)
        assert not covered, value
        seen.append(value)
        assert len(seen) < 100
