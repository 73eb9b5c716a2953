"""Random walks over the verbs of the search and of leaving, undo and the engine's moves: every invariant, after every
step.

What a verb refuses must leave no trace, and what one verb did, undo takes back exactly.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

import pytest
from django.db import transaction
from django.db.models import Model, QuerySet
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.errors import DomainError
from reminders.domain.claims import Claim, fence
from reminders.domain.outcomes import (
    record_failed,
    record_needs_decision,
    record_not_wanted,
    record_retry,
    record_sent,
    record_unknown,
)
from reminders.models import Delivery, Reminder
from reminders.ports import handler_of
from reminders.states import Policy
from tests.factories import (
    BERLIN,
    NOW,
    ApplicationFactory,
    ContactFactory,
    InterviewFactory,
    LetterFactory,
    MailAccountFactory,
    claim_letter,
)
from tracker.domain.applications import (
    archive_application,
    end_application,
    log_note,
    unarchive_application,
    update_application,
)
from tracker.domain.events import UNDOABLE, undo_event
from tracker.domain.interviews import add_interview, delete_interview, reschedule_interview, set_interview_status
from tracker.domain.stages import change_stage, reopen_application
from tracker.models import Application, Event, Interview
from tracker.states import INTERVIEWS_AFTER, STAGE_RANK, EventKind, InterviewStatus, Outcome, Stage
from withdrawals.domain.letters.drafts import save_letter, update_choices
from withdrawals.domain.letters.sending import (
    recall_letter,
    record_letter_sent,
    resend_letter,
    send_letter,
    send_scheduled_letter_now,
)
from withdrawals.domain.process.lifecycle import (
    abandon_withdrawal,
    open_withdrawal,
    record_already_known,
    restore_record,
    resume_withdrawal,
)
from withdrawals.models import Letter, Withdrawal
from withdrawals.states import LIVE_WITHDRAWAL_STATES, WITHDRAWABLE_OUTCOMES, LetterState, WithdrawalState
from withdrawals.vocabulary import NOTICE_PURPOSES, Depth, Reason

HOURS = st.sampled_from([-30, -2, 1, 3, 26, 60, 200])
PICK = st.integers(0, 5)
DECISIONS: list[Callable[..., Any]] = [abandon_withdrawal, resume_withdrawal, record_already_known, restore_record]
DEALINGS: list[Callable[..., Any]] = [recall_letter, record_letter_sent, resend_letter, send_scheduled_letter_now]
#: Entries of the timeline that tell of letters and withdrawals, which undo does not touch.
OF_LEAVING = {kind for kind in EventKind.values if kind.startswith(("withdrawal", "letter"))}
M = TypeVar("M", bound=Model)


def rows(now: datetime) -> dict[str, Any]:
    """What undo must restore: the records, and what the person will still be reminded of."""
    columns = [field.attname for field in Application._meta.concrete_fields if field.name != "touched_at"]
    reminders = Reminder.objects.open().filter(due_at__gt=now).exclude(about__startswith="withdrawal:")
    return {
        "applications": list(Application.objects.order_by("pk").values_list(*columns)),
        "interviews": list(Interview.objects.order_by("pk").values()),
        "reminders": sorted(reminders.values_list("about", "kind", "due_at")),
    }


def everything() -> dict[str, Any]:
    """Every row that a refused verb must leave as it was."""
    models = (Application, Interview, Event, Withdrawal, Letter, Reminder, Delivery)
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


def unsent() -> QuerySet[Letter]:
    """Letters that may still be typed in, sent or taken back."""
    return Letter.objects.exclude(state=LetterState.SENT)


class Search(RuleBasedStateMachine):
    """One person, one application, and all that may happen to it in any order."""

    @initialize(stage=st.sampled_from(Stage.values), leaving=st.sampled_from(["", "begun", "under way", "under way"]))
    def begin(self, stage: str, leaving: str) -> None:
        self.savepoint = transaction.savepoint()
        self.now = NOW
        self.owner = MailAccountFactory().owner
        contact = ContactFactory(company__owner=self.owner)
        self.pk = ApplicationFactory(owner=self.owner, contact=contact, stage=stage).pk
        self.claims: list[Claim] = []
        InterviewFactory(application=self.application)
        if leaving:
            withdrawal = open_withdrawal(self.application, actor=self.owner, now=NOW)
            LetterFactory(withdrawal=withdrawal, ready=leaving == "under way")

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.savepoint_rollback(self.savepoint)

    @property
    def application(self) -> Application:
        return Application.objects.get(pk=self.pk)

    def act(self, verb: Callable[..., Any], *args: Any, actor: bool = True, **more: Any) -> None:
        """Run a verb as a page would; then what was refused must have left no trace, and undo must fit exactly."""
        if actor:
            more["actor"] = self.owner
        before, untouched, last = rows(self.now), everything(), self.last_event()
        try:
            verb(*args, now=self.now, **more)
        except DomainError:
            assert everything() == untouched
            return
        self.check_undo(before, last)

    @staticmethod
    def last_event() -> int:
        return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def check_undo(self, before: dict[str, Any], last: int) -> None:
        told = list(Event.objects.filter(pk__gt=last).exclude(kind__in=OF_LEAVING))
        if len(told) != 1 or told[0].kind not in UNDOABLE or not told[0].changes:
            return
        attempt = transaction.savepoint()
        undo_event(told[0], actor=self.owner, now=self.now)
        assert rows(self.now) == before
        transaction.savepoint_rollback(attempt)

    @staticmethod
    def one(found: QuerySet[M], pick: int) -> M:
        """The latest, or one before it."""
        there = list(found.order_by("-pk"))
        return there[pick % len(there)]

    # The search

    @rule(hours=st.sampled_from([1, 5, 30, 100]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(stage=st.sampled_from(Stage.values))
    def move(self, stage: str) -> None:
        self.act(change_stage, self.application, stage)

    @rule(outcome=st.sampled_from(Outcome.values))
    def end(self, outcome: str) -> None:
        self.act(end_application, self.application, outcome)

    @precondition(lambda self: not self.application.is_open)
    @rule()
    def reopen(self) -> None:
        self.act(reopen_application, self.application)

    @rule(small=st.sampled_from(["note", "edit", "archive"]))
    def change_a_little(self, small: str) -> None:
        application = self.application
        if small == "note":
            self.act(log_note, application, "They called.")
        elif small == "edit":
            self.act(update_application, application, title=f"Role {self.now:%H%M}", excitement=3)
        else:
            self.act(unarchive_application if application.archived_at else archive_application, application)

    @rule(hours=HOURS, kind=st.sampled_from(["screening", "video", "final"]))
    def invite(self, hours: int, kind: str) -> None:
        start = self.now + timedelta(hours=hours)
        self.act(add_interview, self.application, starts_at=start, time_zone=BERLIN, kind=kind)

    @precondition(lambda self: Interview.objects.exists())
    @rule(pick=PICK, hours=HOURS)
    def reschedule(self, pick: int, hours: int) -> None:
        start = self.now + timedelta(hours=hours)
        interview = self.one(Interview.objects.all(), pick)
        self.act(reschedule_interview, interview, starts_at=start, time_zone=BERLIN, by_them=True)

    @precondition(lambda self: Interview.objects.exists())
    @rule(pick=PICK, status=st.sampled_from([*InterviewStatus.values, InterviewStatus.SCHEDULED, "deleted"]))
    def answer(self, pick: int, status: str) -> None:
        interview = self.one(Interview.objects.all(), pick)
        if status == "deleted":
            self.act(delete_interview, interview)
        else:
            self.act(set_interview_status, interview, status)

    @rule(pick=PICK)
    def undo(self, pick: int) -> None:
        self.act(undo_event, self.one(Event.objects.filter(kind__in=[*UNDOABLE, EventKind.ADDED]), pick))

    # Leaving

    @rule()
    def open(self) -> None:
        self.act(open_withdrawal, self.application)

    @precondition(lambda self: Withdrawal.objects.exists())
    @rule(pick=PICK, verb=st.sampled_from(DECISIONS))
    def decide(self, pick: int, verb: Callable[..., Any]) -> None:
        self.act(verb, self.one(Withdrawal.objects.all(), pick))

    @precondition(lambda self: Withdrawal.objects.exists())
    @rule(pick=PICK, reason=st.sampled_from(["", *Reason]), depth=st.sampled_from(list(Depth)))
    def update_choices(self, pick: int, reason: str, depth: str) -> None:
        self.act(update_choices, self.one(Withdrawal.objects.all(), pick), actor=False, reason=reason, depth=depth)

    @precondition(lambda self: unsent().exists())
    @rule(pick=PICK, text=st.sampled_from(["I withdraw my application. Thank you.", "Thank you.", "[Name]"]))
    def type_over(self, pick: int, text: str) -> None:
        letter = self.one(unsent(), pick)
        self.act(save_letter, letter, actor=False, version=letter.version, subject=letter.subject, body=text)

    @precondition(lambda self: unsent().exists())
    @rule(pick=PICK, hours=st.sampled_from([None, None, 2, 28, 90]))
    def send(self, pick: int, hours: int | None) -> None:
        letter = self.one(unsent(), pick)
        at = None if hours is None else self.now + timedelta(hours=hours)
        self.act(send_letter, letter, version=letter.version, at=at, confirmed=True)

    @precondition(lambda self: unsent().exists())
    @rule(pick=PICK, verb=st.sampled_from(DEALINGS))
    def deal_with_letter(self, pick: int, verb: Callable[..., Any]) -> None:
        letter = self.one(unsent(), pick)
        self.act(verb, letter, actor=verb is not send_scheduled_letter_now)

    # The engine

    @precondition(lambda self: Letter.objects.waiting().exists())
    @rule()
    def worker_takes_up(self) -> None:
        """A worker finds the next letter due, claims it and goes up to the fence, as the drain does."""
        due = Delivery.objects.live().filter(kind="letter").exclude(state="sending").order_by("wake_at").first()
        if due is None or due.wake_at is None:
            return
        self.now = max(self.now, due.wake_at)
        claim = claim_letter(now=self.now)
        assert claim is not None
        delivery = Delivery.objects.get(pk=claim.pk)
        if delivery.pk not in handler_of(delivery.kind).still_wanted([delivery]):
            assert record_not_wanted(claim)
        elif delivery.not_after and delivery.not_after < self.now:
            assert record_needs_decision(claim, now=self.now)
        else:
            assert fence(claim, policy=Policy.AT_MOST, now=self.now)
            self.claims.append(claim)

    @precondition(lambda self: bool(self.claims))
    @rule(how=st.sampled_from(["sent", "sent", "unknown", "failed", "retry"]))
    def server_answers(self, how: str) -> None:
        claim, before, last = self.claims.pop(), rows(self.now), self.last_event()
        if how == "sent":
            assert record_sent(claim.pk, claim_no=claim.claim_no, now=self.now)
            assert Letter.objects.get(delivery=claim.pk).state == LetterState.SENT
        elif how == "unknown":
            assert record_unknown(claim, now=self.now)
        elif how == "failed":
            assert record_failed(claim, error="Refused.", now=self.now)
        else:
            assert record_retry(claim, error="Not now.", now=self.now)
        self.check_undo(before, last)

    # What holds at any time

    @invariant()
    def application_makes_sense(self) -> None:
        application = self.application
        assert STAGE_RANK[application.furthest_stage] >= STAGE_RANK[application.stage]
        assert (application.ended_at is None) == application.is_open
        assert application.touched_at == Event.objects.latest("pk").recorded_at
        if application.outcome in INTERVIEWS_AFTER:
            assert not Interview.objects.upcoming(self.now).exists()

    @invariant()
    def reminders_have_a_reason(self) -> None:
        scheduled = {f"interview:{pk}" for pk in Interview.objects.scheduled().values_list("pk", flat=True)}
        live = {f"withdrawal:{pk}" for pk in Withdrawal.objects.live().values_list("pk", flat=True)}
        opened = Reminder.objects.open()
        assert set(opened.filter(kind__startswith="interview").values_list("about", flat=True)) <= scheduled
        assert set(opened.filter(kind="notice").values_list("about", flat=True)) <= live
        told = list(opened.filter(kind__startswith="interview").values_list("about", "kind"))
        assert len(told) == len(set(told))
        going = Delivery.objects.live().filter(reminder__isnull=False)
        assert set(going.values_list("reminder", flat=True)) <= set(opened.values_list("pk", flat=True))

    @invariant()
    def leaving_makes_sense(self) -> None:
        assert Withdrawal.objects.live().count() <= 1
        for letter in Letter.objects.select_related("delivery", "withdrawal__application"):
            assert (letter.state == LetterState.SENT) == (letter.sent_at is not None)
            assert (letter.state == LetterState.SENT) == bool(letter.sent_text)
            if letter.state == LetterState.READY:
                assert letter.delivery is not None
                overtaken = (
                    letter.withdrawal.is_live and letter.withdrawal.application.outcome not in WITHDRAWABLE_OUTCOMES
                )
                assert not overtaken or letter.delivery_id in self.may_have_left
        going = set(Delivery.objects.live().filter(kind="letter").values_list("pk", flat=True))
        assert going <= set(Letter.objects.waiting().values_list("delivery", flat=True))
        for withdrawal in Withdrawal.objects.all():
            waits = withdrawal.letters.waiting().filter(purpose__in=NOTICE_PURPOSES).exists()
            assert waits or withdrawal.state != WithdrawalState.COMMITTED
            assert not waits or withdrawal.state in (WithdrawalState.COMMITTED, WithdrawalState.NOTIFIED)
            assert withdrawal.state != WithdrawalState.NOTIFIED or withdrawal.notified_at

    @property
    def may_have_left(self) -> set[int]:
        """Deliveries that were past the fence once: they cannot be called back by an ending."""
        return set(Delivery.objects.filter(kind="letter", attempts_log__phase="dot").values_list("pk", flat=True))

    @invariant()
    def timeline_tells_the_whole_story(self) -> None:
        assert replayed(self.pk) == recorded(self.pk)


def recorded(pk: int) -> dict[Any, Any]:
    """The state fields as they stand in the rows."""
    application = Application.objects.get(pk=pk)
    states: dict[Any, Any] = {
        ("application", name): said(getattr(application, name))
        for name in ("stage", "furthest_stage", "outcome", "ended_at", "archived_at")
    }
    for interview in Interview.objects.all():
        states["interview", interview.pk, "status"] = interview.status
        states["interview", interview.pk, "starts_at"] = said(interview.starts_at)
    states |= {("withdrawal", one.pk): one.state for one in Withdrawal.objects.all()}
    return states | {("letter", one.pk): one.state for one in Letter.objects.all() if one.state != LetterState.DRAFT}


def said(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def replayed(pk: int) -> dict[Any, Any]:
    """The state fields as the timeline alone tells them, from the first event to the last."""
    states: dict[Any, Any] = {}
    for event in Event.objects.filter(application=pk).select_related("corrects").order_by("pk"):
        if event.kind == EventKind.ADDED:
            for name, value in (("stage", event.data["stage"]), ("furthest_stage", event.data["stage"])):
                states["application", name] = value
            states |= {("application", "outcome"): "open", ("application", "ended_at"): None}
            states["application", "archived_at"] = None
        elif event.kind == EventKind.INTERVIEW_ADDED and event.interview_id:
            states["interview", event.interview_id, "status"] = InterviewStatus.SCHEDULED
            states["interview", event.interview_id, "starts_at"] = event.data["starts_at"]
        elif "withdrawal" in event.data:
            replay_leaving(states, event)
        story, side = (event.corrects.changes, 0) if event.corrects else (event.changes, 1)
        for change in story:
            for name, pair in change.get("fields", {}).items():
                key = ("application", name) if change["model"] == "application" else ("interview", change["id"], name)
                if key in states:
                    states[key] = pair[side]
    return states


def replay_leaving(states: dict[Any, Any], event: Event) -> None:
    withdrawal, letter = ("withdrawal", event.data["withdrawal"]), ("letter", event.data.get("letter"))
    notice = event.data.get("purpose") in NOTICE_PURPOSES
    match event.kind:
        case EventKind.WITHDRAWAL_OPENED | EventKind.WITHDRAWAL_RESUMED:
            states[withdrawal] = WithdrawalState.DRAFTING
        case EventKind.WITHDRAWAL_ABANDONED:
            states[withdrawal] = WithdrawalState.ABANDONED
        case EventKind.WITHDRAWAL_UNDONE:
            states[withdrawal] = WithdrawalState.UNDONE
        case EventKind.WITHDRAWAL_NOTIFIED:
            states[withdrawal] = WithdrawalState.NOTIFIED
        case EventKind.LETTER_READY:
            states[letter] = LetterState.READY
            if notice and states[withdrawal] in LIVE_WITHDRAWAL_STATES:
                states[withdrawal] = WithdrawalState.COMMITTED
        case EventKind.LETTER_RECALLED:
            del states[letter]
            if notice and states[withdrawal] == WithdrawalState.COMMITTED:
                states[withdrawal] = WithdrawalState.DRAFTING
        case EventKind.LETTER_SENT:
            states[letter] = LetterState.SENT
            if notice and states[withdrawal] != WithdrawalState.UNDONE:
                states[withdrawal] = WithdrawalState.NOTIFIED


@pytest.mark.slow
@pytest.mark.django_db
def test_whatever_happens_in_any_order_everything_fits_together() -> None:
    run_state_machine_as_test(
        Search,
        settings=settings(
            max_examples=15,
            stateful_step_count=30,
            database=None,
            derandomize=True,
            phases=[Phase.generate],  # a failure shows its walk at once; making it shorter would take minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
