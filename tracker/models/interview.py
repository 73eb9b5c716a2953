"""The model of an interview: one round of an application."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from timezone_field import TimeZoneField

from accounts.models import Owned, OwnedQuerySet
from tracker.models.application import Application
from tracker.models.company import Contact
from tracker.states import InterviewKind, InterviewStatus, interview_name


class InterviewQuerySet(OwnedQuerySet["Interview"]):
    def scheduled(self) -> Self:
        return self.filter(status=InterviewStatus.SCHEDULED)

    def upcoming(self, now: datetime) -> Self:
        """Keep scheduled interviews that start after ``now``, soonest first."""
        return self.scheduled().filter(starts_at__gt=now).order_by("starts_at", "pk")

    def within(self, now: datetime, span: timedelta) -> Self:
        """Keep scheduled interviews that started less than an hour ago or start by ``now + span``, soonest first."""
        return (
            self.scheduled()
            .filter(starts_at__gt=now - timedelta(hours=1), starts_at__lte=now + span)
            .order_by("starts_at", "pk")
        )

    def unanswered(self, now: datetime) -> Self:
        """Keep those that started an hour ago or earlier and are still *scheduled*, latest first."""
        return self.scheduled().filter(starts_at__lte=now - timedelta(hours=1)).order_by("-starts_at", "-pk")

    def on_days(self, first: date, last: date) -> Self:
        """Keep those that start from ``first`` to ``last``, both included, in the active zone; soonest first."""
        zone = timezone.get_current_timezone()
        begin, end = (datetime.combine(day, time.min, zone) for day in (first, last + timedelta(days=1)))
        return self.filter(starts_at__gte=begin, starts_at__lt=end).order_by("starts_at", "pk")

    def happened(self) -> Self:
        return self.filter(status=InterviewStatus.HAPPENED)

    def not_cancelled(self) -> Self:
        """Keep those that neither side cancelled."""
        return self.exclude(status__in=[InterviewStatus.CANCELLED_BY_ME, InterviewStatus.CANCELLED_BY_THEM])

    def with_contact(self, contact: Contact) -> Self:
        """Keep those that the contact arranged or takes part in."""
        rooms = Interview.interviewers.through.objects.filter(contact=contact).values("interview")
        return self.filter(Q(contact=contact) | Q(pk__in=rooms))

    def last_with(self, contacts: Iterable[Contact]) -> dict[int, datetime]:
        """Return the start of the latest interview that happened, by contact key. Two queries."""
        keys = [contact.pk for contact in contacts]
        met: dict[int, datetime] = {}
        for path in ("contact", "interviewers"):
            rows = self.happened().filter(**{f"{path}__in": keys}).order_by().values_list(path)
            for key, latest in rows.annotate(latest=models.Max("starts_at")):
                met[key] = max(latest, met.get(key, latest))
        return met

    def with_application(self) -> Self:
        return self.select_related("application__company", "contact").defer("application__notes")


class Interview(Owned):
    """An interview. ``starts_at`` is UTC, ``time_zone`` the zone it was agreed in; both give the agreed wall time."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="interviews")
    kind = models.CharField(max_length=10, choices=InterviewKind, default=InterviewKind.VIDEO)
    round = models.PositiveSmallIntegerField(default=1)
    starts_at = models.DateTimeField()
    time_zone = TimeZoneField(use_pytz=False)
    minutes = models.PositiveSmallIntegerField(default=60)
    place = models.CharField(max_length=300, blank=True)
    link = models.URLField(max_length=1000, blank=True)
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="arranged_interviews")
    interviewers = models.ManyToManyField(Contact, blank=True, related_name="interviews")
    interviewer_names = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=17, choices=InterviewStatus, default=InterviewStatus.SCHEDULED)
    prep = models.TextField(max_length=20_000, blank=True)
    debrief = models.TextField(max_length=20_000, blank=True)
    created_at = models.DateTimeField()

    objects = InterviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=InterviewStatus.values), name="interview_status_known"),
            models.CheckConstraint(condition=Q(minutes__range=(1, 1440)), name="interview_minutes_in_a_day"),
            models.CheckConstraint(condition=Q(round__range=(1, 99)), name="interview_round_1_to_99"),
        ]
        indexes = [
            models.Index(fields=["owner", "status", "starts_at", "id"], name="interview_by_status"),
            models.Index(fields=["owner", "starts_at"], name="interview_by_time"),
            models.Index(fields=["application", "starts_at"], name="interview_of_application"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.application}"

    def get_absolute_url(self) -> str:
        """Return the URL of its page."""
        return reverse("interview_detail", args=[self.pk])

    @property
    def name(self) -> str:
        """Return its name in a sentence."""
        return interview_name(self.kind)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def agreed_start(self) -> datetime:
        """Return the start in the zone it was agreed in."""
        return self.starts_at.astimezone(self.time_zone)
