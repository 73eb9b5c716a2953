"""Keeping the records right: two that are one, a note that was wrong, and what goes for good."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.factories import ApplicationFactory, CompanyFactory, ContactFactory, InterviewFactory
from tests.fixtures.browser import BOTH, axe, fits
from tracker.domain.applications import log_note
from tracker.models import Application, Company, Contact, Interview

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def open_menu(page: Page, label: str, item: str) -> None:
    page.get_by_label(label).click()
    page.get_by_role("link", name=item).click()


@BOTH
def test_two_companies_become_the_one_that_was_chosen(
    page: Page, live_server: LiveServer, user: User, window: ViewportSize
) -> None:
    kept = CompanyFactory.create(owner=user, name="Fernway", location="Leeds")
    gone = CompanyFactory.create(owner=user, name="Fernway Ltd", location="York", website="https://fernway.example")
    for company in (kept, gone):
        ApplicationFactory.create(owner=user, company=company)

    page.goto(f"{live_server.url}/companies/{gone.pk}/")
    open_menu(page, "More about Fernway Ltd", "Merge with another…")
    page.get_by_role("link", name="Fernway", exact=True).last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Which one stays?")
    page.get_by_role("radio", name=re.compile("the second$")).check()
    assert fits(page)
    page.get_by_role("button", name="Merge for good").click()

    expect(page.locator(".toast-item").first).to_contain_text("Fernway Ltd and Fernway are one now.")
    expect(page.get_by_role("heading", level=1)).to_have_text("Fernway")
    expect(page.locator("main")).to_contain_text("Also: Fernway Ltd")
    kept.refresh_from_db()
    assert list(Company.objects.all()) == [kept]
    assert (kept.location, kept.website, kept.applications.count()) == ("Leeds", "https://fernway.example", 2)


@BOTH
def test_two_contacts_become_one_after_a_deletion_was_refused(
    page: Page, live_server: LiveServer, user: User, window: ViewportSize
) -> None:
    company = CompanyFactory.create(owner=user, name="Fernway")
    maya = ContactFactory.create(company=company, name="Maya Lindqvist", email="maya@fernway.example", phone="")
    other = ContactFactory.create(company=company, name="M. Lindqvist", email="", phone="+44 20 7946 0001")
    ApplicationFactory.create(owner=user, company=company, contact=other)

    page.goto(f"{live_server.url}/contacts/?q=m.+lind")
    page.get_by_role("link", name="M. Lindqvist", exact=True).click()
    open_menu(page, "More about M. Lindqvist", "Delete…")
    expect(page.locator("main")).to_contain_text("M. Lindqvist is still needed by:")
    expect(page.get_by_role("button", name="Delete for good")).to_have_count(0)
    page.get_by_role("link", name="Merge it with another one").click()
    page.get_by_placeholder("Name").fill("maya")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("link", name="Maya Lindqvist").click()
    page.get_by_role("radio", name=re.compile("the second$")).check()
    assert fits(page)
    page.get_by_role("button", name="Merge for good").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Maya Lindqvist")
    maya.refresh_from_db()
    assert list(Contact.objects.all()) == [maya]
    assert (maya.email, maya.phone) == ("maya@fernway.example", "+44 20 7946 0001")
    assert Application.objects.get().contact == maya


@BOTH
def test_a_note_is_corrected_and_the_old_one_stays_below(
    page: Page, live_server: LiveServer, user: User, window: ViewportSize
) -> None:
    now = timezone.now()
    application = ApplicationFactory.create(owner=user, now=now - timedelta(days=3))
    log_note(application, "They write on Friday.", actor=user, now=now - timedelta(days=1))

    page.goto(f"{live_server.url}/applications/{application.pk}/")
    page.get_by_role("link", name=re.compile("^Correct the note")).click()
    note = page.get_by_label("Note", exact=True)
    expect(note).to_have_value("They write on Friday.")
    note.fill("")
    page.get_by_role("button", name="Correct").click()
    expect(page.locator(".invalid-feedback, [role=alert]").first).to_be_visible()
    note.fill("They write on **Monday**.")
    assert fits(page)
    page.get_by_role("button", name="Correct").click()

    expect(page.locator(".timeline strong")).to_have_text("Monday")
    page.get_by_text("Before the correction").click()
    expect(page.locator(".timeline")).to_contain_text("They write on Friday.")


@BOTH
def test_an_application_goes_for_good_after_its_page_said_what_goes(
    page: Page, live_server: LiveServer, user: User, window: ViewportSize
) -> None:
    interview = InterviewFactory.create(
        application__owner=user,
        application__title="Data Analyst",
        application__company_name="Fernway",
        now=timezone.now(),
    )
    page.goto(f"{live_server.url}/applications/{interview.application_id}/")
    open_menu(page, "More about this application", "Delete…")
    expect(page.locator("main li")).to_contain_text(["in its timeline", "1 interview", "2 reminders"])
    assert fits(page)
    page.get_by_role("link", name="Cancel").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Data Analyst")

    open_menu(page, "More about this application", "Delete…")
    page.get_by_role("button", name="Delete for good").click()
    expect(page.locator(".toast-item").first).to_contain_text("Deleted: Data Analyst, Fernway.")
    expect(page.get_by_text("No applications yet.")).to_be_visible()
    assert not Application.objects.exists() and not Interview.objects.exists()
    assert Company.objects.get().name == "Fernway"


@BOTH
def test_a_fact_is_changed_in_place_by_keys_alone(
    page: Page, live_server: LiveServer, user: User, window: ViewportSize
) -> None:
    application = ApplicationFactory.create(owner=user, salary_min=70_000, currency="EUR", period="year")
    page.goto(f"{live_server.url}/applications/{application.pk}/")
    pay = page.get_by_role("link", name=re.compile("€70,000 a year"))
    pay.press("Enter")
    least = page.get_by_label("Pay from")
    expect(least).to_be_focused()
    least.press("Escape")
    expect(pay).to_be_focused()

    pay.press("Enter")
    page.get_by_label("Pay to").fill("60000")
    page.get_by_label("Pay to").press("Enter")
    expect(page.get_by_text("The upper amount is below the lower one.")).to_be_visible()
    assert axe(page) == []
    assert fits(page)
    page.get_by_label("Pay to").fill("80000")
    page.get_by_label("Pay to").press("Enter")
    expect(page.get_by_role("link", name=re.compile("€70,000 to 80,000 a year"))).to_be_focused()

    page.get_by_role("link", name="Add: Tags").press("Enter")
    page.get_by_label("Tags", exact=True).fill("Rust, remote")
    page.get_by_label("Tags", exact=True).press("Enter")
    expect(page.get_by_role("link", name="Change: Tags")).to_be_focused()
    expect(page.get_by_role("link", name="Rust", exact=True)).to_have_attribute("href", "/applications/?tag=Rust")
    assert axe(page) == []
    application.refresh_from_db()
    assert (application.salary_max, sorted(tag.name for tag in application.tags.all())) == (
        Decimal(80_000),
        ["Rust", "remote"],
    )
