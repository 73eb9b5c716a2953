"""Read-only admin pages to count and trace records. They show no titles, names or texts: those are private."""

from django.contrib import admin

from reminders.admin import ReadOnly
from tracker.models import Application, Event, Interview


@admin.register(Application)
class ApplicationAdmin(ReadOnly):
    list_display = ("id", "owner_id", "stage", "outcome", "created_at", "touched_at")
    list_filter = ("stage", "outcome")


@admin.register(Interview)
class InterviewAdmin(ReadOnly):
    list_display = ("id", "owner_id", "kind", "status", "starts_at", "time_zone")
    list_filter = ("status", "kind")


@admin.register(Event)
class EventAdmin(ReadOnly):
    list_display = ("id", "owner_id", "kind", "at", "recorded_at")
    list_filter = ("kind",)
