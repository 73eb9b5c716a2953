"""Add, update and delete reflections."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from accounts.errors import DomainError
from accounts.models import User
from tracker.domain.events import append_event
from tracker.models import Application, Interview
from tracker.states import EventKind, InterviewStatus, Outcome
from withdrawals.models import Reflection, Withdrawal

ANSWERS: Final[frozenset[str]] = frozenset(["lesson", "body", "learned_at", "would_again", "ask_earlier"])


def is_worth_reflecting(application: Application, interviews: Iterable[Interview]) -> bool:
    """Return whether an interview happened, or the application ended otherwise than without a reply."""
    met = any(interview.status == InterviewStatus.HAPPENED for interview in interviews)
    return met or application.outcome not in (Outcome.OPEN, Outcome.NO_RESPONSE)


@transaction.atomic
def add_reflection(
    application: Application,
    *,
    actor: User,
    now: datetime,
    withdrawal: Withdrawal | None = None,
    finished: bool = False,
    **answers: Any,
) -> Reflection:
    """Store a reflection. A withdrawal has one at most: an existing one is updated instead.

    The appended event does not contain the text. Raises DomainError without a lesson and a text.
    """
    if withdrawal is not None:
        existing = Reflection.objects.filter(withdrawal=withdrawal).first()
        if existing is not None:
            return update_reflection(existing, now=now, finished=finished, **answers)
    reflection = Reflection(
        owner=application.owner, application=application, withdrawal=withdrawal, created_at=now, updated_at=now
    )
    _set_answers(reflection, answers)
    reflection.finished_at = now if finished else None
    reflection.save(force_insert=True)
    append_event(application, EventKind.REFLECTION, actor=actor, now=now, data={"reflection": reflection.pk})
    return reflection


@transaction.atomic
def update_reflection(reflection: Reflection, *, now: datetime, finished: bool = False, **answers: Any) -> Reflection:
    """Change the answers. ``finished`` sets the time of finishing once."""
    _set_answers(reflection, answers)
    reflection.updated_at = now
    if finished and reflection.finished_at is None:
        reflection.finished_at = now
    reflection.save(update_fields=[*answers, "updated_at", "finished_at"])
    return reflection


def delete_reflection(reflection: Reflection) -> None:
    """Delete a reflection permanently."""
    reflection.delete()


def _set_answers(reflection: Reflection, answers: dict[str, Any]) -> None:
    unknown = set(answers) - ANSWERS
    if unknown:
        raise TypeError(f"not answers of a reflection: {sorted(unknown)}")
    for name, value in answers.items():
        setattr(reflection, name, value.strip() if isinstance(value, str) else value)
    if not (reflection.lesson or reflection.body):
        raise DomainError("Write one line at least.")
