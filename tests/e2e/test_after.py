"""After the employer knows: their answer and the reply, feedback, staying in touch, and what was learned, found
again.
"""

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from reminders.models import Reminder
from tests.factories import (
    ApplicationFactory,
    ContactFactory,
    InterviewFactory,
    LetterFactory,
    ReflectionFactory,
    WithdrawalFactory,
)
from tests.fixtures.browser import BOTH, NARROW, fits
from tracker.models import Application
from tracker.states import InterviewStatus, Outcome, Stage
from withdrawals.models import Feedback, Letter, Reflection, Withdrawal
from withdrawals.states import LetterState
from withdrawals.vocabulary import Purpose, Reason

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

DAY = timedelta(days=1)


@pytest.fixture
def application(user: User) -> Application:
    """Fernway, where Maya arranged a first interview that took place a week ago and a second one in four days."""
    now = timezone.now()
    maya = ContactFactory.create(
        company__owner=user, company__name="Fernway", name="Maya Lindqvist", email="maya@fernway.example", now=now
    )
    application = ApplicationFactory.create(
        owner=user, title="Platform Engineer", company=maya.company, contact=maya, now=now - 20 * DAY
    )
    InterviewFactory.create(
        application=application, contact=maya, starts_at=now - 7 * DAY, status=InterviewStatus.HAPPENED, now=now
    )
    InterviewFactory.create(application=application, contact=maya, starts_at=now + 4 * DAY, now=now)
    return application


def tell(application: Application, *, now: datetime, **choices: object) -> Withdrawal:
    """They got the letter."""
    withdrawal = WithdrawalFactory.create(application=application, now=now, **choices)
    LetterFactory.create(withdrawal=withdrawal, by_hand=True, now=now)
    return withdrawal


def after(page: Page) -> Locator:
    return page.locator("#after")


def keep_answer(page: Page, words: str) -> None:
    after(page).get_by_label("Paste what they wrote").fill(words)
    after(page).get_by_role("button", name="Keep the answer").click()


@BOTH
def test_another_offer_accepted_tells_the_rest_and_asks_no_feedback(
    page: Page, live_server: LiveServer, user: User, application: Application, window: ViewportSize
) -> None:
    other = ApplicationFactory.create(owner=user, title="Data Lead", company_name="Northwind", stage=Stage.OFFER)
    page.goto(f"{live_server.url}/applications/{other.pk}/")
    page.get_by_label("More about this application").click()
    page.get_by_role("button", name="Accepted", exact=True).click()
    expect(page.get_by_label("How far it got")).to_contain_text("Accepted")

    page.goto(f"{live_server.url}/applications/{application.pk}/")
    page.get_by_role("button", name="Withdraw").click()
    page.get_by_role("radio", name="Another offer").check()
    page.get_by_role("radio", name="Accepted").check()
    page.get_by_role("radio", name="In general").check()
    letter = page.get_by_label("Letter", exact=True)
    expect(letter).to_have_value(re.compile("accepted another"))
    expect(letter).not_to_have_value(re.compile("Northwind|Data Lead"))
    expect(page.get_by_text("Ask for a remark or two")).to_have_count(0)
    assert fits(page)
    page.locator("button:visible", has_text="Mark as sent").first.click()

    keep_answer(page, "No problem, good luck!")
    expect(after(page)).to_contain_text("Nothing left to do.")
    expect(after(page)).not_to_contain_text("for a remark or two")
    application.refresh_from_db()
    other.refresh_from_db()
    assert (application.outcome, other.outcome) == (Outcome.WITHDRAWN, Outcome.ACCEPTED)


