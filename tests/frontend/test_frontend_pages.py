"""The components and behaviours that frontend/README.md promises to the authors of pages."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, expect

from tests.fixtures.browser import axe

pytestmark = [pytest.mark.urls("tests.frontend.urls"), pytest.mark.django_db(transaction=True)]

ADDRESSES = [
    "/",
    "/board/",
    "/applications/",
    "/applications/add/",
    "/applications/1/",
    "/applications/1/withdraw/",
    "/calendar/",
    "/reflections/",
    "/accounts/login/",
    "/accounts/signup/",
]
OFFLINE = [r"ERR_INTERNET_DISCONNECTED", r"htmx:(afterRequest|sendError)"]
DIST = Path(__file__).resolve().parents[2] / "frontend" / "dist"


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_passes_axe_in_both_themes(page: Page, live_server: Any, address: str) -> None:
    page.goto(live_server.url + address)
    assert axe(page) == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_fits_a_phone_and_its_fingers(browser: Browser, live_server: Any, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    phone = context.new_page()
    phone.goto(live_server.url + address)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert (
        phone.evaluate(
            """[...document.querySelectorAll('.btn, .form-control, .form-select, .menu > summary, .tab-link, .chip-choice')]
            .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 43.5)
            .map((each) => each.outerHTML.slice(0, 80))"""
        )
        == []
    )
    context.close()


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_page_renders_without_context(name: str) -> None:
    html = render_to_string(f"{name}.html")
    assert "<h1>" in html
    assert "/static/app.css" in html


def test_stylesheet_and_scripts_hold_nothing_the_policy_forbids() -> None:
    assert "data:" not in (DIST / "app.css").read_text()
    for template in (DIST.parents[1] / "templates").rglob("*.html"):
        assert not re.search(r"\sstyle=|\son\w+=|<style|<script(?![^>]*(src=|application/json))", template.read_text())


def test_menu_opens_by_key_walks_and_closes_with_focus_back(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/board/")
    summary = page.get_by_label("Actions for Data Analyst, Northwind")
    summary.press("Enter")
    summary.press("ArrowDown")
    expect(page.locator("[data-card='1'] .menu-item").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(summary).to_be_focused()
    expect(page.locator(".menu[open]")).to_have_count(0)


def test_account_menu_stays_inside_the_window(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/")
    page.get_by_label("Your account").click()
    box = page.locator(".app-top .menu-panel").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 1440


def test_card_moved_by_key_is_counted_announced_and_can_be_undone(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/board/")
    with page.expect_request("**/move/") as sent:
        page.locator("[data-card='1']").press("Alt+ArrowRight")
    assert sent.value.post_data == "stage=applied"
    expect(page.locator("[data-stage=applied] [data-board-count]")).to_have_text("2")
    expect(page.locator("[data-board-live]")).to_have_text("Data Analyst, Northwind: Applied.")
    expect(page.locator(".toast-item form")).to_have_attribute("action", "/undo/")
    expect(page.locator("[data-card='1']")).to_be_focused()


def test_card_dragged_is_saved(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/board/")
    with page.expect_request("**/move/") as sent:
        page.locator("[data-card='1'] .board-card-facts").drag_to(page.locator("[data-stage=offer] [data-board-list]"))
    assert sent.value.post_data == "stage=offer"


def test_card_goes_back_when_the_move_is_refused(page: Page, live_server: Any, allowed_console: list[str]) -> None:
    allowed_console += ["409"]
    page.goto(f"{live_server.url}/board/")
    page.locator("[data-card='2']").press("Alt+ArrowRight")
    expect(page.locator("[data-board-live]")).to_have_text("UX Researcher, Basalt Labs stays where it was.")
    expect(page.locator("[data-stage=saved] [data-card='2']")).to_be_visible()
    expect(page.locator(".toast-error")).to_contain_text("Changed in another tab")


def test_autosave_keeps_the_text_while_offline_and_forgets_it_once_saved(
    page: Page, live_server: Any, allowed_console: list[str]
) -> None:
    allowed_console += OFFLINE
    page.goto(f"{live_server.url}/applications/1/withdraw/")
    state = page.locator("[data-autosave-state]")
    page.context.set_offline(True)
    page.locator("#body").press_sequentially("x")
    expect(state).to_have_text("Offline. Your text is kept on this device.")
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(state).to_have_text("Saved")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('keep:'))") == []


def test_kept_text_comes_back_after_a_reload(page: Page, live_server: Any, allowed_console: list[str]) -> None:
    allowed_console += OFFLINE
    page.goto(f"{live_server.url}/applications/1/withdraw/")
    page.context.set_offline(True)
    page.locator("#body").fill("Dear Maya")
    expect(page.locator("[data-autosave-state]")).to_contain_text("Offline")
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("#body")).to_have_value("Dear Maya")
    expect(page.locator("[data-autosave-state]")).to_have_text("Saved")


def test_text_is_kept_when_the_session_has_ended(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/applications/1/withdraw/")
    page.context.add_cookies([{"name": "expired", "value": "yes", "url": live_server.url}])
    page.locator("#body").fill("Dear Maya")
    expect(page.locator("[data-autosave-state]")).to_contain_text("Signed out. Your text is kept")
    assert "Dear Maya" in page.evaluate("localStorage.getItem('keep:l-1-b')")


def test_countdown_ticks_and_tells_its_container(page: Page, live_server: Any) -> None:
    page.add_init_script("addEventListener('countdown:done', (event) => { event.target.title = 'done' })")
    page.goto(f"{live_server.url}/applications/1/withdraw/")
    button = page.locator("[data-countdown-until]")
    expect(button).to_have_text(re.compile(r"Undo \([12] s\)"))
    expect(button).to_have_attribute("title", "done")
    expect(button).to_have_text("Undo (0 s)")


def test_message_with_undo_is_a_form_and_an_error_stays(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/")
    toasts = page.locator(".toast-item")
    expect(toasts).to_have_count(2)
    expect(toasts.first.get_by_role("button", name="Undo")).to_be_visible()
    toasts.last.get_by_label("Close this message").click()
    expect(toasts).to_have_count(1)


def test_theme_choice_outlives_the_page(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/board/")
    page.get_by_label("Use the dark theme").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_slash_focuses_the_search(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/board/")
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()


def test_dialog_opens_and_closes(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/applications/add/")
    page.locator("[data-dialog-open]").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert axe(page) == []
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()


def test_sign_up_fills_in_the_time_zone_of_the_browser(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/accounts/signup/")
    expect(page.locator("[name=time_zone]")).to_have_value("Europe/Berlin")


def test_send_bar_takes_the_place_of_the_tab_bar(browser: Browser, live_server: Any) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    phone = context.new_page()
    phone.goto(f"{live_server.url}/applications/1/withdraw/")
    expect(phone.locator(".tab-bar")).to_be_hidden()
    expect(phone.get_by_role("button", name="Send e-mail now")).to_be_in_viewport()
    context.close()


def test_page_works_without_scripts(browser: Browser, live_server: Any) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    phone = context.new_page()
    phone.goto(f"{live_server.url}/board/")
    phone.locator(".tab-bar summary").click()
    expect(phone.get_by_role("link", name="Calendar").last).to_be_visible()
    context.close()
