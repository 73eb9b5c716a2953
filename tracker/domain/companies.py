"""Add and edit companies and contacts; find or add tags and sources."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Lower

from accounts.errors import DomainError
from accounts.models import User
from tracker.models import Company, Contact, Source, Tag

T = TypeVar("T", Tag, Source)

COMPANY_FIELDS: Final[frozenset[str]] = frozenset(["name", "website", "location", "notes"])
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
    """Return the owner's company with this name, ignoring case; add it if missing.

    Raises DomainError for an empty name.
    """
    name = " ".join(name.split())
    if not name:
        raise DomainError("A company needs a name.")
    rows = Company.objects.for_user(owner).named(name)
    found = rows.first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return Company.objects.create(owner=owner, name=name, created_at=now)
    except IntegrityError:
        return rows.get()  # another tab was faster


@transaction.atomic
def update_company(company: Company, **changes: Any) -> Company:
    """Write edited details of a company. Raises DomainError for an empty name or the name of another company."""
    _refuse_unknown(changes, COMPANY_FIELDS)
    if "name" in changes:
        changes["name"] = " ".join(changes["name"].split())
        if not changes["name"]:
            raise DomainError("A company needs a name.")
    name = changes.get("name")
    if name and Company.objects.filter(owner=company.owner).named(name).exclude(pk=company.pk).exists():
        raise DomainError(f"There is another company named {name}. Merge the two instead.")
    for field, value in changes.items():
        setattr(company, field, value)
    company.save(update_fields=list(changes))
    return company


def add_contact(*, owner: User, name: str, now: datetime, **details: Any) -> Contact:
    """Record a contact on the employer's side."""
    _refuse_unknown(details, CONTACT_FIELDS)
    return Contact.objects.create(owner=owner, name=" ".join(name.split()), created_at=now, **details)


def update_contact(contact: Contact, **changes: Any) -> Contact:
    """Write edited details of a contact."""
    _refuse_unknown(changes, CONTACT_FIELDS)
    for field, value in changes.items():
        setattr(contact, field, value)
    contact.save(update_fields=list(changes))
    return contact


def get_or_add_tags(*, owner: User, names: Iterable[str]) -> list[Tag]:
    """Return the owner's tags with ``names``, ignoring case, in their order; missing tags are added."""
    return [_get_or_add(Tag, owner, name) for name in dict.fromkeys(" ".join(name.split()) for name in names) if name]


def get_or_add_source(*, owner: User, name: str) -> Source | None:
    """Return the owner's source with this name, added when missing; None for an empty name."""
    name = " ".join(name.split())
    return _get_or_add(Source, owner, name) if name else None


def _get_or_add(model: type[T], owner: User, name: str) -> T:
    rows = model.objects.for_user(owner).alias(folded=Lower("name")).filter(folded=Lower(Value(name)))
    found = rows.first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return model.objects.create(owner=owner, name=name)
    except IntegrityError:
        return rows.get()  # another tab was faster


def _refuse_unknown(fields: dict[str, Any], known: frozenset[str]) -> None:
    unknown = set(fields) - known
    if unknown:
        raise TypeError(f"no such details here: {sorted(unknown)}")
