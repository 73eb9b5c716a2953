"""Preferences and the mail account, as a person meets them."""

from datetime import time

import pytest
from django.test import Client
from django.urls import reverse

from accounts.domain.mail_accounts import smtp_access
from accounts.models import MailAccount, User
from tests.markup import compact

pytestmark = pytest.mark.django_db

ACCOUNT = {
    "from_email": "ada@example.org",
    "from_name": "Ada",
    "host": "smtp.example.org",
    "port": "587",
    "security": "starttls",
    "username": "ada",
    "password": "s3cret pass ",
    "copy_to_self": "on",
}


def test_preferences_are_saved_and_shown(signed_in: Client, owner: User) -> None:
    answer = signed_in.post(
        reverse("settings"),
        {
            "name": 'Zoë "Z" O\'Neil 🎈',
            "phone": "+44 20 7946 0000",
            "signature": "",
            "tone": "formal",
            "locale": "en-US",
            "time_zone": "America/New_York",
            "clock": "12",
            "first_weekday": "6",
            "work_start": "08:30",
            "work_end": "16:00",
            "campus_hours": "72",
            "theme": "dark",
        },
    )
    assert answer.status_code == 302
    owner.refresh_from_db()
    assert (owner.name, owner.tone, str(owner.time_zone), owner.first_weekday) == (
        'Zoë "Z" O\'Neil 🎈',
        "formal",
        "America/New_York",
        6,
    )
    assert (owner.work_start, owner.work_end, owner.campus_hours) == (time(8, 30), time(16), 72)
    assert "Zoë &quot;Z&quot; O&#x27;Neil 🎈" in signed_in.get(reverse("settings")).content.decode()


def test_preferences_without_a_name_say_so_and_keep_the_rest(signed_in: Client) -> None:
    answer = signed_in.post(reverse("settings"), {"name": "", "phone": "123", "time_zone": "Europe/Berlin"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "This field is required." in text
    assert 'value="123"' in text


def test_day_that_ends_before_it_begins_is_refused_beside_the_field(signed_in: Client) -> None:
    answer = signed_in.post(reverse("settings"), {"name": "Ada", "work_start": "17:00", "work_end": "09:00"})
    assert answer.status_code == 422
    assert "Your day ends after it begins." in answer.content.decode()


@pytest.mark.parametrize(("choice", "theme"), [("dark", "dark"), ("light", "light"), ("auto", "system")])
def test_theme_chosen_in_the_menu_is_kept_with_the_account(
    signed_in: Client, owner: User, choice: str, theme: str
) -> None:
    assert signed_in.post(reverse("settings_theme"), {"theme": choice}).status_code == 204
    owner.refresh_from_db()
    assert owner.theme == theme
    page = signed_in.get(reverse("settings")).content.decode()
    assert f'data-theme-choice="{choice}"' in page.split("<head>")[0]
    assert ("data-bs-theme" in page.split("<head>")[0]) == (theme != "system")


def test_theme_that_there_is_not_is_refused(signed_in: Client, owner: User) -> None:
    assert signed_in.post(reverse("settings_theme"), {"theme": "<b>"}).status_code == 400
    owner.refresh_from_db()
    assert owner.theme == "system"


def test_tabs_lead_to_every_page_and_say_where_one_is(signed_in: Client) -> None:
    for name in ("settings", "settings_reminders", "mail_account", "account_change_password", "settings_data"):
        page = signed_in.get(reverse(name)).content.decode()
        assert page.count('class="tab"') == 5
        assert f'href="{reverse(name)}" aria-current="page"' in compact(page)


def test_mail_account_is_kept_encrypted_and_its_password_never_shown(signed_in: Client, owner: User) -> None:
    signed_in.post(reverse("mail_account"), ACCOUNT)
    account = MailAccount.objects.get(owner=owner)
    assert b"s3cret" not in bytes(account.secret)
    assert smtp_access(account).password == "s3cret pass "
    assert "s3cret" not in signed_in.get(reverse("mail_account")).content.decode()


def test_mail_account_with_an_empty_password_keeps_the_saved_one(signed_in: Client, owner: User) -> None:
    signed_in.post(reverse("mail_account"), ACCOUNT)
    signed_in.post(reverse("mail_account"), {**ACCOUNT, "password": "", "from_name": "Ada L"})
    account = MailAccount.objects.get(owner=owner)
    assert (account.from_name, smtp_access(account).password) == ("Ada L", "s3cret pass ")


def test_mail_account_moved_to_another_server_asks_for_the_password(signed_in: Client, owner: User) -> None:
    signed_in.post(reverse("mail_account"), ACCOUNT)
    answer = signed_in.post(reverse("mail_account"), {**ACCOUNT, "password": "", "host": "smtp.elsewhere.example"})
    assert answer.status_code == 422
    assert "Enter the password again" in answer.content.decode()
    assert MailAccount.objects.get(owner=owner).host == "smtp.example.org"


@pytest.mark.parametrize("host", ["https://smtp.example.org", "smtp.example.org:587", "two words"])
def test_mail_account_host_that_is_no_name_is_refused_next_to_it(signed_in: Client, host: str) -> None:
    answer = signed_in.post(reverse("mail_account"), {**ACCOUNT, "host": host})
    assert "The port has its own field" in answer.content.decode()
    assert not MailAccount.objects.exists()


@pytest.mark.parametrize("port", ["0", "65536"])
def test_mail_account_port_that_is_none_is_refused_in_words(signed_in: Client, port: str) -> None:
    page = signed_in.post(reverse("mail_account"), {**ACCOUNT, "port": port}).content.decode()
    assert "A port is a number from 1 to 65535, most often 587." in page
    assert "Constraint" not in page


def test_mail_account_test_that_fails_is_shown_on_the_page(signed_in: Client, owner: User) -> None:
    signed_in.post(reverse("mail_account"), {**ACCOUNT, "host": "127.0.0.1", "port": "1"})
    signed_in.post(reverse("mail_account_test"))
    assert "127.0.0.1 could not be reached." in signed_in.get(reverse("mail_account")).content.decode()


def test_mail_account_delete_forgets_it(signed_in: Client, owner: User) -> None:
    signed_in.post(reverse("mail_account"), ACCOUNT)
    signed_in.post(reverse("mail_account_delete"))
    assert not MailAccount.objects.filter(owner=owner).exists()
