"""Signing up where the host opens, closes or guards the door."""

from datetime import timedelta
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.adapters import AccountAdapter
from accounts.domain.invitations import find_invitation, invite, use_invitation
from accounts.errors import Conflict
from accounts.models import Invitation, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

ADA = {"name": "Ada", "email": "ada@example.com", "password1": "correct horse battery", "time_zone": "Europe/Berlin"}


@pytest.fixture
def by_invitation(settings: Settings) -> None:
    settings.SIGN_UP = "invitation"


def open_link(client: Client, token: str, **query: str) -> Any:
    return client.get(reverse("account_signup"), {"invitation": token, **query})


def sign_up(client: Client, **changes: str) -> Any:
    return client.post(reverse("account_signup"), {**ADA, **changes})


def invited(client: Client, **details: Any) -> str:
    """Somebody who came by a link."""
    _, token = invite(now=timezone.now(), **details)
    assert open_link(client, token).status_code == 200
    return token


@pytest.mark.usefixtures("by_invitation")
def test_the_invited_sign_up_once(client: Client) -> None:
    token = invited(client)
    assert sign_up(client)["Location"] == reverse("today")
    ada = User.objects.get(email="ada@example.com")
    assert (ada.name, str(ada.time_zone)) == ("Ada", "Europe/Berlin")
    assert Invitation.objects.get().used_by == ada
    second = Client()
    assert "no longer works" in open_link(second, token).content.decode()
    assert "no longer works" in sign_up(second, email="eve@example.com").content.decode()
    assert User.objects.count() == 1


@pytest.mark.usefixtures("by_invitation")
def test_strangers_are_told_how_people_join(client: Client) -> None:
    page = client.get(reverse("account_signup")).content.decode()
    assert "Ask whoever runs it for one" in page and "password1" not in page
    sign_up(client)
    assert not User.objects.exists()


@pytest.mark.usefixtures("by_invitation")
def test_a_made_up_or_old_link_lets_nobody_in(client: Client) -> None:
    _, old = invite(now=timezone.now() - timedelta(days=15))
    for token in ("made-up", old):
        assert "no longer works" in open_link(client, token).content.decode()
        sign_up(client)
    assert not User.objects.exists()


@pytest.mark.usefixtures("by_invitation")
def test_a_mistake_in_the_form_keeps_the_invitation(client: Client) -> None:
    invited(client)
    assert "too short" in sign_up(client, password1="short").content.decode()
    assert Invitation.objects.usable(timezone.now()).exists()
    assert sign_up(client).status_code == 302
    assert User.objects.count() == 1


@pytest.mark.usefixtures("by_invitation")
def test_an_invitation_for_an_address_is_for_nobody_else(client: Client) -> None:
    _, token = invite(now=timezone.now(), email="Ada@example.com")
    assert 'value="Ada@example.com"' in open_link(client, token, email="Ada@example.com").content.decode()
    assert "Sign up with that address" in sign_up(client, email="eve@example.com").content.decode()
    assert not User.objects.exists()
    assert sign_up(client).status_code == 302


@pytest.mark.usefixtures("by_invitation")
def test_two_with_the_same_link_and_only_one_gets_in(client: Client) -> None:
    token = invited(client)
    other = Client()
    open_link(other, token)
    assert sign_up(client).status_code == 302
    assert "no longer works" in sign_up(other, email="eve@example.com").content.decode()
    assert User.objects.count() == 1


@pytest.mark.usefixtures("by_invitation")
def test_a_link_used_up_while_the_form_is_read_leaves_no_half_account(rf: RequestFactory) -> None:
    """Two posts pass the door at once; the row decides, and the slower one's person is not written."""
    _, token = invite(now=timezone.now())
    faster = UserFactory.create()
    use_invitation(token, user=faster, now=timezone.now())
    request = rf.post(reverse("account_signup"))
    request.session = SessionStore()
    request.session["invitation"] = token
    with pytest.raises(ImmediateHttpResponse) as refusal:
        AccountAdapter(request).save_user(request, User(), SimpleNamespace(cleaned_data=ADA))
    assert refusal.value.response["Location"] == reverse("account_signup")
    assert list(User.objects.all()) == [faster]


def test_used_invitation_is_used_once() -> None:
    first, second = UserFactory.create(), UserFactory.create()
    now = timezone.now()
    invitation, token = invite(now=now)
    assert find_invitation(token, now=now) == invitation
    assert token not in invitation.token_hash
    use_invitation(token, user=first, now=now)
    assert find_invitation(token, now=now) is None
    with pytest.raises(Conflict):
        use_invitation(token, user=second, now=now)
    assert Invitation.objects.get().used_by == first


def test_open_door_needs_no_invitation(client: Client, settings: Settings) -> None:
    settings.SIGN_UP = "open"
    assert sign_up(client).status_code == 302
    assert User.objects.exists()


@pytest.mark.parametrize("setting", ["closed", "a typing error"])
def test_closed_door_says_so_and_heeds_no_invitation(client: Client, settings: Settings, setting: str) -> None:
    settings.SIGN_UP = setting
    _, token = invite(now=timezone.now())
    assert "Sign-up is closed" in open_link(client, token).content.decode()
    sign_up(client)
    assert not User.objects.exists()


@pytest.mark.usefixtures("by_invitation")
def test_invite_prints_a_link_that_works(client: Client, settings: Settings) -> None:
    settings.BASE_URL = "https://jobs.example.org"
    staff = UserFactory.create(is_staff=True)
    out = StringIO()
    call_command("invite", "--email", "ada@example.com", "--days", "3", "--by", staff.email, stdout=out)
    link = out.getvalue().strip()
    assert link.startswith("https://jobs.example.org/accounts/signup/?invitation=")
    invitation = Invitation.objects.get()
    assert (invitation.created_by, invitation.expires_at - invitation.created_at) == (staff, timedelta(days=3))
    assert 'value="ada@example.com"' in client.get(link.removeprefix("https://jobs.example.org")).content.decode()
    assert sign_up(client).status_code == 302


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--email", "no address"], "is not an e-mail address"),
        (["--email", "PERSON@example.com"], "has an account here already"),
        (["--by", "person@example.com"], "Nobody of the staff"),
        (["--days", "0"], "a day at least"),
    ],
)
@pytest.mark.usefixtures("by_invitation")
def test_invite_says_what_is_wrong(arguments: list[str], words: str) -> None:
    UserFactory.create(email="person@example.com")
    with pytest.raises(CommandError, match=words):
        call_command("invite", *arguments)
    assert not Invitation.objects.exists()


def test_invite_says_where_invitations_do_not_count(settings: Settings) -> None:
    settings.SIGN_UP = "open"
    with pytest.raises(CommandError, match="only with SIGN_UP=invitation"):
        call_command("invite")
