"""Finding and changing many: the table, the board by hand, the calendar, and the search over everything."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.factories import ApplicationFactory, InterviewFactory
from tests.fixtures.browser import BOTH, NARROW, WIDE, fits
from tracker.models import Application
from tracker.states import Outcome, Stage

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

#: Milliseconds after which a touch takes a card up instead of scrolling.
HELD = 400
SNAPPED = 300
ANDROID = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Mobile Safari/537.36"
)
TITLES = ["Analyst", "Designer", "Engineer"]


@pytest.fixture
def three(user: User) -> list[Application]:
    """Three applications at three companies; the engineer is screening already."""
    stages = [Stage.APPLIED, Stage.APPLIED, Stage.SCREENING]
    places = ["Leeds", "York", "Leeds"]
    return [
        ApplicationFactory.create(owner=user, title=title, company_name=f"{title} & Co", stage=stage, location=place)
        for title, stage, place in zip(TITLES, stages, places, strict=True)
    ]


def titles(page: Page) -> Locator:
    return page.locator("tbody .cell-main a")


def choose(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_label(f"Choose {name}").check()


@BOTH
def test_table_is_filtered_and_sorted_by_its_address(
    page: Page, live_server: LiveServer, three: list[Application], window: ViewportSize
) -> None:
    page.goto(f"{live_server.url}/applications/")
    page.get_by_label("Stage", exact=True).select_option("applied")
    expect(page.locator("input[name=pk]")).to_have_count(2)
    page.get_by_role("link", name="Clear").click()
    page.get_by_placeholder("Role, company, place or tag").fill("leeds")
    page.get_by_placeholder("Role, company, place or tag").press("Enter")
    expect(page.locator("input[name=pk]")).to_have_count(2)
    assert fits(page)
    if window == WIDE:
        for direction, order in (("ascending", ["Analyst", "Engineer"]), ("descending", ["Engineer", "Analyst"])):
            page.get_by_role("link", name="Role").click()
            expect(page.locator(f"th[aria-sort={direction}]")).to_have_text("Role")
            expect(titles(page)).to_have_text(order)
    else:
        page.get_by_label("Sort by").select_option("Role, Z to A")
        expect(titles(page)).to_have_text(["Engineer", "Analyst"])
    assert "q=leeds" in page.url


@BOTH
def test_chosen_rows_are_tagged_closed_and_archived_each_with_one_undo(
    page: Page, live_server: LiveServer, three: list[Application], window: ViewportSize
) -> None:
    page.goto(f"{live_server.url}/applications/")
    choose(page, "Analyst", "Designer")
    page.locator(".bulk-bar summary", has_text="Tag").click()
    page.get_by_label("Tags", exact=True).fill("remote")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("2 tagged.")).to_be_visible()
    assert Application.objects.filter(tags__name="remote").count() == 2
    undo(page, 2)
    assert Application.objects.filter(tags__name="remote").count() == 0

    choose(page, "Analyst", "Designer")
    page.locator(".bulk-bar summary", has_text="Close").click()
    assert fits(page)
    page.get_by_role("button", name="No response").click()
    expect(page.get_by_text("2 closed: no response.")).to_be_visible()
    assert Application.objects.filter(outcome=Outcome.NO_RESPONSE).count() == 2
    undo(page, 2)
    assert Application.objects.filter(outcome=Outcome.OPEN).count() == 3

    choose(page, "Engineer")
    page.locator(".bulk-bar").get_by_role("button", name="Archive").click()
    expect(page.get_by_text("1 put in the archive.")).to_be_visible()
    expect(page.locator("input[name=pk]")).to_have_count(2)
    undo(page, 1)
    expect(page.locator("input[name=pk]")).to_have_count(3)


def undo(page: Page, count: int) -> None:
    page.locator(".toast-item").get_by_role("button", name="Undo").click()
    expect(page.get_by_text(f"Undone for {count}.")).to_be_visible()


@BOTH
def test_chosen_rows_go_for_good_after_a_page_that_lists_them(
    page: Page, live_server: LiveServer, three: list[Application], window: ViewportSize
) -> None:
    page.goto(f"{live_server.url}/applications/?sort=title")
    choose(page, "Analyst", "Designer")
    page.locator(".bulk-bar").get_by_role("button", name="Delete…").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Delete 2 applications?")
    expect(page.locator("main li")).to_have_text(["Analyst, Analyst & Co", "Designer, Designer & Co"])
    page.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_text("2 deleted.")).to_be_visible()
    assert page.url.endswith("/applications/?sort=title")
    expect(titles(page)).to_have_text(["Engineer"])
    assert Application.objects.get().title == "Engineer"


def test_card_is_dragged_to_another_stage_and_taken_back(
    page: Page, live_server: LiveServer, three: list[Application]
) -> None:
    """With a mouse; a finger holds the card first."""
    page.goto(f"{live_server.url}/board/")
    applied = page.locator("[data-stage=applied] [data-card]")
    screening = page.locator("[data-stage=screening] .board-card-title")
    with page.expect_response("**/move/") as moved:
        applied.filter(has_text="Analyst").locator(".board-card-sub").drag_to(screening.first)
    assert moved.value.ok
    expect(page.locator(".toast-item").first).to_contain_text("Moved to Screening.")
    expect(screening).to_have_text(["Analyst", "Engineer"])
    page.reload()
    expect(screening).to_have_text(["Analyst", "Engineer"])


def come_to_rest_at(page: Page, stage: str) -> None:
    """Scroll the board to a column, and wait until it has snapped: a menu closes when what is under it moves."""
    page.locator(f"[data-stage={stage}]").scroll_into_view_if_needed()
    expect(page.locator(f"#col-{stage}")).to_be_in_viewport(ratio=1)
    page.wait_for_timeout(SNAPPED)


@BOTH
def test_card_is_moved_by_its_menu_and_taken_back(
    page: Page, live_server: LiveServer, three: list[Application], window: ViewportSize
) -> None:
    page.goto(f"{live_server.url}/board/")
    applied = page.locator("[data-stage=applied] .board-card-title")
    come_to_rest_at(page, "applied")
    page.get_by_label("Actions for Analyst").click()
    menu = page.locator(".menu[open] .menu-panel")
    expect(menu).to_be_visible()
    box = menu.bounding_box()
    assert box is not None
    assert box["x"] >= 0 and box["x"] + box["width"] <= window["width"]
    page.get_by_role("button", name="Screening").click()
    toast = page.locator(".toast-item")
    expect(toast).to_contain_text("Moved to Screening.")
    expect(applied).to_have_text(["Designer"])
    toast.get_by_role("button", name="Undo").click()
    expect(applied).to_have_count(2)
    assert Application.objects.filter(stage=Stage.SCREENING).count() == 1
    assert fits(page)


def test_card_is_carried_by_a_finger_that_holds_it_first(
    browser: Browser, page: Page, live_server: LiveServer, three: list[Application]
) -> None:
    """At the edge of a phone's window the board comes along, so that every column can be reached."""
    context = browser.new_context(
        viewport=NARROW, has_touch=True, is_mobile=True, user_agent=ANDROID, storage_state=page.context.storage_state()
    )
    phone = context.new_page()
    fingers = context.new_cdp_session(phone)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        touching = [{"x": x, "y": y} for x, y in points]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touching})

    phone.goto(f"{live_server.url}/board/")
    come_to_rest_at(phone, "applied")
    held = phone.locator("[data-stage=applied] [data-card]").filter(has_text="Analyst").bounding_box()
    assert held is not None
    x, y = held["x"] + held["width"] / 2, held["y"] + held["height"] / 2
    touch("touchStart", (x, y))
    phone.wait_for_timeout(HELD)
    for step in range(1, 9):
        touch("touchMove", (x + step * (NARROW["width"] - 4 - x) / 8, y))
        phone.wait_for_timeout(30)
    expect(phone.locator("#col-offer")).to_be_in_viewport(ratio=1)
    offer = phone.locator("[data-stage=offer] [data-board-list]")
    for step in range(100):
        if offer.get_by_text("Analyst", exact=True).count():
            break
        over = offer.bounding_box()  # the board may still be on its way
        assert over is not None
        touch("touchMove", (over["x"] + over["width"] / 2 + step % 2, over["y"] + 20))
        phone.wait_for_timeout(60)
    with phone.expect_response("**/move/") as moved:
        touch("touchEnd")
    assert moved.value.ok
    expect(phone.locator(".toast-item")).to_contain_text("Moved to Offer.")
    assert Application.objects.get(title="Analyst").stage == Stage.OFFER
    context.close()


