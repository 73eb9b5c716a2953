"""The components and behaviours that frontend/README.md promises to the authors of pages, on the pages that have them."""

import contextlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.e2e.pages import address_of
from tests.factories import ApplicationFactory, LetterFactory, MailAccountFactory, UserFactory, WithdrawalFactory
from tests.fixtures.browser import axe
from tracker.domain.applications import end_application
from tracker.models import Application
from tracker.states import Outcome, Stage
from withdrawals.models import Letter

pytestmark = pytest.mark.django_db(transaction=True)

# The walk over every page has axe look at those of somebody signed in.
SIGNED_OUT = ["account_login", "account_signup"]
SIGNED_IN = [
    "today",
    "board",
    "application_list",
    "application_add",
    "application_detail",
    "withdrawal_detail",
    "calendar",
    "reflection_list",
]
OFFLINE = [r"ERR_INTERNET_DISCONNECTED", r"htmx:(afterRequest|sendError)"]
DIST = Path(__file__).resolve().parents[2] / "frontend" / "dist"
TOO_LOW_FOR_A_FINGER = """
    [...document.querySelectorAll('.btn, .form-control, .form-select, .menu > summary, .tab-link, .chip-choice')]
        .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 43.5)
        .map((each) => each.outerHTML.slice(0, 80))"""


@pytest.fixture
def owner(sign_in: Callable[[User], None]) -> User:
    """Somebody signed in."""
    user: User = UserFactory.create(name="Alex Rivera")
    sign_in(user)
    return user


@pytest.fixture
def board(page: Page, live_server: LiveServer, owner: User) -> Page:
    """The board with two applications saved and one sent."""
    for company, title, stage in (
        ("Fernway", "Platform Engineer", Stage.APPLIED),
        ("Basalt Labs", "UX Researcher", Stage.SAVED),
        ("Northwind", "Data Analyst", Stage.SAVED),
    ):
        ApplicationFactory.create(owner=owner, company_name=company, title=title, stage=stage)
    page.goto(f"{live_server.url}/board/")
    return page


def card(board: Page | Locator, title: str) -> Locator:
    return board.locator("[data-card]").filter(has_text=title)


@pytest.fixture
def letter(owner: User) -> Letter:
    """The draft of a withdrawal."""
    now = timezone.now()
    return LetterFactory.create(withdrawal=WithdrawalFactory.create(application__owner=owner, now=now), now=now)


@pytest.fixture
def editor(page: Page, live_server: LiveServer, letter: Letter) -> Page:
    """The page on which the letter is written."""
    page.goto(f"{live_server.url}{reverse('withdrawal_detail', args=[letter.withdrawal_id])}")
    return page


