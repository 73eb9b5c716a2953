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

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"


@pytest.fixture
def ada(client: Client) -> User:
    """Somebody signed in, whose address allauth knows too."""
    user: User = UserFactory.create(email="ada@old.example", password=PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, primary=True)
    client.force_login(user)
    return user


def change(client: Client, email: str, password: str = PASSWORD) -> str:
    """What the page says after a try."""
    address = reverse("settings_address")
    return client.post(address, {"email": email, "password": password}, follow=True).content.decode()


def may_sign_in(email: str) -> bool:
    return Client().post(reverse("account_login"), {"login": email, "password": PASSWORD}).status_code == 302


def test_one_signs_in_with_the_new_address_and_no_longer_with_the_old(client: Client, ada: User) -> None:
    assert "You sign in with Ada@new.example" in change(client, "Ada@New.example")

    assert may_sign_in("ada@new.example")
    assert not may_sign_in("ada@old.example")
    assert list(EmailAddress.objects.values_list("user", "email", "primary")) == [(ada.pk, "ada@new.example", True)]
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
    client: Client, ada: User, email: str, password: str, said: str
) -> None:
    UserFactory.create(email="eve@old.example")

    page = change(client, email, password)

    assert said in page
    assert email in page
    ada.refresh_from_db()
    assert ada.email == "ada@old.example"
    assert may_sign_in("ada@old.example")


def test_whoever_has_no_password_is_asked_for_none(client: Client, ada: User) -> None:
    ada.set_unusable_password()
    ada.save()
    client.force_login(ada)

    assert "Your password" not in client.get(reverse("settings_address")).content.decode()
    assert "You sign in with ada@new.example" in change(client, "ada@new.example", "")


def test_case_of_ones_own_address_may_change(ada: User) -> None:
    assert change_address(ada, "Ada@Old.example").email == "Ada@old.example"


def test_demo_keeps_its_address_and_is_offered_no_other(client: Client, ada: User) -> None:
    assert reverse("settings_address") in client.get(reverse("settings")).content.decode()
    ada.is_demo = True
    ada.save()
    assert reverse("settings_address") not in client.get(reverse("settings")).content.decode()
    with pytest.raises(DomainError, match="leads nowhere"):
        change_address(ada, "real@new.example")


def test_too_many_tries_wait(client: Client, ada: User, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"change_address": "5/m/user"}
    for _ in range(5):
        change(client, "ada@new.example", "wrong horse")

    assert "Too many tries. Wait a minute." in change(client, "ada@new.example")
    ada.refresh_from_db()
    assert ada.email == "ada@old.example"
