"""The person and the mail account: constraints, and the door to rows of one person."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import MailAccount, User
from tests.factories import CompanyFactory, MailAccountFactory, UserFactory
from tracker.models import Company

pytestmark = pytest.mark.django_db


def test_email_in_another_case_belongs_to_the_same_person() -> None:
    UserFactory(email="ada@example.com")

    with pytest.raises(IntegrityError, match="email"), transaction.atomic():
        UserFactory(email="ADA@example.com")


def test_sign_in_name_in_another_case_finds_the_person() -> None:
    person = UserFactory(email="ada@example.com")

    assert User.objects.get_by_natural_key("Ada@Example.com") == person


def test_password_is_kept_hashed() -> None:
    person = UserFactory(password="correct horse battery")

    assert person.check_password("correct horse battery")
    assert "correct horse" not in person.password


def test_superuser_may_open_the_admin_pages() -> None:
    boss = User.objects.create_superuser("boss@example.com", "correct horse battery")

    assert (boss.is_staff, boss.is_superuser) == (True, True)


@pytest.mark.parametrize(("name", "short"), [("Ada Marsh", "Ada"), ("Dr Marsh", "Dr Marsh"), ("", "ada")])
def test_short_name_falls_back_to_the_address(name: str, short: str) -> None:
    assert User(name=name, email="ada@example.com").get_short_name() == short


@pytest.mark.parametrize("port", [0, 65536])
def test_port_outside_its_range_is_refused(port: int) -> None:
    account = MailAccountFactory()

    with pytest.raises(IntegrityError, match="mail_account_port_range"), transaction.atomic():
        MailAccount.objects.filter(pk=account.pk).update(port=port)


def test_saved_password_is_not_readable_in_the_table() -> None:
    account = MailAccountFactory(password="a mailbox password")

    assert b"mailbox" not in bytes(account.secret)


def test_rows_of_somebody_else_are_not_found() -> None:
    mine, theirs = CompanyFactory(), CompanyFactory()

    assert list(Company.objects.for_user(mine.owner)) == [mine]
    assert list(Company.objects.for_user(theirs.owner)) == [theirs]
