"""A library of the wanted size: one person and five others, written in bulk past the verbs, as if lived for years."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from accounts.models import User
from tracker.models import Application, Company, Contact, Event, Interview, Posting
from tracker.states import EventKind, InterviewStatus, Outcome, Stage
from withdrawals.domain.process.lifecycle import open_withdrawal
from withdrawals.models import Reflection, Withdrawal

OTHERS = 5
POSTING = ("We look for somebody who likes to take care of things that must not break. " * 40)[:3000]
ROLES = ("Platform Engineer", "Data Analyst", "UX Researcher", "Product Designer", "Site Reliability Engineer")
STAGES = [Stage.SAVED] * 2 + [Stage.APPLIED] * 5 + [Stage.SCREENING] * 2 + [Stage.INTERVIEWING] * 2 + [Stage.OFFER]
OUTCOMES = [Outcome.OPEN] * 5 + [Outcome.REJECTED] * 3 + [Outcome.NO_RESPONSE] * 3 + [Outcome.WITHDRAWN]
CHUNK = 2000


@dataclass(frozen=True)
class Library:
    """The person whose pages are timed, and one of each thing of theirs."""

    user: User
    application: Application
    interview: Interview
    withdrawal: Withdrawal


def build_library(size: int, *, now: datetime) -> Library:
    """Write ``size`` applications for each of six people; a third have interviews, a tenth reflections."""
    users = [
        User.objects.create_user(f"person{n}@example.org", "x" * 12, name=f"Person {n}") for n in range(OTHERS + 1)
    ]
    for number, user in enumerate(users):
        _fill(user, size, random.Random(number), now)
    user = users[0]
    application = Application.objects.for_user(user).open().in_stage(Stage.INTERVIEWING).latest("pk")
    interview = Interview.objects.create(
        owner=user,
        application=application,
        starts_at=now + timedelta(days=3),
        time_zone=ZoneInfo("America/New_York"),
        created_at=now,
    )
    withdrawal = open_withdrawal(application, actor=user, now=now, interview=interview)
    return Library(user, application, interview, withdrawal)


def _fill(user: User, size: int, dice: random.Random, now: datetime) -> None:
    companies = Company.objects.bulk_create(
        [Company(owner=user, name=f"Company {n}", created_at=now) for n in range(max(size // 3, 1))], CHUNK
    )
    Contact.objects.bulk_create(
        [
            Contact(owner=user, company=company, name=f"Maya {n}", email=f"m{n}@example.org", created_at=now)
            for n, company in enumerate(companies[::2])
        ],
        CHUNK,
    )
    for batch in _batches(range(size)):
        applications = Application.objects.bulk_create(
            [_application(user, companies[n % len(companies)], dice, now) for n in batch], CHUNK
        )
        Posting.objects.bulk_create([Posting(owner=user, application=a, text=POSTING) for a in applications], CHUNK)
        _hang_on(user, applications, dice, now)


def _application(user: User, company: Company, dice: random.Random, now: datetime) -> Application:
    outcome = dice.choice(OUTCOMES)
    stage = dice.choice(STAGES)
    touched = now - timedelta(minutes=dice.randrange(60 * 24 * 400))
    return Application(
        owner=user,
        title=dice.choice(ROLES),
        company=company,
        stage=stage,
        furthest_stage=stage,
        outcome=outcome,
        ended_at=None if outcome == Outcome.OPEN else touched,
        stage_since=touched,
        created_at=touched,
        touched_at=touched,
        applied_on=touched.date(),
        location="Dublin",
        next_action="Call the recruiter" if dice.random() < 0.1 else "",
        next_action_on=(now + timedelta(days=dice.randrange(-5, 60))).date() if dice.random() < 0.1 else None,
    )


def _hang_on(user: User, applications: list[Application], dice: random.Random, now: datetime) -> None:
    Event.objects.bulk_create(
        [
            Event(
                owner=user,
                application=one,
                kind=kind,
                at=one.created_at,
                recorded_at=one.created_at,
                actor=user,
                text="Spoke to Maya." if kind == EventKind.NOTE else "",
                data={"old": Stage.SAVED, "new": one.stage} if kind == EventKind.STAGE else {"stage": one.stage},
            )
            for one in applications
            for kind in (EventKind.ADDED, EventKind.NOTE, EventKind.STAGE)
        ],
        CHUNK,
    )
    Interview.objects.bulk_create(
        [
            Interview(
                owner=user,
                application=one,
                starts_at=one.touched_at,
                time_zone=ZoneInfo("Europe/Dublin"),
                status=InterviewStatus.HAPPENED,
                created_at=one.created_at,
            )
            for one in applications[::3]
        ],
        CHUNK,
    )
    Reflection.objects.bulk_create(
        [
            Reflection(
                owner=user,
                application=one,
                lesson=f"Ask for the on-call rota in call {dice.randrange(1, 5)}.",
                body="It came out in the last round that nobody sleeps. " * 6,
                created_at=one.touched_at,
                updated_at=one.touched_at,
                finished_at=one.touched_at,
            )
            for one in applications[::10]
        ],
        CHUNK,
    )


def _batches(numbers: Iterable[int]) -> Iterator[list[int]]:
    numbers = iter(numbers)
    while batch := list(islice(numbers, CHUNK)):
        yield batch
