"""How the demo comes, and that it goes without a trace."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from config.demo.seed import EMAIL, remove_demo, seed_demo
from reminders.models import Delivery, Reminder
from tests.config.demo.conftest import NOW
from tests.factories import ApplicationFactory
from tracker.models import Application
from withdrawals.models import Feedback, Letter, Reflection, Response

pytestmark = pytest.mark.django_db


def test_demo_seeded_again_replaces_the_first_and_touches_nobody_else(demo: User) -> None:
    other = ApplicationFactory.create()
    second, password = seed_demo(now=NOW + timedelta(hours=1))
    assert User.objects.filter(is_demo=True).get() == second
    assert demo.pk != second.pk
    assert second.check_password(password) and not demo.check_password(password)
    assert Application.objects.filter(owner=second).count() == 40
    assert Application.objects.exclude(owner=second).get() == other


def test_demo_prints_how_to_sign_in(client: Client) -> None:
    out = StringIO()
    call_command("seed_demo", stdout=out)
    address, password = out.getvalue().split("Sign in as ")[1].strip().split(" with the password ")
    reply = client.post(reverse("account_login"), {"login": address, "password": password})
    assert (address, reply["Location"]) == (EMAIL, reverse("today"))


def test_demo_refuses_an_address_that_is_somebody_real(demo: User) -> None:
    User.objects.filter(pk=demo.pk).update(is_demo=False)
    with pytest.raises(CommandError, match="no demo"):
        call_command("seed_demo")


def test_demo_goes_by_one_click_from_the_settings(demo: User, client: Client) -> None:
    stranger = ApplicationFactory.create()
    client.force_login(demo)
    for page in ("settings", "settings_data"):
        assert reverse("demo_remove") in client.get(reverse(page)).content.decode()
    reply = client.post(reverse("demo_remove"), follow=True)
    assert "The demo is gone." in reply.content.decode()
    assert "data-forget" in reply.content.decode()
    assert reply.request["PATH_INFO"] == reverse("account_login")
    assert not User.objects.filter(is_demo=True).exists()
    assert Application.objects.get() == stranger
    for model in (Delivery, Response, Feedback, Reflection, Letter, Reminder):
        assert not model.objects.filter(owner=demo.pk).exists()


def test_demo_goes_by_the_command(demo: User) -> None:
    out = StringIO()
    call_command("seed_demo", "--remove", stdout=out)
    assert "gone" in out.getvalue()
    assert remove_demo(now=NOW) == 0


def test_somebody_real_cannot_be_removed_as_a_demo(signed_in: Client, owner: User) -> None:
    assert reverse("demo_remove") not in signed_in.get(reverse("settings_data")).content.decode()
    signed_in.post(reverse("demo_remove"))
    assert User.objects.filter(pk=owner.pk).exists()
