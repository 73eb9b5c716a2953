from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.errors import Conflict
from accounts.models import User
from reminders.domain.reminders import (
    acknowledge_reminder,
    add_reminder,
    cancel_reminders,
    reschedule_anchored_reminders,
    restore_reminders,
    snooze_reminder,
    wall_time_to_utc,
)
from reminders.models import Delivery, Reminder
from reminders.states import DeliveryChannel, Lane
from tests.factories import NOW, UserFactory

pytestmark = pytest.mark.django_db

TOMORROW = NOW + timedelta(days=1)
DAY_BEFORE = timedelta(days=-1)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def ada() -> User:
    return UserFactory.create()


def remind(owner: User, **fields: object) -> Reminder:
    base: dict[str, object] = {
        "owner": owner,
        "kind": "interview",
        "title": "Interview",
        "about": "interview:1",
        "now": NOW,
    }
    if not {"anchor_at", "local_time"} & set(fields):
        base["due_at"] = TOMORROW
    return add_reminder(**base | fields)  # type: ignore[arg-type]


def live(reminder: Reminder) -> list[tuple[str, datetime]]:
    rows = reminder.deliveries.live().order_by("channel")
    return [(row.channel, row.due_at) for row in rows]


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        (datetime.fromisoformat("2026-07-01T09:00"), datetime(2026, 7, 1, 7, tzinfo=UTC)),
        (datetime.fromisoformat("2026-12-01T09:00"), datetime(2026, 12, 1, 8, tzinfo=UTC)),
        (datetime.fromisoformat("2027-03-28T02:30"), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),  # skipped: 03:30
        (datetime.fromisoformat("2026-10-25T02:30"), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # doubled: the first
    ],
)
def test_wall_time_in_berlin_is_this_instant(local: datetime, utc: datetime) -> None:
    assert wall_time_to_utc(local, BERLIN) == utc


def test_reminder_goes_out_by_every_channel(ada: User) -> None:
    reminder = remind(ada)

    assert live(reminder) == [("email", TOMORROW), ("in_app", TOMORROW)]
    assert set(Delivery.objects.values_list("kind", "policy", "lane", "about")) == {
        ("reminder", "at_least", "normal", "interview:1")
    }


def test_reminder_goes_out_by_the_channels_asked_for(ada: User) -> None:
    reminder = remind(ada, channels=[DeliveryChannel.IN_APP], lane=Lane.DEADLINE)

    assert live(reminder) == [("in_app", TOMORROW)]
    assert reminder.deliveries.get().lane == "deadline"


def test_reminder_at_a_wall_time_keeps_it(ada: User) -> None:
    reminder = remind(ada, local_time=datetime.fromisoformat("2026-12-01T09:00"), zone=BERLIN)

    reminder.refresh_from_db()
    assert reminder.due_at == datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert reminder.local_date is not None and reminder.local_time is not None
    assert datetime.combine(reminder.local_date, reminder.local_time) == datetime.fromisoformat("2026-12-01T09:00")


@pytest.mark.parametrize(
    "when",
    [{}, {"due_at": NOW, "anchor_at": NOW, "offset": DAY_BEFORE}, {"local_time": datetime.fromisoformat("2026-12-01")}],
)
def test_reminder_with_no_or_two_times_is_a_mistake(ada: User, when: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="give one of"):
        add_reminder(owner=ada, kind="k", title="t", now=NOW, **when)  # type: ignore[arg-type]


def test_reminder_whose_anchor_leaves_no_time_lapses(ada: User) -> None:
    reminder = remind(ada, anchor_at=NOW + timedelta(hours=5), offset=DAY_BEFORE)

    assert reminder.lapsed
    assert not Reminder.objects.open().exists()
    assert not Delivery.objects.exists()


def test_cancelling_calls_back_what_is_on_its_way(ada: User) -> None:
    kept = remind(ada, about="interview:2")
    gone = remind(ada)

    assert cancel_reminders(owner=ada, about="interview:1", now=NOW) == [gone.pk]

    assert (live(gone), len(live(kept))) == ([], 2)
    assert list(Reminder.objects.open()) == [kept]


def test_cancelling_minds_owner_and_kinds(ada: User) -> None:
    remind(UserFactory.create())
    remind(ada, kind="prepare")
    mine = remind(ada)

    assert cancel_reminders(owner=ada, about="interview:1", kinds=["interview"], now=NOW) == [mine.pk]


