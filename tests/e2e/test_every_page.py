"""Every page, full of a believable search and empty, is clean for axe in both themes and never scrolls sideways."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from config.demo.seed import seed_demo
from reminders.models import Reminder
from tests.factories import UserFactory
from tests.fixtures.browser import NARROW, WIDE, axe, fits
from tests.test_strangers import addresses, arguments
from tracker.domain.applications import end_application
from tracker.models import Agreement, Application, Company, Contact, Event, Interview, Tag
from tracker.states import Outcome, Stage
from withdrawals.models import Feedback, Letter, LetterVersion, Reflection, Response, Withdrawal

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def records_of(user: User) -> dict[str, Any]:
    """One record of each kind that addresses name; the one with most on its page."""
    withdrawal = Withdrawal.objects.for_user(user).live().latest("pk")
    mine = {"owner": user}
    return {
        "applications": withdrawal.application,
        "board": withdrawal.application,
        "interviews": Interview.objects.filter(**mine).upcoming(timezone.now()).first(),
        "events": Event.objects.filter(**mine).latest("pk"),
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


def pages_for(user: User, patterns: list[URLPattern], records: dict[str, Any]) -> list[str]:
    """The addresses that answer with a page."""
    client = Client()
    client.force_login(user)
    found = []
    for pattern in patterns:
        address = reverse(str(pattern.name), kwargs=arguments(pattern, records))
        answer = client.get(address)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html") and b"<html" in answer.content:
            found.append(address)
    return found


def faults_of(page: Page, url: str) -> list[str]:
    """What is wrong with a page: axe's findings in both themes at both widths, and scrolling sideways on a phone."""
    page.set_viewport_size(WIDE)
    page.goto(url)
    found = [f"{url} wide {line}" for line in axe(page)]
    page.set_viewport_size(NARROW)
    found += [f"{url} narrow {line}" for line in axe(page)]
    if not fits(page):
        found.append(f"{url} narrow: scrolls sideways")
    return found


def test_every_page_of_a_full_search_is_accessible(
    page: Page, live_server: LiveServer, sign_in: Callable[[User], None]
) -> None:
    user, _password = seed_demo(now=timezone.now())
    sign_in(user)
    pages = pages_for(user, addresses(), records_of(user))
    told = Withdrawal.objects.for_user(user).notified().latest("pk")
    pages.append(reverse("withdrawal_detail", args=[told.pk]))
    pages += [reverse("application_detail", args=[told.application_id]), f"{reverse('search')}?q=data"]
    pages += [
        f"{reverse('search')}?q=a&only=applications",
        f"{reverse('feedback_list')}?company={told.application.company_id}",
    ]
    offer = Application.objects.for_user(user).open().in_stage(Stage.OFFER).latest("pk")
    end_application(offer, Outcome.ACCEPTED, actor=user, now=timezone.now())
    pages += [reverse("application_others", args=[offer.pk]), reverse("application_detail", args=[offer.pk])]
    assert len(pages) > 25
    assert [fault for address in pages for fault in faults_of(page, live_server.url + address)] == []


def test_every_page_of_an_empty_search_is_accessible(
    page: Page, live_server: LiveServer, sign_in: Callable[[User], None]
) -> None:
    user = UserFactory.create()
    sign_in(user)
    lists = [pattern for pattern in addresses() if not pattern.pattern.converters]
    pages = pages_for(user, lists, {})
    assert len(pages) > 10
    assert [fault for address in pages for fault in faults_of(page, live_server.url + address)] == []
