"""Nobody reads or changes what belongs to somebody else: every address, for every record, by every method."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, reverse

from accounts.models import User
from reminders.domain.reminders import add_reminder
from tests.factories import (
    NOW,
    AgreementFactory,
    ApplicationFactory,
    ContactFactory,
    FeedbackFactory,
    InterviewFactory,
    LetterFactory,
    ReflectionFactory,
    TagFactory,
    UserFactory,
    WithdrawalFactory,
)
from tests.test_conventions import PUBLIC, our_patterns
from tracker.models import Event
from withdrawals.models import LetterVersion, Response

pytestmark = pytest.mark.django_db

#: The answer to a method that an address does not know says nothing about a record.
NOT_THIS_METHOD = 405


def addresses() -> list[URLPattern]:
    return [pattern for pattern in our_patterns() if pattern.name not in PUBLIC]


def record_addresses() -> list[URLPattern]:
    """Addresses that name a record."""
    return [pattern for pattern in addresses() if pattern.pattern.converters]


@pytest.fixture
def records() -> dict[str, Any]:
    """One record of each kind that addresses name, all of one person; the key is the first part of the address."""
    owner = UserFactory.create()
    contact = ContactFactory.create(company__owner=owner)
    application = ApplicationFactory.create(owner=owner, company=contact.company, contact=contact)
    interview = InterviewFactory.create(application=application, contact=contact)
    withdrawal = WithdrawalFactory.create(application=application, interview=interview)
    letter = LetterFactory.create(withdrawal=withdrawal)
    version = LetterVersion.objects.create(letter=letter, version=9, subject="", body="x", created_at=NOW)
    return {
        "applications": application,
        "board": application,
        "interviews": interview,
        "events": Event.objects.filter(application=application).earliest("pk"),
        "contacts": contact,
        "companies": contact.company,
        "agreements": AgreementFactory.create(application=application),
        "withdrawals": withdrawal,
        "letters": letter,
        "versions": version,
        "responses": Response.objects.create(
            owner=owner, withdrawal=withdrawal, received_at=NOW, created_at=NOW, text="x"
        ),
        "feedback": FeedbackFactory.create(application=application),
        "reflections": ReflectionFactory.create(application=application),
        "tags": TagFactory.create(owner=owner),
        "reminders": add_reminder(owner=owner, kind="own", title="Call", due_at=NOW, now=NOW),
    }


def arguments(pattern: URLPattern, records: dict[str, Any]) -> dict[str, Any]:
    """The owner's records that fill an address: ``pk`` by its first part, others by their own name."""
    first = str(reverse_stub(pattern)).split("/")[1]
    filled: dict[str, Any] = {}
    for name in pattern.pattern.converters:
        kind = first if name == "pk" else f"{name.removesuffix('_pk')}s"
        filled[name] = records[kind].pk if kind in records else 1
    return filled


def reverse_stub(pattern: URLPattern) -> str:
    """The address with ones for its arguments."""
    stubs = {
        name: "x" if "str" in type(kind).__name__.lower() else 1 for name, kind in pattern.pattern.converters.items()
    }
    return reverse(str(pattern.name), kwargs=stubs)


def answers(client: Client, address: str) -> Iterator[int]:
    for call in (client.get, client.post):
        yield call(address).status_code


def test_strangers_get_404(records: dict[str, Any], client: Client) -> None:
    client.force_login(UserFactory.create())
    for pattern in record_addresses():
        seen = set(answers(client, reverse(str(pattern.name), kwargs=arguments(pattern, records))))
        assert 404 in seen, pattern.name
        assert seen <= {404, NOT_THIS_METHOD}, pattern.name


def test_owners_do_not_get_404(records: dict[str, Any], client: Client) -> None:
    """Otherwise the test above would pass for an address that leads nowhere."""
    client.force_login(records["applications"].owner)
    for pattern in record_addresses():
        with transaction.atomic():
            seen = set(answers(client, reverse(str(pattern.name), kwargs=arguments(pattern, records))))
            transaction.set_rollback(True)
        assert 404 not in seen, pattern.name


def test_the_signed_out_are_sent_to_sign_in(records: dict[str, Any], client: Client) -> None:
    for pattern in addresses():
        address = reverse(str(pattern.name), kwargs=arguments(pattern, records))
        for call in (client.get, client.post):
            answer = call(address)
            if answer.status_code != NOT_THIS_METHOD:
                assert answer.status_code == 302, pattern.name
                assert answer["Location"].startswith(reverse("account_login")), pattern.name


def test_admin_is_closed_to_people(client: Client) -> None:
    user: User = UserFactory.create()
    client.force_login(user)
    assert client.get(reverse("admin:index")).status_code == 302
