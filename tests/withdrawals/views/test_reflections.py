"""Reflections: written in one line or more, found again, and seen by nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests.factories import ApplicationFactory, ReflectionFactory, UserFactory, WithdrawalFactory
from tests.markup import compact
from withdrawals.models import Reflection

pytestmark = pytest.mark.django_db


def reflect(user: User, lesson: str, **more: Any) -> Reflection:
    application = more.pop("application", None) or ApplicationFactory.create(owner=user)
    made: Reflection = ReflectionFactory.create(application=application, lesson=lesson, **more)
    return made


def listed(client: Client, **query: Any) -> str:
    answer = client.get(reverse("reflection_list"), query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_empty_list_says_what_to_do(client: Client, user: User) -> None:
    assert "Nothing written yet." in listed(client)


def test_list_shows_lessons_newest_first(client: Client, user: User) -> None:
    reflect(user, "The older one", now=timezone.now() - timedelta(days=2))
    reflect(user, "The newer one", now=timezone.now())
    page = listed(client)
    assert page.index("The newer one") < page.index("The older one")


def test_search_finds_every_word_and_marks_it(client: Client, user: User) -> None:
    reflect(user, "Ask for the pay range")
    reflect(user, "Bring water")
    page = listed(client, q="range pay")
    assert "<mark>pay</mark> <mark>range</mark>" in page
    assert "Bring water" not in compact(page)


def test_search_shows_markup_as_text(client: Client, user: User) -> None:
    reflect(user, "<b>bold</b>")
    page = listed(client, q="<b>")
    assert "<mark>&lt;b&gt;</mark>bold" in page


def test_search_without_a_match_says_so(client: Client, user: User) -> None:
    reflect(user, "Bring water")
    assert "Nothing found." in listed(client, q="no such words")


def test_filters_combine(client: Client, user: User) -> None:
    withdrawal = WithdrawalFactory.create(application=ApplicationFactory.create(owner=user), reason="salary")
    wanted = reflect(user, "The one wanted", application=withdrawal.application, withdrawal=withdrawal)
    reflect(user, "Another one", application=withdrawal.application)
    company = wanted.application.company_id
    page = listed(client, reason="salary", company=company, stage="applied", period="30")
    assert "The one wanted" in page
    assert "Another one" not in compact(page)


def test_filter_by_somebody_elses_company_finds_nothing(client: Client, user: User) -> None:
    reflect(user, "Mine")
    theirs = reflect(UserFactory.create(), "Theirs")
    page = listed(client, company=theirs.application.company_id)
    assert "Theirs" not in page
    assert "Mine" not in page


def test_filter_values_that_mean_nothing_are_left_out(client: Client, user: User) -> None:
    reflect(user, "Mine")
    assert "Mine" in listed(client, reason="x", company="y", period="1", page="z")


def test_filters_appear_from_ten_entries(client: Client, user: User) -> None:
    for number in range(9):
        reflect(user, f"Lesson {number}")
    assert 'aria-label="Filters"' not in listed(client)
    reflect(user, "Lesson 10")
    assert 'aria-label="Filters"' in listed(client)


def test_long_lists_have_pages(client: Client, user: User) -> None:
    application = ApplicationFactory.create(owner=user)
    for number in range(21):
        reflect(user, f"Lesson {number:02}", application=application)
    assert "Older" in listed(client, stage="applied")
    second = listed(client, stage="applied", page=2)
    assert "Lesson 00" in compact(second) and "Page 2" in compact(second)
    assert 'href="?stage=applied&amp;page=1"' in second
    assert "Older" not in second
    for elsewhere in ("3", "0", "-1", "x", "9" * 30):
        assert "Lesson 20" in listed(client, stage="applied", page=elsewhere)


def test_one_line_on_the_page_of_a_withdrawal_is_enough(client: Client, user: User) -> None:
    withdrawal = WithdrawalFactory.create(application=ApplicationFactory.create(owner=user))
    answer = client.post(reverse("withdrawal_reflect", args=[withdrawal.pk]), {"lesson": "Ask earlier", "here": "1"})
    assert answer["Location"] == reverse("withdrawal_detail", args=[withdrawal.pk])
    reflection = Reflection.objects.get()
    assert (reflection.lesson, reflection.withdrawal, reflection.finished_at) == ("Ask earlier", withdrawal, None)


def test_a_second_line_goes_into_the_same_reflection(client: Client, user: User) -> None:
    withdrawal = WithdrawalFactory.create(application=ApplicationFactory.create(owner=user))
    for lesson in ("First", "Second"):
        client.post(reverse("withdrawal_reflect", args=[withdrawal.pk]), {"lesson": lesson})
    assert Reflection.objects.get().lesson == "Second"


def test_adding_nothing_is_refused_beside_the_field(client: Client, user: User) -> None:
    application = ApplicationFactory.create(owner=user)
    answer = client.post(reverse("reflection_add", args=[application.pk]), {"lesson": " ", "ask_earlier": "Pay"})
    assert answer.status_code == 422
    assert "Write one line at least." in answer.content.decode()
    assert 'value="Pay"' in answer.content.decode()


def test_adding_with_all_answers_finishes_it(client: Client, user: User) -> None:
    application = ApplicationFactory.create(owner=user)
    client.post(
        reverse("reflection_add", args=[application.pk]),
        {"lesson": "L", "body": "**B**", "learned_at": "screening", "would_again": "no", "finish": "1"},
    )
    reflection = Reflection.objects.get()
    assert (reflection.learned_at, reflection.would_again) == ("screening", False)
    assert reflection.finished_at is not None
    assert "<strong>B</strong>" in client.get(reverse("reflection_detail", args=[reflection.pk])).content.decode()


def test_editing_shows_and_changes_the_answers(client: Client, user: User) -> None:
    reflection = reflect(user, "Before", ask_earlier="Pay", would_again=True)
    address = reverse("reflection_edit", args=[reflection.pk])
    assert 'value="Before"' in client.get(address).content.decode()
    client.post(address, {"lesson": "After", "would_again": ""})
    reflection.refresh_from_db()
    assert (reflection.lesson, reflection.ask_earlier, reflection.would_again) == ("After", "Pay", None)


def test_deleting_is_for_good(client: Client, user: User) -> None:
    reflection = reflect(user, "Gone")
    client.post(reverse("reflection_delete", args=[reflection.pk]))
    assert not Reflection.objects.exists()


@pytest.mark.parametrize("entries", [1, 3])
def test_list_queries_do_not_grow(client: Client, user: User, entries: int, django_assert_num_queries: Any) -> None:
    for number in range(entries):
        reflect(user, f"Lesson {number}")
    with django_assert_num_queries(5):
        listed(client)


@pytest.mark.parametrize("entries", [11, 23])
def test_filtered_list_takes_no_more_queries_than_the_plain_one(
    client: Client, user: User, entries: int, django_assert_num_queries: Any
) -> None:
    application = ApplicationFactory.create(owner=user)
    for number in range(entries):
        reflect(user, f"Lesson {number}", application=application)
    with django_assert_num_queries(4):
        listed(client, stage="applied", q="lesson")


def many(user: User, entries: int, **fields: Any) -> None:
    """That many reflections on one application, the first one the oldest."""
    application = ApplicationFactory.create(owner=user, company_name="Fernway")
    now = timezone.now()
    Reflection.objects.bulk_create(
        Reflection(
            owner=user,
            application=application,
            lesson=f"Lesson {number}.",
            created_at=(moment := now - timedelta(hours=entries - number)),
            updated_at=moment,
            finished_at=moment,
            **fields,
        )
        for number in range(entries)
    )


@pytest.mark.parametrize(("entries", "said"), [(300, "300 entries."), (301, "More than 300 entries.")])
def test_list_says_how_many_as_far_as_it_looks_back(client: Client, user: User, entries: int, said: str) -> None:
    many(user, entries)
    page = " ".join(listed(client).split())
    assert f">{said} Only you see them." in compact(page)
    assert ("Counted among the latest 300." in page) == (entries > 300)


def test_patterns_look_at_the_latest_and_say_so(client: Client, user: User) -> None:
    many(user, 298)
    for _ in range(3):
        reasoned(user, "salary", "interviewing", now=timezone.now())
    page = listed(client)
    assert '<meter max="3" value="3">3 of 3</meter>' in compact(page)
    assert "Of the latest 300 reflections." in page


def test_patterns_forget_what_is_older_than_the_latest(client: Client, user: User) -> None:
    for _ in range(3):
        reasoned(user, "salary", "interviewing", now=timezone.now() - timedelta(days=900))
    assert "3 of 3" in listed(client)
    many(user, 300)
    assert "None so far; shown from three." in listed(client)


def test_a_chosen_filter_that_no_chip_has_can_be_taken_off(client: Client, user: User) -> None:
    for number in range(9):
        for _ in range(2):
            reflect(user, "L", application=ApplicationFactory.create(owner=user, company_name=f"Aster {number}"))
    rare = reflect(user, "The rare one", application=ApplicationFactory.create(owner=user, company_name="Zephyr"))
    query = {"company": str(rare.application.company_id), "reason": "salary"}
    answer = client.get(reverse("reflection_list"), query)
    companies = {option["label"]: option for option in answer.context["filters"][2]["options"]}
    assert len(companies) == 9
    assert companies["Zephyr"] == {"label": "Zephyr", "count": None, "is_on": True, "address": "reason=salary"}
    assert [option["label"] for option in answer.context["filters"][0]["options"]] == ["Pay"]
    theirs = ApplicationFactory.create(company_name="Secret Ltd")
    assert "Secret Ltd" not in compact(listed(client, company=theirs.company_id))


def test_chips_show_how_often(client: Client, user: User) -> None:
    application = ApplicationFactory.create(owner=user, company_name="Fernway")
    for number in range(10):
        reflect(user, f"Lesson {number}", application=application, now=timezone.now() - timedelta(days=60))
    reflect(user, "The newest", now=timezone.now())
    chips = [
        (filter_["name"], option["label"], option["count"])
        for filter_ in client.get(reverse("reflection_list")).context["filters"]
        for option in filter_["options"]
    ]
    assert ("company", "Fernway", 10) in chips
    assert ("stage", "Applied", 11) in chips
    assert [chip for chip in chips if chip[0] == "period"] == [
        ("period", "Last 30 days", 1),
        ("period", "Last 90 days", 11),
        ("period", "Last year", 11),
    ]


def test_print_shows_everything_open_and_says_what_is_filtered(client: Client, user: User) -> None:
    reflect(user, "Ask for the pay range", body="Before **round two**.")
    reflect(user, "Bring water")
    page = client.get(reverse("reflection_print"), {"q": "pay", "stage": "applied"}).content.decode()
    assert f" {timezone.localdate().year}. 1 entry: “pay”, got as far as applied." in compact(page)
    assert "<strong>round two</strong>" in page
    assert "Bring water" not in compact(page)
    assert "side-nav" not in page
    assert "Nothing found for “no such”." in client.get(reverse("reflection_print"), {"q": "no such"}).content.decode()


@pytest.mark.parametrize(("entries", "said"), [(500, "500 entries."), (501, "The latest 500 entries.")])
def test_print_holds_the_latest_five_hundred_and_says_so(client: Client, user: User, entries: int, said: str) -> None:
    many(user, entries)
    page = client.get(reverse("reflection_print")).content.decode()
    assert said in compact(page)
    assert page.count("<article") == 500
    assert ("Lesson 0." in page) == (entries == 500)


@pytest.mark.parametrize("entries", [1, 3])
def test_print_queries_do_not_grow(client: Client, user: User, entries: int, django_assert_num_queries: Any) -> None:
    for number in range(entries):
        reflect(user, f"Lesson {number}")
    with django_assert_num_queries(3):
        assert client.get(reverse("reflection_print")).status_code == 200


def reasoned(user: User, reason: str, stage: str, **more: Any) -> None:
    withdrawal = WithdrawalFactory.create(application=ApplicationFactory.create(owner=user), reason=reason)
    reflect(user, "L", application=withdrawal.application, withdrawal=withdrawal, learned_at=stage, **more)


def test_patterns_are_silent_under_three(client: Client, user: User) -> None:
    reasoned(user, "salary", "interviewing")
    reasoned(user, "salary", "interviewing")
    assert "Two so far; shown from three." in listed(client)


def test_patterns_come_with_out_of_how_many(client: Client, user: User) -> None:
    for stage in ("interviewing", "interviewing", "screening", "offer"):
        reasoned(user, "salary", stage)
    reasoned(user, "location", "screening")
    page = listed(client)
    assert "Pay: interviewing" in page
    assert '<meter max="4" value="2">2 of 4</meter>' in compact(page)
    assert "n = 5" in page
    assert "Location: " not in compact(page)


def test_patterns_need_a_stage_that_comes_back(client: Client, user: User) -> None:
    for stage in ("interviewing", "screening", "offer"):
        reasoned(user, "salary", stage)
    assert "3 so far, none of them alike three times." in listed(client)
