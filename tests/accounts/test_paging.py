"""Pages of lists, counted and not."""

import pytest
from django.contrib.auth.models import Group
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.paging import COUNT_LIMIT, paginate, paginate_with_count
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

ALL = User.objects.order_by("pk")


@pytest.fixture
def people() -> list[User]:
    return [UserFactory.create() for _ in range(5)]


@pytest.mark.parametrize(
    ("number", "shown", "has_previous", "has_next"),
    [
        (None, slice(0, 2), False, True),
        ("2", slice(2, 4), True, True),
        ("3", slice(4, 5), True, False),
    ],
)
def test_page_knows_whether_there_is_more(
    people: list[User], number: str | None, shown: slice, has_previous: bool, has_next: bool
) -> None:
    page = paginate(ALL, number, 2)
    assert list(page) == people[shown]
    assert (page.has_previous, page.has_next) == (has_previous, has_next)


def test_page_that_is_just_full_is_the_last(people: list[User]) -> None:
    page = paginate(ALL, "1", 5)
    assert (page.rows, page.number, page.has_next) == (people, 1, False)


@pytest.mark.parametrize("number", ["", "x", "0", "-2", "²", "4", "9" * 17, "9" * 400])
def test_page_that_is_not_there_is_the_first(people: list[User], number: str) -> None:
    page = paginate(ALL, number, 2)
    assert (page.rows, page.number) == (people[:2], 1)


def test_page_of_nothing_is_empty() -> None:
    page = paginate(ALL, "7", 2)
    assert (page.rows, page.number, page.has_previous, page.has_next) == ([], 1, False, False)


def test_counted_page_says_where_it_stands(
    people: list[User], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        first = paginate_with_count(ALL, None, 2)
    with django_assert_num_queries(1):
        last = paginate_with_count(ALL, "3", 2)
    assert (first.start, first.end, first.counted) == (1, 2, "5")
    assert (last.start, last.end, last.counted) == (5, 5, "5")


def test_counted_page_of_nothing_counts_nothing() -> None:
    page = paginate_with_count(ALL, None, 2)
    assert (page.start, page.end, page.counted) == (0, 0, "0")


def test_count_stops_at_a_thousand() -> None:
    Group.objects.bulk_create([Group(name=f"{n}") for n in range(COUNT_LIMIT + 5)])
    found = Group.objects.order_by("pk")
    assert paginate_with_count(found, None, 50).counted == "1,000+"
    assert paginate_with_count(found, None, 50).has_next
    deep = paginate_with_count(found, "21", 50)
    assert (deep.start, deep.end, deep.has_next) == (1001, 1005, False)
