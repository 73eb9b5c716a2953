"""The points at which a higher app takes part in the search.

A participant registers in its ``AppConfig.ready()`` and is called synchronously, in the same transaction, after the
tracker wrote its own rows. No signals: what happens is what is called here.
"""

from datetime import datetime

from accounts.models import User
from tracker.models import Application, Interview


class Participant:
    """Takes part in nothing; override what matters."""

    def interview_moved(self, interview: Interview, *, actor: User | None, now: datetime) -> None:
        """An interview has a new start, or is scheduled again."""

    def interview_ended(self, interview: Interview, *, actor: User | None, now: datetime) -> None:
        """An interview is no longer scheduled, or is about to be deleted."""

    def application_ended(self, application: Application, *, actor: User | None, now: datetime) -> None:
        """An application has an outcome."""

    def application_reopened(self, application: Application, *, actor: User | None, now: datetime) -> None:
        """An application is open again."""

    def application_deleting(self, application: Application, *, actor: User | None, now: datetime) -> None:
        """An application is about to be deleted; raise a DomainError to forbid it."""

    def application_added(self, application: Application, *, actor: User | None, now: datetime) -> None:
        """A new application was recorded."""


participants: list[Participant] = []


def register(participant: Participant) -> None:
    """Let ``participant`` take part from now on."""
    participants.append(participant)
