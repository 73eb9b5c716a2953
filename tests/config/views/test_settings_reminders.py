"""Which reminders come, and when their mails may."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.quiet_hours import end_of_quiet_hours
from reminders.domain.delivery_handler import ReminderHandler
from reminders.domain.in_app import deliver_in_app_batch
from reminders.domain.notification_preferences import save_notification_preferences
from reminders.domain.reminders import add_reminder, reschedule_anchored_reminders, snooze_reminder
from reminders.models import Delivery, Reminder
from reminders.states import DeliveryChannel, DeliveryState, Lane
from tests.factories import NOW, InterviewFactory, MailAccountFactory, UserFactory, WithdrawalFactory
from withdrawals.domain.core.reminders import warn_user
from withdrawals.domain.core.request_builders import notice_request
from withdrawals.timing import plan_notice

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = (time(22), time(7))


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


@pytest.fixture
def sleeper() -> User:
    """In Berlin, with a mail account and quiet nights."""
    user = UserFactory.create(quiet_from=NIGHT[0], quiet_until=NIGHT[1])
    MailAccountFactory.create(owner=user)
    return user


def times(reminder: Reminder) -> dict[str, datetime]:
    return dict(reminder.deliveries.values_list("channel", "due_at"))


def remind(owner: User, due_at: datetime, **details: Any) -> Reminder:
    return add_reminder(owner=owner, kind=details.pop("kind", "own"), title="Call", due_at=due_at, now=NOW, **details)


@pytest.mark.parametrize(
    ("hours", "moment", "end"),
    [
        (NIGHT, "2026-11-24 22:00", "2026-11-25 07:00"),
        (NIGHT, "2026-11-25 06:59", "2026-11-25 07:00"),
        (NIGHT, "2026-11-25 07:00", None),
        (NIGHT, "2026-11-24 21:59", None),
        ((time(12), time(14)), "2026-11-24 13:30", "2026-11-24 14:00"),
        ((time(12), time(14)), "2026-11-24 14:00", None),
        # The clock goes back at three in the night of 25 October, forward at two in that of 28 March.
        (NIGHT, "2026-10-24 23:00", "2026-10-25 07:00"),
        (NIGHT, "2027-03-27 23:00", "2027-03-28 07:00"),
        ((None, None), "2026-11-25 03:00", None),
    ],
)
def test_quiet_hours_end_by_the_persons_clock(hours: tuple[time | None, time | None], moment: str, end: Any) -> None:
    user = User(time_zone=BERLIN, quiet_from=hours[0], quiet_until=hours[1])
    assert end_of_quiet_hours(user, berlin(moment)) == (berlin(end) if end else None)


def test_mail_in_quiet_hours_waits_and_the_app_does_not(sleeper: User) -> None:
    due = berlin("2026-11-25 02:00")
    found = times(remind(sleeper, due))
    assert found == {DeliveryChannel.IN_APP: due, DeliveryChannel.EMAIL: berlin("2026-11-25 07:00")}


def test_mail_outside_of_quiet_hours_comes_at_its_time(sleeper: User) -> None:
    due = berlin("2026-11-25 09:00")
    assert set(times(remind(sleeper, due)).values()) == {due}


def test_snoozed_into_the_night_waits_for_the_morning(sleeper: User) -> None:
    reminder = remind(sleeper, berlin("2026-11-25 09:00"))
    snooze_reminder(reminder, until=berlin("2026-11-26 23:00"), now=NOW)
    assert times(reminder)[DeliveryChannel.EMAIL] == berlin("2026-11-27 07:00")


def test_moved_interview_takes_its_mail_out_of_the_night(sleeper: User) -> None:
    interview = InterviewFactory.create(application__owner=sleeper, starts_at=berlin("2026-11-27 23:30"))
    day = Reminder.objects.get(kind="interview_day")
    assert times(day)[DeliveryChannel.EMAIL] == berlin("2026-11-27 07:00")
    about, start = f"interview:{interview.pk}", berlin("2026-11-28 12:00")
    reschedule_anchored_reminders(owner=sleeper, about=about, anchor_at=start, now=NOW)
    assert times(day)[DeliveryChannel.EMAIL] == berlin("2026-11-27 12:00")


def test_mail_that_would_come_after_the_interview_does_not_wait(sleeper: User) -> None:
    InterviewFactory.create(application__owner=sleeper, starts_at=berlin("2026-11-26 07:00"))
    hour = Reminder.objects.get(kind="interview_hour")
    assert times(hour)[DeliveryChannel.EMAIL] == berlin("2026-11-26 06:00")


def test_deadline_of_a_notice_wakes_the_person(sleeper: User) -> None:
    interview = InterviewFactory.create(application__owner=sleeper, starts_at=berlin("2026-11-27 09:00"))
    withdrawal = WithdrawalFactory.create(application=interview.application, interview=interview)
    last_call = Reminder.objects.get(kind="notice", due_at=berlin("2026-11-27 05:00"))
    assert times(last_call)[DeliveryChannel.EMAIL] == berlin("2026-11-27 05:00")
    warn_user(withdrawal, "The address was refused.", now=berlin("2026-11-26 23:30"))
    assert times(Reminder.objects.get(kind="letter_trouble"))[DeliveryChannel.EMAIL] == berlin("2026-11-26 23:30")


def test_new_quiet_hours_move_the_mails_that_wait(sleeper: User) -> None:
    night = remind(sleeper, berlin("2026-11-25 02:00"))
    lunch = remind(sleeper, berlin("2026-11-25 13:00"))
    urgent = remind(sleeper, berlin("2026-11-25 13:00"), lane=Lane.DEADLINE)
    wishes: dict[str, Any] = {"muted_kinds": [], "reminder_emails": True}
    save_notification_preferences(sleeper, **wishes, quiet_from=time(12), quiet_until=time(14), now=NOW)
    assert times(night)[DeliveryChannel.EMAIL] == berlin("2026-11-25 02:00")
    assert times(lunch)[DeliveryChannel.EMAIL] == berlin("2026-11-25 14:00")
    assert times(urgent)[DeliveryChannel.EMAIL] == berlin("2026-11-25 13:00")
    save_notification_preferences(sleeper, **wishes, quiet_from=None, quiet_until=None, now=NOW)
    assert set(times(lunch).values()) == {berlin("2026-11-25 13:00")}


def wanted(reminder: Reminder) -> set[str]:
    """The channels by which the engine would let it go."""
    rows = list(reminder.deliveries.all())
    ids = ReminderHandler().still_wanted(rows)
    return {row.channel for row in rows if row.pk in ids}


def test_muted_kind_goes_out_by_no_way_and_others_go_on(sleeper: User) -> None:
    sleeper.muted_kinds = ["thank_you"]
    sleeper.save()
    thanks, own = remind(sleeper, NOW, kind="thank_you"), remind(sleeper, NOW)
    assert wanted(thanks) == set()
    assert wanted(own) == {DeliveryChannel.IN_APP, DeliveryChannel.EMAIL}
    deliver_in_app_batch(lane=Lane.NORMAL, now=NOW)
    states = Delivery.objects.filter(channel=DeliveryChannel.IN_APP).order_by("pk").values_list("state", flat=True)
    assert list(states) == [DeliveryState.CANCELLED, DeliveryState.SENT]


def test_without_reminder_mails_only_the_app_reminds(sleeper: User) -> None:
    sleeper.reminder_emails = False
    sleeper.save()
    assert wanted(remind(sleeper, NOW)) == {DeliveryChannel.IN_APP}


def test_muted_kind_is_no_longer_shown(sleeper: User, client: Client) -> None:
    client.force_login(sleeper)
    remind(sleeper, NOW - timedelta(days=1), kind="thank_you")
    assert "Call" in client.get(reverse("today")).content.decode()
    sleeper.muted_kinds = ["thank_you"]
    sleeper.save()
    assert "Call" not in client.get(reverse("today")).content.decode()


def test_wishes_are_saved_and_shown(signed_in: Client, owner: User) -> None:
    data = {"kinds": ["interview_hour", "notice"], "quiet_from": "21:30", "quiet_until": "06:45"}
    assert signed_in.post(reverse("settings_reminders"), data).status_code == 302
    owner.refresh_from_db()
    assert set(owner.muted_kinds) == {
        "interview_day",
        "thank_you",
        "follow_up",
        "no_answer",
        "feedback",
        "keep_in_touch",
        "closing_date",
    }
    assert (owner.reminder_emails, owner.quiet_from, owner.quiet_until) == (False, time(21, 30), time(6, 45))
    page = signed_in.get(reverse("settings_reminders")).content.decode()
    assert 'value="21:30"' in page and page.count("checked") == 2


@pytest.mark.parametrize(
    ("begin", "end", "words"),
    [
        ("22:00", "", "Give both times"),
        ("", "07:00", "Give both times"),
        ("22:00", "22:00", "two different times"),
        ("late", "07:00", "Enter a valid time"),
    ],
)
def test_half_quiet_hours_are_refused_beside_the_field(
    signed_in: Client, owner: User, begin: str, end: str, words: str
) -> None:
    answer = signed_in.post(reverse("settings_reminders"), {"quiet_from": begin, "quiet_until": end})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    owner.refresh_from_db()
    assert owner.quiet_from is None and owner.muted_kinds == []


def test_notice_that_a_programme_asks_for_shapes_the_plan() -> None:
    interview = InterviewFactory.create(application__owner__campus_hours=72, now=NOW)
    withdrawal = WithdrawalFactory.create(application=interview.application, interview=interview)
    asked = plan_notice(notice_request(withdrawal, None, now=NOW))
    withdrawal.owner.campus_hours = None
    usual = plan_notice(notice_request(withdrawal, None, now=NOW))
    assert asked.send_by is not None and usual.send_by is not None
    assert asked.send_by < usual.send_by
