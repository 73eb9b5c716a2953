"""The model of the timeline: append-only. A correction is a new event."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.db import models

from accounts.models import Owned, OwnedQuerySet
from tracker.models.application import Application
from tracker.models.interview import Interview
from tracker.states import EventKind

APPEND_ONLY = "Events are append-only: append a correcting event instead."


class EventQuerySet(OwnedQuerySet["Event"]):
    def timeline(self, application: Application) -> Self:
        """Keep the events of ``application``, latest first, without undone or corrected ones and *undone* events."""
        return (
            self.filter(application=application, correction=None)
            .exclude(kind=EventKind.UNDONE)
            .select_related("interview")
            .order_by("-at", "-pk")
        )

    def notes_mentioning(self, text: str) -> Self:
        """Keep current notes, not corrected ones, in which each word of ``text`` occurs."""
        corrections = Event.objects.filter(corrects=models.OuterRef("pk"))
        return self.containing(text, "text").filter(~models.Exists(corrections), kind=EventKind.NOTE)

    def earlier_versions(self, events: Iterable[Event]) -> dict[int, list[Event]]:
        """Return the earlier versions of corrected notes, latest first, by the key of the present version.

        All ``events`` belong to one application. No query if none of them corrects another.
        """
        corrected = [event for event in events if event.corrects_id]
        if not corrected:
            return {}
        rows = self.filter(application=corrected[0].application_id, kind=EventKind.NOTE, correction__isnull=False)
        old = {event.pk: event for event in rows}
        found: dict[int, list[Event]] = {}
        for event in corrected:
            key, versions = event.corrects_id, []
            while key in old:
                versions.append(old[key])
                key = old[key].corrects_id
            found[event.pk] = versions
        return found

    def update(self, **fields: Any) -> int:
        raise TypeError(APPEND_ONLY)

    def bulk_update(self, *args: Any, **fields: Any) -> int:
        raise TypeError(APPEND_ONLY)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError(APPEND_ONLY)


class Event(Owned):
    """An event of the timeline. ``changes`` holds what undo needs: see tracker/domain/events.py for its shape."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="events")
    interview = models.ForeignKey(Interview, models.SET_NULL, null=True, blank=True, related_name="events")
    kind = models.CharField(max_length=24, choices=EventKind)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.TextField(max_length=20_000, blank=True)
    data = models.JSONField(default=dict, blank=True)
    changes = models.JSONField(default=list, blank=True)
    corrects = models.OneToOneField("self", models.CASCADE, null=True, blank=True, related_name="correction")

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(kind__in=EventKind.values), name="event_kind_known")]
        indexes = [
            models.Index(fields=["application", "-at", "-id"], name="event_timeline"),
            # A search for a rare word reads all notes; in row order that is three times faster than by time.
            models.Index(fields=["owner", "kind"], name="event_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} at {self.at:%Y-%m-%d %H:%M}"
