"""What hangs on a record, for the page that asks before deleting it."""

from django.db.models import Model
from django.db.models.deletion import Collector

from reminders.models import Reminder
from tracker.models import Application


def what_goes(application: Application) -> list[tuple[str, int]]:
    """What would be deleted with ``application``, in words and numbers, such as ("interviews", 2); itself not counted.

    It asks the database's own rules, so that it stays true whatever hangs on an application. Rows of a link between two
    tables are nothing a person knows, so they are left out.
    """
    collector = Collector(using="default", origin=application)
    collector.collect([application])
    counts: dict[type[Model], int] = {}
    for model, rows in collector.data.items():
        counts[model] = counts.get(model, 0) + len(rows)
    for queryset in collector.fast_deletes:
        counts[queryset.model] = counts.get(queryset.model, 0) + queryset.count()
    counts.pop(Application, None)
    shown = [(model, count) for model, count in counts.items() if count and not model._meta.auto_created]
    named = [(str(m._meta.verbose_name if n == 1 else m._meta.verbose_name_plural), n) for m, n in shown]
    reminders = Reminder.objects.for_user(application.owner).about(f"application:{application.pk}").open().count()
    if reminders:
        named.append(("reminder" if reminders == 1 else "reminders", reminders))
    return sorted(named)
