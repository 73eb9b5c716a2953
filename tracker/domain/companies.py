"""Companies, contacts and the words applications are sorted by."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, TypeVar

from django.db import transaction

from accounts.errors import DomainError
from accounts.models import User
from tracker.models import Company, Contact, Source, Tag

T = TypeVar("T", Tag, Source)

CONTACT_FIELDS: Final[frozenset[str]] = frozenset(
    [
        "company",
        "name",
        "kind",
        "agency",
        "role",
        "email",
        "phone",
        "linkedin",
        "time_zone",
        "country",
        "work_start",
        "work_end",
        "notes",
    ]
)


def get_or_add_company(*, owner: User, name: str, now: datetime) -> Company:
    """The owner's company of that name, whatever its case; added when there is none. Raises DomainError for an empty name."""
    name = " ".join(name.split())
    if not name:
        raise DomainError("A company needs a name.")
    found = Company.objects.for_user(owner).named(name).first()
    return found or Company.objects.create(owner=owner, name=name, created_at=now)


@transaction.atomic
def update_company(company: Company, **changes: Any) -> Company:
    """Write edited details of a company. Raises DomainError when another one has the new name."""
    name = changes.get("name")
    if name and Company.objects.filter(owner=company.owner).named(name).exclude(pk=company.pk).exists():
        raise DomainError(f"There is another company named {name}. Merge the two instead.")
    for field, value in changes.items():
        setattr(company, field, value)
    company.save(update_fields=list(changes))
    return company


def add_contact(*, owner: User, name: str, now: datetime, **details: Any) -> Contact:
    """Record somebody on the employer's side."""
    _refuse_unknown(details)
    return Contact.objects.create(owner=owner, name=" ".join(name.split()), created_at=now, **details)


def update_contact(contact: Contact, **changes: Any) -> Contact:
    """Write edited details of a contact."""
    _refuse_unknown(changes)
    for field, value in changes.items():
        setattr(contact, field, value)
    contact.save(update_fields=list(changes))
    return contact


def tags_named(*, owner: User, names: Iterable[str]) -> list[Tag]:
    """The owner's tags of these names, whatever their case, in order; missing ones are added."""
    return [_named(Tag, owner, name) for name in dict.fromkeys(" ".join(name.split()) for name in names) if name]


def source_named(*, owner: User, name: str) -> Source | None:
    """The owner's source of that name, added when missing; None for an empty name."""
    name = " ".join(name.split())
    return _named(Source, owner, name) if name else None


def _named(model: type[T], owner: User, name: str) -> T:
    found = model.objects.for_user(owner).filter(name__iexact=name).first()
    return found or model.objects.create(owner=owner, name=name)


def _refuse_unknown(fields: dict[str, Any]) -> None:
    unknown = set(fields) - CONTACT_FIELDS
    if unknown:
        raise TypeError(f"not details of a contact: {sorted(unknown)}")