def test_restoring_brings_back_what_is_still_to_come(ada: User) -> None:
    soon, late = remind(ada, due_at=NOW + timedelta(hours=1)), remind(ada)
    ids = cancel_reminders(owner=ada, about="interview:1", now=NOW)

    assert restore_reminders(owner=ada, ids=ids, now=NOW + timedelta(hours=2)) == 1

    assert (live(soon), len(live(late))) == ([], 2)
    assert Delivery.objects.count() == 4


def test_restoring_the_reminders_of_another_does_nothing(ada: User) -> None:
    remind(ada)
    ids = cancel_reminders(owner=ada, about="interview:1", now=NOW)

    assert restore_reminders(owner=UserFactory.create(), ids=ids, now=NOW) == 0


def test_anchor_moves_its_reminders(ada: User) -> None:
    start = NOW + timedelta(days=3)
    reminder = remind(ada, anchor_at=start, offset=DAY_BEFORE)
    later = start + timedelta(days=7)

    assert reschedule_anchored_reminders(owner=ada, about="interview:1", anchor_at=later, now=NOW) == 1

    assert live(reminder) == [("email", later + DAY_BEFORE), ("in_app", later + DAY_BEFORE)]


def test_anchor_moved_too_near_lets_lapse_and_moved_away_revives(ada: User) -> None:
    reminder = remind(ada, anchor_at=NOW + timedelta(days=3), offset=DAY_BEFORE)

    assert (
        reschedule_anchored_reminders(owner=ada, about="interview:1", anchor_at=NOW + timedelta(hours=2), now=NOW) == 0
    )
    assert live(reminder) == []

    far = NOW + timedelta(days=9)
    assert reschedule_anchored_reminders(owner=ada, about="interview:1", anchor_at=far, now=NOW) == 1
    assert len(live(reminder)) == 2


def test_anchor_moved_after_delivery_reminds_again(ada: User) -> None:
    reminder = remind(ada, anchor_at=NOW + timedelta(days=2), offset=DAY_BEFORE)
    acknowledge_reminder(reminder, now=TOMORROW)

    reschedule_anchored_reminders(owner=ada, about="interview:1", anchor_at=NOW + timedelta(days=9), now=TOMORROW)

    assert len(live(reminder)) == 2
    assert Reminder.objects.open().exists()


def test_anchor_that_did_not_move_repeats_nothing(ada: User) -> None:
    start = NOW + timedelta(days=2)
    reminder = remind(ada, anchor_at=start, offset=DAY_BEFORE)
    reminder.deliveries.update(state="sent", sent_at=TOMORROW, wake_at=None)

    reschedule_anchored_reminders(owner=ada, about="interview:1", anchor_at=start, now=TOMORROW)

    assert live(reminder) == []


def test_anchor_leaves_cancelled_by_the_person_alone(ada: User) -> None:
    reminder = remind(ada, anchor_at=NOW + timedelta(days=3), offset=DAY_BEFORE)
    cancel_reminders(owner=ada, about="interview:1", now=NOW)

    assert (
        reschedule_anchored_reminders(owner=ada, about="interview:1", anchor_at=NOW + timedelta(days=9), now=NOW) == 0
    )
    assert live(reminder) == []


def test_acknowledging_ends_the_chasers_and_may_be_repeated(ada: User) -> None:
    reminder = remind(ada)

    acknowledge_reminder(reminder, now=NOW)
    acknowledge_reminder(reminder, now=TOMORROW)

    assert (reminder.acknowledged_at, live(reminder)) == (NOW, [])


def test_snooze_says_it_again_by_the_same_channels(ada: User) -> None:
    reminder = remind(ada, due_at=NOW)
    reminder.deliveries.filter(channel="in_app").update(state="sent", sent_at=NOW, wake_at=None)

    snooze_reminder(reminder, until=TOMORROW, now=NOW)

    assert live(reminder) == [("email", TOMORROW), ("in_app", TOMORROW)]
    assert reminder.deliveries.count() == 3


def test_snooze_of_a_cancelled_reminder_is_a_conflict(ada: User) -> None:
    reminder = remind(ada)
    cancel_reminders(owner=ada, about="interview:1", now=NOW)

    with pytest.raises(Conflict):
        snooze_reminder(reminder, until=TOMORROW, now=NOW)


def test_queries_know_due_and_upcoming(ada: User) -> None:
    due, coming = remind(ada, due_at=NOW), remind(ada)

    assert list(Reminder.objects.for_user(ada).open().due(NOW)) == [due]
    assert list(Reminder.objects.for_user(ada).open().upcoming(NOW)) == [coming]
