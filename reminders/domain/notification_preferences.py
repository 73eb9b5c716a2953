"""Which reminders a person wants, and when mail of them may come."""

from datetime import datetime, time

from django.db import transaction

from accounts.domain.preferences import save_preferences
from accounts.errors import Conflict
from accounts.models import User
from accounts.quiet_hours import end_of_quiet_hours
from reminders.domain.deliveries import reschedule_delivery
from reminders.models import Delivery, Reminder
from reminders.states import DeliveryChannel, DeliveryState, Lane


def due_by(channel: str, reminder: Reminder) -> datetime:
    """When a reminder may go out by ``channel``: at its time, but a mail not before the quiet hours it falls into are over.

    A deadline does not wait, and nothing waits until the thing it is about has begun.
    """
    if channel != DeliveryChannel.EMAIL:
        return reminder.due_at
    quiet_until = end_of_quiet_hours(reminder.owner, reminder.due_at)
    if quiet_until is None or reminder.lane == Lane.DEADLINE:
        return reminder.due_at
    if reminder.anchor_at is not None and reminder.due_at < reminder.anchor_at <= quiet_until:
        return reminder.due_at
    return quiet_until


@transaction.atomic
def save_notification_preferences(
    user: User,
    *,
    muted_kinds: list[str],
    reminder_emails: bool,
    quiet_from: time | None,
    quiet_until: time | None,
    now: datetime,
) -> User:
    """Write what the person wants, and let mails that wait already follow their quiet hours."""
    save_preferences(
        user,
        muted_kinds=muted_kinds,
        reminder_emails=reminder_emails,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
    )
    rows = Delivery.objects.for_user(user).live().filter(channel=DeliveryChannel.EMAIL, reminder__isnull=False)
    for delivery in rows.filter(state=DeliveryState.SCHEDULED, due_at__gt=now).select_related("reminder"):
        _follow(delivery, user, now=now)
    return user


def _follow(delivery: Delivery, user: User, *, now: datetime) -> None:
    reminder = delivery.reminder
    if reminder is None:
        return
    reminder.owner = user
    due = due_by(delivery.channel, reminder)
    if due == delivery.due_at:
        return
    try:
        with transaction.atomic():
            reschedule_delivery(delivery, due_at=due, now=now)
    except Conflict:
        return  # a worker was faster: it goes at its old time
