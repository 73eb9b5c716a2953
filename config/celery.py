"""The distributed engine's application: ``celery -A config worker`` and ``celery -A config beat``.

Its settings, the beat schedule among them, are the CELERY_ ones of config/settings.py.
"""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_init, worker_shutting_down

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("config")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Workers and beat may wait longer for the broker than a page may.
PATIENT_SOCKET_SECONDS = 5


@worker_init.connect
@beat_init.connect
def be_patient(**_: Any) -> None:
    app.conf.broker_transport_options["socket_timeout"] = PATIENT_SOCKET_SECONDS


@worker_shutting_down.connect
def ask_to_stop(**_: Any) -> None:
    """Tell the drains, in threads and in forked children alike, to stop after the row at hand."""
    from reminders.stop import request_stop  # the apps are not loaded when this module is

    request_stop()
