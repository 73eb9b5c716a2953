"""The Celery application: ``celery -A config worker`` and ``celery -A config beat``.

Its settings and the beat schedule are the CELERY_ settings of config/settings.py.
"""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_init, worker_shutting_down

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("config")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Workers and beat may wait longer for the broker than a page may (CELERY_BROKER_TRANSPORT_OPTIONS).
WORKER_SOCKET_SECONDS = 5


@worker_init.connect
@beat_init.connect
def extend_socket_timeout(**_: Any) -> None:
    app.conf.broker_transport_options["socket_timeout"] = WORKER_SOCKET_SECONDS


@worker_shutting_down.connect
def stop_dispatch(**_: Any) -> None:
    """Make the dispatch loops, in threads and in forked children, stop after the current row."""
    from reminders.stop import request_stop  # the apps are not loaded when this module is imported

    request_stop()
