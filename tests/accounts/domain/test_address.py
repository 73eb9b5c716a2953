"""The address one signs in with is changed, by its owner alone."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.domain.address import change_address
from accounts.errors import DomainError
from accounts.models import User
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signed_in")]

PASSWORD = "correct horse battery"


@pytest.fixture
def owner() -> User:
    """Somebody whose address allauth knows too."""
    user: User = UserFactory.create(email="ada@old.example", password=PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, primary=True)
    return user


def change(client: Client, email: str, password: str = PASSWORD) -> str:
    """What the page says after a try."""
    address = reverse("settings_address")
    return client.post(address, {"email": email, "password": password}, follow=True).content.decode()


def may_sign_in(email: str) -> bool:
    return Client().post(reverse("account_login"), {"login": email, "password": PASSWORD}).status_code == 302


def test_one_signs_in_with_the_new_address_and_no_longer_with_the_old(client: Client, owner: User) -> None:
    assert "You sign in with Ada@new.example" in change(client, "Ada@New.example")

    assert may_sign_in("ada@new.example")
    assert not may_sign_in("ada@old.example")
    assert list(EmailAddress.objects.values_list("user", "email", "primary")) == [(owner.pk, "ada@new.example", True)]
    assert client.get(reverse("today")).status_code == 200


@pytest.mark.parametrize(
    ("email", "password", "said"),
    [
        ("ada@new.example", "wrong horse", "This is not your password."),
        ("EVE@old.example", PASSWORD, "Somebody here signs in with this address."),
        ("ada at new", PASSWORD, "Enter a valid email address."),
    ],
)
def test_what_cannot_be_leaves_everything_as_it_was(
    client: Client, owner: User, email: str, password: str, said: str
) -> None:
    UserFactory.create(email="eve@old.example")

    page = change(client, email, password)

    assert said in page
    assert email in page
    owner.refresh_from_db()
    assert owner.email == "ada@old.example"
    assert may_sign_in("ada@old.example")


def test_whoever_has_no_password_is_asked_for_none(client: Client, owner: User) -> None:
    owner.set_unusable_password()
    owner.save()
    client.force_login(owner)

    assert "Your password" not in client.get(reverse("settings_address")).content.decode()
    assert "You sign in with ada@new.example" in change(client, "ada@new.example", "")


def test_case_of_ones_own_address_may_change(owner: User) -> None:
    assert change_address(owner, "Ada@Old.example").email == "Ada@old.example"


def test_demo_keeps_its_address_and_is_offered_no_other(client: Client, owner: User) -> None:
    assert reverse("settings_address") in client.get(reverse("settings")).content.decode()
    owner.is_demo = True
    owner.save()
    assert reverse("settings_address") not in client.get(reverse("settings")).content.decode()
    with pytest.raises(DomainError, match="leads nowhere"):
        change_address(owner, "real@new.example")


def test_too_many_tries_wait(client: Client, owner: User, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"change_address": "5/m/user"}
    for _ in range(5):
        change(client, "ada@new.example", "wrong horse")

    assert "Too many tries. Wait a minute." in change(client, "ada@new.example")
    owner.refresh_from_db()
    assert owner.email == "ada@old.example"
