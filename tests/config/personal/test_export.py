"""Taking everything along, and having everything gone. Both walk the models, so that a new table is not forgotten."""

import json
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import Model
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.domain.invitations import invite, use_invitation
from accounts.errors import Conflict
from accounts.models import Invitation, MailAccount, User
from config.demo.seed import seed_demo
from config.personal.deletion import delete_person
from config.personal.export import export_person
from config.personal.tables import owner_path, personal_models
from reminders.domain.reminders import add_reminder
from reminders.models import Attempt, Delivery, Heartbeat, Reminder
from reminders.states import DeliveryState
from tests.factories import (
    NOW,
    AgreementFactory,
    ApplicationFactory,
    ContactFactory,
    InterviewFactory,
    LetterFactory,
    MailAccountFactory,
    ReflectionFactory,
    SourceFactory,
    TagFactory,
    UserFactory,
    WithdrawalFactory,
    letter_goes_silent,
    letter_is_sending,
)
from tracker.models import Application
from withdrawals.domain.aftercare.feedback import add_feedback
from withdrawals.domain.letters.drafts import save_letter
from withdrawals.domain.letters.sending import keep_finding
from withdrawals.models import Letter, Response
from withdrawals.states import LetterState

pytestmark = pytest.mark.django_db

OUR_APPS = {"accounts", "reminders", "tracker", "withdrawals", "config"}
#: Tables of ours that belong to nobody, and why. Whoever adds one says so here.
NOBODYS = {Heartbeat: "signs of life of the engine", Invitation: "the host's; it goes with whoever used it"}
PASSWORD = "correct horse battery"


def person_with_a_row_in_every_table() -> User:
    """Somebody who used everything there is."""
    user = UserFactory.create(name="Zoë O'Neil 🎈")
    MailAccountFactory.create(owner=user)
    contact = ContactFactory.create(company__owner=user)
    application = ApplicationFactory.create(
        owner=user,
        company=contact.company,
        contact=contact,
        salary_min="51000.50",
        posting="We run the trains.",
        source=SourceFactory.create(owner=user),
        tags=[TagFactory.create(owner=user)],
    )
    interview = InterviewFactory.create(application=application, contact=contact)
    interview.interviewers.add(contact)
    AgreementFactory.create(application=application)
    withdrawal = WithdrawalFactory.create(application=application, interview=interview)
    ReflectionFactory.create(application=application, withdrawal=withdrawal)
    letter = withdrawal.letters.get()
    response = Response.objects.create(owner=user, withdrawal=withdrawal, received_at=NOW, created_at=NOW)
    add_feedback(application, actor=user, now=NOW, text="Calm and clear.", response=response)
    save_letter(
        letter, version=letter.version, subject=letter.subject, body=f"{letter.body}\nPS: x", now=timezone.now()
    )
    keep_finding(letter, check_id="greeting", quote="Hello", now=NOW)
    letter.refresh_from_db()
    LetterFactory.create(withdrawal=withdrawal, ready=True, now=NOW)
    assert letter.pk == withdrawal.letters.get().pk
    add_reminder(owner=user, kind="own", title="Call", about=f"application:{application.pk}", due_at=NOW, now=NOW)
    delivery = Delivery.objects.filter(owner=user).earliest("pk")
    Attempt.objects.create(delivery=delivery, claim_no=1, started_at=NOW)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    _, token = invite(now=NOW, email=user.email)
    use_invitation(token, user=user, now=NOW)
    return user


def missing_rows(user: User) -> list[str]:
    """The personal tables in which this person has no row."""
    models = personal_models()
    found = [model for model in models if not model._base_manager.filter(**{owner_path(model): user}).exists()]
    return [model._meta.label for model in found]


