"""Callbacks by which a higher app is notified of changes to applications and interviews.

A participant registers in its ``AppConfig.ready()``. The tracker calls it synchronously, in the same transaction, after
it wrote its own rows. Explicit calls replace signals.
"""

from datetime import datetime

from accounts.models import User
from tracker.models import Application, Interview


class Participant:
    """Base class whose callbacks do nothing; override the relevant ones."""

    def interview_rescheduled(self, interview: Interview, *, actor: User | None, now: datetime) -> None:
        """Called when an interview has a new start or is scheduled again."""

    def interview_ended(self, interview: Interview, *, actor: User | None, now: datetime) -> None:
        """Called when an interview is no longer scheduled or is about to be deleted."""

    def application_ended(self, application: Application, *, actor: User | None, now: datetime) -> None:
        """Called when an application got an outcome."""

    def application_reopened(self, application: Application, *, actor: User | None, now: datetime) -> None:
        """Called when an application is open again."""

    def application_deleting(self, application: Application, *, actor: User | None, now: datetime) -> None:
        """Called before an application is deleted. Raise a DomainError to forbid it."""

    def application_added(self, application: Application, *, actor: User | None, now: datetime) -> None:
        """Called when a new application was recorded."""


participants: list[Participant] = []


def register_participant(participant: Participant) -> None:
    """Add ``participant`` to those that are notified."""
    participants.append(participant)
