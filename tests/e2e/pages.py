"""The pages of the site as its address table names them, and what is wrong with how one of them looks."""

from typing import Any

from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone
from playwright.sync_api import Page

from accounts.models import User
from reminders.models import Reminder
from tests.fixtures.browser import NARROW, WIDE, axe, fits
from tests.test_conventions import View
from tests.test_strangers import addresses, arguments
from tracker.models import Agreement, Application, Company, Contact, Event, Interview, Tag
from tracker.states import EventKind, Outcome
from withdrawals.models import Feedback, Letter, LetterVersion, Reflection, Response, Withdrawal

# What is fetched by GET and is no page. Whoever adds one says here what it is.
NO_PAGES = {
    "application_fact": "a part of the application's page",
    "company_lookup": "the suggestions of a field",
    "filter_lookup": "the suggestions of a field",
    "letter_alarm": "a file for a calendar",
    "letter_file": "a file for a mail program",
    "settings_export": "a download",
}


def methods_of(view: View) -> set[str]:
    """The methods that the decorator of a view lets through."""
    allowed: set[str] = set()
    while hasattr(view, "__wrapped__"):
        names = dict(zip(view.__code__.co_freevars, view.__closure__ or (), strict=True))
        if "request_method_list" in names:
            allowed |= set(names["request_method_list"].cell_contents)
        view = view.__wrapped__
    return allowed


#: Everything that GET fetches for somebody signed in, by its name.
FETCHED: dict[str, URLPattern] = {
    str(pattern.name): pattern for pattern in addresses() if "GET" in methods_of(pattern.callback)
}
PAGES = sorted(FETCHED.keys() - NO_PAGES.keys())
#: Pages that name no record, which somebody new has too.
LISTS = [name for name in PAGES if not FETCHED[name].pattern.converters]


def records_of(user: User) -> dict[str, Any]:
    """One record of each kind that addresses name; the one with most on its page."""
    withdrawal = Withdrawal.objects.for_user(user).live().latest("pk")
    mine = {"owner": user}
    return {
        "applications": withdrawal.application,
        "board": withdrawal.application,
        "interviews": Interview.objects.filter(**mine).upcoming(timezone.now()).first(),
        "events": Event.objects.filter(**mine, kind=EventKind.NOTE).latest("pk"),
        "contacts": Contact.objects.filter(**mine).first(),
        "companies": Company.objects.filter(**mine).first(),
        "agreements": Agreement.objects.filter(**mine).first(),
        "withdrawals": withdrawal,
        "letters": Letter.objects.filter(**mine).latest("pk"),
        "versions": LetterVersion.objects.filter(letter__owner=user).first(),
        "responses": Response.objects.filter(**mine).latest("received_at"),
        "feedback": Feedback.objects.filter(**mine).first(),
        "reflections": Reflection.objects.filter(**mine).first(),
        "tags": Tag.objects.filter(**mine).first(),
        "reminders": Reminder.objects.filter(**mine).first(),
    }


def accepted(user: User) -> Application:
    return Application.objects.for_user(user).filter(outcome=Outcome.ACCEPTED).latest("pk")


def address_of(name: str, user: User) -> str:
    """The address of that name for the record of the user that has most to show."""
    records = records_of(user)
    if name == "application_others":  # only an acceptance has others
        records["applications"] = accepted(user)
    return reverse(name, kwargs=arguments(FETCHED[name], records))


def is_page(client: Client, address: str) -> bool:
    """Whether an address answers with a whole page."""
    answer = client.get(address)
    return answer.status_code == 200 and answer["Content-Type"].startswith("text/html") and b"<html" in answer.content


def faults_of(page: Page, url: str) -> list[str]:
    """What is wrong with a page: axe's findings in both themes at both widths, and scrolling sideways on a phone."""
    page.set_viewport_size(WIDE)
    response = page.goto(url)
    assert response is not None
    assert (response.status, page.url) == (200, url)
    found = [f"wide {line}" for line in axe(page)]
    page.set_viewport_size(NARROW)
    found += [f"narrow {line}" for line in axe(page)]
    return found if fits(page) else [*found, "narrow: scrolls sideways"]
