"""Add, reschedule, snooze, acknowledge, cancel and restore reminders."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from accounts.errors import Conflict
from accounts.models import User
from reminders.domain.deliveries import reschedule_delivery, restore_delivery, schedule_delivery
from reminders.domain.notification_preferences import delivery_time
from reminders.domain.transitions import transition_deliveries
from reminders.models import Delivery, Reminder
from reminders.states import CANCELLABLE, DeliveryChannel, DeliveryState, Lane, Policy

REMINDER_KIND = "reminder"
REMINDER_CHANGED = "This reminder changed meanwhile. Reload the page."


def wall_time_to_utc(local: datetime, zone: ZoneInfo) -> datetime:
    """Return a naive wall time in UTC. A skipped time moves past the change of clocks; a doubled one is the first."""
    if local.tzinfo is not None:
        raise ValueError("a wall time has no zone of its own")
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


@transaction.atomic
def add_reminder(
    *,
    owner: User,
    kind: str,
    title: str,
    now: datetime,
    url: str = "",
    body: str = "",
    about: str = "",
    due_at: datetime | None = None,
    local_time: datetime | None = None,
    zone: ZoneInfo | None = None,
    anchor_at: datetime | None = None,
    offset: timedelta | None = None,
    ends_at: datetime | None = None,
    channels: Iterable[DeliveryChannel] | None = None,
    lane: Lane = Lane.NORMAL,
) -> Reminder:
    """Remind ``owner`` at an instant (``due_at``), at a naive wall time in ``zone``, or at ``anchor_at + offset``.

    It is delivered by ``channels``, all of them when None; the e-mail is cancelled where no mail is set up. A reminder
    whose anchored time has passed is stored as lapsed and not delivered; a later anchor may restore it. From
    ``ends_at`` on it is not shown.
    """
    due = _compute_due(due_at, local_time, zone, anchor_at, offset)
    lapsed = anchor_at is not None and due <= now
    reminder = Reminder.objects.create(
        owner=owner,
        kind=kind,
        title=title,
        body=body,
        url=url,
        about=about,
        channels=[str(c) for c in (DeliveryChannel if channels is None else channels)],
        lane=lane,
        local_date=local_time.date() if local_time else None,
        local_time=local_time.time() if local_time else None,
        zone=zone,
        anchor_at=anchor_at,
        offset=offset,
        due_at=due,
        ends_at=ends_at,
        lapsed=lapsed,
        cancelled_at=now if lapsed else None,
        created_at=now,
    )
    if not lapsed:
        _schedule_deliveries(reminder, now=now)
    return reminder


@transaction.atomic
def cancel_reminders(*, owner: User, about: str, now: datetime, kinds: Collection[str] | None = None) -> list[int]:
    """Cancel the open reminders about one subject, and their deliveries. Return the ids, for Undo."""
    rows = Reminder.objects.for_user(owner).about(about).open()
    if kinds is not None:
        rows = rows.filter(kind__in=kinds)
    ids = list(rows.values_list("pk", flat=True))
    Reminder.objects.filter(pk__in=ids).update(cancelled_at=now)
    _cancel_deliveries(ids)
    return ids


@transaction.atomic
def cancel_reminder(reminder: Reminder, *, now: datetime) -> Reminder:
    """Cancel one reminder and its deliveries. Nothing changes when it is not open."""
    if Reminder.objects.filter(pk=reminder.pk).open().update(cancelled_at=now):
        _cancel_deliveries([reminder.pk])
    reminder.refresh_from_db()
    return reminder


@transaction.atomic
def restore_reminders(*, owner: User, ids: Sequence[int], now: datetime) -> int:
    """Undo a cancellation. Only reminders in the future are scheduled again; return how many."""
    rows = Reminder.objects.for_user(owner).filter(pk__in=ids, cancelled_at__isnull=False, lapsed=False)
    restored = 0
    for reminder in rows.upcoming(now).select_for_update():
        reminder.cancelled_at = None
        reminder.save(update_fields=["cancelled_at"])
        _schedule_deliveries(reminder, now=now)
        restored += 1
    return restored


@transaction.atomic
def reschedule_anchored_reminders(*, owner: User, about: str, anchor_at: datetime, now: datetime) -> int:
    """Reschedule reminders by a new anchor, such as the new start of an interview. Return how many are to come.

    A reminder whose new time has passed lapses. One that was delivered or had lapsed is scheduled again. One that the
    person cancelled stays cancelled.
    """
    rows = Reminder.objects.for_user(owner).about(about).anchored()
    rows = rows.filter(cancelled_at__isnull=True) | rows.filter(lapsed=True)
    coming = 0
    for reminder in rows.select_for_update():
        due = anchor_at + (reminder.offset or timedelta())
        lapsed = due <= now
        if due == reminder.due_at:
            coming += not lapsed
            continue  # its time is unchanged
        reminder.anchor_at, reminder.due_at, reminder.lapsed = anchor_at, due, lapsed
        reminder.cancelled_at = now if lapsed else None
        if not lapsed:
            reminder.read_at = reminder.acknowledged_at = None
        reminder.save()
        if lapsed:
            _cancel_deliveries([reminder.pk])
        else:
            _schedule_deliveries(reminder, now=now)
            coming += 1
    return coming


@transaction.atomic
def acknowledge_reminder(reminder: Reminder, *, now: datetime) -> Reminder:
    """Mark as done: the reminder is no longer shown, its deliveries are cancelled. Acknowledging twice is no error."""
    Reminder.objects.filter(pk=reminder.pk).open().update(acknowledged_at=now)
    _cancel_deliveries([reminder.pk])
    reminder.refresh_from_db()
    return reminder


@transaction.atomic
def snooze_reminder(reminder: Reminder, *, until: datetime, now: datetime) -> Reminder:
    """Remind again at ``until`` by the same channels. The reminder loses its wall time, anchor and end.

    Raises Conflict when it is cancelled.
    """
    changed = Reminder.objects.filter(pk=reminder.pk, cancelled_at__isnull=True).update(
        due_at=until,
        ends_at=None,
        local_date=None,
        local_time=None,
        anchor_at=None,
        offset=None,
        read_at=None,
        acknowledged_at=None,
    )
    if not changed:
        raise Conflict(REMINDER_CHANGED)
    reminder.refresh_from_db()
    _schedule_deliveries(reminder, now=now)
    return reminder


def _compute_due(
    due_at: datetime | None,
    local_time: datetime | None,
    zone: ZoneInfo | None,
    anchor_at: datetime | None,
    offset: timedelta | None,
) -> datetime:
    if due_at is not None and local_time is None and anchor_at is None:
        return due_at
    if local_time is not None and zone is not None and due_at is None and anchor_at is None:
        return wall_time_to_utc(local_time, zone)
    if anchor_at is not None and offset is not None and due_at is None and local_time is None:
        return anchor_at + offset
    raise ValueError("give one of: due_at, local_time with zone, anchor_at with offset")


def _schedule_deliveries(reminder: Reminder, *, now: datetime) -> None:
    """Give each channel one live delivery at the reminder's time; reschedule or restore an existing one if possible."""
    latest = {d.channel: d for d in reminder.deliveries.order_by("pk")}
    for channel in reminder.channels:
        delivery = latest.get(channel)
        state = delivery.state if delivery else None
        if delivery and state in CANCELLABLE:
            reschedule_delivery(delivery, due_at=delivery_time(delivery.channel, reminder), now=now)
        elif delivery and state == DeliveryState.CANCELLED:
            restore_delivery(delivery, due_at=delivery_time(delivery.channel, reminder), now=now)
        elif state == DeliveryState.SENDING:
            continue  # a channel has one live row; the next is scheduled after this one is sent
        else:
            _schedule_delivery(DeliveryChannel(channel), reminder, now=now)


