"""Count the rows that depend on a record before it is deleted, and delete records on which nothing depends."""

from typing import Any, Final

from django.db import transaction
from django.db.models import ForeignObjectRel, Model, Q
from django.db.models.deletion import Collector

from accounts.errors import DomainError
from reminders.models import Reminder
from tracker.models import Application, Company, Contact, Event

#: Singular and plural for models whose verbose_name is not the word that pages use.
NOUNS: Final[dict[type[Model], tuple[str, str]]] = {Event: ("entry in its timeline", "entries in its timeline")}


def count_deleted(application: Application) -> list[tuple[str, int]]:
    """Return what would be deleted with ``application``, as nouns and counts, such as ("interviews", 2).

    Django's deletion collector finds the rows, so that a new model is counted without a change here. Open reminders
    about these rows are counted too. The application itself and the rows of many-to-many tables are not.
    """
    collector = Collector(using="default", origin=application)
    collector.collect([application])
    keys: dict[type[Model], set[Any]] = {model: {row.pk for row in rows} for model, rows in collector.data.items()}
    for queryset in collector.fast_deletes:
        keys.setdefault(queryset.model, set()).update(queryset.values_list("pk", flat=True))
    things = [f"{model._meta.model_name}:{pk}" for model, pks in keys.items() if model is not Event for pk in pks]
    reminders = Reminder.objects.for_user(application.owner).filter(about__in=things).open().count()
    keys.pop(Application, None)
    shown = [(model, len(pks)) for model, pks in keys.items() if pks and not model._meta.auto_created]
    named = [(_noun(model, count), count) for model, count in shown]
    if reminders:
        named.append(("reminder" if reminders == 1 else "reminders", reminders))
    return sorted(named)


def count_attached(record: Company | Contact) -> list[tuple[str, int]]:
    """Return the rows that refer to a company or contact, as nouns and counts: ("interviews", 2).

    One query per model.
    """
    found: dict[type[Model], Q] = {}
    for field in relations_to(record):
        found[field.model] = found.get(field.model, Q()) | Q(**{field.name: record.pk})
    counts = {model: model._base_manager.filter(wanted).distinct().count() for model, wanted in found.items()}
    named = [(_noun(model, count), count) for model, count in counts.items() if count]
    return sorted(named)


def _noun(model: type[Model], count: int) -> str:
    one, several = NOUNS.get(model) or (model._meta.verbose_name, model._meta.verbose_name_plural)
    return str(one if count == 1 else several)


def relations_to(record: Model) -> list[Any]:
    """Return the foreign keys and many-to-many fields of other models that refer to ``record``, hidden ones too."""
    relations = [field for field in record._meta.get_fields(include_hidden=True) if isinstance(field, ForeignObjectRel)]
    return [relation.field for relation in relations if not relation.related_model._meta.auto_created]


@transaction.atomic
def delete_unused(record: Company | Contact) -> None:
    """Delete a company or contact to which nothing refers. Raises a DomainError that names what does."""
    attached = count_attached(record)
    if attached:
        words = ", ".join(f"{count} {name}" for name, count in attached)
        raise DomainError(f"{record} stays: {words} would lose it. Merge it with another one instead.")
    record.delete()
