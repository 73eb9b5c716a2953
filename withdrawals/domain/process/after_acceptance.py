"""After an offer was accepted: the person's other processes, what each employer may expect, and settling many at once.

Source: docs/domain.md 1.1. Whoever has one under consideration is told at once; who only has an application need not be.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Case, CharField, Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.lookups import Exact

from accounts.errors import Conflict, DomainError
from accounts.models import User
from tracker.domain.applications import end_application
from tracker.domain.events import undo_event
from tracker.domain.stages import lock_application
from tracker.models import Application, Event, Interview
from tracker.models.application import ApplicationQuerySet
from tracker.states import InterviewStatus, Outcome, Stage
from withdrawals.domain.letters.drafts import update_choices
from withdrawals.domain.process.lifecycle import abandon_withdrawal, open_withdrawal
from withdrawals.models import Withdrawal
from withdrawals.states import Owed, WithdrawalState
from withdrawals.vocabulary import Reason

#: Rows of a group on the page, and so the most that one act settles of it.
SHOWN: Final = 50
#: Today speaks of an acceptance for this long; its own page does so for as long as others wait.
NEWS_FOR: Final = timedelta(days=90)
#: By the person's own account somebody there is dealing with them, whether or not interviews were recorded.
CONSIDERED: Final = (Stage.SCREENING, Stage.INTERVIEWING)
BEING_LEFT: Final = Exists(Withdrawal.objects.live().filter(application=OuterRef("pk")))


@dataclass(frozen=True)
class Tally:
    """How many of the others there are of each kind; ``begun`` are being left already."""

    need: int = 0
    deserve: int = 0
    close: int = 0
    begun: int = 0

    @property
    def waiting(self) -> int:
        """Those for which nothing was done yet."""
        return self.need + self.deserve + self.close

    @property
    def letters(self) -> int:
        return self.need + self.deserve

    @property
    def words(self) -> str:
        """ "3 need a word, 9 deserve one, 48 can close."; empty where nobody waits."""
        parts = [f"{self.need} {'needs' if self.need == 1 else 'need'} a word"] if self.need else []
        if self.deserve:
            verb = "deserves" if self.deserve == 1 else "deserve"
            parts.append(f"{self.deserve} {verb} {'one' if self.need else 'a word'}")
        parts += [f"{self.close} can close"] if self.close else []
        return ", ".join(parts) + "." if parts else ""


@dataclass(frozen=True)
class Other:
    """One of the others, and the interview that says most of it: the next one, else the last one."""

    application: Application
    interview: Interview | None


@dataclass(frozen=True)
class Settled:
    """What was done for the others: letters were written, processes closed, and a line for each that stayed as it was."""

    letters: list[Withdrawal]
    closed: list[Event]
    refused: list[str]


def others_of(accepted: Application) -> ApplicationQuerySet:
    """What was open beside ``accepted`` when its offer was accepted, and still is.

    A search that began afterwards is none of its business.
    """
    return Application.objects.for_user(accepted.owner).open().filter(created_at__lte=accepted.ended_at)


def what_is_owed(accepted: Application, applications: Collection[Application], *, now: datetime) -> dict[int, str]:
    """To each of ``applications`` that is among the others, by its key. One query."""
    rows = others_of(accepted).filter(pk__in=[application.pk for application in applications]).order_by()
    return dict(rows.annotate(owed=_owed(now)).values_list("pk", "owed"))


def _owing(accepted: Application, owed: Owed, now: datetime) -> ApplicationQuerySet:
    rows = others_of(accepted)
    if owed == Owed.NEED:
        rows = rows.filter(pk__in=_perhaps_in_need(accepted, now))
    return rows.filter(Exact(_owed(now), Value(owed)))


def _perhaps_in_need(accepted: Application, now: datetime) -> QuerySet[Any, Any]:
    """The keys of all that can be in need, found by indexes, so that nobody's open ones are read through for Today."""
    offers = Application.objects.for_user(accepted.owner).open().in_stage(Stage.OFFER).order_by().values("pk")
    booked = Interview.objects.for_user(accepted.owner).upcoming(now).order_by().values("application")
    return offers.union(booked)


def _owed(now: datetime) -> Case:
    """An interview to come or an offer waits for an answer; whoever gave their time deserves one; the rest expect none.

    An interview that was missed, or of which nobody said whether it happened, was given time as well.
    """
    interviews = Interview.objects.filter(application=OuterRef("pk")).order_by()
    return Case(
        When(BEING_LEFT, then=Value(Owed.BEGUN)),
        When(Q(stage=Stage.OFFER) | Exists(interviews.upcoming(now).order_by()), then=Value(Owed.NEED)),
        When(Q(stage__in=CONSIDERED) | Exists(interviews.not_cancelled()), then=Value(Owed.DESERVE)),
        default=Value(Owed.CLOSE),
        output_field=CharField(),
    )


def count_others(accepted: Application, *, now: datetime) -> Tally:
    """One query."""
    rows = others_of(accepted).order_by().annotate(owed=_owed(now)).values_list("owed").annotate(n=Count("pk"))
    return Tally(**dict(rows))


def count_in_need(accepted: Application, *, now: datetime) -> int:
    """How many of the others need a word. One query."""
    return _owing(accepted, Owed.NEED, now).count()


