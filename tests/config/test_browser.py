"""The page fixture fails a test on what a visitor's console would show."""

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.fixtures.browser import axe, watch

pytestmark = pytest.mark.browser
GREY_ON_GREY = '<html lang="en"><title>x</title><main><p style="color:#ccc;background:#ddd">faint</p></main></html>'
TROUBLED = """<html lang="en"><title>x</title>
<meta http-equiv="Content-Security-Policy" content="img-src 'none'">
<img src="/no.png" alt="">
<script>console.error("told"); setTimeout(() => { throw new Error("thrown") }, 0)</script></html>"""


def test_axe_finds_faint_text_in_both_themes(page: Page) -> None:
    page.set_content(GREY_ON_GREY)
    assert [line.split(":")[:2] for line in axe(page)] == [
        ["light", " color-contrast"],
        ["dark", " color-contrast"],
    ]


def test_axe_finds_nothing_on_a_sound_page(page: Page) -> None:
    page.set_content(GREY_ON_GREY.replace("#ccc", "#000").replace("#ddd", "#fff"))
    assert axe(page) == []


def test_watch_sees_console_errors_page_errors_and_policy_violations(context: BrowserContext) -> None:
    page = context.new_page()
    problems = watch(page)
    page.route("http://bowout.test/", lambda route: route.fulfill(content_type="text/html", body=TROUBLED))
    page.goto("http://bowout.test/")
    page.wait_for_timeout(100)
    assert [word for word in ("told", "thrown", "img-src blocked") if any(word in line for line in problems)] == [
        "told",
        "thrown",
        "img-src blocked",
    ]
