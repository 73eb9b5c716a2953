"""Find the models with personal data from their foreign keys, so that a new model cannot be forgotten."""

from typing import Final

from django.apps import apps
from django.db.models import ForeignKey, Model

from accounts.models import User

PROJECT_APPS: Final = ("accounts", "reminders", "tracker", "withdrawals", "config")


def owner_path(model: type[Model]) -> str:
    """Return the lookup from a row to its person, such as ``owner`` or ``letter__owner``; "" if it has none."""
    return _path(model, frozenset())


def _path(model: type[Model], seen: frozenset[type[Model]]) -> str:
    keys = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    if any(key.name == "owner" for key in keys):
        return "owner"
    for key in keys:
        target = key.related_model
        if isinstance(target, str) or target is User or target in seen or target._meta.app_label not in PROJECT_APPS:
            continue
        way = _path(target, seen | {model})
        if way:
            return f"{key.name}__{way}"
    return ""


def personal_models() -> list[type[Model]]:
    """Return every model of the project whose rows belong to one person, without User itself."""
    models = [model for model in apps.get_models() if model._meta.app_label in PROJECT_APPS and model is not User]
    return [model for model in models if owner_path(model)]
