"""One row for each message and channel. The row is the job; messages on the broker are only hints."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from reminders.states import LIVE_STATES, DeliveryChannel, DeliveryState, Lane, Policy


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def for_user(self, user: User) -> Self:
        """Keep the deliveries of this person."""
        return self.filter(owner=user)

    def about(self, about: str) -> Self:
        """Keep the deliveries about one subject, such as ``letter:12``."""
        return self.filter(about=about)

    def due(self, now: datetime) -> Self:
        """Keep the rows to claim at ``now``: due, or with an expired lease, but never rows that are being sent."""
        return self.filter(wake_at__lte=now).exclude(state=DeliveryState.SENDING)

    def stuck(self, now: datetime) -> Self:
        """Keep the fenced rows whose sender did not record an outcome within its lease."""
        return self.filter(state=DeliveryState.SENDING, wake_at__lte=now)

    def live(self) -> Self:
        """Keep the rows that the engine still has to deliver."""
        return self.filter(wake_at__isnull=False)

    def wake_times(self, after: datetime, until: datetime, *, limit: int) -> list[datetime]:
        """Return the next times in ``(after, until]`` at which scheduled rows become due, ``limit`` at most."""
        # The index begins with lane and channel, so the query names all of them.
        rows = self.filter(
            lane__in=Lane.values,
            channel__in=DeliveryChannel.values,
            wake_at__gt=after,
            wake_at__lte=until,
            state=DeliveryState.SCHEDULED,
        )
        times = rows.order_by("wake_at").values_list("wake_at", flat=True).distinct()[:limit]
        return [moment for moment in times if moment is not None]


class Delivery(models.Model):
    """``due_at`` is the time that people see. ``wake_at`` is the engine's: due time, then end of lease, then NULL.

    ``claim_no`` rises with every claim and every action of the user. A worker with an older number can change nothing.
    """

    owner = models.ForeignKey(User, models.CASCADE, related_name="deliveries", db_index=False)
    reminder = models.ForeignKey("reminders.Reminder", models.CASCADE, related_name="deliveries", null=True, blank=True)
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=12, choices=DeliveryChannel)
    lane = models.CharField(max_length=8, choices=Lane, default=Lane.NORMAL)
    about = models.CharField(max_length=60, blank=True)
    due_at = models.DateTimeField()
    wake_at = models.DateTimeField(null=True, blank=True)
    not_after = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=14, choices=DeliveryState, default=DeliveryState.SCHEDULED)
    policy = models.CharField(max_length=8, choices=Policy)
    claim_no = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    message_id = models.CharField(max_length=100)
    last_error = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(
                fields=["lane", "channel", "wake_at"], condition=Q(wake_at__isnull=False), name="delivery_wake"
            ),
            models.Index(fields=["wake_at"], condition=Q(state="sending"), name="delivery_sending"),
            models.Index(fields=["owner", "about"], name="delivery_about"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["reminder", "channel"],
                condition=Q(reminder__isnull=False, wake_at__isnull=False),
                name="delivery_one_live_per_reminder_and_channel",
            ),
            models.UniqueConstraint(fields=["message_id"], name="delivery_message_id_unique"),
            models.CheckConstraint(condition=Q(state__in=sorted(DeliveryState)), name="delivery_state_known"),
            models.CheckConstraint(condition=Q(policy__in=sorted(Policy)), name="delivery_policy_known"),
            models.CheckConstraint(condition=Q(lane__in=sorted(Lane)), name="delivery_lane_known"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(LIVE_STATES), wake_at__isnull=False)
                | (~Q(state__in=sorted(LIVE_STATES)) & Q(wake_at__isnull=True)),
                name="delivery_wakes_while_live",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="delivery_sent_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.channel} ({self.state})"