@BOTH
def test_calendar_by_month_and_by_week(page: Page, live_server: LiveServer, user: User, window: ViewportSize) -> None:
    now = timezone.now().astimezone(user.time_zone)
    starts_at = (now.replace(day=1) + timedelta(days=32)).replace(day=15, hour=12)
    InterviewFactory.create(
        application__owner=user,
        application__company_name="Fernway",
        starts_at=starts_at,
        time_zone=user.time_zone,
        now=now,
    )
    page.goto(f"{live_server.url}/calendar/")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{now:%B %Y}")
    page.get_by_role("link", name="The month after").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{starts_at:%B %Y}")
    expect(page.locator(".cal-item")).to_contain_text(["Fernway"])
    assert fits(page)
    page.goto(f"{live_server.url}/calendar/?on={starts_at:%Y-%m-%d}")
    page.get_by_role("link", name="Week", exact=True).click()
    expect(page.locator(f".week-day:has(time[datetime='{starts_at:%Y-%m-%d}']) .cal-item")).to_contain_text(["Fernway"])
    assert fits(page)
    page.get_by_role("link", name="The week after").click()
    expect(page.locator(".cal-item")).to_have_count(0)
    page.get_by_role("link", name="The week before").click()
    page.locator(".cal-item").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Video interview with Fernway")


@BOTH
def test_slash_searches_everything(
    page: Page, live_server: LiveServer, three: list[Application], window: ViewportSize
) -> None:
    page.goto(live_server.url)
    page.keyboard.press("/")
    expect(page.get_by_label("Search everything")).to_be_focused()
    page.keyboard.type("engineer &")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Found for “engineer &”")
    expect(page.get_by_role("heading", level=2)).to_contain_text(["Applications", "Companies"])
    assert fits(page)
    page.get_by_role("link", name="Engineer", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Engineer")
