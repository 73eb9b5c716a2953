"""Housekeeping tasks that beat starts once a day."""

from importlib import import_module

from celery import shared_task
from django.conf import settings


@shared_task(name="accounts.forget_sessions", ignore_result=True)
def forget_sessions() -> None:
    """Delete expired sessions. Nothing else deletes them."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
