from typing import Any

import pytest
from django.core.exceptions import ValidationError
from pytest_django import Settings

from accounts.domain.mail_accounts import (
    delete_mail_account,
    host_smtp_access,
    record_mail_test,
    save_mail_account,
    smtp_access,
    why_cannot_send,
)
from accounts.errors import DomainError
from accounts.models import MailAccount, User
from tests.factories import NOW, MailAccountFactory, UserFactory

pytestmark = pytest.mark.django_db

GOOD: dict[str, Any] = {
    "host": "mail.example.com",
    "port": 587,
    "security": MailAccount.Security.STARTTLS,
    "username": "ada",
    "from_email": "ada@example.com",
    "from_name": "Ada",
    "copy_to_self": True,
    "now": NOW,
}


def test_mail_account_keeps_the_password_encrypted() -> None:
    account = save_mail_account(UserFactory.create(), **GOOD, password="pässword")

    assert "pässword".encode() not in bytes(account.secret)
    assert smtp_access(account).password == "pässword"
    assert "pässword" not in repr(smtp_access(account))


def test_mail_account_saved_without_password_keeps_the_old_one() -> None:
    user = UserFactory.create()
    save_mail_account(user, **GOOD, password="first")

    account = save_mail_account(user, **GOOD | {"from_name": "Ada M."}, password=None)

    assert (account.from_name, smtp_access(account).password) == ("Ada M.", "first")


@pytest.mark.parametrize(
    "change",
    [{"host": "elsewhere.example"}, {"port": 25}, {"username": "eve"}, {"security": MailAccount.Security.NONE}],
)
def test_mail_account_password_does_not_travel_to_another_server(change: dict[str, Any]) -> None:
    user = UserFactory.create()
    save_mail_account(user, **GOOD, password="first")

    with pytest.raises(DomainError, match="Enter the password again"):
        save_mail_account(user, **GOOD | change, password=None)

    assert MailAccount.objects.get(owner=user).host == GOOD["host"]


def test_mail_account_forgets_the_last_test_when_it_changes() -> None:
    user = UserFactory.create()
    record_mail_test(save_mail_account(user, **GOOD, password="first"), error="", now=NOW)

    assert save_mail_account(user, **GOOD, password=None).tested_at is None


def test_mail_account_with_an_impossible_address_is_refused() -> None:
    with pytest.raises(ValidationError):
        save_mail_account(UserFactory.create(), **GOOD | {"from_email": "nobody"}, password="p")


def test_mail_test_keeps_the_error() -> None:
    account = record_mail_test(save_mail_account(UserFactory.create(), **GOOD, password=None), error="No.", now=NOW)

    assert (account.tested_at, account.last_error) == (None, "No.")


def test_host_access_is_none_without_email_url() -> None:
    assert host_smtp_access() is None


@pytest.mark.parametrize(
    ("tls", "ssl", "security"), [(False, False, "none"), (True, False, "starttls"), (False, True, "tls")]
)
def test_host_access_follows_email_url(settings: Settings, *, tls: bool, ssl: bool, security: str) -> None:
    settings.MAIL_CONFIGURED = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "relay.example", 2525
    settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = tls, ssl

    access = host_smtp_access()

    assert access is not None
    assert (access.host, access.port, access.security) == ("relay.example", 2525, security)


def test_user_without_any_mail_cannot_send() -> None:
    user: User = UserFactory.create()

    assert why_cannot_send(user)
    assert why_cannot_send(user).startswith("No mail account is set up.")


def test_user_with_an_account_can_send_until_it_is_deleted() -> None:
    user = UserFactory.create()
    MailAccountFactory.create(owner=user)
    assert not why_cannot_send(user)

    delete_mail_account(user)

    assert why_cannot_send(user)


@pytest.mark.parametrize("field", [{"may_send": False}, {"is_demo": True}])
def test_user_who_may_not_send_is_told_why(field: dict[str, bool]) -> None:
    user = UserFactory.create(**field)
    MailAccountFactory.create(owner=user)

    assert why_cannot_send(user)


@pytest.mark.usefixtures("host_mail")
@pytest.mark.parametrize(
    ("sign_up", "base_url", "carries"),
    [
        ("open", "", True),
        ("open", "http://192.168.1.20:8000", True),
        ("open", "https://jobs.example.org", False),
        ("invitation", "https://jobs.example.org", True),
        ("closed", "https://jobs.example.org", True),
    ],
)
def test_host_carries_no_letters_of_strangers(sign_up: str, base_url: str, carries: bool, settings: Settings) -> None:
    settings.SIGN_UP, settings.BASE_URL = sign_up, base_url

    assert (not why_cannot_send(UserFactory.create())) is carries
