"""Add and delete agreements: what the person signed or promised, with its confidential terms."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from tracker.domain.events import append_event
from tracker.models import Agreement, Application
from tracker.states import AgreementKind, EventKind


@transaction.atomic
def add_agreement(
    application: Application,
    *,
    kind: str,
    actor: User,
    now: datetime,
    signed_on: date | None = None,
    notes: str = "",
    confidential_terms: str = "",
) -> Agreement:
    """Record an agreement and append an event, which holds its kind only and none of its content."""
    agreement = Agreement.objects.create(
        owner=application.owner,
        application=application,
        kind=AgreementKind(kind),
        signed_on=signed_on,
        notes=notes.strip(),
        confidential_terms=confidential_terms.strip(),
        created_at=now,
    )
    append_event(application, EventKind.AGREEMENT, actor=actor, now=now, data={"kind": kind})
    return agreement


def delete_agreement(agreement: Agreement) -> None:
    """Delete an agreement that was recorded by mistake."""
    agreement.delete()
