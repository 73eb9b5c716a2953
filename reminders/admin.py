"""Read-only admin lists of the engine's rows. Only the functions in reminders/domain change them."""

import re
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from reminders.models import Attempt, Delivery, Heartbeat, Reminder

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = admin.ModelAdmin


_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")


def without_addresses(text: str) -> str:
    """Return ``text`` with each e-mail address replaced by ``…@…``."""
    return _ADDRESS.sub("…@…", text)


class ReadOnly(Base):
    """A list of columns without personal data. There is no page for a single row: its heading would show a title."""

    show_full_result_count = False
    list_display_links = None

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly):
    """The deliveries, without titles, texts and addresses: only their owner may read those."""

    list_display = ("id", "kind", "channel", "lane", "state", "due_at", "wake_at", "attempts", "trouble")
    list_filter = ("state", "channel", "lane", "kind")

    def trouble(self, delivery: Delivery) -> str:
        """Return the last error without e-mail addresses."""
        return without_addresses(delivery.last_error)


@admin.register(Attempt)
class AttemptAdmin(ReadOnly):
    list_display = ("delivery_id", "claim_no", "started_at", "ended_at", "phase", "outcome", "code", "answer")
    list_filter = ("outcome", "phase")

    def answer(self, attempt: Attempt) -> str:
        """Return the server's reply without e-mail addresses."""
        return without_addresses(attempt.reply)


@admin.register(Reminder)
class ReminderAdmin(ReadOnly):
    list_display = ("id", "kind", "due_at", "acknowledged_at", "cancelled_at")


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnly):
    list_display = ("name", "at")
