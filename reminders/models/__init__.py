"""Due work: what is to be delivered, each try of it, what the user asked to be reminded of, and signs of life."""

from reminders.models.attempt import Attempt
from reminders.models.delivery import Delivery
from reminders.models.heartbeat import Heartbeat
from reminders.models.reminder import Reminder

__all__ = ["Attempt", "Delivery", "Heartbeat", "Reminder"]
