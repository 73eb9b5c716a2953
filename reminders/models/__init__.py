"""Reminders, deliveries, attempts and heartbeats."""

from reminders.models.attempt import Attempt
from reminders.models.delivery import Delivery
from reminders.models.heartbeat import Heartbeat
from reminders.models.reminder import Reminder

__all__ = ["Attempt", "Delivery", "Heartbeat", "Reminder"]
