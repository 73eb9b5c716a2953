"""One act on several applications, one message, one Undo."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages.storage.base import Message
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests.factories import ApplicationFactory, InterviewFactory, UserFactory
from tracker.domain.companies import get_or_add_tags
from tracker.domain.stages import change_stage
from tracker.models import Application
from tracker.states import InterviewStatus, Outcome, Stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signed_in")]
Act = Callable[..., tuple[list[str], str]]


@pytest.fixture
def act(client: Client) -> Act:
    """Post an act on ``chosen``; return what is said and the address that takes it back."""

    def do(name: str, chosen: list[Application], **fields: str) -> tuple[list[str], str]:
        keys = [application.pk for application in chosen]
        back = f"{reverse('application_list')}?stage=applied"
        said = messages(client.post(reverse(name), {"pk": keys, "next": back, **fields}, follow=True))
        undo = [str(message.extra_tags).removeprefix("undo:") for message in said if message.extra_tags]
        return words(said), undo[0] if undo else ""

    return do


def messages(response: Any) -> list[Message]:
    return list(response.context["messages"])


def words(said: list[Message]) -> list[str]:
    return [str(message) for message in said]


def states(*applications: Application) -> list[tuple[str, str]]:
    return [(one.stage, one.outcome) for one in Application.objects.filter(pk__in=[a.pk for a in applications])]


def test_move_is_undone_for_all_at_once(client: Client, owner: User, act: Act) -> None:
    three = [ApplicationFactory.create(owner=owner) for _ in range(3)]
    there = ApplicationFactory.create(owner=owner, stage=Stage.SCREENING)

    said, undo = act("bulk_move", [*three, there], stage="screening")
    assert said == ["3 moved to Screening. 1 was so already."]
    response = client.post(undo, follow=True)

    assert states(*three) == [("applied", "open")] * 3
    assert response.redirect_chain[-1][0].endswith("?stage=applied")
    assert words(messages(response)) == ["Undone for 3."]


def test_close_is_undone_with_its_interviews(client: Client, owner: User, act: Act) -> None:
    applications = [ApplicationFactory.create(owner=owner, now=timezone.now()) for _ in range(2)]
    interview = InterviewFactory.create(application=applications[0], now=timezone.now())

    said, undo = act("bulk_end", applications, outcome="rejected")
    interview.refresh_from_db()
    assert (said, interview.status) == (["2 closed: rejected."], InterviewStatus.CANCELLED_BY_THEM)
    client.post(undo)

    interview.refresh_from_db()
    assert {outcome for _, outcome in states(*applications)} == {Outcome.OPEN}
    assert interview.status == InterviewStatus.SCHEDULED


def test_tags_that_were_added_come_off_and_older_ones_stay(client: Client, owner: User, act: Act) -> None:
    old = get_or_add_tags(owner=owner, names=["python"])
    one = ApplicationFactory.create(owner=owner, tags=old)
    two = ApplicationFactory.create(owner=owner)

    said, undo = act("bulk_tag", [one, two], tag_names="Python, remote")
    assert said == ["2 tagged."]
    assert two.tags.count() == 2
    client.post(undo)

    assert [tag.name for tag in one.tags.all()] == ["python"]
    assert list(two.tags.all()) == []


def test_undo_leaves_what_changed_since_and_says_so(client: Client, owner: User, act: Act) -> None:
    one, two = (ApplicationFactory.create(owner=owner, title=title) for title in ("Analyst", "Designer"))
    _, undo = act("bulk_move", [one, two], stage="screening")
    two.refresh_from_db()
    change_stage(two, Stage.OFFER, actor=owner, now=timezone.now())

    said = words(messages(client.post(undo, follow=True)))

    assert [stage for stage, _ in states(one)] == ["applied"]
    assert [stage for stage, _ in states(two)] == ["offer"]
    assert said[0] == "Undone for 1."
    assert said[1].startswith("Designer, ")


def test_archive_has_one_undo_and_deleting_has_none(client: Client, owner: User, act: Act) -> None:
    applications = [ApplicationFactory.create(owner=owner) for _ in range(2)]

    said, undo = act("bulk_archive", applications)
    client.post(undo, follow=True)
    assert said == ["2 put in the archive."]
    assert Application.objects.for_user(owner).filter(archived_at=None).count() == 2

    assert act("bulk_delete", applications, sure="yes") == (["2 deleted."], "")
    assert not Application.objects.for_user(owner).exists()


def test_undo_takes_nobody_elses_word(client: Client, owner: User, act: Act) -> None:
    application = ApplicationFactory.create(owner=owner)
    _, undo = act("bulk_move", [application], stage="screening")
    stranger = Client()
    stranger.force_login(UserFactory.create())

    stranger.post(undo)
    client.post(f"{reverse('bulk_undo')}?did=made-up")

    assert states(application) == [("screening", "open")]


def test_fifty_with_twenty_tags_fit_into_an_address(owner: User, act: Act) -> None:
    applications = [ApplicationFactory.create(owner=owner, company_name="Fernway") for _ in range(50)]

    _, undo = act("bulk_tag", applications, tag_names=", ".join(f"tag {number}" for number in range(20)))

    assert len(undo) < 2000