def read(pieces: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads("".join(pieces))
    return document


def test_every_table_of_ours_belongs_to_somebody_or_says_why_not() -> None:
    ours = {model for model in apps.get_models() if model._meta.app_label in OUR_APPS}
    assert ours - set(personal_models()) - {User} == set(NOBODYS)


def test_every_table_has_a_row_in_these_tests() -> None:
    """Otherwise the tests below would pass for a table that they never saw."""
    assert missing_rows(person_with_a_row_in_every_table()) == [], "give the person above a row in these tables"


def test_export_holds_every_row_of_the_person_and_nothing_of_others() -> None:
    other = person_with_a_row_in_every_table()
    user = person_with_a_row_in_every_table()
    document = read(export_person(user, now=NOW))
    assert (document["format"], document["version"]) == ("bowout-export", 1)
    assert document["person"]["email"] == user.email
    for model in personal_models():
        rows = document["tables"][model._meta.label_lower]
        mine = model._base_manager.filter(**{owner_path(model): user}).values_list("pk", flat=True)
        assert [row["id"] for row in rows] == sorted(mine), model
    assert other.email not in json.dumps(document)


def test_export_holds_values_as_they_are() -> None:
    user = person_with_a_row_in_every_table()
    tables = read(export_person(user, now=NOW))["tables"]
    application = Application.objects.get(owner=user)
    row = tables["tracker.application"][0]
    assert (row["salary_min"], row["company"], row["title"]) == ("51000.50", application.company_id, application.title)
    assert row["tags"] == list(application.tags.values_list("pk", flat=True))
    assert tables["tracker.interview"][0]["time_zone"] == "Europe/Berlin"
    assert tables["tracker.event"][0]["data"] == {"stage": "applied"}
    assert tables["withdrawals.letter"][0]["body"].endswith("PS: x")
    assert tables["withdrawals.letterversion"]
    assert "🎈" in "".join(export_person(user, now=NOW))


def test_export_holds_no_secret() -> None:
    user = person_with_a_row_in_every_table()
    text = "".join(export_person(user, now=NOW))
    secret = bytes(MailAccount.objects.get(owner=user).secret)
    assert user.password not in text and "argon2" not in text
    assert secret.decode() not in text
    assert '"secret"' not in text and '"password"' not in text


def test_export_asks_no_more_for_more_rows(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    few, many = UserFactory.create(), UserFactory.create()
    InterviewFactory.create(application=ApplicationFactory.create(owner=few))
    for _ in range(3):
        InterviewFactory.create(application=ApplicationFactory.create(owner=many))
    with django_assert_num_queries(len(personal_models()) + 2):
        read(export_person(few, now=NOW))
    with django_assert_num_queries(len(personal_models()) + 2):
        read(export_person(many, now=NOW))


def test_export_is_a_download_that_streams(client: Client) -> None:
    user = person_with_a_row_in_every_table()
    client.force_login(user)
    answer = client.get(reverse("settings_export"))
    assert isinstance(answer, StreamingHttpResponse)
    assert answer["Content-Disposition"].startswith('attachment; filename="bowout-20')
    assert answer["Content-Type"] == "application/json"
    assert json.loads(answer.getvalue())["person"]["email"] == user.email


def test_export_command_writes_the_same_shape(tmp_path: Path) -> None:
    user = person_with_a_row_in_every_table()
    out, file = StringIO(), tmp_path / "ada.json"
    call_command("export_data", "--user", user.email.upper(), stdout=out)
    call_command("export_data", "--user", user.email, "--output", str(file))
    written, said = json.loads(file.read_text()), json.loads(out.getvalue())
    assert written["tables"] == said["tables"] == read(export_person(user, now=NOW))["tables"]
    assert file.stat().st_mode & 0o077 == 0


def test_export_command_says_what_is_wrong(tmp_path: Path) -> None:
    user = UserFactory.create()
    with pytest.raises(CommandError, match="Nobody here"):
        call_command("export_data", "--user", "nobody@example.com")
    taken = tmp_path / "taken.json"
    taken.touch()
    with pytest.raises(CommandError, match="Name a new file"):
        call_command("export_data", "--user", user.email, "--output", str(taken))


def due(letter: Letter) -> datetime:
    assert letter.delivery is not None
    return letter.delivery.due_at


def rows_naming(user_pk: int) -> list[str]:
    """Every table, of whatever app, in which a row still points to this person."""
    found: list[str] = []
    for model in apps.get_models():
        links = [field for field in model._meta.get_fields() if field.concrete and field.related_model is User]
        found += [
            f"{model._meta.label}.{link.name}"
            for link in links
            if model._base_manager.filter(**{link.name: user_pk}).exists()
        ]
    return found


def counts(models: list[type[Model]]) -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in models}


def test_deleted_account_leaves_nothing_behind_and_others_alone() -> None:
    other = person_with_a_row_in_every_table()
    before = counts([*personal_models(), User, Invitation])
    user = person_with_a_row_in_every_table()
    pk = user.pk
    assert rows_naming(pk)
    delete_person(user, now=NOW)
    assert rows_naming(pk) == []
    assert counts([*personal_models(), User, Invitation]) == before
    assert missing_rows(other) == []


def test_deleted_account_of_the_demo_leaves_nothing_behind() -> None:
    user, _ = seed_demo(now=NOW)
    delete_person(user, now=NOW)
    assert not any(counts(personal_models()).values())


def test_account_is_deleted_by_its_password(client: Client) -> None:
    user = person_with_a_row_in_every_table()
    client.force_login(user)
    page = client.get(reverse("account_delete")).content.decode()
    assert "1 application<" in page and "1 letter<" in page
    answer = client.post(reverse("account_delete"), {"password": PASSWORD}, follow=True)
    assert "Your account is gone" in answer.content.decode()
    assert not User.objects.filter(pk=user.pk).exists()
    assert client.get(reverse("settings"))["Location"].startswith(reverse("account_login"))


def test_account_stays_without_its_password(client: Client) -> None:
    user = person_with_a_row_in_every_table()
    client.force_login(user)
    answer = client.post(reverse("account_delete"), {"password": "a guess of mine"})
    assert answer.status_code == 422
    assert "This is not your password." in answer.content.decode()
    assert Application.objects.filter(owner=user).exists()


def test_account_without_a_password_is_deleted_by_its_address(client: Client) -> None:
    user = UserFactory.create(password=None)
    client.force_login(user)
    assert client.post(reverse("account_delete"), {"email": "other@example.com"}).status_code == 422
    assert client.post(reverse("account_delete"), {"email": user.email.upper()}).status_code == 302
    assert not User.objects.filter(pk=user.pk).exists()


def test_account_stays_while_a_letter_is_being_sent(client: Client) -> None:
    user = MailAccountFactory.create().owner
    letter = LetterFactory.create(withdrawal__application__owner=user, ready=True, now=NOW)
    letter_is_sending(letter, now=due(letter))
    client.force_login(user)
    answer = client.post(reverse("account_delete"), {"password": PASSWORD})
    assert answer.status_code == 422
    assert "being sent right now" in answer.content.decode()
    assert Letter.objects.get(owner=user).state == LetterState.READY
    assert Reminder.objects.filter(owner=user).count() == Reminder.objects.count()


def test_refused_deletion_cancels_nothing() -> None:
    user = MailAccountFactory.create().owner
    letter = LetterFactory.create(withdrawal__application__owner=user, ready=True, now=NOW)
    reminder = add_reminder(owner=user, kind="own", title="Call", due_at=NOW, now=NOW)
    letter_is_sending(letter, now=due(letter))
    with pytest.raises(Conflict):
        delete_person(user, now=NOW)
    states = set(reminder.deliveries.values_list("state", flat=True))
    assert states == {DeliveryState.SCHEDULED}


def test_a_letter_that_may_have_left_keeps_nobody_here() -> None:
    user = MailAccountFactory.create().owner
    letter = LetterFactory.create(withdrawal__application__owner=user, ready=True, now=NOW)
    letter_goes_silent(letter, now=due(letter))
    delete_person(user, now=NOW)
    assert not Letter.objects.exists()
