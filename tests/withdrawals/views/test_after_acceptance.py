"""The page that tells the others, from an acceptance to its Undo, and where it is offered."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from tests.factories import ApplicationFactory, InterviewFactory, UserFactory, WithdrawalFactory
from tests.markup import compact
from tracker.domain.applications import end_application
from tracker.domain.stages import reopen_application
from tracker.models import Application, Interview
from tracker.states import InterviewStatus, Outcome, Stage
from withdrawals.domain.process import after_acceptance
from withdrawals.models import Withdrawal
from withdrawals.states import WithdrawalState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signed_in")]


@pytest.fixture
def accepted(owner: User) -> Application:
    return ApplicationFactory.create(
        owner=owner, company_name="Fernway", stage=Stage.OFFER, outcome=Outcome.ACCEPTED, now=timezone.now()
    )


def other(owner: User, company: str, stage: Stage = Stage.APPLIED) -> Application:
    long_ago = timezone.now() - timedelta(days=10)
    return ApplicationFactory.create(owner=owner, company_name=company, stage=stage, now=long_ago)


def booked(owner: User, company: str, days: int = 2) -> Interview:
    now = timezone.now()
    return InterviewFactory.create(application=other(owner, company), now=now, starts_at=now + timedelta(days=days))


def address(accepted: Application) -> str:
    return reverse("application_others", args=[accepted.pk])


def messages(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def main(response: Any) -> str:
    content: str = response.content.decode()
    return content.split("<main")[1].split("</main>", maxsplit=1)[0]


def boxes(content: str, name: str) -> list[bool]:
    """Whether each box of that name is ticked."""
    return ["checked" in box.split(">")[0].split("value=")[1] for box in content.split(f'name="{name}"')[1:]]


def test_page_preselects_letters_and_leaves_the_rest_to_be_chosen(
    client: Client, owner: User, accepted: Application
) -> None:
    booked(owner, "Larkspur")
    other(owner, "Northwind", Stage.OFFER)
    other(owner, "Halden", Stage.INTERVIEWING)
    other(owner, "Brightwater")
    other(owner, "Saved Ltd", Stage.SAVED)

    content = main(client.get(address(accepted)))

    assert "2 need a word, 1 deserves one, 2 can close." in content
    assert (boxes(content, "letter"), boxes(content, "close")) == ([True] * 3, [False] * 2)
    assert "Write 3 letters" in content
    assert content.count("btn-primary") == 1
    assert content.index("Larkspur") < content.index("Northwind") < content.index("Halden")


def test_letters_are_written_and_lead_to_today(client: Client, owner: User, accepted: Application) -> None:
    first, second = booked(owner, "Larkspur").application, other(owner, "Northwind", Stage.OFFER)
    closing = other(owner, "Brightwater")

    response = client.post(address(accepted), {"letter": [first.pk, second.pk], "close": [closing.pk]}, follow=True)

    assert response.redirect_chain[-1][0] == reverse("today")
    assert messages(response) == ["2 letters written, nothing sent yet. 1 closed."]
    content = main(response)
    assert content.count("been told") == 2
    closing.refresh_from_db()
    assert closing.outcome == Outcome.WITHDRAWN


def test_one_letter_leads_to_itself_and_only_closing_back_to_the_page(
    client: Client, owner: User, accepted: Application
) -> None:
    one, closing = booked(owner, "Larkspur").application, other(owner, "Brightwater")

    response = client.post(address(accepted), {"letter": one.pk})
    assert response["Location"] == reverse("withdrawal_detail", args=[Withdrawal.objects.get().pk])

    response = client.post(address(accepted), {"close": closing.pk}, follow=True)
    assert response.redirect_chain == [(address(accepted), 302)]
    assert "1 closed." in messages(response)
    assert "1 letter to send." in compact(main(response))


def test_one_undo_takes_all_of_it_back(client: Client, owner: User, accepted: Application) -> None:
    letter, closing = booked(owner, "Larkspur").application, other(owner, "Brightwater")
    response = client.post(address(accepted), {"letter": letter.pk, "close": closing.pk}, follow=True)
    undo = next(iter(response.context["messages"])).extra_tags.removeprefix("undo:")

    response = client.post(undo, follow=True)

    assert messages(response) == ["Undone for 2."]
    assert "1 needs a word, 1 can close." in main(response)
    closing.refresh_from_db()
    assert closing.outcome == Outcome.OPEN
    assert Withdrawal.objects.get().state == WithdrawalState.ABANDONED

    again = client.post(undo, follow=True)
    assert [line.count(word) for line in messages(again) for word in ("no draft any more", "undone already")] == [1, 1]


def test_undo_takes_nobody_elses_word(client: Client, owner: User, accepted: Application) -> None:
    letter = booked(owner, "Larkspur").application
    response = client.post(address(accepted), {"letter": letter.pk}, follow=True)
    undo = next(iter(response.context["messages"])).extra_tags.removeprefix("undo:")
    stranger = Client()
    stranger.force_login(UserFactory.create())

    stranger.post(undo)
    client.post(f"{reverse('others_undo')}?did=made-up")

    assert Withdrawal.objects.get().state == WithdrawalState.DRAFTING


def test_undo_of_a_full_page_fits_into_an_address(client: Client, owner: User, accepted: Application) -> None:
    keys = [other(owner, "Northwind", stage).pk for stage in [Stage.SCREENING] * 20 + [Stage.APPLIED] * 50]

    response = client.post(address(accepted), {"letter": keys[:20], "close": keys[20:]}, follow=True)

    undo = next(iter(response.context["messages"])).extra_tags
    assert messages(response) == ["20 letters written, nothing sent yet. 50 closed."]
    assert len(undo) < 1500


def test_what_cannot_follow_is_named_and_the_rest_is_done(client: Client, owner: User, accepted: Application) -> None:
    begun, fine, needing = (booked(owner, company).application for company in ("Begun Ltd", "Fine Ltd", "Need Ltd"))
    WithdrawalFactory.create(application=begun, now=timezone.now())

    response = client.post(
        address(accepted), {"letter": [begun.pk, fine.pk], "close": [needing.pk, "x", "-1"]}, follow=True
    )

    said = messages(response)
    assert said[0] == "1 letter written, nothing sent yet."
    assert "Begun Ltd: Leaving has begun already" in said[1]
    assert "Need Ltd: More than an application is on record there." in said[1]


def test_nothing_chosen_is_said(client: Client, owner: User, accepted: Application) -> None:
    booked(owner, "Larkspur")

    response = client.post(address(accepted), follow=True)

    assert response.redirect_chain == [(address(accepted), 302)]
    assert messages(response) == ["Choose who gets a letter, or what to close."]


def test_begun_ones_are_shown_and_not_offered_again(client: Client, owner: User, accepted: Application) -> None:
    withdrawal = WithdrawalFactory.create(application=booked(owner, "Larkspur").application, now=timezone.now())

    content = main(client.get(address(accepted)))

    assert "1 letter to send." in compact(content)
    assert reverse("withdrawal_detail", args=[withdrawal.pk]) in content
    assert boxes(content, "letter") == []
    assert content.count("btn-primary") == 1


def test_page_of_nobody_says_so(client: Client, owner: User, accepted: Application) -> None:
    assert "Nobody else waits." in main(client.get(address(accepted)))


def test_more_than_a_page_leads_to_the_table(
    client: Client, owner: User, accepted: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(after_acceptance, "OTHERS_SHOWN", 2)
    for _ in range(3):
        other(owner, "Northwind")

    content = main(client.get(address(accepted)))

    assert "3 can close." in content
    assert boxes(content, "close") == [False] * 2
    assert f'<a href="{reverse("application_list")}?show=open&amp;sort=stage">1 more</a>' in content


def test_page_is_closed_once_the_acceptance_is_gone(client: Client, owner: User, accepted: Application) -> None:
    letter = booked(owner, "Larkspur").application
    WithdrawalFactory.create(application=accepted, now=timezone.now())
    taking_back = client.get(address(accepted), follow=True)
    accepted.refresh_from_db()
    reopen_application(accepted, actor=owner, now=timezone.now())
    gone = client.get(address(accepted), follow=True)
    client.post(address(accepted), {"letter": letter.pk})

    detail = reverse("application_detail", args=[accepted.pk])
    assert taking_back.redirect_chain == gone.redirect_chain == [(detail, 302)]
    assert "taking back" in messages(taking_back)[0]
    assert "No accepted offer from Fernway" in messages(gone)[0]
    assert not Withdrawal.objects.filter(application=letter).exists()


def test_page_costs_the_same_for_many(
    client: Client, owner: User, accepted: Application, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(2):
        booked(owner, "Larkspur")
        other(owner, "Halden", Stage.SCREENING)
        other(owner, "Brightwater")
        WithdrawalFactory.create(application=other(owner, "Begun Ltd"), now=timezone.now())
        with django_assert_num_queries(12):
            client.get(address(accepted))


def panel(client: Client, application: Application) -> str:
    """What the application's page says of the others; empty where it says nothing."""
    content = main(client.get(reverse("application_detail", args=[application.pk])))
    return content.split('aria-label="The others"')[1].split("</section>")[0] if "The others" in content else ""


