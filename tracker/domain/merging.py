"""Merge two companies or two contacts into one without loss of what was noted.

The relations come from Django's model metadata, so that a new model needs no change here.
"""

from typing import Any, Final, TypeVar

from django.db import models, transaction

from accounts.errors import DomainError
from tracker.domain.deleting import relations_to
from tracker.models import Company, Contact

T = TypeVar("T", Company, Contact)

NOTES_LIMIT: Final = 20_000
#: Fields to merge and their labels in the notes, where a value goes if the survivor has a different one.
COMPANY_DETAILS: Final[dict[str, str]] = {"website": "Website", "location": "Location"}
CONTACT_DETAILS: Final[dict[str, str]] = {
    "company": "Company",
    "agency": "Agency",
    "role": "Role",
    "email": "E-mail",
    "phone": "Phone",
    "linkedin": "LinkedIn",
    "time_zone": "Time zone",
    "country": "Country",
}


@transaction.atomic
def merge_companies(survivor: Company, other: Company) -> Company:
    """Merge ``other`` into ``survivor``. Effects and errors are those of ``merge_contacts``."""
    return _merge(survivor, other, COMPANY_DETAILS)


@transaction.atomic
def merge_contacts(survivor: Contact, other: Contact) -> Contact:
    """Merge ``other`` into ``survivor``.

    Effects: a detail that only ``other`` has is copied, and one that differs is added to the notes, which are joined;
    rows that refer to ``other`` then refer to ``survivor``; ``other`` is deleted. Raises DomainError when both are the
    same row, have different owners, or have notes longer than NOTES_LIMIT together.
    """
    return _merge(survivor, other, CONTACT_DETAILS)


def _merge(survivor: T, other: T, details: dict[str, str]) -> T:
    if survivor.pk == other.pk or survivor.owner_id != other.owner_id:
        raise DomainError("Choose another one to merge it with.")
    changed = _join_details(survivor, other, details)
    _move_relations(survivor, other)
    other.delete()
    survivor.save(update_fields=changed)
    return survivor


def _join_details(survivor: T, other: T, details: dict[str, str]) -> list[str]:
    """Copy what only ``other`` has, and join the notes; return the names of the changed fields."""
    lines: list[str] = [] if other.name == survivor.name else [f"Also: {other.name}"]
    taken: list[str] = []
    for name, label in details.items():
        mine, theirs = getattr(survivor, name), getattr(other, name)
        if theirs and not mine:
            setattr(survivor, name, theirs)
            taken.append(name)
        elif theirs and theirs != mine:
            lines.append(f"{label}: {theirs}")
    parts = [survivor.notes.strip(), "  \n".join(lines), other.notes.strip()]
    notes = "\n\n".join(part for part in parts if part)
    if len(notes) > NOTES_LIMIT:
        raise DomainError("The notes of both are longer than 20,000 letters together. Shorten one of them first.")
    survivor.notes = notes
    return [*taken, "notes"]


def _move_relations(survivor: models.Model, other: models.Model) -> None:
    for field in relations_to(other):
        if field.many_to_many:
            _move_links(field, survivor, other)
        else:
            field.model._base_manager.filter(**{field.name: other}).update(**{field.name: survivor})


def _move_links(field: Any, survivor: models.Model, other: models.Model) -> None:
    """Repoint many-to-many rows. A row that would be a duplicate stays and is deleted with ``other``."""
    links = field.remote_field.through._base_manager
    here, there = field.m2m_reverse_field_name(), field.m2m_field_name()
    doubled = links.filter(**{here: survivor}).values(there)
    links.filter(**{here: other}).exclude(**{f"{there}__in": doubled}).update(**{here: survivor})
