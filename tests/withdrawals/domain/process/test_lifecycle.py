"""From opening a withdrawal to restoring the record."""

from datetime import timedelta

import pytest

from accounts.errors import Conflict
from reminders.domain.reminders import add_reminder
from reminders.models import Delivery, Reminder
from reminders.states import DeliveryState
from tests.factories import (
    NOW,
    ApplicationFactory,
    ContactFactory,
    InterviewFactory,
    LetterFactory,
    MailAccountFactory,
    WithdrawalFactory,
    letter_goes_silent,
    letter_is_sending,
    letter_leaves,
)
from tracker.domain.applications import end_application
from tracker.domain.events import undo_event
from tracker.domain.interviews import delete_interview
from tracker.domain.stages import reopen_application
from tracker.models import Application, Event, Interview
from tracker.states import EventKind, InterviewStatus, Outcome, Stage
from withdrawals.domain.process.lifecycle import (
    abandon_withdrawal,
    open_withdrawal,
    recipient_of,
    record_already_known,
    record_signed_checked,
    restore_record,
    resume_withdrawal,
)
from withdrawals.models import Letter, Withdrawal
from withdrawals.states import LetterState, WithdrawalState
from withdrawals.vocabulary import Purpose, Situation

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATER = NOW + HOUR


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def about_withdrawal() -> list[str]:
    """What the person will be reminded of about withdrawals."""
    rows = Reminder.objects.open().filter(about__startswith="withdrawal:")
    return list(rows.order_by("due_at").values_list("kind", flat=True))


def begun(stage: str = Stage.APPLIED, **more: object) -> Withdrawal:
    owner = MailAccountFactory().owner
    application = ApplicationFactory(owner=owner, stage=stage)
    return WithdrawalFactory(application=application, interview=InterviewFactory(application=application), **more)


def told(stage: str = Stage.APPLIED) -> Withdrawal:
    """Withdrawn by a letter that a worker sent an hour from NOW."""
    withdrawal = begun(stage)
    letter_leaves(LetterFactory(withdrawal=withdrawal, ready=True), now=LATER)
    return Withdrawal.objects.get(pk=withdrawal.pk)


def test_opening_writes_a_whole_letter_and_leaves_the_interview_on() -> None:
    interview = InterviewFactory()

    withdrawal = open_withdrawal(interview.application, actor=interview.owner, now=LATER, interview=interview)

    letter = Letter.objects.get()
    assert (withdrawal.state, withdrawal.situation, withdrawal.interview) == (
        WithdrawalState.DRAFTING,
        Situation.INTERVIEW_SCHEDULED,
        interview,
    )
    assert (letter.purpose, letter.channel, letter.state, letter.version) == ("notice", "email", "draft", 1)
    assert interview.application.title in letter.body
    assert Interview.objects.get().status == InterviewStatus.SCHEDULED
    assert Reminder.objects.open().filter(about=f"interview:{interview.pk}").count() == 2
    assert kinds()[-1] == EventKind.WITHDRAWAL_OPENED


def test_opening_again_takes_up_the_same_withdrawal() -> None:
    withdrawal = WithdrawalFactory()

    again = open_withdrawal(withdrawal.application, actor=withdrawal.owner, now=LATER)

    assert again == withdrawal
    assert Letter.objects.count() == 1


def test_opening_picks_the_next_interview() -> None:
    application = ApplicationFactory()
    InterviewFactory(application=application, starts_at=NOW + 9 * DAY)
    soon = InterviewFactory(application=application, starts_at=NOW + 2 * DAY)
    InterviewFactory(application=application, starts_at=NOW + DAY, status=InterviewStatus.CANCELLED_BY_THEM)

    assert WithdrawalFactory(application=application).interview == soon


def test_opening_reminds_of_the_last_courteous_moment_and_the_last_call() -> None:
    interview = InterviewFactory()

    WithdrawalFactory(application=interview.application)

    rows = Reminder.objects.open().filter(kind="notice").order_by("due_at")
    first, last = rows
    assert first.due_at <= interview.starts_at - DAY
    assert last.due_at == interview.starts_at - 4 * HOUR
    assert {row.anchor_at for row in rows} == {interview.starts_at}


def test_opening_at_short_notice_reminds_of_nothing_that_has_passed() -> None:
    interview = InterviewFactory(starts_at=NOW + 3 * HOUR)

    WithdrawalFactory(application=interview.application, interview=interview)

    assert about_withdrawal() == []