def test_accepting_offers_the_others_on_the_page_it_leads_to(client: Client, owner: User) -> None:
    booked(owner, "Larkspur")
    application = other(owner, "Fernway", Stage.OFFER)
    assert panel(client, application) == ""

    response = client.post(reverse("application_end", args=[application.pk]), {"outcome": "accepted"}, follow=True)

    detail = reverse("application_detail", args=[application.pk])
    assert response.redirect_chain == [(detail, 302)]
    assert "You accepted the offer from Fernway." in panel(client, application)
    assert "1 needs a word." in panel(client, application)
    assert address(application) in panel(client, application)
    assert main(response).count("btn-primary") == 1


def test_panel_goes_with_the_acceptance_and_with_the_others(client: Client, owner: User, accepted: Application) -> None:
    interview = booked(owner, "Larkspur")
    assert panel(client, accepted)

    withdrawal = WithdrawalFactory.create(application=interview.application, now=timezone.now())
    assert panel(client, accepted) == ""
    withdrawal.delete()
    assert panel(client, accepted)

    taking_back = WithdrawalFactory.create(application=accepted, now=timezone.now())
    assert panel(client, accepted) == ""
    taking_back.delete()

    event = accepted.events.get(kind="ended")
    client.post(reverse("event_undo", args=[event.pk]))
    assert panel(client, accepted) == ""


