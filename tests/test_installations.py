"""What people have goes on working: each installation that is kept migrates, opens every page and undoes every event.

tests/data/README.md says what is kept, and what to do when one of these tests fails.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.db import transaction
from django.db.models import Max, QuerySet
from django.http import StreamingHttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from accounts.domain.secrets import decrypt
from config.celery import app as celery
from reminders.ports import handler_of
from tests.installations import Installation, kept_installations
from tests.test_strangers import addresses, reverse_stub

APPS: Final = ("accounts", "reminders", "tracker", "withdrawals")
#: The first part of an address, the records it names, and by what they differ: the words that decide what a page shows.
RECORDS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "applications": ("tracker.Application", ("outcome", "stage", "withdrawals__state")),
    "interviews": ("tracker.Interview", ("status", "withdrawals__state")),
    "events": ("tracker.Event", ("kind", "correction__kind")),
    "contacts": ("tracker.Contact", ("kind",)),
    "companies": ("tracker.Company", ("applications__outcome",)),
    "agreements": ("tracker.Agreement", ("kind",)),
    "withdrawals": ("withdrawals.Withdrawal", ("state", "situation", "letters__state", "letters__delivery__state")),
    "letters": ("withdrawals.Letter", ("purpose", "channel", "state")),
    "responses": ("withdrawals.Response", ("kind", "automatic")),
    "feedback": ("withdrawals.Feedback", ("pk",)),
    "reflections": ("withdrawals.Reflection", ("pk",)),
    "reminders": ("reminders.Reminder", ("kind",)),
}
#: How the names of forms end.
FORMS: Final = ("_add", "_edit", "_delete", "_merge", "_reschedule")
#: Pages that not every record has: the others lead on to where one may go instead.
NOT_FOR_ALL: Final = {
    "application_others": "there are others beside an accepted offer alone",
    "event_correct": "a note is corrected, and once",
    "withdrawal_reflect": "what is written already is edited",
}
#: Addresses that answer scripts, with what these ask for.
ASKED_BY_SCRIPTS: Final = {"application_fact": "", "filter_lookup": "?kind=tag"}
NOT_THIS_METHOD: Final = 405
#: The kinds of events that are undone, where they keep what they changed, and what the names in it are.
UNDOABLE: Final = {"stage", "ended", "archived", "unarchived", "edited", "interview_moved", "interview_status"}
CHANGED: Final = {"application": "tracker.Application", "interview": "tracker.Interview"}


@pytest.fixture(scope="module", params=kept_installations(), ids=lambda kept: kept.folder.name)
def migrated(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Installation]:
    """An installation of an earlier day in the place of the database, migrated."""
    kept: Installation = request.param
    with django_db_blocker.unblock(), kept.in_place(tmp_path_factory.mktemp("installation")):
        call_command("migrate", verbosity=0, interactive=False)
        yield kept


@pytest.fixture
def kept(migrated: Installation) -> Iterator[Installation]:
    """The same on the day it was kept, with its key; whatever a test writes is taken back."""
    with (
        time_machine.travel(datetime.fromisoformat(migrated.recorded["now"])),
        override_settings(SECRET_KEY=migrated.recorded["secret_key"]),
        transaction.atomic(),
    ):
        yield migrated
        transaction.set_rollback(True)


@pytest.fixture(params=["demo@bowout.example", "ada.marsh@home.example"])
def person(request: pytest.FixtureRequest, kept: Installation) -> Any:
    return apps.get_model("accounts.User")._default_manager.get(email=request.param)


@pytest.fixture
def signed_in(person: Any) -> Client:
    """A failing page answers 500 and keeps its error."""
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


@dataclass(frozen=True)
class Visit:
    """What a GET of an address came to."""

    name: str
    address: str
    status: int
    instead: str

    @property
    def is_right(self) -> bool:
        return self.status == 200 or (self.status == 302 and self.name in NOT_FOR_ALL)

    def __str__(self) -> str:
        return f"{self.name} {self.address}: {self.status} {self.instead}"


def visit(client: Client, name: str, address: str) -> Visit:
    """Open an address; nothing that doing so writes stays."""
    headers = {"HX-Request": "true"} if name in ASKED_BY_SCRIPTS else {}
    with transaction.atomic():
        answer: Any = client.get(address, headers=headers)
        transaction.set_rollback(True)
    error = getattr(answer, "exc_info", None)
    return Visit(name, address, answer.status_code, repr(error[1]) if error else answer.headers.get("Location", ""))


def visits(client: Client, pattern: URLPattern, person: Any, facts: list[str]) -> Iterator[Visit]:
    """Open an address for one record of each combination of words, where it names one; nothing if it takes no GET."""
    name = str(pattern.name)
    for way in ways_to_fill(pattern, person, facts):
        seen = visit(client, name, reverse(name, kwargs=way) + ASKED_BY_SCRIPTS.get(name, ""))
        if seen.status == NOT_THIS_METHOD:
            return
        yield seen


def ways_to_fill(pattern: URLPattern, person: Any, facts: list[str]) -> list[dict[str, Any]]:
    """The arguments of an address: some of the records that it names, and for one of them each fact that is edited."""
    ways: list[dict[str, Any]] = [{}]
    if "pk" in pattern.pattern.converters:
        label, words = RECORDS[reverse_stub(pattern).split("/")[1]]
        rows = apps.get_model(label)._default_manager.filter(owner=person)
        ways = [{"pk": pk} for pk in some_of(rows, str(pattern.name), words)]
    if "name" in pattern.pattern.converters:
        ways = [ways[0] | {"name": fact} for fact in facts]
    return ways


def some_of(rows: QuerySet[Any], name: str, words: tuple[str, ...]) -> list[int]:
    """Keys for the address called ``name``: the first record for a form, for other pages the last of each combination.

    The page of a record itself (``…_detail``) differs by all ``words``, what else there is about it by the first.
    """
    if name.endswith(FORMS):
        return list(rows.order_by("pk").values_list("pk", flat=True)[:1])
    told_apart = words if name.endswith("_detail") else words[:1]
    return [row["last"] for row in rows.order_by().values(*told_apart).annotate(last=Max("pk"))]


def test_every_page_opens(kept: Installation, person: Any, signed_in: Client) -> None:
    facts = kept.recorded["facts"]
    seen = [one for pattern in addresses() for one in visits(signed_in, pattern, person, facts)]
    wrong = [str(one) for one in seen if not one.is_right]
    assert wrong == [], "\n".join(wrong)
    opened = {one.name for one in seen if one.status == 200}
    assert set(kept.recorded["opened"][person.email]) - opened == set()


def test_bookmarks_lead_where_they_led(kept: Installation, signed_in: Client) -> None:
    seen = [visit(signed_in, "bookmark", address) for address in kept.recorded["bookmarks"]]
    wrong = [str(one) for one in seen if one.status != 200]
    assert wrong == [], "\n".join(wrong)
    routes = {str(pattern.name): str(pattern.pattern) for pattern in addresses()}
    assert {name: routes.get(name) for name in kept.recorded["pages"]} == kept.recorded["pages"]


def events_to_undo(person: Any) -> Iterator[Any]:
    """The events whose changes nothing stands in the way of, latest first, once those before them are undone."""
    overwritten: set[tuple[str, int, str]] = set()
    events = apps.get_model("tracker.Event")._default_manager.filter(owner=person, correction=None)
    for event in events.order_by("-pk"):
        written = {(one["model"], one["id"], name) for one in event.changes for name in one.get("fields", ())}
        if event.kind in UNDOABLE and written and not written & overwritten:
            yield event
        else:
            overwritten |= written


def what_is_wrong(event: Any, answer: Any) -> list[str]:
    """Where the record is not as it was before ``event``, which has just been undone."""
    name = f"{event.kind} {event.pk} of application {event.application_id}"
    error = getattr(answer, "exc_info", None)
    if not type(event)._default_manager.filter(corrects=event, kind="undone").exists():
        return [f"{name}: not undone, {answer.status_code} {repr(error[1]) if error else said(answer)}"]
    parts = [part for change in event.changes for part in unlike_before(change)]
    return [f"{name}: {part}" for part in parts]


def said(answer: Any) -> list[str]:
    """The messages that the next page would show."""
    return [str(one) for one in get_messages(answer.wsgi_request)]


def unlike_before(change: dict[str, Any]) -> Iterator[str]:
    """Fields that do not hold their old values, and reminders still to come that do not come."""
    if change["model"] in CHANGED:
        model = apps.get_model(CHANGED[change["model"]])
        row = model._base_manager.get(pk=change["id"])
        for name, (old, _) in change["fields"].items():
            field: Any = model._meta.get_field(name)
            if getattr(row, name) != field.to_python(old):
                yield f"{name} of {change['model']} {row.pk} is {getattr(row, name)}, was {old}"
    else:
        reminders = apps.get_model("reminders.Reminder")._default_manager
        for cancelled in reminders.filter(pk__in=change["ids"], lapsed=False, due_at__gt=timezone.now()):
            # The same one, or one in its place, where what it names is called otherwise by now.
            alike = {name: getattr(cancelled, name) for name in ("owner", "about", "kind", "due_at")}
            if not reminders.filter(cancelled_at=None, **alike).exists():
                yield f"reminder {cancelled.pk} ({cancelled.kind}) does not come back"


def test_every_event_that_can_be_undone_is_undone(kept: Installation, person: Any, signed_in: Client) -> None:
    faults, undone = list[str](), Counter[str]()
    for event in events_to_undo(person):
        answer = signed_in.post(reverse("event_undo", args=[event.pk]))
        signed_in.cookies.pop("messages", None)  # as a page that shows them would
        faults += what_is_wrong(event, answer)
        undone[event.kind] += 1
    assert faults == [], "\n".join(faults)
    assert undone == kept.recorded["undone"][person.email]


def test_every_stored_word_is_known(kept: Installation) -> None:
    models = [model for model in apps.get_models() if model._meta.app_label in APPS]
    fields = [field for model in models for field in model._meta.concrete_fields if field.choices]
    unknown = {str(field): stored_words(field) - {word for word, _ in field.flatchoices} for field in fields}
    assert {field: words for field, words in unknown.items() if words} == {}
    kinds = apps.get_model("reminders.Delivery")._default_manager.order_by().values_list("kind", flat=True).distinct()
    assert all(handler_of(kind) for kind in kinds)


def stored_words(field: Any) -> set[Any]:
    rows = field.model._base_manager.order_by().values_list(field.name, flat=True).distinct()
    return {word for word in rows if word not in ("", None)}


def test_the_kept_password_is_read(kept: Installation) -> None:
    [account] = apps.get_model("accounts.MailAccount")._default_manager.all()
    assert decrypt(bytes(account.secret)) == kept.recorded["mail_password"]


def test_the_export_holds_what_it_held(kept: Installation, person: Any, signed_in: Client) -> None:
    """More may be told of a person; whoever reads the file goes on finding what they read, and every row of it."""
    answer = signed_in.get(reverse("settings_export"))
    assert isinstance(answer, StreamingHttpResponse)
    document = json.loads(answer.getvalue())
    told = kept.recorded["export"]
    assert set(told["keys"]) - set(document) == set()
    assert set(told["person"]) - set(document["person"]) == set()
    rows = {table: len(document["tables"][table]) for table in told["tables"]}
    assert rows == told["rows"][person.email]
    lost = {
        table: set(keys) - row.keys() for table, keys in told["tables"].items() for row in document["tables"][table]
    }
    assert {table: keys for table, keys in lost.items() if keys} == {}


def test_tasks_keep_their_names(kept: Installation) -> None:
    """Messages of the version before wait on the broker while a new one starts."""
    celery.loader.import_default_modules()
    assert set(kept.recorded["tasks"]) - set(celery.tasks) == set()
    scheduled = {name: entry["task"] for name, entry in settings.CELERY_BEAT_SCHEDULE.items()}
    assert {name: scheduled.get(name) for name in kept.recorded["beat"]} == kept.recorded["beat"]
