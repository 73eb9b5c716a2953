"""Feedback of employers: kept, found by the same chips as reflections, and seen by nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests.factories import ApplicationFactory, FeedbackFactory, UserFactory, WithdrawalFactory
from tests.markup import compact
from withdrawals.domain.process.lifecycle import record_already_known
from withdrawals.models import Feedback

pytestmark = pytest.mark.django_db


def kept(user: User, text: str, **more: Any) -> Feedback:
    application = more.pop("application", None) or ApplicationFactory.create(owner=user)
    made: Feedback = FeedbackFactory.create(application=application, text=text, **more)
    return made


def listed(client: Client, **query: Any) -> str:
    answer = client.get(reverse("feedback_list"), query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_empty_list_leads_to_where_feedback_is_written_down_and_to_the_reflections(client: Client, user: User) -> None:
    page = listed(client)
    assert "Nothing kept yet." in page
    assert f'<a class="btn btn-primary" href="{reverse("application_list")}">Go to Applications</a>' in compact(page)
    assert f'href="{reverse("reflection_list")}"' in page
    assert f'href="{reverse("feedback_list")}"' in client.get(reverse("reflection_list")).content.decode()


def test_list_shows_the_beginning_without_the_marks_of_markdown(client: Client, user: User) -> None:
    kept(user, f"You were **calm** & <i>. {'Word ' * 60}")
    page = listed(client)
    headline = page[page.index('class="lesson">') : page.index("</h2>")]
    assert headline.startswith('class="lesson">You were calm &amp; &lt;i&gt;. Word')
    assert headline.endswith("…") and len(headline) < 200


def test_list_is_newest_first_by_when_it_came(client: Client, user: User) -> None:
    kept(user, "The older one", received_at=timezone.now() - timedelta(days=9), now=timezone.now())
    kept(user, "The newer one", received_at=timezone.now() - timedelta(days=2), now=timezone.now())
    page = listed(client)
    assert page.index("The newer one") < page.index("The older one")


def test_search_finds_words_people_and_companies(client: Client, user: User) -> None:
    kept(
        user,
        "Calm and clear",
        from_name="Maya Chen",
        application=ApplicationFactory(owner=user, company_name="Fernway"),
    )
    kept(user, "Too quick")
    page = listed(client, q="clear maya fernway")
    assert "Calm and <mark>clear</mark>" in page
    assert "Too quick" not in compact(page)
    assert "Nothing found." in listed(client, q="no such words")


def test_filters_combine(client: Client, user: User) -> None:
    withdrawal = WithdrawalFactory.create(application=ApplicationFactory.create(owner=user), reason="salary")
    record_already_known(withdrawal, actor=user, now=timezone.now())
    wanted = kept(user, "The one wanted", application=withdrawal.application, now=timezone.now())
    kept(user, "Another one")
    page = listed(client, reason="salary", company=wanted.application.company_id, stage="applied", period="30")
    assert "The one wanted" in page
    assert "Another one" not in compact(page)


def test_somebody_elses_feedback_is_not_seen(client: Client, user: User) -> None:
    theirs = kept(UserFactory.create(), "Theirs")
    kept(user, "Mine")
    assert "Theirs" not in listed(client)
    assert "Mine" not in listed(client, company=theirs.application.company_id)


def test_chips_appear_from_ten_entries_and_pages_after_twenty(client: Client, user: User) -> None:
    application = ApplicationFactory.create(owner=user)
    for number in range(9):
        kept(user, f"Entry {number:02}", application=application)
    assert 'aria-label="Filters"' not in listed(client)
    for number in range(9, 21):
        kept(user, f"Entry {number:02}", application=application)
    assert 'aria-label="Filters"' in listed(client)
    assert "Entry 00" in listed(client, stage="applied", page=2)


def test_writing_it_down_keeps_it(client: Client, user: User) -> None:
    application = ApplicationFactory.create(owner=user)
    address = reverse("feedback_add", args=[application.pk])
    assert "What did they say?" in client.get(address).content.decode()
    data = {"text": "**Calm** <i>and</i> clear", "from_name": "Maya", "received_at": "2026-03-02T10:30"}
    answer = client.post(address, data)
    feedback = Feedback.objects.get()
    assert answer["Location"] == reverse("feedback_detail", args=[feedback.pk])
    assert (feedback.from_name, feedback.application) == ("Maya", application)
    page = client.get(answer["Location"]).content.decode()
    assert "<strong>Calm</strong> &lt;i&gt;and&lt;/i&gt; clear" in page


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"text": " "}, "Write what they said."),
        ({"text": "Calm", "received_at": "soon"}, "Write a day and a time"),
        ({"text": "Calm", "received_at": "2199-01-01T10:00"}, "still to come"),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_the_field(
    client: Client, user: User, data: dict[str, str], words: str
) -> None:
    application = ApplicationFactory.create(owner=user)
    answer = client.post(reverse("feedback_add", args=[application.pk]), data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Feedback.objects.exists()


def test_editing_shows_and_changes_it(client: Client, user: User) -> None:
    feedback = kept(user, "Before", from_name="Maya")
    address = reverse("feedback_edit", args=[feedback.pk])
    assert "Before</textarea>" in client.get(address).content.decode()
    assert (
        client.post(address, {"text": "After", "from_name": "", "received_at": "2199-01-01T10:00"}).status_code == 422
    )
    client.post(address, {"text": "After", "from_name": ""})
    before = feedback.received_at
    feedback.refresh_from_db()
    assert (feedback.text, feedback.from_name, feedback.received_at) == ("After", "", before)


def test_deleting_is_for_good(client: Client, user: User) -> None:
    feedback = kept(user, "Gone")
    client.post(reverse("feedback_delete", args=[feedback.pk]))
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("entries", [1, 3])
def test_list_queries_do_not_grow(client: Client, user: User, entries: int, django_assert_num_queries: Any) -> None:
    for number in range(entries):
        kept(user, f"Entry {number}")
    with django_assert_num_queries(4):
        listed(client)


def test_print_shows_everything_open_and_says_what_is_filtered(client: Client, user: User) -> None:
    fernway = ApplicationFactory.create(owner=user, company_name="Fernway")
    kept(user, "You were **calm**.", from_name="Maya Chen", application=fernway)
    kept(user, "Too quick")
    kept(UserFactory.create(), "Theirs")
    address = reverse("feedback_print")
    assert f'href="{address}?q=calm"' in listed(client, q="calm")
    page = compact(client.get(address, {"q": "calm", "stage": "applied"}).content.decode())
    assert "1 entry: “calm”, got as far as applied." in page
    assert "Maya Chen, Fernway" in page
    assert "You were <strong>calm</strong>." in page
    assert "Too quick" not in compact(page)
    assert f'href="{reverse("feedback_list")}?q=calm&amp;stage=applied"' in page
    every = client.get(address).content.decode()
    assert "2 entries." in every and "Theirs" not in every


def test_print_of_nothing_says_so(client: Client, user: User) -> None:
    assert "Nothing to print yet." in client.get(reverse("feedback_print")).content.decode()


@pytest.mark.parametrize("entries", [1, 3])
def test_print_queries_do_not_grow(client: Client, user: User, entries: int, django_assert_num_queries: Any) -> None:
    for number in range(entries):
        kept(user, f"Entry {number}")
    with django_assert_num_queries(3):
        assert client.get(reverse("feedback_print")).status_code == 200
