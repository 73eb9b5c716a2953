"""Delete a person and all their data."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.errors import Conflict
from accounts.models import User
from config.personal.tables import personal_models
from reminders.domain.transitions import transition_deliveries
from reminders.models import Delivery
from reminders.states import DeliveryState, Policy
from tracker.models import Application, Event

BEING_SENT = "A letter of yours is being sent right now. Try again in a minute."


def count_records(user: User) -> list[tuple[str, int]]:
    """Return what is deleted with the person, as nouns and counts, such as ("applications", 40), highest first."""
    shown = [model for model in personal_models() if hasattr(model, "owner") and model not in (Delivery, Event)]
    counted = [(model, model._default_manager.filter(owner=user).count()) for model in shown]
    named = [
        (str(m._meta.verbose_name if count == 1 else m._meta.verbose_name_plural), count)
        for m, count in counted
        if count
    ]
    return sorted(named, key=lambda pair: -pair[1])


@transaction.atomic
def delete_person(user: User, *, now: datetime) -> None:
    """Delete a person with all their data, in one transaction.

    Effects, in order: scheduled and claimed deliveries are cancelled; applications are deleted, then the person with
    all other rows. Raises Conflict, and deletes nothing, while a letter is being sent: a deletion could not recall it.
    """
    User.objects.select_for_update().get(pk=user.pk)
    # Lock order: applications before the deliveries of their letters, as in the rest of the code.
    list(Application.objects.for_user(user).select_for_update().values_list("pk"))
    waiting = Delivery.objects.for_user(user).live().values_list("pk", flat=True)
    transition_deliveries(
        list(waiting),
        from_states={DeliveryState.SCHEDULED, DeliveryState.CLAIMED},
        to=DeliveryState.CANCELLED,
        wake_at=None,
        claim_no=F("claim_no") + 1,
    )
    if Delivery.objects.for_user(user).filter(state=DeliveryState.SENDING, policy=Policy.AT_MOST).exists():
        raise Conflict(BEING_SENT)
    Application.objects.for_user(user).only("pk").delete()  # they protect their companies from deletion
    user.delete()
