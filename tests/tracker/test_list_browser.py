"""The table in a browser: choosing all, one act, one Undo, and looking names up."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.factories import ApplicationFactory, UserFactory
from tests.fixtures.browser import axe
from tracker.models import Application, Company

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[1440, 390])
def table(request: pytest.FixtureRequest, page: Page, live_server: LiveServer, sign_in: Callable[[User], None]) -> Page:
    """The list with three applications, at a laptop's and a phone's width."""
    owner = UserFactory.create()
    for number in range(3):
        ApplicationFactory.create(owner=owner, title=f"Analyst {number}", company_name=f"Fernway {number}")
    sign_in(owner)
    page.set_viewport_size({"width": request.param, "height": 844})
    page.goto(f"{live_server.url}{reverse('application_list')}")
    return page


def test_long_names_stay_inside_their_row_and_beside_its_box(table: Page) -> None:
    Application.objects.filter(title="Analyst 1").update(title="Regulatory Affairs and Market Access Manager " * 3)
    Company.objects.filter(name="Fernway 1").update(name="Donaudampfschifffahrts" * 5)
    table.reload()
    row = table.locator("tbody tr").nth(1)
    expect(row).to_contain_text("Market Access")
    wide = "cell => cell.scrollWidth > cell.clientWidth || cell.getBoundingClientRect().right > innerWidth"
    assert [cell for cell in row.locator("td").all() if cell.evaluate(wide)] == []
    title, box = row.get_by_role("link").bounding_box(), row.locator("label").bounding_box()
    assert title and box
    assert title["y"] < box["y"] + box["height"] / 2 < title["y"] + title["height"]


def test_all_are_chosen_moved_and_undone_at_once(table: Page) -> None:
    boxes = table.locator("input[name=pk]")
    boxes.first.check()
    everything = table.locator("[data-check-all]:visible")
    expect(everything).to_have_js_property("indeterminate", True)

    everything.check()
    expect(table.locator(".bulk-count")).to_have_text("3 chosen")
    assert axe(table) == []
    table.get_by_text("Move to", exact=True).click()
    table.get_by_role("button", name="Screening").click()

    expect(table.get_by_text("3 moved to Screening.")).to_be_visible()
    assert set(Application.objects.values_list("stage", flat=True)) == {"screening"}
    table.get_by_role("button", name="Undo").click()
    expect(table.get_by_text("Undone for 3.")).to_be_visible()
    assert set(Application.objects.values_list("stage", flat=True)) == {"applied"}


def test_company_is_looked_up_while_typing_and_becomes_a_chip(table: Page) -> None:
    table.get_by_text("Company, tag, source").click()
    table.get_by_label("Company", exact=True).press_sequentially("way 2")
    expect(table.locator("#company-options option")).to_have_count(1)
    table.get_by_role("button", name="Filter", exact=True).click()

    expect(table.locator("input[name=pk]")).to_have_count(1)
    table.get_by_role("link", name="Company: way 2").click()
    expect(table.locator("input[name=pk]")).to_have_count(3)
