"""Text typed into plain forms outlives a lost network, and is forgotten once it was saved."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.factories import ApplicationFactory, UserFactory
from tracker.models import Application, Event

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('keep:'))"


def kept(page: Page) -> list[str]:
    """What the device keeps, once the page's scripts have run: the next page tells whether the text arrived."""
    page.wait_for_load_state()
    names: list[str] = page.evaluate(KEPT)
    return names


def leave_text_behind(page: Page, live_server: LiveServer) -> str:
    """Type a role that nobody saves, and go on; return the address of its form."""
    address = f"{live_server.url}{reverse('application_add')}"
    page.goto(address)
    page.get_by_label("Role").fill("Data Analyst")
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(f"{live_server.url}{reverse('settings_data')}")
    assert kept(page) != []
    return address


@pytest.fixture
def owner(sign_in: Callable[[User], None]) -> User:
    """Somebody signed in."""
    made: User = UserFactory.create()
    sign_in(made)
    return made


def test_note_is_forgotten_on_the_device_once_it_is_on_the_timeline(
    page: Page, live_server: LiveServer, owner: User
) -> None:
    application = ApplicationFactory.create(owner=owner)
    page.goto(f"{live_server.url}{reverse('application_detail', args=[application.pk])}")
    page.get_by_label("Note", exact=True).fill("They use Django.")
    page.get_by_role("button", name="Add note").click()
    expect(page.locator(".timeline").get_by_text("They use Django.")).to_be_visible()
    expect(page.get_by_label("Note", exact=True)).to_have_value("")
    assert kept(page) == []


def test_form_sent_offline_stays_and_its_text_comes_back_after_the_page_was_left(
    page: Page, live_server: LiveServer, owner: User, allowed_console: list[str]
) -> None:
    allowed_console += [r"ERR_INTERNET_DISCONNECTED", r"htmx:(afterRequest|sendError)"]
    page.goto(f"{live_server.url}{reverse('application_add')}")
    page.get_by_label("Role").fill("Data Analyst")
    page.get_by_label("Company", exact=False).first.fill("Fernway")
    page.context.set_offline(True)
    expect(page.get_by_text("Offline. What you type is kept on this device.")).to_be_visible()
    page.get_by_role("button", name="Add application").click()
    expect(page.get_by_text("Offline. Nothing was sent")).to_be_visible()
    expect(page.get_by_label("Role")).to_have_value("Data Analyst")
    page.context.set_offline(False)
    expect(page.get_by_text("Offline. What you type is kept on this device.")).to_have_count(0)

    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(f"{live_server.url}{reverse('application_add')}")
    expect(page.get_by_text("Not saved last time.")).to_be_visible()
    expect(page.get_by_label("Role")).to_have_value("Data Analyst")
    page.get_by_role("button", name="Add application").click()
    expect(page.get_by_role("heading", name="Data Analyst")).to_be_visible()
    assert kept(page) == []
    assert Application.objects.get().owner == owner


def test_choices_come_back_with_the_text_after_the_page_was_left(
    page: Page, live_server: LiveServer, owner: User
) -> None:
    url = f"{live_server.url}{reverse('application_add')}"
    page.goto(url)
    page.get_by_label("Role").fill("Data Analyst")
    page.locator("[name=stage][value=applied]").check(force=True)
    page.locator("[name=stage][value=screening]").check(force=True)
    page.locator("[name=work_mode]").evaluate("field => field.closest('details')?.setAttribute('open', '')")
    page.locator("[name=work_mode]").select_option("remote")
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(url)
    expect(page.get_by_text("Not saved last time.")).to_be_visible()
    expect(page.locator("[name=stage]:checked")).to_have_value("screening")
    expect(page.locator("[name=work_mode]")).to_have_value("remote")
    page.get_by_role("button", name="Leave it").click()
    expect(page.locator("[name=stage]:checked")).to_have_value("saved")
    expect(page.locator("[name=work_mode]")).to_have_value("")
    assert kept(page) == []


def test_ticks_come_back_and_are_forgotten_once_saved(page: Page, live_server: LiveServer, owner: User) -> None:
    url = f"{live_server.url}{reverse('settings_reminders')}"
    page.goto(url)
    kinds = page.locator("[name=kinds]")
    before = kinds.evaluate_all("boxes => boxes.map((box) => box.checked)")
    kinds.first.set_checked(not before[0])
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(url)
    expect(page.get_by_text("Not saved last time.")).to_be_visible()
    assert kinds.evaluate_all("boxes => boxes.map((box) => box.checked)") == [not before[0], *before[1:]]
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".toast-item")).to_be_visible()
    assert kept(page) == []
    assert kinds.evaluate_all("boxes => boxes.map((box) => box.checked)") == [not before[0], *before[1:]]


def test_a_password_is_kept_nowhere(page: Page, live_server: LiveServer, owner: User) -> None:
    page.goto(f"{live_server.url}{reverse('mail_account')}")
    page.locator("[type=password]").fill("correct horse")
    page.locator("[name=host]").fill("mail.fernway.example")
    text = page.evaluate("Object.entries(localStorage).flat().join()")
    assert "mail.fernway.example" in text
    assert "correct horse" not in text and "csrf" not in text


def test_text_refused_by_the_server_or_left_by_the_person(page: Page, live_server: LiveServer, owner: User) -> None:
    page.goto(f"{live_server.url}{reverse('application_add')}")
    page.get_by_label("Role").fill("Data Analyst")
    page.get_by_role("button", name="Add application").click()
    expect(page.locator(".is-invalid").first).to_be_visible()
    expect(page.get_by_label("Role")).to_have_value("Data Analyst")
    page.get_by_label("Role").fill("Data Analyst, Pricing")
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(f"{live_server.url}{reverse('application_add')}")
    expect(page.get_by_label("Role")).to_have_value("Data Analyst, Pricing")
    page.get_by_role("button", name="Leave it").click()
    expect(page.get_by_label("Role")).to_have_value("")
    assert kept(page) == []
    assert not Event.objects.exists()


def test_text_of_a_session_that_ran_out_waits_for_its_writer_alone(
    page: Page, live_server: LiveServer, owner: User, sign_in: Callable[[User], None]
) -> None:
    address = leave_text_behind(page, live_server)
    page.context.clear_cookies()
    sign_in(owner)
    page.goto(address)
    expect(page.get_by_label("Role")).to_have_value("Data Analyst")
    sign_in(UserFactory.create())
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(address)
    expect(page.get_by_label("Role")).to_have_value("")
    assert kept(page) == []


def test_nothing_stays_on_the_device_once_the_account_was_deleted_and_not_before(
    page: Page, live_server: LiveServer, owner: User, sign_in: Callable[[User], None]
) -> None:
    owner.set_password("correct horse battery")
    owner.save()
    sign_in(owner)
    leave_text_behind(page, live_server)
    page.goto(f"{live_server.url}{reverse('account_delete')}")
    page.get_by_label("Your password").fill("wrong horse battery")
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_text("This is not your password.")).to_be_visible()
    assert kept(page) != []

    page.get_by_label("Your password").fill("correct horse battery")
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_text("Your account is gone")).to_be_visible()
    assert not User.objects.filter(pk=owner.pk).exists()
    assert kept(page) == []
    assert page.evaluate("localStorage.getItem('kept-for')") is None
