"""The calendar, by month and by week."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from tests.factories import ApplicationFactory, InterviewFactory
from tests.markup import compact
from tracker.domain.interviews import reschedule_interview
from tracker.models import Interview
from tracker.views.calendar import CalendarDay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signed_in")]


def booked(owner: User, start: datetime, company: str = "Fernway") -> Interview:
    application = ApplicationFactory.create(owner=owner, company_name=company)
    return InterviewFactory.create(application=application, starts_at=start)


def days(client: Client, **query: str) -> dict[date, CalendarDay]:
    return {day.date: day for day in client.get(reverse("calendar"), query).context["days"]}


def links(day: CalendarDay) -> list[str]:
    return [item["url"] for item in day.items]


def test_month_puts_an_interview_on_the_readers_day(client: Client, owner: User) -> None:
    late = booked(owner, datetime(2027, 3, 9, 23, 30, tzinfo=UTC))

    shown = days(client, on="2027-03-01")

    assert links(shown[date(2027, 3, 10)]) == [reverse("interview_detail", args=[late.pk])]
    assert "00:30" in client.get(reverse("calendar"), {"on": "2027-03-01"}).content.decode()


def test_month_is_shown_in_whole_weeks_of_the_reader(client: Client, owner: User) -> None:
    shown = list(days(client, on="2027-03-15"))
    owner.first_weekday = User.Weekday.SUNDAY
    owner.save(update_fields=["first_weekday"])
    other = list(days(client, on="2027-03-15"))

    assert (shown[0], shown[-1]) == (date(2027, 3, 1), date(2027, 4, 4))
    assert (other[0], other[-1]) == (date(2027, 2, 28), date(2027, 4, 3))


def test_month_shows_steps_and_closing_dates_of_open_applications(client: Client, owner: User) -> None:
    day = date(2027, 3, 9)
    closing = ApplicationFactory.create(owner=owner, closes_on=day)
    step = ApplicationFactory.create(owner=owner, next_action="Call", next_action_on=day)
    ApplicationFactory.create(owner=owner, next_action="Gone", next_action_on=day, outcome="rejected")
    ApplicationFactory.create(next_action="Somebody else's", next_action_on=day)

    shown = days(client, on="2027-03-01")[day]

    assert [item["text"].partition(": ") for item in shown.items] == [
        (step.company.name, ": ", "Call"),
        ("Closes", ": ", closing.company.name),
    ]


def test_week_shows_seven_days(client: Client, owner: User) -> None:
    interview = booked(owner, datetime(2027, 3, 10, 9, 0, tzinfo=UTC))

    shown = days(client, view="week", on="2027-03-12")

    assert min(shown) == date(2027, 3, 8)
    assert len(shown) == 7
    assert links(shown[date(2027, 3, 10)]) == [reverse("interview_detail", args=[interview.pk])]


def test_month_is_empty_whatever_the_days_around_it_hold(client: Client, owner: User) -> None:
    booked(owner, datetime(2027, 4, 2, 9, tzinfo=UTC))

    march = client.get(reverse("calendar"), {"on": "2027-03-15"}).content.decode()

    assert "Nothing this month." in march
    assert "Nothing this month." not in compact(client.get(reverse("calendar"), {"on": "2027-04-15"}).content.decode())


def test_week_without_anything_says_what_it_would_show(client: Client, owner: User) -> None:
    booked(owner, datetime(2027, 3, 10, 9, tzinfo=UTC))

    said = [
        "Nothing this week." in client.get(reverse("calendar"), {"view": "week", "on": on}).content.decode()
        for on in ("2027-03-10", "2027-03-17")
    ]

    assert said == [False, True]


def test_calendar_shows_the_interviews_own_clock_where_it_differs(client: Client, owner: User) -> None:
    start = datetime(2027, 3, 10, 15, 0, tzinfo=UTC)
    interview = booked(owner, start)
    here = client.get(reverse("calendar"), {"view": "week", "on": "2027-03-10"}).content.decode()
    assert "cal-zone" not in here

    zone = ZoneInfo("America/New_York")
    reschedule_interview(interview, starts_at=start, time_zone=zone, by_them=True, actor=owner, now=timezone.now())

    week = client.get(reverse("calendar"), {"view": "week", "on": "2027-03-10"}).content.decode()
    month = client.get(reverse("calendar"), {"on": "2027-03-10"}).content.decode()
    for shown in (week, month):
        assert "<b>16:00</b>" in shown
        assert '<small class="cal-zone">10:00 New York</small>' in compact(shown)


def test_week_in_which_clocks_change_has_each_day_once(client: Client, owner: User) -> None:
    start = datetime(2027, 3, 28, 21, 30, tzinfo=UTC)
    booked(owner, start)

    shown = days(client, view="week", on="2027-03-28")

    assert len(shown) == 7
    assert len(shown[start.astimezone(ZoneInfo("Europe/Berlin")).date()].items) == 1


@pytest.mark.parametrize("on", ["nonsense", "2027-02-31", "0001-01-01", "9999-12-31", ""])
def test_day_that_is_none_is_today(client: Client, owner: User, on: str) -> None:
    response = client.get(reverse("calendar"), {"on": on})

    assert response.status_code == 200
    assert response.context["on"] == timezone.localdate(timezone=owner.time_zone)


def test_cancelled_interview_is_struck_through(client: Client, owner: User) -> None:
    interview = booked(owner, datetime(2027, 3, 10, 9, 0, tzinfo=UTC))
    client.post(reverse("interview_status", args=[interview.pk]), {"status": "cancelled_by_them"})

    assert "is-cancelled" in client.get(reverse("calendar"), {"on": "2027-03-01"}).content.decode()


def test_calendar_cost_does_not_grow_with_rows(
    client: Client, owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for rows in (1, 3):
        while Interview.objects.for_user(owner).count() < rows:
            booked(owner, datetime(2027, 3, 10, 9, 0, tzinfo=UTC), company=f"Company {rows}")
        with django_assert_num_queries(5):
            client.get(reverse("calendar"), {"on": "2027-03-01"})
        with django_assert_num_queries(5):
            client.get(reverse("calendar"), {"on": "2027-03-10", "view": "week"})


def test_a_full_day_of_a_month_shows_the_first_and_leads_to_its_week(client: Client, owner: User) -> None:
    hours = [booked(owner, datetime(2027, 3, 10, hour, 0, tzinfo=UTC)) for hour in (11, 9, 13, 10)]
    ApplicationFactory.create(owner=owner, closes_on=date(2027, 3, 10))

    month = days(client, on="2027-03-01")[date(2027, 3, 10)]
    week = days(client, view="week", on="2027-03-10")[date(2027, 3, 10)]

    first = [reverse("interview_detail", args=[hours[n].pk]) for n in (1, 3, 0)]
    assert (links(month), month.more) == (first, 2)
    assert (len(week.items), week.more) == (5, 0)
    page = client.get(reverse("calendar"), {"on": "2027-03-01"}).content.decode()
    assert "?view=week&amp;on=2027-03-10" in page
    assert "2 more" in page
