"""Save which reminders a person gets, and when their e-mails may be sent."""

from datetime import datetime, time

from django.db import transaction

from accounts.domain.preferences import save_preferences
from accounts.errors import Conflict
from accounts.models import User
from accounts.quiet_hours import end_of_quiet_hours
from reminders.domain.deliveries import reschedule_delivery
from reminders.models import Delivery, Reminder
from reminders.states import DeliveryChannel, DeliveryState, Lane


def delivery_time(channel: str, reminder: Reminder) -> datetime:
    """Return when a reminder is delivered by ``channel``: at its time; an e-mail waits until the quiet hours end.

    It does not wait in the deadline lane, or when its anchor would have passed by then.
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
    """Save the preferences, and reschedule the scheduled e-mails by the new quiet hours."""
    save_preferences(
        user,
        muted_kinds=muted_kinds,
        reminder_emails=reminder_emails,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
    )
    rows = Delivery.objects.for_user(user).live().filter(channel=DeliveryChannel.EMAIL, reminder__isnull=False)
    for delivery in rows.filter(state=DeliveryState.SCHEDULED, due_at__gt=now).select_related("reminder"):
        _reschedule_email(delivery, user, now=now)
    return user


def _reschedule_email(delivery: Delivery, user: User, *, now: datetime) -> None:
    reminder = delivery.reminder
    if reminder is None:
        return
    reminder.owner = user
    due = delivery_time(delivery.channel, reminder)
    if due == delivery.due_at:
        return
    try:
        with transaction.atomic():
            reschedule_delivery(delivery, due_at=due, now=now)
    except Conflict:
        return  # a worker claimed it meanwhile: it is sent at its old time
