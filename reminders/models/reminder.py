"""A reminder: its text and its time."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from timezone_field import TimeZoneField

from accounts.models import User


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def for_user(self, user: User) -> Self:
        """Keep the reminders of this person."""
        return self.filter(owner=user)

    def about(self, about: str) -> Self:
        """Keep the reminders about one subject, such as ``interview:12``."""
        return self.filter(about=about)

    def open(self) -> Self:
        """Keep the reminders that are neither cancelled nor acknowledged."""
        return self.filter(cancelled_at__isnull=True, acknowledged_at__isnull=True)

    def wanted_by(self, user: User) -> Self:
        """Exclude the kinds that this person switched off."""
        return self.exclude(kind__in=user.muted_kinds)

    def unexpired(self, now: datetime) -> Self:
        """Exclude the reminders whose ``ends_at`` has passed."""
        return self.exclude(ends_at__lte=now)

    def due(self, now: datetime) -> Self:
        """Keep the reminders that are due and not expired, the oldest first."""
        return self.unexpired(now).filter(due_at__lte=now).order_by("due_at", "pk")

    def upcoming(self, now: datetime) -> Self:
        """Keep the reminders that are due later than ``now``, the earliest first."""
        return self.filter(due_at__gt=now).order_by("due_at", "pk")

    def anchored(self) -> Self:
        """Keep the reminders whose time depends on another time, such as the start of an interview."""
        return self.filter(anchor_at__isnull=False)


class Reminder(models.Model):
    """Its time is an instant, a wall time with a zone, or an offset from an anchor; ``due_at`` is computed from it.

    ``lapsed`` marks a reminder that was cancelled because its time had already passed. It is restored when the anchor
    moves to a later time. A reminder is no longer shown from ``ends_at`` on, if that is set.
    """

    owner = models.ForeignKey(User, models.CASCADE, related_name="reminders", db_index=False)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    body = models.TextField(max_length=4000, blank=True)
    url = models.CharField(max_length=500, blank=True)
    about = models.CharField(max_length=60, blank=True)
    channels = models.JSONField(default=list)
    lane = models.CharField(max_length=8, default="normal")
    local_date = models.DateField(null=True, blank=True)
    local_time = models.TimeField(null=True, blank=True)
    zone = TimeZoneField(null=True, blank=True, use_pytz=False)
    anchor_at = models.DateTimeField(null=True, blank=True)
    offset = models.DurationField(null=True, blank=True)
    due_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    lapsed = models.BooleanField(default=False)
    read_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = ReminderQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "about"], name="reminder_about"),
            models.Index(
                fields=["owner", "due_at"],
                condition=Q(cancelled_at__isnull=True, acknowledged_at__isnull=True),
                name="reminder_open_due",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(local_date__isnull=True, local_time__isnull=True)
                | Q(local_date__isnull=False, local_time__isnull=False, zone__isnull=False),
                name="reminder_wall_time_whole",
            ),
            models.CheckConstraint(
                condition=Q(anchor_at__isnull=True, offset__isnull=True)
                | Q(anchor_at__isnull=False, offset__isnull=False, local_date__isnull=True),
                name="reminder_anchor_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.title
