"""The three journeys that everything serves, as a person walks them: at both widths, and one by keyboard alone."""

import re
from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.factories import ApplicationFactory, ContactFactory, InterviewFactory
from tests.fixtures.browser import BOTH, WIDE
from tracker.models import Application, Interview
from tracker.states import InterviewStatus, Outcome, Stage
from withdrawals.models import Reflection, Withdrawal
from withdrawals.states import WithdrawalState
from withdrawals.vocabulary import Reason

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def interview(user: User) -> Interview:
    """A video interview at Fernway in four days, arranged by Maya."""
    now = timezone.now()
    contact = ContactFactory.create(
        company__owner=user, company__name="Fernway", name="Maya Lindqvist", email="maya@fernway.example", now=now
    )
    application = ApplicationFactory.create(
        owner=user, title="Platform Engineer", company=contact.company, contact=contact, now=now
    )
    return InterviewFactory.create(
        application=application,
        contact=contact,
        starts_at=now + timedelta(days=4),
        time_zone=ZoneInfo("Europe/London"),
        now=now,
    )


@BOTH
def test_manage_the_search(page: Page, live_server: LiveServer, user: User, window: ViewportSize) -> None:
    page.goto(live_server.url)
    page.get_by_role("link", name=re.compile("^Add( application)?$")).first.click()
    page.locator("[name=title]").fill("Data Analyst")
    page.locator("[name=company_name]").fill("Northwind")
    page.get_by_role("radio", name="Applied").check()
    page.get_by_text("The posting", exact=True).click()
    page.locator("[name=posting]").fill("We look for somebody who likes to count things. " * 40)
    page.locator("main .form-actions .btn-primary").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Data Analyst")

    page.get_by_placeholder("What happened?").fill("Called: **they will write** on Friday.")
    page.get_by_role("button", name="Add note").click()
    expect(page.locator(".timeline strong")).to_have_text("they will write")

    page.get_by_role("link", name=re.compile("Add (an )?interview")).first.click()
    start = timezone.now() + timedelta(days=3)
    page.locator("[name=date]").fill(start.date().isoformat())
    page.locator("[name=time]").fill("10:30")
    page.locator("main .form-actions .btn-primary").click()
    expect(page.locator("main")).to_contain_text("10:30")

    page.goto(f"{live_server.url}/board/")
    expect(page.locator("[data-stage='interviewing'] [data-card]")).to_have_count(1)
    page.goto(f"{live_server.url}/applications/?q=northwind")
    expect(page.get_by_role("link", name="Data Analyst").first).to_be_visible()
    page.goto(f"{live_server.url}/search/?q=northwind")
    expect(page.get_by_role("link", name=re.compile("Data Analyst")).first).to_be_visible()
    application = Application.objects.get()
    assert (application.stage, application.furthest_stage) == (Stage.INTERVIEWING, Stage.INTERVIEWING)


@BOTH
def test_withdraw_and_send_it_oneself(
    page: Page, live_server: LiveServer, interview: Interview, window: ViewportSize
) -> None:
    page.goto(f"{live_server.url}/interviews/{interview.pk}/")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_label("Letter", exact=True)).to_have_value(re.compile("^Hello Maya,"))
    page.get_by_role("radio", name="Another offer").check()
    page.get_by_role("radio", name="Not yet").check()
    page.get_by_role("radio", name="In general").check()
    expect(page.get_by_label("Letter", exact=True)).to_have_value(re.compile("another offer"))

    link = page.get_by_role("link", name="Open in mail app")
    expect(link).to_be_visible()
    address = link.get_attribute("href") or ""
    assert address.startswith("mailto:maya@fernway.example?")
    assert "%0D%0A" in address
    page.locator("button:visible", has_text="Mark as sent").first.click()

    expect(page.get_by_role("heading", name=re.compile("^Sent"))).to_be_visible()
    page.goto(live_server.url)
    expect(page.locator("main")).not_to_contain_text("hasn't been told")
    interview.refresh_from_db()
    assert interview.status == InterviewStatus.CANCELLED_BY_ME
    assert Application.objects.get().outcome == Outcome.WITHDRAWN


@BOTH
def test_learn_from_what_was(page: Page, live_server: LiveServer, interview: Interview, window: ViewportSize) -> None:
    page.goto(f"{live_server.url}/applications/{interview.application_id}/reflect/")
    page.locator("[name=lesson]").fill("Ask for the pay range in the first call.")
    page.locator("main .btn-primary:visible").first.click()
    expect(page.get_by_text("Ask for the pay range").first).to_be_visible()

    page.goto(f"{live_server.url}/reflections/?q=range")
    expect(page.get_by_text("Ask for the pay range").first).to_be_visible()
    page.goto(f"{live_server.url}/reflections/?q=zebra")
    expect(page.get_by_text("Ask for the pay range")).to_have_count(0)
    assert Reflection.objects.get().lesson == "Ask for the pay range in the first call."