@BOTH
def test_an_answer_that_asks_gets_the_prepared_reply(
    page: Page, live_server: LiveServer, application: Application, window: ViewportSize
) -> None:
    withdrawal = tell(application, now=timezone.now(), reason=Reason.SALARY)
    page.goto(f"{live_server.url}/withdrawals/{withdrawal.pk}/")
    keep_answer(page, "Hello Ada,\nthat is a pity. May I ask why?\nMaya")

    expect(after(page)).to_contain_text("You owe no reason")
    page.wait_for_load_state()
    heading, bar = page.locator("#after-title").bounding_box(), page.locator(".app-top").bounding_box()
    assert heading and bar and heading["y"] >= bar["y"] + bar["height"], "it lies under the bar"
    after(page).get_by_role("button", name="See the reply").click()
    expect(page.get_by_role("heading", name="Your reply")).to_be_visible()
    expect(page.get_by_label("What this is for")).to_contain_text("May I ask why?")
    expect(page.get_by_label("Letter", exact=True)).to_have_value(
        re.compile("^Hello Maya,.*Thank you for asking", re.S)
    )
    assert fits(page)
    page.locator("button:visible", has_text="Mark as sent").first.click()

    expect(after(page)).to_contain_text("Answered. Nothing left to do.")
    expect(after(page).get_by_role("button", name="See the reply")).to_have_count(0)
    reply = Letter.objects.get(purpose=Purpose.REPLY)
    assert (reply.state, reply.sent_to) == (LetterState.SENT, "Maya Lindqvist <maya@fernway.example>")


@BOTH
def test_feedback_is_asked_for_once_and_what_comes_is_kept(
    page: Page, live_server: LiveServer, application: Application, window: ViewportSize
) -> None:
    withdrawal = tell(application, now=timezone.now(), reason=Reason.NOT_A_FIT)
    page.goto(f"{live_server.url}/withdrawals/{withdrawal.pk}/")
    expect(after(page)).not_to_contain_text("for a remark or two")
    keep_answer(page, "No problem, good luck!")

    expect(after(page)).to_contain_text("Ask Maya for a remark or two?")
    after(page).get_by_role("button", name="See the letter").click()
    expect(page.get_by_role("heading", name="Asking for feedback")).to_be_visible()
    expect(page.get_by_label("Letter", exact=True)).to_have_value(re.compile("^Hello Maya,"))
    page.locator("button:visible", has_text="Mark as sent").first.click()
    expect(after(page)).not_to_contain_text("Ask Maya for a remark or two?")

    after(page).get_by_text("Feedback on you").click()
    after(page).get_by_role("link", name="Write down feedback").click()
    page.locator("[name=text]").fill("Calm under pressure; **say more** about the numbers.")
    page.locator("[name=from_name]").fill("Maya Lindqvist")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Maya Lindqvist said")
    expect(page.get_by_label("Feedback", exact=True).locator("strong")).to_have_text("say more")
    page.goto(f"{live_server.url}/feedback/?q=numbers")
    expect(page.locator(".lesson mark")).to_have_text("numbers")
    assert fits(page)
    assert Feedback.objects.get().application == application


@BOTH
def test_staying_in_touch_is_a_reminder_that_can_be_called_off(
    page: Page, live_server: LiveServer, application: Application, window: ViewportSize
) -> None:
    withdrawal = tell(application, now=timezone.now(), reason=Reason.TIMING_PERSONAL, keep_door_open=True)
    page.goto(f"{live_server.url}/withdrawals/{withdrawal.pk}/")
    expect(after(page).get_by_role("button", name="In 3 months")).to_have_count(0)
    keep_answer(page, "No problem, good luck!")
    after(page).get_by_role("button", name="See the note").click()
    expect(after(page).locator("#touch-note")).to_have_text(re.compile("stay in touch"))
    assert fits(page)
    after(page).locator(".after-note").get_by_role("button", name="Leave it").click()
    expect(after(page).locator("#touch-note")).to_have_count(0)

    after(page).locator("summary", has_text="Contact").click()
    after(page).get_by_role("button", name="In 3 months").click()
    expect(page.locator(".toast-item").first).to_contain_text("You will be reminded in 3 months.")
    assert Reminder.objects.open().filter(kind="keep_in_touch").count() == 1

    after(page).locator("summary", has_text="Contact").click()
    after(page).get_by_role("button", name="Call it off").click()
    expect(page.locator(".toast-item").first).to_contain_text("Called off.")
    after(page).locator("summary", has_text="Contact").click()
    after(page).get_by_role("button", name="Don't contact them").click()
    expect(after(page)).to_contain_text("Don't contact them")
    expect(after(page).get_by_role("button", name="In 3 months")).to_have_count(0)
    assert Reminder.objects.open().filter(kind="keep_in_touch").count() == 0


