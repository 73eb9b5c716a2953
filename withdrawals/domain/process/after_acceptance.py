"""After an accepted offer: the person's other processes, what each employer may expect, and settling many at once.

Source: docs/domain.md 1.1. Employers who are considering the person are notified at once; the others need not be.
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

#: Rows of a group on the page, and therefore the most of a group that are settled at once.
OTHERS_SHOWN: Final = 50
#: The page Today shows an acceptance for this long; the acceptance's own page shows it while others wait.
ACCEPTANCE_SHOWN_FOR: Final = timedelta(days=90)
#: In these stages the employer is considering the person, whether or not interviews were recorded.
CONSIDERING_STAGES: Final = (Stage.SCREENING, Stage.INTERVIEWING)
HAS_LIVE_WITHDRAWAL: Final = Exists(Withdrawal.objects.live().filter(application=OuterRef("pk")))


@dataclass(frozen=True)
class Tally:
    """How many others there are of each kind; ``begun`` have a live withdrawal already."""

    need: int = 0
    deserve: int = 0
    close: int = 0
    begun: int = 0

    @property
    def waiting(self) -> int:
        """The others for which nothing was done yet."""
        return self.need + self.deserve + self.close

    @property
    def letters(self) -> int:
        return self.need + self.deserve

    @property
    def words(self) -> str:
        """ "3 need a word, 9 deserve one, 48 can close."; "" when nobody waits."""
        parts = [f"{self.need} {'needs' if self.need == 1 else 'need'} a word"] if self.need else []
        if self.deserve:
            verb = "deserves" if self.deserve == 1 else "deserve"
            parts.append(f"{self.deserve} {verb} {'one' if self.need else 'a word'}")
        parts += [f"{self.close} can close"] if self.close else []
        return ", ".join(parts) + "." if parts else ""


@dataclass(frozen=True)
class Other:
    """One of the others with its next interview, or else its last one."""

    application: Application
    interview: Interview | None


@dataclass(frozen=True)
class Settled:
    """What was done for the others: letters drafted, processes closed, and one line for each that was refused."""

    letters: list[Withdrawal]
    closed: list[Event]
    refused: list[str]


def others_of(accepted: Application) -> ApplicationQuerySet:
    """Return the open applications that were created before ``accepted`` ended.

    Later applications belong to another search.
    """
    return Application.objects.for_user(accepted.owner).open().filter(created_at__lte=accepted.ended_at)


def owed_by_application(
    accepted: Application, applications: Collection[Application], *, now: datetime
) -> dict[int, str]:
    """Return what is owed to each of ``applications`` that is among the others, by primary key. One query."""
    rows = others_of(accepted).filter(pk__in=[application.pk for application in applications]).order_by()
    return dict(rows.annotate(owed=_owed_case(now)).values_list("pk", "owed"))


def _others_owed(accepted: Application, owed: Owed, now: datetime) -> ApplicationQuerySet:
    rows = others_of(accepted)
    if owed == Owed.NEED:
        rows = rows.filter(pk__in=_candidates_in_need(accepted, now))
    return rows.filter(Exact(_owed_case(now), Value(owed)))


def _candidates_in_need(accepted: Application, now: datetime) -> QuerySet[Any, Any]:
    """Select the applications that can be in need by indexes, so that Today does not read all open applications."""
    offers = Application.objects.for_user(accepted.owner).open().in_stage(Stage.OFFER).order_by().values("pk")
    booked = Interview.objects.for_user(accepted.owner).upcoming(now).order_by().values("application")
    return offers.union(booked)


def _owed_case(now: datetime) -> Case:
    """An offer or an upcoming interview needs a notice, an earlier interview deserves one, the others expect none.

    A missed interview, or one without a recorded result, counts as an interview.
    """
    interviews = Interview.objects.filter(application=OuterRef("pk")).order_by()
    return Case(
        When(HAS_LIVE_WITHDRAWAL, then=Value(Owed.BEGUN)),
        When(Q(stage=Stage.OFFER) | Exists(interviews.upcoming(now).order_by()), then=Value(Owed.NEED)),
        When(Q(stage__in=CONSIDERING_STAGES) | Exists(interviews.not_cancelled()), then=Value(Owed.DESERVE)),
        default=Value(Owed.CLOSE),
        output_field=CharField(),
    )


def count_others(accepted: Application, *, now: datetime) -> Tally:
    """Count the others of each kind. One query."""
    rows = others_of(accepted).order_by().annotate(owed=_owed_case(now)).values_list("owed").annotate(n=Count("pk"))
    return Tally(**dict(rows))


def count_in_need(accepted: Application, *, now: datetime) -> int:
    """Return how many of the others need a notice. One query."""
    return _others_owed(accepted, Owed.NEED, now).count()


def first_others(accepted: Application, owed: Owed, *, now: datetime) -> list[Other]:
    """Return the first of a group: those in need by next interview, the others by latest activity. Two queries."""
    rows = _others_owed(accepted, owed, now).for_lists()
    kept = Interview.objects.not_cancelled().order_by("starts_at", "pk")
    rows = rows.prefetch_related(Prefetch("interviews", queryset=kept))
    if owed == Owed.NEED:
        coming = Interview.objects.filter(application=OuterRef("pk")).upcoming(now).values("starts_at")[:1]
        rows = rows.order_by(Subquery(coming).asc(nulls_last=True), "-touched_at", "-pk")
    else:
        rows = rows.order_by("-touched_at", "-pk")
    return [Other(application, _relevant_interview(application, now)) for application in rows[:OTHERS_SHOWN]]


def _relevant_interview(application: Application, now: datetime) -> Interview | None:
    kept = list(application.interviews.all())  # prefetched by first_others
    coming = (one for one in kept if one.status == InterviewStatus.SCHEDULED and one.starts_at > now)
    return next(coming, kept[-1] if kept else None)


def begun_others(accepted: Application) -> list[Withdrawal]:
    """Return the first live withdrawals from the others. One query."""
    rows = Withdrawal.objects.for_user(accepted.owner).live().with_application()
    is_other = Exists(others_of(accepted).filter(pk=OuterRef("application")))
    return list(rows.filter(is_other).order_by("-created_at", "-pk")[:OTHERS_SHOWN])


def latest_acceptance(owner: User, *, now: datetime) -> Application | None:
    """Return the offer accepted last, if it is recent and not being taken back. One query."""
    rows = (
        Application.objects.for_user(owner)
        .accepted_since(now - ACCEPTANCE_SHOWN_FOR)
        .for_lists()
        .select_related("owner")
    )
    return rows.exclude(HAS_LIVE_WITHDRAWAL).first()


def acceptance_is_current(accepted: Application) -> bool:
    """Return whether the offer was accepted and the acceptance is not being taken back. One query at most."""
    return accepted.outcome == Outcome.ACCEPTED and not accepted.withdrawals.live().exists()


def require_current_acceptance(accepted: Application) -> None:
    """Raise Conflict, with the reason, without a current acceptance."""
    if accepted.outcome != Outcome.ACCEPTED:
        raise Conflict(f"No accepted offer from {accepted.company} is on record, so nobody else needs to hear of it.")
    if not acceptance_is_current(accepted):
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
    """Open a withdrawal with a draft for each of ``letters``; end each of ``close`` without a letter. Send nothing.

    Effects: for a letter, those of open_withdrawal, with *another offer, accepted* as the private reason; for the
    others, those of end_application as *withdrawn*. A refused application is not changed; one line names it and why.
    Raises Conflict, and does nothing, without a current acceptance.
    """
    lock_application(accepted)
    require_current_acceptance(accepted)
    settled = Settled([], [], [])
    owed = owed_by_application(accepted, [*letters, *close], now=now)
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
def undo_settling(
    letters: Collection[Withdrawal], closed: Collection[Event], *, actor: User, now: datetime
) -> tuple[int, list[str]]:
    """Undo settle_others: abandon withdrawals that are still drafts, and reopen closed applications.

    Return how many were undone, and one line for each that changed since and is kept.
    """
    done, refused = 0, list[str]()
    subjects: list[Withdrawal | Event] = [*letters, *closed]
    for subject in subjects:
        try:
            with transaction.atomic():
                _undo_one(subject, actor=actor, now=now)
        except DomainError as error:
            refused.append(f"{subject.application}: {error}")
        else:
            done += 1
    return done, refused


def _undo_one(subject: Withdrawal | Event, *, actor: User, now: datetime) -> None:
    if isinstance(subject, Event):
        undo_event(subject, actor=actor, now=now)
    elif subject.state != WithdrawalState.DRAFTING:
        raise Conflict("Its letter is no draft any more, so it stays as it is.")
    else:
        abandon_withdrawal(subject, actor=actor, now=now)