@pytest.mark.parametrize("outcome", [Outcome.DECLINED, Outcome.REJECTED, Outcome.WITHDRAWN, Outcome.NO_RESPONSE])
def test_opening_after_the_end_is_a_conflict(outcome: str) -> None:
    application = ApplicationFactory(outcome=outcome)

    with pytest.raises(Conflict):
        open_withdrawal(application, actor=application.owner, now=LATER)


def test_opening_by_a_stale_tab_after_the_end_is_a_conflict() -> None:
    application = ApplicationFactory()
    other_tab = Application.objects.get()
    end_application(application, Outcome.REJECTED, actor=application.owner, now=NOW)

    with pytest.raises(Conflict):
        open_withdrawal(other_tab, actor=application.owner, now=LATER)
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize(
    ("stage", "outcome", "situation"),
    [
        (Stage.APPLIED, Outcome.OPEN, Situation.APPLIED),
        (Stage.OFFER, Outcome.OPEN, Situation.OFFER_IN_HAND),
        (Stage.OFFER, Outcome.ACCEPTED, Situation.OFFER_ACCEPTED),
    ],
)
def test_situation_comes_from_the_record(stage: str, outcome: str, situation: str) -> None:
    application = ApplicationFactory(stage=stage, outcome=outcome)

    assert WithdrawalFactory(application=application).situation == situation


def test_situation_comes_from_the_interviews() -> None:
    screening = InterviewFactory(kind="screening")
    done = InterviewFactory(starts_at=NOW - DAY, status=InterviewStatus.HAPPENED)
    missed = InterviewFactory(starts_at=NOW - DAY, status=InterviewStatus.MISSED)
    off = InterviewFactory(status=InterviewStatus.CANCELLED_BY_THEM)

    found = [
        WithdrawalFactory(application=interview.application, interview=interview).situation
        for interview in (screening, done, missed, off)
    ]

    assert found == [
        Situation.SCREENING_SCHEDULED,
        Situation.AFTER_INTERVIEW,
        Situation.INTERVIEW_SCHEDULED,
        Situation.APPLIED,
    ]
    missed_letter = Letter.objects.get(withdrawal__interview=missed)
    assert missed_letter.purpose == Purpose.APOLOGY


def test_recipient_is_the_agency_then_who_arranged_it_then_the_contact_then_anybody_there() -> None:
    application = ApplicationFactory()
    anybody = ContactFactory(company=application.company, name="Anybody")
    contact = ContactFactory(company=application.company, name="Contact")
    arranged = ContactFactory(company=application.company, name="Arranged")
    agency = ContactFactory(company=application.company, name="Agency", agent=True)
    interview = InterviewFactory(application=application)

    assert recipient_of(application, interview) == anybody
    application.contact = contact
    assert recipient_of(application, interview) == contact
    interview.contact = arranged
    assert recipient_of(application, interview) == arranged
    application.contact = agency
    assert recipient_of(application, interview) == agency


def test_putting_aside_takes_a_waiting_letter_back_and_ends_the_reminders() -> None:
    withdrawal = begun()
    letter = LetterFactory(withdrawal=withdrawal, ready=True)
    assert about_withdrawal() == ["notice", "notice"]

    abandon_withdrawal(withdrawal, actor=withdrawal.owner, now=LATER)

    assert Withdrawal.objects.get().state == withdrawal.state == WithdrawalState.ABANDONED
    assert Letter.objects.get().state == LetterState.DRAFT
    assert Delivery.objects.get(about=f"letter:{letter.pk}").state == DeliveryState.CANCELLED
    assert about_withdrawal() == []
    assert kinds()[-2:] == [EventKind.LETTER_RECALLED, EventKind.WITHDRAWAL_ABANDONED]
    assert Application.objects.get().is_open


def test_putting_aside_while_the_letter_is_being_sent_is_a_conflict() -> None:
    withdrawal = begun()
    letter_is_sending(LetterFactory(withdrawal=withdrawal, ready=True), now=LATER)

    with pytest.raises(Conflict, match="right now"):
        abandon_withdrawal(withdrawal, actor=withdrawal.owner, now=LATER)
    assert Withdrawal.objects.get().state == WithdrawalState.COMMITTED


def test_putting_aside_a_letter_that_may_have_left_is_a_conflict() -> None:
    withdrawal = begun()
    letter_goes_silent(LetterFactory(withdrawal=withdrawal, ready=True), now=LATER)

    with pytest.raises(Conflict, match="Sent folder"):
        abandon_withdrawal(withdrawal, actor=withdrawal.owner, now=LATER)