@contextlib.contextmanager
def phone(browser: Browser, page: Page) -> Iterator[Page]:
    """A phone on which the same person is signed in as in ``page``."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        storage_state=page.context.storage_state(),
    )
    yield context.new_page()
    context.close()


def fits_fingers(browser: Browser, page: Page, url: str) -> None:
    with phone(browser, page) as held:
        held.goto(url)
        assert held.url == url
        assert held.evaluate("document.documentElement.scrollWidth") <= 390
        assert held.evaluate(TOO_LOW_FOR_A_FINGER) == []


@pytest.mark.parametrize("name", SIGNED_OUT)
def test_page_before_sign_in_passes_axe_in_both_themes(page: Page, live_server: LiveServer, name: str) -> None:
    page.goto(live_server.url + reverse(name))
    assert axe(page) == []


@pytest.mark.parametrize("name", SIGNED_OUT)
def test_page_before_sign_in_fits_a_phone_and_its_fingers(
    page: Page, browser: Browser, live_server: LiveServer, name: str
) -> None:
    fits_fingers(browser, page, live_server.url + reverse(name))


@pytest.mark.parametrize("name", SIGNED_IN)
def test_page_fits_a_phone_and_its_fingers(
    page: Page, browser: Browser, live_server: LiveServer, sign_in: Callable[[User], None], demo: User, name: str
) -> None:
    sign_in(demo)
    fits_fingers(browser, page, live_server.url + address_of(name, demo))


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_page_renders_without_context(name: str) -> None:
    html = render_to_string(f"{name}.html")
    assert "<h1>" in html
    assert "/static/app.css" in html


def test_stylesheet_and_scripts_hold_nothing_the_policy_forbids() -> None:
    assert "data:" not in (DIST / "app.css").read_text()
    for template in (DIST.parents[1] / "templates").rglob("*.html"):
        assert not re.search(r"\sstyle=|\son\w+=|<style|<script(?![^>]*(src=|application/json))", template.read_text())


def test_menu_opens_by_key_walks_and_closes_with_focus_back(board: Page) -> None:
    summary = board.get_by_label("Actions for Data Analyst, Northwind")
    summary.press("Enter")
    summary.press("ArrowDown")
    expect(card(board, "Data Analyst").locator(".menu-item").first).to_be_focused()
    board.keyboard.press("Escape")
    expect(summary).to_be_focused()
    expect(board.locator(".menu[open]")).to_have_count(0)


@pytest.mark.usefixtures("owner")
def test_account_menu_stays_inside_the_window(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/")
    page.get_by_label("Your account").click()
    box = page.locator(".app-top .menu-panel").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 1440


def test_card_moved_by_key_is_counted_announced_and_can_be_undone(board: Page) -> None:
    moved = card(board, "Data Analyst")
    with board.expect_request("**/move/") as sent:
        moved.press("Alt+ArrowRight")
    assert sent.value.post_data == "stage=applied"
    expect(board.locator("[data-stage=applied] [data-board-count]")).to_have_text("2")
    expect(board.locator("[data-board-live]")).to_have_text("Data Analyst, Northwind: Applied.")
    expect(board.locator(".toast-item form")).to_have_attribute("action", re.compile(r"^/events/\d+/undo/"))
    expect(moved).to_be_focused()


def test_card_dragged_is_saved(board: Page) -> None:
    with board.expect_request("**/move/") as sent:
        card(board, "Data Analyst").locator(".board-card-sub").drag_to(
            board.locator("[data-stage=offer] [data-board-list]")
        )
    assert sent.value.post_data == "stage=offer"


def test_card_goes_back_when_the_move_is_refused(board: Page, owner: User, allowed_console: list[str]) -> None:
    allowed_console += ["409"]
    ended = Application.objects.get(title="UX Researcher")
    end_application(ended, Outcome.REJECTED, actor=owner, now=timezone.now())
    card(board, "UX Researcher").press("Alt+ArrowRight")
    expect(board.locator("[data-board-live]")).to_have_text("UX Researcher, Basalt Labs stays where it was.")
    expect(card(board.locator("[data-stage=saved]"), "UX Researcher")).to_be_visible()
    expect(board.locator(".toast-error").filter(has_text="Changed in another tab")).to_be_visible()


def test_autosave_keeps_the_text_while_offline_and_forgets_it_once_saved(
    editor: Page, letter: Letter, allowed_console: list[str]
) -> None:
    allowed_console += OFFLINE
    state = editor.locator("[data-autosave-state]")
    editor.context.set_offline(True)
    editor.locator("#body").press_sequentially("x")
    expect(state).to_have_text("Offline. Your text is kept on this device.")
    editor.context.set_offline(False)
    editor.evaluate("dispatchEvent(new Event('online'))")
    expect(state).to_have_text("Saved")
    assert editor.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('keep:'))") == []
    letter.refresh_from_db()
    assert "x" in letter.body


def test_kept_text_comes_back_after_a_reload(editor: Page, allowed_console: list[str]) -> None:
    allowed_console += OFFLINE
    editor.context.set_offline(True)
    editor.locator("#body").fill("Dear Maya")
    expect(editor.locator("[data-autosave-state]")).to_contain_text("Offline")
    editor.context.set_offline(False)
    editor.reload()
    expect(editor.locator("#body")).to_have_value("Dear Maya")
    expect(editor.locator("[data-autosave-state]")).to_have_text("Saved")


def test_text_is_kept_when_the_session_has_ended(editor: Page, letter: Letter) -> None:
    editor.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    editor.locator("#body").fill("Dear Maya")
    expect(editor.locator("[data-autosave-state]")).to_contain_text("Signed out. Your text is kept")
    assert "Dear Maya" in editor.evaluate(f"localStorage.getItem('keep:letter-{letter.pk}-body')")


def test_countdown_ticks_and_tells_its_container(page: Page, live_server: LiveServer, owner: User) -> None:
    now = timezone.now()
    MailAccountFactory.create(owner=owner)
    leaving = LetterFactory.create(
        withdrawal=WithdrawalFactory.create(application__owner=owner, now=now), ready=True, now=now
    )
    page.clock.install()
    page.add_init_script("addEventListener('countdown:done', (event) => { event.target.title = 'done' })")
    page.goto(f"{live_server.url}{reverse('withdrawal_detail', args=[leaving.withdrawal_id])}")
    button = page.locator("[data-countdown-until]")
    expect(button).to_have_text(re.compile(r"Undo \([12]\d s\)"))
    page.clock.fast_forward(int(settings.UNDO_SECONDS * 1000))
    expect(button).to_have_attribute("title", "done")
    expect(button).to_have_text("Undo (0 s)")


def test_message_with_undo_is_a_form_and_an_error_stays(
    page: Page, live_server: LiveServer, client: Client, owner: User
) -> None:
    client.force_login(owner)
    move = reverse("application_move", args=[ApplicationFactory.create(owner=owner).pk])
    for stage in ("screening", "nowhere"):
        client.post(move, {"stage": stage})
    page.context.add_cookies(
        [{"name": name, "value": kept.coded_value, "url": live_server.url} for name, kept in client.cookies.items()]
    )
    page.goto(f"{live_server.url}/")
    toasts = page.locator(".toast-item")
    expect(toasts).to_have_count(2)
    expect(toasts.first.get_by_role("button", name="Undo")).to_be_visible()
    toasts.last.get_by_label("Close this message").click()
    expect(toasts).to_have_count(1)


def test_theme_choice_outlives_the_page(board: Page) -> None:
    board.get_by_label("Use the dark theme").click()
    board.reload()
    expect(board.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_slash_focuses_the_search(board: Page) -> None:
    board.keyboard.press("/")
    expect(board.locator("[data-search]")).to_be_focused()


def test_sign_up_fills_in_the_time_zone_of_the_browser(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/accounts/signup/")
    expect(page.locator("[name=time_zone]")).to_have_value("Europe/Berlin")


def test_send_bar_takes_the_place_of_the_tab_bar(browser: Browser, editor: Page) -> None:
    with phone(browser, editor) as held:
        held.goto(editor.url)
        expect(held.locator(".tab-bar")).to_be_hidden()
        expect(held.locator(".send-bar .btn-primary")).to_be_in_viewport()


def test_page_works_without_scripts(browser: Browser, board: Page) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        java_script_enabled=False,
        storage_state=board.context.storage_state(),
    )
    plain = context.new_page()
    plain.goto(board.url)
    plain.locator(".tab-bar summary").click()
    expect(plain.get_by_role("link", name="Calendar").last).to_be_visible()
    context.close()
