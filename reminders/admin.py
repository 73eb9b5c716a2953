"""Due work to look at, never to change: only the domain's verbs may."""

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
    """The text with every e-mail address made unreadable."""
    return _ADDRESS.sub("…@…", text)


class ReadOnly(Base):
    """A list of safe columns. There are no pages of single rows: these are headed by titles and subjects."""

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
    """What the engine has to do. Titles, texts and addresses stay with their owner."""

    list_display = ("id", "kind", "channel", "lane", "state", "due_at", "wake_at", "attempts", "trouble")
    list_filter = ("state", "channel", "lane", "kind")

    def trouble(self, delivery: Delivery) -> str:
        """What went wrong, without anybody's address."""
        return without_addresses(delivery.last_error)


@admin.register(Attempt)
class AttemptAdmin(ReadOnly):
    list_display = ("delivery_id", "claim_no", "started_at", "ended_at", "phase", "outcome", "code", "answer")
    list_filter = ("outcome", "phase")

    def answer(self, attempt: Attempt) -> str:
        """What the server said, without anybody's address."""
        return without_addresses(attempt.reply)


@admin.register(Reminder)
class ReminderAdmin(ReadOnly):
    list_display = ("id", "kind", "due_at", "acknowledged_at", "cancelled_at")


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnly):
    list_display = ("name", "at")
