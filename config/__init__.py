"""The site: settings, URLs, the pages that join apps, and the engine's application."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
