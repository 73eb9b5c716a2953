"""What keeps strangers, shared machines and staff away from what is somebody's own."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from reminders.domain.reminders import add_reminder
from reminders.models import Delivery
from tests.factories import NOW, LetterFactory, MailAccountFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def limits(settings: Settings) -> Iterator[None]:
    """Limits as in earnest, counted from nought."""
    settings.ACCOUNT_RATE_LIMITS = {"test_mail": "5/m/user", "delete_account": "5/m/user"}
    cache.clear()
    yield
    cache.clear()


@pytest.mark.parametrize("name", ["today", "application_list", "reflection_list", "settings", "settings_export"])
def test_signed_in_pages_stay_out_of_every_cache(signed_in: Client, name: str) -> None:
    kept = signed_in.get(reverse(name))["Cache-Control"]
    assert "no-store" in kept
    assert "private" in kept


def test_signing_out_leaves_no_page_behind(signed_in: Client) -> None:
    assert "no-store" in signed_in.post(reverse("account_logout"))["Cache-Control"]


@pytest.mark.parametrize("name", ["search", "contact_list", "company_list", "company_lookup", "reflection_list"])
def test_zero_byte_in_the_address_is_a_bad_request(signed_in: Client, name: str) -> None:
    assert signed_in.get(reverse(name), {"q": "a\0b", "company_name": "a\0b"}).status_code == 400


def test_zero_byte_in_a_form_is_a_bad_request(signed_in: Client) -> None:
    letter = LetterFactory.create(withdrawal__application__owner=UserFactory.create())
    signed_in.force_login(letter.owner)
    answer = signed_in.post(reverse("letter_keep_finding", args=[letter.pk]), {"keep": "wordy:a\0b"})
    assert answer.status_code == 400


def test_admin_signs_in_where_tries_are_counted(client: Client) -> None:
    answer = client.get(reverse("admin:login"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_staff_see_lists_without_titles_words_and_addresses(client: Client) -> None:
    owner = MailAccountFactory.create().owner
    letter = LetterFactory.create(withdrawal__application__owner=owner, ready=True)
    reminder = add_reminder(owner=letter.owner, kind="own", title="Call Quagga Ltd", due_at=NOW, now=NOW)
    delivery = Delivery.objects.get(kind="letter")
    Delivery.objects.filter(pk=delivery.pk).update(last_error="The address maya@quagga.example was refused.")
    client.force_login(UserFactory.create(is_staff=True, is_superuser=True))

    shown = client.get(reverse("admin:reminders_delivery_changelist")).content.decode()
    assert "was refused" in shown
    assert "quagga" not in shown
    rows: list[Any] = [letter, letter.withdrawal, letter.withdrawal.application, reminder, delivery]
    for row in rows:
        page = f"admin:{row._meta.app_label}_{row._meta.model_name}"
        assert client.get(reverse(f"{page}_changelist")).status_code == 200
        for name in ("change", "history", "delete"):
            assert client.get(reverse(f"{page}_{name}", args=[row.pk])).status_code == 403, (page, name)


@pytest.mark.usefixtures("limits")
def test_test_mails_are_few(signed_in: Client, owner: User) -> None:
    MailAccountFactory.create(owner=owner, host="mail.invalid")
    said = [signed_in.post(reverse("mail_account_test"), follow=True).content.decode() for _ in range(6)]
    assert "That were many tests" not in said[4]
    assert "That were many tests" in said[5]


@pytest.mark.usefixtures("limits")
def test_password_cannot_be_guessed_by_deleting(signed_in: Client, owner: User) -> None:
    owner.set_password("right and long enough")
    owner.save()
    signed_in.force_login(owner)
    for _ in range(5):
        assert signed_in.post(reverse("account_delete"), {"password": "wrong"}).status_code == 422
    signed_in.post(reverse("account_delete"), {"password": "right and long enough"})
    assert User.objects.filter(pk=owner.pk).exists()


def test_password_reset_leads_to_base_url_whatever_host_was_named(
    client: Client, owner: User, settings: Settings, mailoutbox: list[Any]
) -> None:
    settings.BASE_URL = "https://jobs.example.org"
    settings.MAIL_CONFIGURED = True
    client.post(reverse("account_reset_password"), {"email": owner.email}, headers={"Host": "localhost:666"})
    assert "https://jobs.example.org/accounts/password/reset/key/" in mailoutbox[0].body
    assert "//localhost" not in mailoutbox[0].body


def test_invented_invitations_fill_no_table(client: Client, settings: Settings) -> None:
    settings.SIGN_UP = "invitation"
    client.get(reverse("account_signup"), {"invitation": "x" * 1000})
    assert not Session.objects.exists()