def test_withdraw_by_keyboard_alone(page: Page, live_server: LiveServer, interview: Interview) -> None:
    page.set_viewport_size(WIDE)
    page.goto(f"{live_server.url}/interviews/{interview.pk}/")
    press(page, lambda: page.get_by_role("button", name="Withdraw"))
    expect(page.get_by_label("Letter", exact=True)).to_be_visible()

    walk_to(page, lambda: page.get_by_role("radio", name="Another offer"))
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Not a fit")).to_be_checked()
    walk_to(page, lambda: page.get_by_label("Letter", exact=True))
    page.keyboard.press("Control+End")
    page.keyboard.type("\n\nP.S. Thank you again for your time.")
    expect(page.locator("[data-autosave-state]")).to_have_text("Saved")
    press(page, lambda: page.get_by_role("button", name="Mark as sent").first)

    expect(page.get_by_role("heading", name=re.compile("^Sent"))).to_be_visible()
    withdrawal = Withdrawal.objects.get()
    assert (withdrawal.state, withdrawal.reason) == (WithdrawalState.NOTIFIED, "not_a_fit")
    assert withdrawal.letters.get(channel="email").sent_text.endswith("P.S. Thank you again for your time.")


@pytest.fixture
def writing(page: Page, live_server: LiveServer, interview: Interview) -> Page:
    """The workspace, with a draft."""
    page.goto(f"{live_server.url}/interviews/{interview.pk}/")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_label("Letter", exact=True)).to_be_visible()
    return page


def choose_slowly(page: Page, radio: str) -> Callable[[], None]:
    """Choose something whose answer stays on its way until what is returned is called."""
    on_their_way: list[Route] = []

    def hold(route: Route) -> None:
        on_their_way.append(route)

    def let_arrive() -> None:
        on_their_way[0].continue_()

    page.route("**/choose/", hold, times=1)
    with page.expect_request("**/choose/"):
        page.get_by_role("radio", name=radio).check()
    return let_arrive


def test_focus_stays_on_a_button_that_the_answer_to_a_choice_renews(writing: Page) -> None:
    let_arrive = choose_slowly(writing, "Another offer")
    act = writing.get_by_role("button", name="Put this aside")
    act.focus()
    before = act.element_handle()
    expect(act).to_be_focused()
    let_arrive()

    expect(writing.get_by_text("Have you accepted it?")).to_be_visible()
    assert before and not before.evaluate("element => element.isConnected")
    expect(act).to_be_focused()


def test_what_is_pressed_before_the_answer_to_a_choice_is_done_after_it(writing: Page) -> None:
    let_arrive = choose_slowly(writing, "Another offer")
    act = writing.get_by_role("button", name="Mark as sent").first
    act.click()
    act.click()
    let_arrive()

    expect(writing.get_by_role("heading", name=re.compile("^Sent"))).to_be_visible()
    withdrawal = Withdrawal.objects.get()
    assert (withdrawal.state, withdrawal.reason) == (WithdrawalState.NOTIFIED, Reason.ACCEPTED_OTHER_OFFER)
    assert withdrawal.letters.count() == 1


def test_what_is_pressed_does_not_send_words_that_a_choice_has_replaced(writing: Page) -> None:
    writing.get_by_role("radio", name="Another offer").check()
    expect(writing.get_by_text("Have you accepted it?")).to_be_visible()
    let_arrive = choose_slowly(writing, "In general")
    writing.get_by_role("button", name="Mark as sent").first.click()
    let_arrive()

    expect(writing.get_by_text("The letter followed your choice. Read it, then press again.")).to_be_visible()
    expect(writing.get_by_label("Letter", exact=True)).to_have_value(re.compile("another (offer|role|position)"))
    assert Withdrawal.objects.get().state == WithdrawalState.DRAFTING
    writing.get_by_role("button", name="Mark as sent").first.click()
    expect(writing.get_by_role("heading", name=re.compile("^Sent"))).to_be_visible()


def walk_to(page: Page, target: Callable[[], object]) -> None:
    """Press Tab until the target, or a radio of its group, has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("element => element === document.activeElement", target().element_handle()):  # type: ignore[attr-defined]
            return
    raise AssertionError("Tab never reaches it")


def press(page: Page, target: Callable[[], object]) -> None:
    walk_to(page, target)
    page.keyboard.press("Enter")
