"""The list of applications: found by words, narrowed, ordered, page by page."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from tests.factories import ApplicationFactory, UserFactory
from tests.markup import compact
from tracker.domain.companies import get_or_add_source, get_or_add_tags
from tracker.forms.lists import SORT_CHOICES, SORTS
from tracker.states import Outcome, Stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signed_in")]


def titles(client: Client, **query: str) -> list[str]:
    page = client.get(reverse("application_list"), query).context["page"]
    return [application.title for application in page.rows]


def test_list_shows_own_applications_the_latest_first(client: Client, owner: User) -> None:
    now = timezone.now()
    ApplicationFactory.create(owner=owner, title="Older", now=now - timedelta(days=2))
    ApplicationFactory.create(owner=owner, title="Newer", now=now - timedelta(days=1))
    ApplicationFactory.create(title="Somebody else's")

    assert titles(client) == ["Newer", "Older"]


def test_list_says_its_order_where_no_heading_shows_it(client: Client, owner: User) -> None:
    assert "last changed first" not in compact(client.get(reverse("application_list")).content.decode())
    ApplicationFactory.create(owner=owner)

    assert ", last changed first</span></p>" in compact(client.get(reverse("application_list")).content.decode())
    assert "1 in all</p>" in compact(client.get(reverse("application_list"), {"sort": "title"}).content.decode())


def test_list_finds_each_word_in_role_company_place_or_tag(client: Client, owner: User) -> None:
    tags = get_or_add_tags(owner=owner, names=["python"])
    ApplicationFactory.create(owner=owner, title="Data Analyst", company_name="Fernway", location="Berlin", tags=tags)
    ApplicationFactory.create(owner=owner, title="Designer", company_name="Northwind")

    assert titles(client, q="analyst fern") == ["Data Analyst"]
    assert titles(client, q="berlin python") == ["Data Analyst"]
    assert titles(client, q="analyst northwind") == []


def test_list_narrows_by_stage_and_outcome(client: Client, owner: User) -> None:
    ApplicationFactory.create(owner=owner, title="Open", stage=Stage.SCREENING)
    ApplicationFactory.create(owner=owner, title="Ended", stage=Stage.SCREENING, outcome=Outcome.REJECTED)
    ApplicationFactory.create(owner=owner, title="Saved", stage=Stage.SAVED)

    assert sorted(titles(client, stage="screening")) == ["Ended", "Open"]
    assert titles(client, stage="screening", show="open") == ["Open"]
    assert titles(client, show="ended") == ["Ended"]
    assert titles(client, show="rejected") == ["Ended"]
    assert titles(client, show="archived") == []


def test_list_shows_the_quiet_ones(client: Client, owner: User) -> None:
    now = timezone.now()
    ApplicationFactory.create(owner=owner, title="Quiet", now=now - timedelta(days=40))
    ApplicationFactory.create(owner=owner, title="Fresh", now=now)

    assert titles(client, show="quiet") == ["Quiet"]


def test_list_sorts_both_ways_and_ignores_nonsense(client: Client, owner: User) -> None:
    for title in ("B", "C", "A"):
        ApplicationFactory.create(owner=owner, title=title)

    assert titles(client, sort="title") == ["A", "B", "C"]
    assert titles(client, sort="-title") == ["C", "B", "A"]
    assert sorted(titles(client, sort="nonsense", stage="nonsense", show="nonsense")) == ["A", "B", "C"]


def test_list_page_keeps_the_rest_of_the_address(client: Client, owner: User) -> None:
    for number in range(51):
        ApplicationFactory.create(owner=owner, title=f"Role {number}", company_name="Fernway")

    first = client.get(reverse("application_list"), {"q": "fernway"}).content.decode()
    assert "1 to 50 of 51" in first
    assert "?q=fernway&amp;page=2" in first
    assert len(titles(client, page="2")) == 1


def test_list_cost_does_not_grow_with_rows(
    client: Client, owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for rows in (1, 3):
        while owner_rows(owner) < rows:
            ApplicationFactory.create(owner=owner)
        with django_assert_num_queries(3):
            client.get(reverse("application_list"))


def owner_rows(owner: User) -> int:
    from tracker.models import Application

    return Application.objects.for_user(owner).count()


def test_list_says_what_to_do_when_it_is_empty(client: Client, owner: User) -> None:
    page = client.get(reverse("application_list")).content.decode()
    assert "No applications yet." in page
    assert "Filter applications" not in compact(page)
    found = client.get(reverse("application_list"), {"q": "x"}).content.decode()
    assert "Nothing matches." in found
    assert "Filter applications" in found


def test_list_offers_its_filter_once_there_is_something(client: Client, owner: User) -> None:
    ApplicationFactory.create(owner=owner)

    assert "Filter applications" in client.get(reverse("application_list")).content.decode()


def test_list_narrows_by_company_tag_and_source_called_so(client: Client, owner: User) -> None:
    tags = get_or_add_tags(owner=owner, names=["go", "python"])
    source = get_or_add_source(owner=owner, name="Job fair")
    ApplicationFactory.create(owner=owner, title="One", company_name="Fern", tags=tags[:1], source=source)
    ApplicationFactory.create(owner=owner, title="Two", company_name="Fernway", tags=tags[1:])
    ApplicationFactory.create(owner=owner, title="Three", company_name="Northwind")

    assert titles(client, company="fern") == ["One"]
    assert titles(client, company="way") == ["Two"]
    assert titles(client, tag="GO") == ["One"]
    assert titles(client, tag="pyth") == ["Two"]
    assert titles(client, source="fair") == ["One"]
    assert titles(client, source="fair", company="Northwind") == []


def test_filters_by_name_are_chips_that_take_only_themselves_off(client: Client, owner: User) -> None:
    ApplicationFactory.create(
        owner=owner, company_name="Fernway", tags=get_or_add_tags(owner=owner, names=["c++ & go"])
    )

    response = client.get(
        reverse("application_list"), {"company": "Fernway", "tag": "c++ & go", "sort": "title", "page": "1"}
    )

    chips = {chip.label: chip.without for chip in response.context["form"].chips}
    assert chips == {
        "Company: Fernway": "?tag=c%2B%2B+%26+go&sort=title",
        "Tag: c++ & go": "?company=Fernway&sort=title",
    }
    assert "?company=Fernway&amp;sort=title" in response.content.decode()


@pytest.mark.parametrize("kind", ["company", "tag", "source"])
def test_lookup_offers_own_names_that_match(client: Client, owner: User, kind: str) -> None:
    for person, name in ((owner, "Alpha"), (owner, "Beta"), (UserFactory.create(), "Alphabet")):
        tags = get_or_add_tags(owner=person, names=[name])
        source = get_or_add_source(owner=person, name=name)
        ApplicationFactory.create(owner=person, company_name=name, tags=tags, source=source)

    content = client.get(reverse("filter_lookup"), {"kind": kind, kind: "alph"}).content.decode()

    assert content.count("<option") == 1
    assert 'value="Alpha"' in content
    assert client.get(reverse("filter_lookup"), {"kind": "owner"}).status_code == 400


def test_list_ships_no_lookups(client: Client, owner: User) -> None:
    for number in range(3):
        ApplicationFactory.create(owner=owner, company_name=f"Company {number}")

    assert "<datalist" in (content := client.get(reverse("application_list"), {"q": "Company 1"}).content.decode())
    assert "Company 2" not in compact(content)


@pytest.mark.parametrize("sort", ["title", "company", "stage", "location", "pay", "applied", "next"])
def test_every_column_sorts_and_says_how(client: Client, owner: User, sort: str) -> None:
    ApplicationFactory.create(owner=owner)

    content = client.get(reverse("application_list"), {"sort": sort, "show": "open"}).content.decode()
    assert content.count('aria-sort="ascending"') == 1
    assert f"?sort=-{sort}&amp;show=open" in content
    content = client.get(reverse("application_list"), {"sort": f"-{sort}"}).content.decode()
    assert content.count('aria-sort="descending"') == 1


def test_pay_sorts_by_the_year_within_a_currency(client: Client, owner: User) -> None:
    for title, amount, period, currency in (
        ("Hourly", 40, "hour", "EUR"),  # 83,200 a year
        ("Yearly", 70_000, "year", "EUR"),
        ("Monthly", 7_000, "month", "EUR"),  # 84,000 a year
        ("Yen", 9_000_000, "year", "JPY"),
        ("Unknown", None, "", ""),
    ):
        ApplicationFactory.create(owner=owner, title=title, salary_max=amount, period=period, currency=currency)

    assert titles(client, sort="-pay") == ["Monthly", "Hourly", "Yearly", "Yen", "Unknown"]
    assert titles(client, sort="pay") == ["Yearly", "Hourly", "Monthly", "Yen", "Unknown"]


def test_stage_sorts_by_how_far_it_got_and_the_ended_last(client: Client, owner: User) -> None:
    ApplicationFactory.create(owner=owner, title="Ended", stage=Stage.OFFER, outcome=Outcome.DECLINED)
    ApplicationFactory.create(owner=owner, title="Offer", stage=Stage.OFFER)
    ApplicationFactory.create(owner=owner, title="Saved", stage=Stage.SAVED)

    assert titles(client, sort="-stage") == ["Offer", "Saved", "Ended"]


def test_a_filter_by_name_costs_no_more_with_more_rows(
    client: Client, owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for rows in (1, 3):
        while owner_rows(owner) < rows:
            ApplicationFactory.create(owner=owner, company_name="Fernway")
        with django_assert_num_queries(4):
            client.get(reverse("application_list"), {"company": "fernway"})


def test_every_order_is_offered_in_words_and_the_chosen_one_is_kept(client: Client, owner: User) -> None:
    ApplicationFactory.create(owner=owner, title="Analyst", company_name="Fernway")
    asked = {"q": "analyst", "stage": "applied", "company": "Fernway", "sort": "-pay"}

    response = client.get(reverse("application_list"), asked)

    form = compact(response.content.decode()).split('aria-label="Filter applications"')[1].split("</form>")[0]
    select = form.split('<select class="form-select only-phone" name="sort"')[1].split("</select>")[0]
    values = re.findall(r'<option value="([^"]*)"', select)
    assert {value.removeprefix("-") for value in values} == {"", *SORTS}
    assert re.findall(r'<option value="([^"]*)" selected', select) == ["-pay"]
    assert form.count('name="sort"') == 1
    for rest in ('name="q"', 'value="analyst"', '<option value="applied" selected', 'value="Fernway"'):
        assert rest in form
    assert 'name="page"' not in form


def test_every_order_in_words_is_one_that_is_kept(client: Client, owner: User) -> None:
    for title in ("Analyst", "Designer"):
        ApplicationFactory.create(owner=owner, title=title, now=timezone.now())

    for value, _ in SORT_CHOICES:
        response = client.get(reverse("application_list"), {"sort": value})
        assert response.context["form"].cleaned_data["sort"] == value
    assert titles(client, sort="recent") == ["Analyst", "Designer"]
    assert titles(client, sort="") == ["Designer", "Analyst"]
