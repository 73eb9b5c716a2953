"""The board in a browser: a card dragged to its end is asked how, and stays where it was until that is said."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.factories import ApplicationFactory, UserFactory
from tests.fixtures.browser import axe
from tracker.models import Application
from tracker.states import Outcome, Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def board(page: Page, live_server: LiveServer, sign_in: Callable[[User], None]) -> Page:
    """The board with two open applications and one that ended."""
    owner = UserFactory.create()
    ApplicationFactory.create(owner=owner, title="Analyst", company_name="Fernway", stage=Stage.APPLIED)
    ApplicationFactory.create(owner=owner, title="Geologist", company_name="Basalt", stage=Stage.OFFER)
    ApplicationFactory.create(owner=owner, title="Clerk", company_name="Juniper", outcome=Outcome.REJECTED)
    sign_in(owner)
    page.goto(f"{live_server.url}{reverse('board')}")
    return page


def drag_to_its_end(board: Page, card: Locator) -> Locator:
    """Drag a card to the strip that shows while it is dragged; the dialog."""
    card.hover()
    board.mouse.down()
    board.mouse.move(600, 500, steps=5)
    strip = board.locator(".board-end")
    expect(strip).to_be_visible()
    box = strip.bounding_box()
    assert box is not None
    board.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=5)
    board.mouse.up()
    expect(strip).to_be_hidden()
    return board.get_by_role("dialog", name="How did it end?")


def test_card_dragged_to_its_end_is_asked_how_and_can_be_undone(board: Page) -> None:
    card = board.locator("[data-stage=applied] [data-card]")
    dialog = drag_to_its_end(board, card)
    expect(dialog).to_contain_text("Analyst, Fernway")
    expect(card).to_have_count(1)
    assert axe(board) == []
    assert Application.objects.get(title="Analyst").outcome == Outcome.OPEN

    dialog.get_by_role("button", name="Rejected").click()
    expect(board.get_by_text("Fernway: rejected.")).to_be_visible()
    expect(card).to_have_count(0)
    assert Application.objects.get(title="Analyst").outcome == Outcome.REJECTED
    board.get_by_role("button", name="Undo").click()
    expect(card).to_have_count(1)


def test_card_stays_when_nothing_is_said_and_an_offer_can_be_accepted(board: Page) -> None:
    applied, offer = board.locator("[data-stage=applied] [data-card]"), board.locator("[data-stage=offer] [data-card]")
    dialog = drag_to_its_end(board, applied)
    expect(dialog.get_by_role("button", name="I accepted")).to_be_hidden()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    expect(applied).to_have_count(1)
    assert Application.objects.get(title="Analyst").outcome == Outcome.OPEN

    drag_to_its_end(board, offer).get_by_role("button", name="I accepted").click()
    expect(board.get_by_text("Basalt: accepted.")).to_be_visible()
    assert Application.objects.get(title="Geologist").outcome == Outcome.ACCEPTED