@BOTH
def test_a_line_is_finished_into_a_reflection(
    page: Page, live_server: LiveServer, application: Application, window: ViewportSize
) -> None:
    withdrawal = tell(application, now=timezone.now(), reason=Reason.SALARY)
    page.goto(f"{live_server.url}/withdrawals/{withdrawal.pk}/")
    page.get_by_label("What you take from it").fill("Ask for the pay range first.")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.locator(".lesson")).to_have_text("Ask for the pay range first.")

    page.goto(live_server.url)
    page.get_by_role("link", name="Finish the reflection").click()
    page.locator("[name=body]").fill("The range was **below** what I earn.")
    page.get_by_text("Three short answers").click()
    page.locator("[name=learned_at]").select_option("interviewing")
    page.locator("[name=ask_earlier]").fill("What is the budget?")
    page.locator("[name=would_again]").select_option("yes")
    page.get_by_role("button", name="Keep", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Ask for the pay range first.")
    expect(page.locator(".fact-list")).to_contain_text("What is the budget?")
    expect(page.locator("main strong")).to_have_text("below")
    page.goto(live_server.url)
    expect(page.get_by_role("link", name="Finish the reflection")).to_have_count(0)
    assert Reflection.objects.get().finished_at is not None


@BOTH
def test_reflections_are_searched_filtered_printed_and_show_patterns(
    page: Page, live_server: LiveServer, user: User, window: ViewportSize
) -> None:
    make_history(user)
    page.goto(f"{live_server.url}/reflections/")
    expect(page.get_by_label("When you learned it")).to_contain_text("Pay: screening")
    expect(page.get_by_label("When you learned it").locator("b")).to_have_text("2 of 3")
    expect(page.locator(".lesson")).to_have_count(10)
    assert fits(page)

    if window == NARROW:
        page.locator("summary", has_text="Filters").click()
    page.locator(".filter-group:visible").get_by_role("link", name=re.compile("^Pay 3")).click()
    expect(page.locator(".lesson")).to_have_count(3)
    page.get_by_placeholder("Search lessons, companies, roles").fill("range 2")
    page.get_by_placeholder("Search lessons, companies, roles").press("Enter")
    expect(page.locator(".lesson")).to_have_text(["Ask for the range 2."])
    page.locator(".lesson").click()
    expect(page.locator(".lesson-body")).to_contain_text("The deciding fact was learned at")

    page.get_by_role("link", name="Print").filter(visible=True).click()
    expect(page.locator("header")).to_contain_text("1 entry: “range 2”, Pay.")
    expect(page.locator(".print-entry h2")).to_have_text(["Ask for the range 2."])
    page.get_by_role("link", name="Back").click()
    expect(page.locator(".lesson")).to_have_text(["Ask for the range 2."])
    page.get_by_role("link", name="Clear").click()
    expect(page.locator(".lesson")).to_have_count(10)


def make_history(user: User) -> None:
    """Ten reflections; three on pay, of which two say that it was learned in the screening."""
    now = timezone.now()
    stages = [Stage.SCREENING, Stage.SCREENING, Stage.OFFER]
    for number, stage in enumerate(stages, 1):
        left = tell(
            ApplicationFactory.create(owner=user, company_name="Pinebridge", now=now), now=now, reason=Reason.SALARY
        )
        ReflectionFactory.create(
            application=left.application,
            withdrawal=left,
            lesson=f"Ask for the range {number}.",
            learned_at=stage,
            now=now,
        )
    application = ApplicationFactory.create(owner=user, company_name="Pinebridge", now=now)
    for number in range(7):
        ReflectionFactory.create(application=application, lesson=f"Sleep before call {number}.", now=now)
