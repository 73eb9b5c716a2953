"""The conditional write of every state field."""

from typing import Any

from django.db.models import Model

from accounts.errors import Conflict


def compare_and_set(record: Model, *, expected: dict[str, Any], **fields: Any) -> None:
    """Write ``fields`` in one UPDATE if the row still holds ``expected``, and set them on ``record``.

    Raises Conflict when another request changed or deleted the row.
    """
    if type(record)._base_manager.filter(pk=record.pk, **expected).update(**fields) == 0:
        raise Conflict(f"This {record._meta.verbose_name} changed in another tab. Look again.")
    for name, value in fields.items():
        setattr(record, name, value)