def test_taking_up_again_brings_the_reminders_back() -> None:
    withdrawal = begun()
    abandon_withdrawal(withdrawal, actor=withdrawal.owner, now=NOW)

    resume_withdrawal(withdrawal, actor=withdrawal.owner, now=LATER)

    assert Withdrawal.objects.get().state == WithdrawalState.DRAFTING
    assert about_withdrawal() == ["notice", "notice"]
    assert kinds()[-1] == EventKind.WITHDRAWAL_RESUMED


def test_taking_up_again_beside_another_one_is_a_conflict() -> None:
    withdrawal = begun()
    abandon_withdrawal(withdrawal, actor=withdrawal.owner, now=NOW)
    WithdrawalFactory(application=withdrawal.application)

    with pytest.raises(Conflict, match="under way"):
        resume_withdrawal(withdrawal, actor=withdrawal.owner, now=LATER)


def test_taking_up_again_after_the_end_is_a_conflict() -> None:
    withdrawal = begun()
    abandon_withdrawal(withdrawal, actor=withdrawal.owner, now=NOW)
    end_application(Application.objects.get(), Outcome.REJECTED, actor=withdrawal.owner, now=NOW)

    with pytest.raises(Conflict, match="rejected"):
        resume_withdrawal(withdrawal, actor=withdrawal.owner, now=LATER)


def test_they_know_already_ends_the_process_without_a_letter() -> None:
    withdrawal = begun()
    LetterFactory(withdrawal=withdrawal, ready=True)

    record_already_known(withdrawal, actor=withdrawal.owner, now=LATER)

    kept = Withdrawal.objects.get()
    assert (kept.state, kept.notified_at, kept.conflict) == (WithdrawalState.NOTIFIED, LATER, "")
    assert Application.objects.get().outcome == Outcome.WITHDRAWN
    assert Interview.objects.get().status == InterviewStatus.CANCELLED_BY_ME
    assert Letter.objects.get().state == LetterState.DRAFT
    assert Delivery.objects.get(kind="letter").state == DeliveryState.CANCELLED
    assert kinds()[-3:] == [EventKind.LETTER_RECALLED, EventKind.WITHDRAWAL_NOTIFIED, EventKind.ENDED]
    assert not Reminder.objects.open().exists()


def test_what_was_signed_is_looked_at_once() -> None:
    withdrawal = WithdrawalFactory()

    record_signed_checked(withdrawal, now=NOW)
    record_signed_checked(withdrawal, now=LATER)

    assert Withdrawal.objects.get().signed_checked_at == NOW
    record_already_known(withdrawal, actor=withdrawal.owner, now=NOW)
    with pytest.raises(Conflict):
        record_signed_checked(withdrawal, now=LATER)


def test_restoring_brings_stage_interviews_and_reminders_back() -> None:
    withdrawal = begun(Stage.SCREENING)
    add_reminder(
        owner=withdrawal.owner,
        kind="follow_up",
        title="Follow up",
        about=f"application:{withdrawal.application_id}",
        due_at=NOW + 3 * DAY,
        now=NOW,
    )
    not_about_leaving = Reminder.objects.open().exclude(about__startswith="withdrawal:")
    before = (
        Application.objects.values_list("stage", "furthest_stage", "stage_since", "outcome", "ended_at").get(),
        Interview.objects.values_list("status", "starts_at").get(),
        set(not_about_leaving.values_list("about", "kind", "due_at")),
    )
    letter_leaves(LetterFactory(withdrawal=withdrawal, ready=True), now=LATER)
    assert list(Reminder.objects.open().values_list("kind", flat=True)) == ["no_answer"]
    withdrawal.refresh_from_db()

    restore_record(withdrawal, actor=withdrawal.owner, now=LATER)

    assert before == (
        Application.objects.values_list("stage", "furthest_stage", "stage_since", "outcome", "ended_at").get(),
        Interview.objects.values_list("status", "starts_at").get(),
        set(not_about_leaving.values_list("about", "kind", "due_at")),
    )
    assert Withdrawal.objects.get().state == WithdrawalState.UNDONE
    assert kinds()[-2:] == [EventKind.UNDONE, EventKind.WITHDRAWAL_UNDONE]


def test_restoring_drafts_a_letter_to_where_the_first_one_went() -> None:
    withdrawal = begun()
    letter = LetterFactory(withdrawal=withdrawal, by_hand=True, to_address="typed@employer.example")

    restore_record(Withdrawal.objects.get(), actor=withdrawal.owner, now=LATER)

    draft = Letter.objects.get(purpose=Purpose.COME_BACK)
    assert (draft.state, draft.channel, draft.to_address) == (LetterState.DRAFT, "email", "typed@employer.example")
    assert Letter.objects.get(pk=letter.pk).sent_text == letter.body