def _schedule_delivery(channel: DeliveryChannel, reminder: Reminder, *, now: datetime) -> None:
    schedule_delivery(
        owner=reminder.owner,
        kind=REMINDER_KIND,
        channel=channel,
        lane=Lane(reminder.lane),
        due_at=delivery_time(channel, reminder),
        policy=Policy.AT_LEAST,
        now=now,
        about=reminder.about,
        reminder=reminder,
    )


def schedule_snoozed_email(delivery: Delivery, *, now: datetime) -> None:
    """Schedule the e-mail for the new time of a reminder that was rescheduled while ``delivery`` was being sent."""
    reminder = Reminder.objects.filter(deliveries=delivery, due_at__gt=delivery.due_at).open().first()
    if reminder and not reminder.deliveries.filter(channel=delivery.channel).live().exists():
        _schedule_delivery(DeliveryChannel(delivery.channel), reminder, now=now)


def _cancel_deliveries(reminder_ids: Collection[int]) -> None:
    """Cancel the deliveries that are not being sent yet. One that is being sent cannot be cancelled."""
    ids = Delivery.objects.filter(reminder__in=reminder_ids).live().values_list("pk", flat=True)
    transition_deliveries(
        list(ids),
        from_states={DeliveryState.SCHEDULED, DeliveryState.CLAIMED},
        to=DeliveryState.CANCELLED,
        wake_at=None,
        claim_no=F("claim_no") + 1,
    )
