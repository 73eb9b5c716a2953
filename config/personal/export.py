"""Export all stored data of a person as one JSON document.

``{"format": "bowout-export", "version": 1, "exported_at": ..., "person": {...}, "tables": {"tracker.application":
[...]}}``

Every row has its ``id``. A foreign key is the id of the other row, a many-to-many field a list of ids. Times are ISO
8601 in UTC, amounts are strings. Passwords and keys are left out: they are useless in any other installation.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import BinaryField, Field, ForeignKey, Model

from accounts.models import User
from config.personal.tables import owner_path, personal_models

FORMAT: Final = "bowout-export"
FORMAT_VERSION: Final = 1
#: Columns that are not exported. Neither are binary columns, which hold encrypted values.
SECRET_COLUMNS: Final = frozenset({"accounts.user.password"})
BATCH_ROWS: Final = 500


class _Encoder(DjangoJSONEncoder):
    """Writes dates, decimals and durations as Django does, and any other type as ``str(value)``."""

    def default(self, value: Any) -> Any:
        try:
            return super().default(value)
        except TypeError:
            return str(value)


def export_person(user: User, *, now: datetime) -> Iterator[str]:
    """Yield the document in pieces of at most one row, so that memory does not grow with the data."""
    head = {"format": FORMAT, "version": FORMAT_VERSION, "exported_at": now, "person": _row(user)}
    yield _dump(head)[:-1] + ', "tables": {'
    for number, model in enumerate(personal_models()):
        yield f"{',' if number else ''}\n{_dump(model._meta.label_lower)}: ["
        yield from _rows(model, user)
        yield "]"
    yield "\n}}\n"


def _rows(model: type[Model], user: User) -> Iterator[str]:
    rows = model._base_manager.filter(**{owner_path(model): user}).order_by("pk")
    links = [field.name for field in model._meta.many_to_many]
    for number, row in enumerate(rows.prefetch_related(*links).iterator(chunk_size=BATCH_ROWS)):
        yield f"{',' if number else ''}\n{_dump(_row(row))}"


def _row(row: Model) -> dict[str, Any]:
    fields = [field for field in row._meta.concrete_fields if _is_exported(field)]
    links = row._meta.many_to_many if not isinstance(row, User) else []
    values = {_name(field): getattr(row, field.attname) for field in fields}
    return values | {link.name: sorted(linked.pk for linked in getattr(row, link.name).all()) for link in links}


def _is_exported(field: "Field[Any, Any]") -> bool:
    secret = f"{field.model._meta.label_lower}.{field.name}" in SECRET_COLUMNS
    return not secret and not isinstance(field, BinaryField)


def _name(field: "Field[Any, Any]") -> str:
    return field.name if isinstance(field, ForeignKey) else field.attname


def _dump(value: Any) -> str:
    return json.dumps(value, cls=_Encoder, ensure_ascii=False)
