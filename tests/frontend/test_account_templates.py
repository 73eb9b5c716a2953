"""Sign-in and its relatives, as the real site serves them."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from pytest_django import Settings
from tests.markup import compact

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client: Client) -> Client:
    user = get_user_model().objects.create(email="alex@example.org", name="Alex Rivera")
    user.set_password("correct horse battery")
    user.save()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/accounts/login/", "Sign in"),
        ("/accounts/signup/", "Create an account"),
        ("/accounts/password/reset/", "Forgotten password"),
        ("/accounts/password/reset/done/", "Look in your mail"),
        ("/accounts/password/reset/key/1-set-password/", "This link no longer works"),
        ("/accounts/password/reset/key/done/", "Password changed"),
        ("/accounts/confirm-email/", "Look in your mail"),
        ("/accounts/inactive/", "This account is switched off"),
    ],
)
def test_signed_out_page_has_our_heading(client: Client, address: str, heading: str) -> None:
    assert f"<h1>{heading}</h1>" in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/accounts/password/change/", "Change your password"),
        ("/accounts/logout/", "Sign out?"),
        ("/accounts/reauthenticate/", "Confirm that it is you"),
    ],
)
def test_signed_in_page_has_our_heading(signed_in: Client, address: str, heading: str) -> None:
    assert f"<h1>{heading}</h1>" in signed_in.get(address).content.decode()


@pytest.mark.parametrize("address", ["/accounts/password/reset/done/", "/accounts/confirm-email/", "/accounts/inactive/"])
def test_page_that_ends_a_way_leads_back_to_sign_in(client: Client, address: str) -> None:
    assert '<a href="/accounts/login/">Back to sign in</a>' in client.get(address).content.decode()


def test_sign_up_closed_says_so_and_is_not_offered(client: Client, settings: Settings) -> None:
    settings.SIGN_UP = "closed"
    assert "<h1>Sign-up is closed</h1>" in compact(client.get("/accounts/signup/").content.decode())
    assert "Create an account" not in compact(client.get("/accounts/login/").content.decode())


def test_password_reset_without_mail_offers_no_form(client: Client, settings: Settings) -> None:
    settings.MAIL_CONFIGURED = False
    page = client.get("/accounts/password/reset/").content.decode()
    assert "This server cannot send mail." in page
    assert "Send the link" not in compact(page)


def test_sign_in_with_a_wrong_password_says_it_once(client: Client) -> None:
    page = client.post("/accounts/login/", {"login": "a@example.org", "password": "no"}).content.decode()
    assert page.count("not correct") == 1


def test_shell_names_the_person_and_lights_the_current_page(signed_in: Client) -> None:
    page = compact(signed_in.get("/board/").content.decode())
    assert "alex@example.org" in page
    assert page.count('href="/board/" aria-current="page"') == 2
    assert 'href="/" aria-current="page"' not in compact(page)
