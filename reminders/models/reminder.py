"""What a person is to be told, and when."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from timezone_field import TimeZoneField

from accounts.models import User


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def for_user(self, user: User) -> Self:
        """Only what belongs to this person."""
        return self.filter(owner=user)

    def about(self, about: str) -> Self:
        """What concerns one thing, named like ``interview:12``."""
        return self.filter(about=about)

    def open(self) -> Self:
        """Neither cancelled nor done with."""
        return self.filter(cancelled_at__isnull=True, acknowledged_at__isnull=True)

    def wanted_by(self, user: User) -> Self:
        """Without the kinds that this person has switched off."""
        return self.exclude(kind__in=user.muted_kinds)

    def standing(self, now: datetime) -> Self:
        """Without what is no longer worth saying."""
        return self.exclude(ends_at__lte=now)

    def due(self, now: datetime) -> Self:
        """What the person should know by now, the oldest first."""
        return self.standing(now).filter(due_at__lte=now).order_by("due_at", "pk")

    def upcoming(self, now: datetime) -> Self:
        """What is still to come, the next first."""
        return self.filter(due_at__gt=now).order_by("due_at", "pk")

    def anchored(self) -> Self:
        """What hangs on another time, such as the start of an interview, and moves with it."""
        return self.filter(anchor_at__isnull=False)


class Reminder(models.Model):
    """Its time is one of three: an instant, a wall time with a zone, or an offset from an anchor. ``due_at`` is computed.

    ``lapsed`` marks one that was cancelled because its moment had passed already; moving the anchor brings it back. From
    ``ends_at`` on, where that is set, it is no longer worth saying, whether or not anybody saw it.
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
