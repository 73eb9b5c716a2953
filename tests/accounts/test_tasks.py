"""Housekeeping."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.tasks import forget_sessions

pytestmark = pytest.mark.django_db


def test_only_expired_sessions_are_forgotten() -> None:
    now = timezone.now()
    for key, days in (("gone", -1), ("here", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(days=days))

    forget_sessions()

    assert list(Session.objects.values_list("session_key", flat=True)) == ["here"]


def test_beat_asks_for_it_once_a_day() -> None:
    asked = settings.CELERY_BEAT_SCHEDULE["forget_sessions"]
    assert (asked["task"], asked["schedule"]) == (forget_sessions.name, 86_400)
