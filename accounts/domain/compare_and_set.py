"""The write that every state goes through: onto the row as the caller saw it, or not at all."""

from typing import Any

from django.db.models import Model

from accounts.errors import Conflict


def compare_and_set(record: Model, *, expected: dict[str, Any], **fields: Any) -> None:
    """Write ``fields`` if the row still holds ``expected``, in one statement, and let ``record`` follow.

    Raises Conflict when somebody was faster, or the row is gone.
    """
    if type(record)._base_manager.filter(pk=record.pk, **expected).update(**fields) == 0:
        raise Conflict(f"This {record._meta.verbose_name} changed in another tab. Look again.")
    for name, value in fields.items():
        setattr(record, name, value)
