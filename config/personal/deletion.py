"""Having everything of a person gone, at once."""

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
    """What would be deleted with the person, in words and numbers, such as ("applications", 40); nothing counts as 0."""
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
    """Delete a person with everything they ever wrote here.

    Effects, in order: whatever waits to be sent is cancelled; applications go, then all the rest with the person. All of it
    or nothing: raises Conflict when a letter is being sent this second, which no deletion could call back.
    """
    User.objects.select_for_update().get(pk=user.pk)
    # Before their letters' deliveries, as everywhere.
    list(Application.objects.for_user(user).select_for_update().values_list("pk"))
    waiting = Delivery.objects.for_user(user).live().values_list("pk", flat=True)
    transition_deliveries(
        list(waiting),
        come_from={DeliveryState.SCHEDULED, DeliveryState.CLAIMED},
        to=DeliveryState.CANCELLED,
        wake_at=None,
        claim_no=F("claim_no") + 1,
    )
    if Delivery.objects.for_user(user).filter(state=DeliveryState.SENDING, policy=Policy.AT_MOST).exists():
        raise Conflict(BEING_SENT)
    Application.objects.for_user(user).only("pk").delete()  # a company cannot go before its applications
    user.delete()
