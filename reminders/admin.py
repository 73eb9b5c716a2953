"""Due work to look at, never to change: only the domain's verbs may."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from reminders.models import Attempt, Delivery, Heartbeat, Reminder

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = admin.ModelAdmin


class ReadOnly(Base):
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly):
    """What the engine has to do. Titles and texts stay with their owner."""

    list_display = ("id", "kind", "channel", "lane", "state", "due_at", "wake_at", "attempts", "last_error")
    list_filter = ("state", "channel", "lane", "kind")
    exclude = ("reminder", "about")


@admin.register(Attempt)
class AttemptAdmin(ReadOnly):
    list_display = ("delivery_id", "claim_no", "started_at", "ended_at", "phase", "outcome", "code")
    list_filter = ("outcome", "phase")


@admin.register(Reminder)
class ReminderAdmin(ReadOnly):
    list_display = ("id", "kind", "due_at", "acknowledged_at", "cancelled_at")
    exclude = ("title", "body", "url", "about")


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnly):
    list_display = ("name", "at")