def first_others(accepted: Application, owed: Owed, *, now: datetime) -> list[Other]:
    """The first of a group: those in need by their next interview, the others by their last sign of life. Two queries."""
    rows = _owing(accepted, owed, now).for_lists()
    kept = Interview.objects.not_cancelled().order_by("starts_at", "pk")
    rows = rows.prefetch_related(Prefetch("interviews", queryset=kept))
    if owed == Owed.NEED:
        coming = Interview.objects.filter(application=OuterRef("pk")).upcoming(now).values("starts_at")[:1]
        rows = rows.order_by(Subquery(coming).asc(nulls_last=True), "-touched_at", "-pk")
    else:
        rows = rows.order_by("-touched_at", "-pk")
    return [Other(application, _telling(application, now)) for application in rows[:SHOWN]]


def _telling(application: Application, now: datetime) -> Interview | None:
    kept = list(application.interviews.all())  # only those that first_others fetched
    coming = (one for one in kept if one.status == InterviewStatus.SCHEDULED and one.starts_at > now)
    return next(coming, kept[-1] if kept else None)


def begun_others(accepted: Application) -> list[Withdrawal]:
    """The first of the withdrawals from others that wait to be sent. One query."""
    rows = Withdrawal.objects.for_user(accepted.owner).live().with_application()
    among_them = Exists(others_of(accepted).filter(pk=OuterRef("application")))
    return list(rows.filter(among_them).order_by("-created_at", "-pk")[:SHOWN])


def latest_acceptance(owner: User, *, now: datetime) -> Application | None:
    """The offer that the person accepted last and does not take back, while it is news. One query."""
    rows = Application.objects.for_user(owner).accepted_since(now - NEWS_FOR).for_lists().select_related("owner")
    return rows.exclude(BEING_LEFT).first()


def stands(accepted: Application) -> bool:
    """Whether the offer was accepted and nobody takes that back. At most one query."""
    return accepted.outcome == Outcome.ACCEPTED and not accepted.withdrawals.live().exists()


def refuse_unless_it_stands(accepted: Application) -> None:
    """Raise Conflict, with why, for an application whose acceptance says nothing to others."""
    if accepted.outcome != Outcome.ACCEPTED:
        raise Conflict(f"No accepted offer from {accepted.company} is on record, so nobody else needs to hear of it.")
    if not stands(accepted):
        raise Conflict(f"You are taking back what you accepted from {accepted.company}. Settle that first.")


@transaction.atomic
def settle_others(
    accepted: Application,
    *,
    letters: Collection[Application],
    close: Collection[Application],
    actor: User,
    now: datetime,
) -> Settled:
    """Begin to leave each of ``letters``, with a letter written and nothing sent; end each of ``close`` without a word.

    Effects: for a letter, those of open_withdrawal, with *another offer, accepted* as the private reason; for the others,
    those of end_application as *withdrawn*. What cannot follow is left as it was, with a line that names it and says why.
    Raises Conflict, and does nothing, when the acceptance does not stand any more.
    """
    lock_application(accepted)
    refuse_unless_it_stands(accepted)
    settled = Settled([], [], [])
    owed = what_is_owed(accepted, [*letters, *close], now=now)
    for application in letters:
        try:
            settled.letters.append(_begin_letter(application, owed.get(application.pk), actor=actor, now=now))
        except DomainError as error:
            settled.refused.append(f"{application}: {error}")
    for application in close:
        try:
            settled.closed.append(_close(application, owed.get(application.pk), actor=actor, now=now))
        except DomainError as error:
            settled.refused.append(f"{application}: {error}")
    return settled


@transaction.atomic
def _begin_letter(application: Application, owed: str | None, *, actor: User, now: datetime) -> Withdrawal:
    _refuse_settled(owed)
    withdrawal = open_withdrawal(application, actor=actor, now=now)
    return update_choices(withdrawal, now=now, reason=Reason.ACCEPTED_OTHER_OFFER, other_offer_accepted=True)


@transaction.atomic
def _close(application: Application, owed: str | None, *, actor: User, now: datetime) -> Event:
    _refuse_settled(owed)
    if owed != Owed.CLOSE:
        raise Conflict("More than an application is on record there. Write to them instead.")
    return end_application(application, Outcome.WITHDRAWN, actor=actor, now=now)


def _refuse_settled(owed: str | None) -> None:
    if owed is None:
        raise Conflict("It is no longer among the open ones.")
    if owed == Owed.BEGUN:
        raise Conflict("Leaving has begun already; its letter is written.")


@transaction.atomic
def take_back_settling(
    letters: Collection[Withdrawal], closed: Collection[Event], *, actor: User, now: datetime
) -> tuple[int, list[str]]:
    """Put letters aside that are still drafts, and open again what was closed; the one Undo of settle_others.

    Return for how many it was done, and a line for each that changed since and stays as it is.
    """
    done, refused = 0, list[str]()
    subjects: list[Withdrawal | Event] = [*letters, *closed]
    for subject in subjects:
        try:
            with transaction.atomic():
                _take_back(subject, actor=actor, now=now)
        except DomainError as error:
            refused.append(f"{subject.application}: {error}")
        else:
            done += 1
    return done, refused


def _take_back(subject: Withdrawal | Event, *, actor: User, now: datetime) -> None:
    if isinstance(subject, Event):
        undo_event(subject, actor=actor, now=now)
    elif subject.state != WithdrawalState.DRAFTING:
        raise Conflict("Its letter is no draft any more, so it stays as it is.")
    else:
        abandon_withdrawal(subject, actor=actor, now=now)