def test_todays_row_names_those_in_need_once_and_goes_when_they_are_written_to(
    client: Client, owner: User, accepted: Application
) -> None:
    interview = booked(owner, "Larkspur")
    other(owner, "Halden", Stage.SCREENING)
    content = main(client.get(reverse("today")))
    assert content.count("You accepted the offer from Fernway.") == 1
    assert "1 other needs a word." in content
    assert content.count("btn-primary") == 1
    assert address(accepted) in content.split("btn-primary")[1]

    client.post(address(accepted), {"letter": interview.application.pk})
    content = main(client.get(reverse("today")))
    assert "You accepted" not in compact(content)
    assert compact(content).count("Larkspur hasn't been told.") == 1


def test_today_says_nothing_of_others_who_only_deserve_a_word(
    client: Client, owner: User, accepted: Application
) -> None:
    InterviewFactory.create(
        application=other(owner, "Halden"), now=timezone.now() - timedelta(days=9), status=InterviewStatus.HAPPENED
    )

    content = main(client.get(reverse("today")))

    assert "You accepted" not in compact(content)


def test_todays_row_goes_with_the_acceptance(client: Client, owner: User, accepted: Application) -> None:
    booked(owner, "Larkspur")
    end_application(accepted, Outcome.REJECTED, actor=owner, now=timezone.now())

    assert "You accepted" not in compact(main(client.get(reverse("today"))))
