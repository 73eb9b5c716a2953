"""Which rows belong to a person, worked out from the models themselves, so that a new table cannot be forgotten."""

from typing import Final

from django.apps import apps
from django.db.models import ForeignKey, Model

from accounts.models import User

OUR_APPS: Final = ("accounts", "reminders", "tracker", "withdrawals", "config")


def owner_path(model: type[Model]) -> str:
    """The way from a row to its person, such as ``owner`` or ``letter__owner``; empty where it belongs to nobody."""
    return _path(model, frozenset())


def _path(model: type[Model], seen: frozenset[type[Model]]) -> str:
    keys = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    if any(key.name == "owner" for key in keys):
        return "owner"
    for key in keys:
        target = key.related_model
        if isinstance(target, str) or target is User or target in seen or target._meta.app_label not in OUR_APPS:
            continue
        way = _path(target, seen | {model})
        if way:
            return f"{key.name}__{way}"
    return ""


def personal_models() -> list[type[Model]]:
    """Every model of ours whose rows belong to one person, the person's own row left out."""
    models = [model for model in apps.get_models() if model._meta.app_label in OUR_APPS and model is not User]
    return [model for model in models if owner_path(model)]
