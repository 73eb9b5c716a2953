"""The board, and acts on several applications at once."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import DjangoAssertNumQueries
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from accounts.templatetags.clock import day
from tests.factories import ApplicationFactory, InterviewFactory, TagFactory, UserFactory
from tests.markup import compact
from tracker.domain.companies import get_or_add_tags
from tracker.models import Application
from tracker.states import Outcome, Stage
from tracker.views import board as board_view

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signed_in")]


def columns(client: Client, **query: str) -> dict[str, list[str]]:
    found = client.get(reverse("board"), query).context["columns"]
    return {column.stage.value: [card["title"] for card in column.cards] for column in found}


def test_board_puts_open_applications_by_stage_the_latest_first(client: Client, owner: User) -> None:
    now = timezone.now()
    ApplicationFactory.create(owner=owner, title="Older", now=now - timedelta(days=1))
    ApplicationFactory.create(owner=owner, title="Newer", now=now)
    ApplicationFactory.create(owner=owner, title="Ended", outcome=Outcome.REJECTED)
    ApplicationFactory.create(title="Somebody else's")

    assert columns(client) == {
        "saved": [],
        "applied": ["Newer", "Older"],
        "screening": [],
        "interviewing": [],
        "offer": [],
    }


def test_board_card_says_what_matters(client: Client, owner: User) -> None:
    now = timezone.now()
    python, remote = (TagFactory.create(owner=owner, name=name) for name in ("python", "remote"))
    application = ApplicationFactory.create(
        owner=owner,
        title="Analyst",
        company_name="Fernway",
        location="Dublin",
        salary_min=60_000,
        salary_max=70_000,
        currency="EUR",
        period="year",
        next_action="Send the portfolio",
        next_action_on=timezone.localdate() - timedelta(days=1),
        tags=[python, remote],
        now=now,
    )
    ApplicationFactory.create(owner=owner, title="Other", tags=[remote], now=now - timedelta(hours=1))
    ApplicationFactory.create(owner=owner, title="Gone", outcome=Outcome.REJECTED, tags=[python])
    InterviewFactory.create(application=application, starts_at=now + timedelta(days=9), now=now)
    InterviewFactory.create(application=application, starts_at=now + timedelta(days=3), now=now)

    found = client.get(reverse("board")).context["columns"]
    cards = {card["title"]: card for column in found for card in column.cards}

    assert cards["Analyst"]["sub"] == "Fernway · Dublin"
    assert cards["Analyst"]["pay"] == "€60,000 to 70,000 a year"
    assert cards["Analyst"]["action"].endswith(" · Send the portfolio")
    assert cards["Analyst"]["overdue"]
    assert cards["Analyst"]["tags"] == ["python", "remote"]
    assert cards["Analyst"]["interview"].startswith(day(now + timedelta(days=3)))
    assert (cards["Other"]["tags"], cards["Other"]["interview"]) == (["remote"], "")


def test_board_keeps_the_ended_behind_one_column(client: Client, owner: User) -> None:
    ApplicationFactory.create(owner=owner, title="Ended role", outcome=Outcome.REJECTED)

    assert "Ended role" not in compact(client.get(reverse("board")).content.decode())
    assert 'href="?ended=1#ended">Show 1 ended' in compact(client.get(reverse("board")).content.decode())
    shown = client.get(reverse("board"), {"ended": "1"}).content.decode()
    assert "Ended role" in shown
    assert 'id="ended"' in shown


def test_board_is_filtered_by_its_address(client: Client, owner: User) -> None:
    ApplicationFactory.create(owner=owner, title="Data Analyst")
    ApplicationFactory.create(owner=owner, title="Designer")

    assert columns(client, q="analyst")["applied"] == ["Data Analyst"]


def test_board_shows_so_many_cards_and_then_more(client: Client, owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board_view, "CARD_LIMIT", 2)
    for number in range(3):
        ApplicationFactory.create(owner=owner, title=f"Role {number}")

    content = compact(client.get(reverse("board")).content.decode())

    assert content.count("data-card=") == 2
    assert "1 more" in content
    assert 'data-board-hidden="1">3<' in content


def test_board_cost_does_not_grow_with_cards(
    client: Client, owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    tags = get_or_add_tags(owner=owner, names=["python"])
    for rows in (1, 3):
        while Application.objects.for_user(owner).count() < rows:
            application = ApplicationFactory.create(owner=owner, tags=tags, stage=Stage.INTERVIEWING)
            InterviewFactory.create(application=application, now=timezone.now())
        with django_assert_num_queries(7):
            client.get(reverse("board"))


def test_board_of_a_newcomer_says_what_to_do(client: Client, owner: User) -> None:
    page = client.get(reverse("board")).content.decode()
    assert "Paste a posting." in page
    assert "Filter the board" not in compact(page)


def test_board_undo_returns_to_the_board(client: Client, owner: User) -> None:
    application = ApplicationFactory.create(owner=owner)

    moved = client.post(
        reverse("application_move", args=[application.pk]),
        {"stage": "offer"},
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/board/?q=a"},
    )

    event = application.events.latest("pk")
    undo = f"{reverse('event_undo', args=[event.pk])}?next=%2Fboard%2F%3Fq%3Da"
    assert undo in moved["HX-Trigger"]
    assert client.post(undo)["Location"] == "/board/?q=a"


@pytest.fixture
def three(owner: User) -> list[Application]:
    return [ApplicationFactory.create(owner=owner, title=f"Role {number}") for number in range(3)]


def chosen(applications: list[Application], **fields: str) -> dict[str, object]:
    return {"pk": [application.pk for application in applications], **fields}


def test_bulk_move_moves_the_chosen(client: Client, three: list[Application]) -> None:
    client.post(reverse("bulk_move"), chosen(three[:2], stage="screening"))

    assert [Application.objects.get(pk=a.pk).stage for a in three] == ["screening", "screening", "applied"]


def test_bulk_end_says_what_could_not_follow(client: Client, three: list[Application]) -> None:
    client.post(reverse("bulk_end"), chosen(three[:1], outcome="rejected"))

    response = client.post(reverse("bulk_end"), chosen(three, outcome="no_response"), follow=True)

    content = response.content.decode()
    assert "2 closed: no response." in content
    assert "Role 0" in content
    assert [Application.objects.get(pk=a.pk).outcome for a in three] == ["rejected", "no_response", "no_response"]


def test_bulk_tag_adds_and_keeps(client: Client, owner: User, three: list[Application]) -> None:
    three[0].tags.set(get_or_add_tags(owner=owner, names=["sql"]))

    client.post(reverse("bulk_tag"), chosen(three[:2], tag_names="python"))
    empty = client.post(reverse("bulk_tag"), chosen(three, tag_names=" "), follow=True)

    assert [sorted(tag.name for tag in a.tags.all()) for a in three] == [["python", "sql"], ["python"], []]
    assert "Name a tag." in empty.content.decode()


def test_bulk_archive_puts_the_chosen_away(client: Client, three: list[Application]) -> None:
    client.post(reverse("bulk_archive"), chosen(three[:2]))

    assert [Application.objects.get(pk=a.pk).archived_at is not None for a in three] == [True, True, False]


def test_bulk_delete_asks_before_it_deletes(client: Client, three: list[Application]) -> None:
    asked = client.post(reverse("bulk_delete"), chosen(three[:2]))
    assert "Delete 2 applications?" in asked.content.decode()
    assert Application.objects.count() == 3

    client.post(reverse("bulk_delete"), chosen(three[:2], sure="yes"))
    assert Application.objects.get() == three[2]


@pytest.mark.parametrize("name", ["bulk_move", "bulk_end", "bulk_archive", "bulk_delete"])
def test_bulk_act_on_nothing_or_on_a_strangers_does_nothing(client: Client, owner: User, name: str) -> None:
    stranger = ApplicationFactory.create()
    data = {"pk": [stranger.pk, "nonsense"], "stage": "offer", "outcome": "rejected", "sure": "yes"}

    response = client.post(reverse(name), data, follow=True)

    stranger.refresh_from_db()
    assert "Choose applications first." in response.content.decode()
    assert (stranger.stage, stranger.outcome, stranger.archived_at) == (Stage.APPLIED, Outcome.OPEN, None)


def open_board(page: Page, live_server: LiveServer, client: Client, stage: str = Stage.APPLIED) -> Application:
    """The board of somebody with one application."""
    user = UserFactory.create()
    application = ApplicationFactory.create(owner=user, title="Data Analyst", company_name="Fernway", stage=stage)
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page.goto(f"{live_server.url}{reverse('board')}")
    return application


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1440, 390])
def test_board_card_moves_by_its_menu_and_back(page: Page, live_server: LiveServer, client: Client, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    application = open_board(page, live_server, client, Stage.SAVED)

    page.get_by_label("Actions for Data Analyst, Fernway").click()
    expect(page.locator(".menu-panel:visible")).not_to_contain_text("Saved")
    page.get_by_role("button", name="Interviewing").click()

    expect(page.locator("[data-stage='interviewing'] [data-card]")).to_have_count(1)
    application.refresh_from_db()
    assert application.stage == Stage.INTERVIEWING
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-stage='saved'] [data-card]")).to_have_count(1)

    page.get_by_label("Actions for Data Analyst, Fernway").click()
    page.get_by_role("button", name="No response").click()
    expect(page.locator("[data-stage] [data-card]")).to_have_count(0)


@pytest.mark.django_db(transaction=True)
def test_board_card_moves_by_keyboard_and_is_announced(page: Page, live_server: LiveServer, client: Client) -> None:
    application = open_board(page, live_server, client)

    page.locator(f"[data-card='{application.pk}']").focus()
    page.keyboard.press("Alt+ArrowRight")

    expect(page.locator("[data-board-live]")).to_contain_text("Data Analyst, Fernway: Screening")
    expect(page.locator(".toast-item").first).to_contain_text("Moved to Screening.")
    application.refresh_from_db()
    assert application.stage == Stage.SCREENING
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-stage='applied'] [data-card]")).to_have_count(1)