def test_restoring_what_they_knew_without_a_letter_drafts_one_too() -> None:
    withdrawal = begun()
    record_already_known(withdrawal, actor=withdrawal.owner, now=NOW)

    restore_record(withdrawal, actor=withdrawal.owner, now=LATER)

    assert Letter.objects.filter(purpose=Purpose.COME_BACK, state=LetterState.DRAFT).count() == 1
    assert Application.objects.get().is_open


def test_restoring_stops_a_written_follow_up_that_waits() -> None:
    withdrawal = begun()
    record_already_known(withdrawal, actor=withdrawal.owner, now=NOW)
    letter = LetterFactory(withdrawal=withdrawal, ready=True)

    restore_record(withdrawal, actor=withdrawal.owner, now=LATER)

    assert Letter.objects.get(pk=letter.pk).state == LetterState.DRAFT
    assert not Delivery.objects.live().filter(kind="letter").exists()


def test_restoring_after_the_interview_changed_only_reopens() -> None:
    withdrawal = told()
    delete_interview(Interview.objects.get(), actor=withdrawal.owner, now=LATER)
    withdrawal = Withdrawal.objects.get()

    restore_record(withdrawal, actor=withdrawal.owner, now=LATER + HOUR)

    assert Application.objects.get().outcome == Outcome.OPEN
    assert Withdrawal.objects.get().state == WithdrawalState.UNDONE


def test_restoring_after_the_person_reopened_it_changes_nothing_more() -> None:
    withdrawal = told()
    reopen_application(Application.objects.get(), actor=withdrawal.owner, now=LATER)

    restore_record(withdrawal, actor=withdrawal.owner, now=LATER + HOUR)

    assert Application.objects.get().outcome == Outcome.OPEN
    assert kinds().count(EventKind.REOPENED) == 1


def test_restoring_does_not_reopen_what_the_employer_ended() -> None:
    withdrawal = told()
    application = Application.objects.get()
    reopen_application(application, actor=withdrawal.owner, now=LATER)
    end_application(application, Outcome.REJECTED, actor=withdrawal.owner, now=LATER)

    restore_record(withdrawal, actor=withdrawal.owner, now=LATER + HOUR)

    assert Application.objects.get().outcome == Outcome.REJECTED


def test_restoring_a_withdrawn_acceptance_gives_the_acceptance_back() -> None:
    application = ApplicationFactory(stage=Stage.OFFER, outcome=Outcome.ACCEPTED)
    withdrawal = WithdrawalFactory(application=application)
    record_already_known(withdrawal, actor=withdrawal.owner, now=NOW)
    assert Application.objects.get().outcome == Outcome.WITHDRAWN

    restore_record(withdrawal, actor=withdrawal.owner, now=LATER)

    assert Application.objects.get().outcome == Outcome.ACCEPTED


@pytest.mark.parametrize("state", [WithdrawalState.DRAFTING, WithdrawalState.ABANDONED, WithdrawalState.UNDONE])
def test_restoring_what_nobody_was_told_is_a_conflict(state: str) -> None:
    withdrawal = begun()
    if state == WithdrawalState.ABANDONED:
        abandon_withdrawal(withdrawal, actor=withdrawal.owner, now=NOW)
    if state == WithdrawalState.UNDONE:
        record_already_known(withdrawal, actor=withdrawal.owner, now=NOW)
        restore_record(withdrawal, actor=withdrawal.owner, now=NOW)

    with pytest.raises(Conflict):
        restore_record(withdrawal, actor=withdrawal.owner, now=LATER)


def test_one_may_withdraw_again_after_restoring() -> None:
    withdrawal = told()
    restore_record(withdrawal, actor=withdrawal.owner, now=LATER)

    again = open_withdrawal(Application.objects.get(), actor=withdrawal.owner, now=LATER)

    assert again.pk != withdrawal.pk
    assert again.state == WithdrawalState.DRAFTING


def test_undoing_the_end_on_the_timeline_leaves_what_the_employer_knows() -> None:
    withdrawal = told()
    assert withdrawal.ended_event is not None

    undo_event(withdrawal.ended_event, actor=withdrawal.owner, now=LATER)

    assert Application.objects.get().is_open
    assert Withdrawal.objects.get().state == WithdrawalState.NOTIFIED
