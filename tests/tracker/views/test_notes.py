"""Correcting notes of the timeline."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.errors import Conflict, DomainError
from accounts.models import User
from tests.factories import NOW, ApplicationFactory
from tracker.domain.applications import correct_note, log_note
from tracker.models import Application, Event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signed_in")]


@pytest.fixture
def application(owner: User) -> Application:
    return ApplicationFactory.create(owner=owner)


@pytest.fixture
def note(owner: User, application: Application) -> Event:
    return log_note(application, "They pay 60.", actor=owner, now=NOW)


def page(client: Client, application: Application) -> str:
    return client.get(reverse("application_detail", args=[application.pk])).content.decode()


def test_correction_takes_the_place_of_the_note_and_folds_it(
    client: Client, application: Application, note: Event
) -> None:
    url = reverse("event_correct", args=[note.pk])
    form = client.get(url).content.decode()
    assert "They pay 60." in form
    assert 'value="2026-11-23T10:00"' in form

    client.post(url, {"at": "2026-11-20T15:30", "text": "They pay 65."})

    found = Event.objects.timeline(application).filter(kind="note").get()
    assert (found.text, found.at) == ("They pay 65.", datetime(2026, 11, 20, 14, 30, tzinfo=UTC))
    note.refresh_from_db()
    assert note.text == "They pay 60."
    content = page(client, application)
    assert content.index("They pay 65.") < content.index("Before the correction") < content.index("They pay 60.")


def test_every_version_stays_under_the_last(owner: User, client: Client, application: Application, note: Event) -> None:
    for text in ("Second", "Third"):
        note = correct_note(note, text=text, at=NOW, actor=owner, now=NOW)

    versions = Event.objects.earlier_versions(Event.objects.timeline(application))

    assert {key: [old.text for old in old_ones] for key, old_ones in versions.items()} == {
        note.pk: ["Second", "They pay 60."]
    }


def test_note_is_corrected_once_with_words_about_what_was(owner: User, application: Application, note: Event) -> None:
    for text, at in ((" ", NOW), ("x", NOW + timedelta(minutes=1))):
        with pytest.raises(DomainError):
            correct_note(note, text=text, at=at, actor=owner, now=NOW)
    correct_note(note, text="x", at=NOW, actor=owner, now=NOW)

    with pytest.raises(Conflict):
        correct_note(note, text="y", at=NOW, actor=owner, now=NOW)
    with pytest.raises(DomainError, match="Only a note"):
        correct_note(application.events.earliest("pk"), text="y", at=NOW, actor=owner, now=NOW)


def test_correction_that_cannot_be_keeps_what_was_typed(client: Client, note: Event) -> None:
    later = timezone.now() + timedelta(days=2)

    response = client.post(reverse("event_correct", args=[note.pk]), {"at": f"{later:%Y-%m-%dT%H:%M}", "text": "Typed"})

    assert response.status_code == 422
    assert "A note tells what happened." in response.content.decode()
    assert "Typed" in response.content.decode()


def test_other_entries_are_not_corrected(client: Client, application: Application) -> None:
    event = application.events.earliest("pk")

    response = client.get(reverse("event_correct", args=[event.pk]), follow=True)

    assert "Only a note is corrected." in response.content.decode()


def test_corrections_cost_one_query_however_many(
    client: Client, owner: User, application: Application, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for rows in (1, 3):
        for number in range(rows):
            note = log_note(application, f"Note {number}", actor=owner, now=NOW)
            correct_note(note, text="Corrected", at=NOW, actor=owner, now=NOW)
        with django_assert_num_queries(14):
            page(client, application)
