"""What no page of ours posts, but anybody can: the answer is a page, never a crash."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import NOW, ContactFactory, LetterFactory
from withdrawals.forms.aftercare import FeedbackForm, ResponseForm
from withdrawals.models import Letter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signed_in")]

#: ``str.isdigit`` says yes to the first; ``int`` refuses the first and the last.
NO_KEYS = ["²", "-1", "1e3", "9" * 30, "9" * 5000]
NO_MOMENTS = [
    "2026-13-45T25:61:00Z",
    "9999-12-31T23:59:59-12:00",
    "0001-01-01T00:00:00+12:00",
    "0001-01-01T00:00",
    "never",
]


@pytest.fixture
def letter(owner: User) -> Letter:
    return LetterFactory.create(withdrawal__application__owner=owner)


@pytest.mark.parametrize("key", NO_KEYS)
@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("letter_address", "contact"),
        ("letter_restore_version", "restore"),
        ("letter_save", "keep_over"),
        ("letter_save", "version"),
        ("letter_save", "letter"),
    ],
)
def test_keys_that_are_none_are_no_crash(client: Client, letter: Letter, name: str, field: str, key: str) -> None:
    typed = {"version": letter.version, "body": f"{letter.body} Thank you.", field: key}
    assert client.post(reverse(name, args=[letter.pk]), typed).status_code < 500
    choose = {"letter": letter.pk, "reason": "", field: key}
    assert client.post(reverse("withdrawal_choose", args=[letter.withdrawal_id]), choose).status_code < 500


@pytest.mark.parametrize("moment", NO_MOMENTS)
def test_moments_that_are_none_are_no_crash(client: Client, letter: Letter, moment: str) -> None:
    assert client.get(reverse("letter_alarm", args=[letter.pk]), {"at": moment}).status_code == 200
    for field in ("moment", "at"):
        answer = client.post(reverse("letter_schedule", args=[letter.pk]), {field: moment})
        assert answer.status_code == 422
        assert client.post(reverse("letter_reschedule", args=[letter.pk]), {field: moment}).status_code < 500


@pytest.mark.parametrize(
    "address",
    [
        "a\r\nBcc: eve@example.com",
        "<",
        "@",
        '"',
        ":;",
        "a@b, c@d",
        "zoë@exämple.com",
        "Zoë <zoe@example.com",
        "x" * 254,
    ],
)
def test_letter_file_takes_any_address_and_no_header_from_it(client: Client, letter: Letter, address: str) -> None:
    Letter.objects.update(to_address=address, cc=address, subject=f"Hi {address}"[:200])
    file = client.get(reverse("letter_file", args=[letter.pk]))
    assert file.status_code == 200
    assert b"\nBcc:" not in file.content
    assert client.get(reverse("withdrawal_detail", args=[letter.withdrawal_id])).status_code == 200


def test_letter_goes_to_nobody_elses_contact(client: Client, letter: Letter) -> None:
    stranger = ContactFactory.create(email="theirs@example.com")
    client.post(reverse("letter_address", args=[letter.pk]), {"contact": stranger.pk})
    letter.refresh_from_db()
    assert letter.recipient_id != stranger.pk
    assert "theirs" not in letter.to_address


def test_letter_typed_elsewhere_is_of_the_same_withdrawal(client: Client, letter: Letter) -> None:
    stranger = LetterFactory.create()
    typed = {"letter": stranger.pk, "version": stranger.version, "body": "Overwritten.", "subject": "x"}
    client.post(reverse("letter_save", args=[letter.pk]), typed)
    stranger.refresh_from_db()
    assert stranger.body != "Overwritten."


def test_letter_in_the_far_future_is_refused(client: Client, letter: Letter) -> None:
    far = (NOW + timedelta(days=365 * 7000)).isoformat()
    assert client.post(reverse("letter_schedule", args=[letter.pk]), {"moment": far}).status_code == 422


@pytest.mark.parametrize("form", [ResponseForm, FeedbackForm])
@pytest.mark.parametrize("moment", ["0001-01-01 00:00", "9999-12-31 23:59"])
def test_answer_beyond_any_calendar_is_refused(form: type[ResponseForm] | type[FeedbackForm], moment: str) -> None:
    assert "received_at" in form({"text": "Thank you.", "received_at": moment}).errors
