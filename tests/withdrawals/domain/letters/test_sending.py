"""A letter's way to the employer, and that everything follows it in one transaction."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction

from accounts.errors import Conflict, DomainError
from accounts.models import User
from reminders.domain.claims import fence
from reminders.domain.outcomes import record_failed, record_needs_decision
from reminders.models import Delivery, Reminder
from reminders.states import DeliveryState, Lane, Policy
from tests.factories import (
    BERLIN,
    NOW,
    ApplicationFactory,
    ContactFactory,
    InterviewFactory,
    LetterFactory,
    MailAccountFactory,
    WithdrawalFactory,
    claim_letter,
    letter_goes_silent,
    letter_is_sending,
    letter_leaves,
)
from tracker.domain.applications import end_application
from tracker.domain.interviews import reschedule_interview
from tracker.models import Application, Event, Interview
from tracker.states import EventKind, InterviewStatus, Outcome, Stage
from withdrawals.domain.letters.delivery_handler import LetterHandler
from withdrawals.domain.letters.drafts import draft_letter, save_letter
from withdrawals.domain.letters.sending import (
    NeedsConfirmation,
    check_readiness,
    keep_finding,
    quote_finding,
    recall_letter,
    record_letter_sent,
    record_spoken,
    reschedule_letter,
    resend_letter,
    send_letter,
    send_scheduled_letter_now,
)
from withdrawals.domain.process.lifecycle import (
    abandon_withdrawal,
    record_already_known,
    record_signed_checked,
    resume_withdrawal,
)
from withdrawals.models import Letter, Withdrawal
from withdrawals.states import LetterState, SentHow, WithdrawalState
from withdrawals.vocabulary import Channel, Purpose

pytestmark = pytest.mark.django_db

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LATER = NOW + HOUR


@pytest.fixture
def owner() -> User:
    return MailAccountFactory().owner


@pytest.fixture
def interview(owner: User) -> Interview:
    return InterviewFactory(application__owner=owner)


@pytest.fixture
def letter(interview: Interview) -> Letter:
    """The first draft, with somebody to send it to."""
    withdrawal = WithdrawalFactory(application=interview.application, interview=interview)
    return LetterFactory(withdrawal=withdrawal)


def send(letter: Letter, *, at_hours: float | None = None) -> Letter:
    at = None if at_hours is None else NOW + at_hours * HOUR
    return send_letter(letter, version=letter.version, actor=letter.owner, now=NOW, at=at, confirmed=True)


def sent(letter: Letter) -> Letter:
    return Letter.objects.get(pk=letter.pk)


def delivery_of(letter: Letter) -> Delivery:
    return Delivery.objects.filter(about=f"letter:{letter.pk}").latest("pk")


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def fail(letter: Letter) -> None:
    claim = claim_letter(now=LATER)
    assert claim is not None
    assert record_failed(claim, error="The address was refused.", now=LATER)


def be_late(letter: Letter) -> None:
    claim = claim_letter(now=LATER)
    assert claim is not None
    assert record_needs_decision(claim, now=LATER)


def test_send_waits_for_the_undo_window(letter: Letter) -> None:
    send(letter)

    delivery = delivery_of(letter)
    assert (delivery.state, delivery.policy, delivery.lane) == (
        DeliveryState.SCHEDULED,
        Policy.AT_MOST,
        Lane.DEADLINE,
    )
    assert delivery.due_at == NOW + timedelta(seconds=settings.UNDO_SECONDS)
    assert sent(letter).state == LetterState.READY
    assert sent(letter).delivery == delivery
    assert Withdrawal.objects.get().state == WithdrawalState.COMMITTED
    event = Event.objects.latest("pk")
    assert (event.kind, event.data["letter"], event.data["purpose"]) == (EventKind.LETTER_READY, letter.pk, "notice")
    assert Application.objects.get().is_open
    assert Interview.objects.get().status == InterviewStatus.SCHEDULED


def test_send_at_a_later_time_and_never_after_the_interview(letter: Letter, interview: Interview) -> None:
    send(letter, at_hours=10)

    delivery = delivery_of(letter)
    assert delivery.due_at == NOW + 10 * HOUR
    assert delivery.not_after is not None
    assert delivery.due_at + 2 * HOUR <= delivery.not_after <= interview.starts_at


def test_send_at_a_time_just_gone_by_means_now(letter: Letter) -> None:
    send(letter, at_hours=-1 / 60)

    assert delivery_of(letter).due_at == NOW + timedelta(seconds=settings.UNDO_SECONDS)


@pytest.mark.parametrize("hours", [-1, 24 * 6])
def test_send_at_a_time_that_makes_no_sense_is_refused(letter: Letter, hours: float) -> None:
    with pytest.raises(DomainError):
        send(letter, at_hours=hours)

    assert sent(letter).state == LetterState.DRAFT
    assert not Delivery.objects.filter(kind="letter").exists()


def test_send_of_another_version_than_was_read_is_a_conflict(letter: Letter) -> None:
    with pytest.raises(Conflict, match="another tab"):
        send_letter(letter, version=letter.version + 1, actor=letter.owner, now=NOW)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"to_address": ""}, "to_address"),
        ({"to_address": "jo@"}, "to_address"),
        ({"cc": "anna@employer.example; nobody"}, "cc"),
        ({"body": "Dear [Name], I withdraw my application. Thank you. Ada"}, "body"),
        ({"body": "Dear Jo, thank you for everything so far. Ada"}, "body"),
    ],
)
def test_send_is_blocked_by_what_must_be_mended(letter: Letter, fields: dict[str, str], field: str) -> None:
    words = {"subject": letter.subject, "body": letter.body, **fields}
    save_letter(letter, version=letter.version, now=NOW, **words)

    assert field in [block.field for block in check_readiness(letter, now=NOW).blocks]
    with pytest.raises(DomainError):
        send(letter)
    assert sent(letter).state == LetterState.DRAFT


def test_send_asks_once_for_words_that_may_do_harm(letter: Letter) -> None:
    body = letter.body.replace("Kind regards", "Your process is a joke.\n\nKind regards")
    save_letter(letter, version=letter.version, now=NOW, subject=letter.subject, body=body)

    with pytest.raises(NeedsConfirmation) as asked:
        send_letter(letter, version=letter.version, actor=letter.owner, now=NOW)
    found = asked.value.findings[0]
    keep_finding(letter, check_id=found.id, quote=quote_finding(letter, found), now=NOW)
    keep_finding(letter, check_id=found.id, quote=quote_finding(letter, found), now=NOW)

    assert "joke" in quote_finding(letter, found)
    assert found not in check_readiness(letter, now=NOW).findings


def test_send_without_a_mail_account_says_what_to_do() -> None:
    letter = LetterFactory()

    with pytest.raises(DomainError, match="Settings"):
        send_letter(letter, version=letter.version, actor=letter.owner, now=NOW)


def test_send_by_another_channel_than_email_is_refused(letter: Letter) -> None:
    script = LetterFactory(withdrawal=letter.withdrawal, channel=Channel.PHONE)

    with pytest.raises(DomainError, match="Only e-mail"):
        send(script)


def test_send_in_a_process_that_ended_meanwhile_is_a_conflict(letter: Letter) -> None:
    Application.objects.update(outcome=Outcome.REJECTED, ended_at=NOW)

    with pytest.raises(Conflict, match="rejected"):
        send(letter)


def test_sent_letter_ends_the_process_with_all_that_hangs_on_it(letter: Letter, interview: Interview) -> None:
    send(letter)

    letter_leaves(letter, now=LATER)

    kept = sent(letter)
    assert (kept.state, kept.sent_at, kept.sent_how) == (LetterState.SENT, LATER, SentHow.BY_US)
    assert (kept.sent_subject, kept.sent_text) == (letter.subject, letter.body)
    assert kept.to_address in kept.sent_to
    withdrawal = Withdrawal.objects.get()
    application = Application.objects.get()
    assert (withdrawal.state, withdrawal.notified_at, withdrawal.conflict) == (WithdrawalState.NOTIFIED, LATER, "")
    assert (application.outcome, application.ended_at, application.stage) == ("withdrawn", LATER, "interviewing")
    assert Interview.objects.get().status == InterviewStatus.CANCELLED_BY_ME
    assert list(Reminder.objects.open().values_list("kind", flat=True)) == ["no_answer"]
    assert not Delivery.objects.live().exclude(reminder__kind="no_answer").exists()
    assert kinds()[-2:] == [EventKind.LETTER_SENT, EventKind.ENDED]
    assert withdrawal.ended_event == Event.objects.latest("pk")
    assert {event.actor for event in Event.objects.order_by("-pk")[:2]} == {None}


def test_sent_letter_and_all_that_follows_are_one_transaction(letter: Letter) -> None:
    send(letter)
    before = (kinds(), set(Reminder.objects.open().values_list("pk", flat=True)))

    with transaction.atomic():
        letter_leaves(letter, now=LATER)
        transaction.set_rollback(True)

    assert before == (kinds(), set(Reminder.objects.open().values_list("pk", flat=True)))
    assert sent(letter).state == LetterState.READY
    assert Withdrawal.objects.get().state == WithdrawalState.COMMITTED
    assert Application.objects.get().is_open
    assert Interview.objects.get().status == InterviewStatus.SCHEDULED


def test_sent_letter_with_an_offer_in_hand_declines_it(owner: User) -> None:
    application = ApplicationFactory(owner=owner, stage=Stage.OFFER)
    letter = LetterFactory(withdrawal__application=application, ready=True)

    letter_leaves(letter, now=LATER)

    assert Application.objects.get().outcome == Outcome.DECLINED


def test_sent_letter_after_an_acceptance_withdraws_it(owner: User) -> None:
    application = ApplicationFactory(owner=owner, stage=Stage.OFFER, outcome=Outcome.ACCEPTED)
    letter = LetterFactory(withdrawal__application=application)
    record_signed_checked(letter.withdrawal, now=NOW)
    send(letter)

    letter_leaves(letter, now=LATER)

    assert Application.objects.get().outcome == Outcome.WITHDRAWN


@pytest.mark.parametrize("at_hours", [None, 20])
def test_acceptance_is_not_taken_back_before_what_was_signed_is_checked(owner: User, at_hours: float | None) -> None:
    application = ApplicationFactory(owner=owner, stage=Stage.OFFER, outcome=Outcome.ACCEPTED)
    letter = LetterFactory(withdrawal__application=application)

    with pytest.raises(DomainError, match="Check what you signed"):
        send(letter, at_hours=at_hours)

    assert sent(letter).state == LetterState.DRAFT
    assert not Delivery.objects.exists()


def test_offer_accepted_after_the_letter_was_written_needs_the_check_as_well(letter: Letter) -> None:
    end_application(Application.objects.get(), Outcome.ACCEPTED, actor=letter.owner, now=NOW)
    resume_withdrawal(Withdrawal.objects.get(), actor=letter.owner, now=NOW)

    with pytest.raises(DomainError, match="Check what you signed"):
        send(sent(letter))


def test_offer_accepted_while_nobody_knows_whether_the_letter_left_needs_the_check_to_resend(letter: Letter) -> None:
    send(letter)
    letter_goes_silent(letter, now=LATER)
    end_application(Application.objects.get(), Outcome.ACCEPTED, actor=letter.owner, now=LATER)

    with pytest.raises(DomainError, match="Check what you signed"):
        resend_letter(sent(letter), actor=letter.owner, now=LATER)


def test_acceptance_taken_back_by_hand_is_recorded_as_it_was(owner: User) -> None:
    application = ApplicationFactory(owner=owner, stage=Stage.OFFER, outcome=Outcome.ACCEPTED)
    letter = LetterFactory(withdrawal__application=application)

    record_letter_sent(letter, actor=owner, now=LATER)

    assert Application.objects.get().outcome == Outcome.WITHDRAWN


def test_question_about_an_accepted_offer_needs_no_check(owner: User) -> None:
    application = ApplicationFactory(owner=owner, stage=Stage.OFFER, outcome=Outcome.ACCEPTED)
    withdrawal = WithdrawalFactory(application=application)
    question = LetterFactory(withdrawal=withdrawal, purpose=Purpose.QUESTION)

    send(question)

    assert sent(question).state == LetterState.READY


def test_letter_in_writing_after_the_call_needs_no_check(owner: User) -> None:
    application = ApplicationFactory(owner=owner, stage=Stage.OFFER, outcome=Outcome.ACCEPTED)
    letter = LetterFactory(withdrawal__application=application)
    record_spoken(letter.withdrawal, Channel.PHONE, actor=owner, now=NOW)

    send(sent(letter))

    assert sent(letter).state == LetterState.READY


def test_letter_of_another_purpose_ends_nothing(letter: Letter) -> None:
    question = draft_letter(letter.withdrawal, now=NOW, recipient=None, purpose=Purpose.QUESTION)

    record_letter_sent(question, actor=letter.owner, now=LATER)

    assert Withdrawal.objects.get().state == WithdrawalState.DRAFTING
    assert Application.objects.get().is_open
    assert kinds()[-1] == EventKind.LETTER_SENT


def test_letter_sent_by_hand_ends_the_process_at_its_time(letter: Letter) -> None:
    record_letter_sent(letter, actor=letter.owner, now=LATER, at=NOW)

    kept = sent(letter)
    assert (kept.state, kept.sent_at, kept.sent_how) == (LetterState.SENT, NOW, SentHow.BY_HAND)
    assert Application.objects.get().ended_at == Withdrawal.objects.get().notified_at == NOW
    event = Event.objects.get(kind=EventKind.LETTER_SENT)
    assert (event.at, event.recorded_at, event.actor) == (NOW, LATER, letter.owner)


def test_letter_sent_by_hand_in_the_future_is_refused(letter: Letter) -> None:
    with pytest.raises(DomainError, match="still to come"):
        record_letter_sent(letter, actor=letter.owner, now=NOW, at=LATER)


@pytest.mark.parametrize("trouble", [None, fail, be_late])
def test_letter_sent_by_hand_stops_what_was_on_its_way(letter: Letter, trouble: object) -> None:
    send(letter)
    if callable(trouble):
        trouble(letter)

    record_letter_sent(sent(letter), actor=letter.owner, now=LATER + HOUR)

    assert delivery_of(letter).state == DeliveryState.CANCELLED
    assert sent(letter).sent_how == SentHow.BY_HAND
    assert Withdrawal.objects.get().state == WithdrawalState.NOTIFIED


def test_letter_being_sent_cannot_be_recorded_by_hand(letter: Letter) -> None:
    send(letter)
    letter_is_sending(letter, now=LATER)

    with pytest.raises(Conflict, match="right now"):
        record_letter_sent(sent(letter), actor=letter.owner, now=LATER)


def test_letter_whose_consequences_failed_is_recorded_as_sent_by_us(letter: Letter) -> None:
    send(letter)
    delivery = delivery_of(letter)
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.SENT, wake_at=None, sent_at=LATER)

    record_letter_sent(sent(letter), actor=letter.owner, now=LATER + HOUR)

    assert (sent(letter).sent_at, sent(letter).sent_how) == (LATER, SentHow.BY_US)
    assert Withdrawal.objects.get().state == WithdrawalState.NOTIFIED


def test_recall_gives_the_draft_back(letter: Letter) -> None:
    send(letter)

    recall_letter(sent(letter), actor=letter.owner, now=NOW)

    assert sent(letter).state == LetterState.DRAFT
    assert delivery_of(letter).state == DeliveryState.CANCELLED
    assert Withdrawal.objects.get().state == WithdrawalState.DRAFTING
    assert kinds()[-1] == EventKind.LETTER_RECALLED
    letter.refresh_from_db()
    save_letter(letter, version=letter.version, subject="Another", body=letter.body, now=NOW)


def test_recall_wins_over_a_worker_that_has_only_claimed_it(letter: Letter) -> None:
    send(letter)
    claim = claim_letter(now=LATER)
    assert claim is not None

    recall_letter(sent(letter), actor=letter.owner, now=LATER)

    assert not fence(claim, policy=Policy.AT_MOST, now=LATER)
    assert sent(letter).state == LetterState.DRAFT


def test_recall_loses_against_a_worker_past_the_fence(letter: Letter) -> None:
    send(letter)
    seen = sent(letter)
    letter_is_sending(letter, now=LATER)

    with pytest.raises(Conflict, match="right now"):
        recall_letter(seen, actor=letter.owner, now=LATER)


def test_recall_of_a_letter_that_has_left_is_a_conflict(letter: Letter) -> None:
    send(letter)
    seen = sent(letter)
    letter_leaves(letter, now=LATER)

    with pytest.raises(Conflict, match="sent already"):
        recall_letter(seen, actor=letter.owner, now=LATER)
    assert sent(letter).state == LetterState.SENT


@pytest.mark.parametrize("act", [send_scheduled_letter_now, None])
def test_draft_cannot_be_moved_or_sent_again(letter: Letter, act: object) -> None:
    with pytest.raises(Conflict):
        if callable(act):
            act(letter, now=NOW)
        else:
            resend_letter(letter, actor=letter.owner, now=NOW)


def test_waiting_letter_can_leave_earlier_or_at_another_time(letter: Letter) -> None:
    send(letter, at_hours=20)

    reschedule_letter(sent(letter), at=NOW + 30 * HOUR, now=NOW)
    assert delivery_of(letter).due_at == NOW + 30 * HOUR
    send_scheduled_letter_now(sent(letter), now=NOW + MINUTE)

    assert delivery_of(letter).due_at == NOW + MINUTE
    assert sent(letter).state == LetterState.READY


def test_letter_after_a_call_goes_in_writing_and_ends_nothing_twice(letter: Letter) -> None:
    withdrawal = letter.withdrawal
    record_spoken(withdrawal, Channel.PHONE, actor=letter.owner, now=NOW)
    assert Withdrawal.objects.get().state == WithdrawalState.NOTIFIED

    send(letter)
    letter_leaves(letter, now=LATER)

    assert Letter.objects.sent().count() == 2
    assert Withdrawal.objects.get().notified_at == NOW
    assert kinds().count(EventKind.ENDED) == 1


def test_spoken_words_of_a_withdrawal_put_aside_are_a_conflict(letter: Letter) -> None:
    abandon_withdrawal(letter.withdrawal, actor=letter.owner, now=NOW)

    with pytest.raises(Conflict):
        record_spoken(letter.withdrawal, Channel.PHONE, actor=letter.owner, now=NOW)


def test_letter_of_a_withdrawal_put_aside_still_tells(letter: Letter) -> None:
    abandon_withdrawal(letter.withdrawal, actor=letter.owner, now=NOW)

    record_letter_sent(sent(letter), actor=letter.owner, now=LATER)

    assert Withdrawal.objects.get().state == WithdrawalState.NOTIFIED
    assert Application.objects.get().outcome == Outcome.WITHDRAWN


def test_unknown_letter_warns_and_waits_for_the_person(letter: Letter) -> None:
    send(letter)

    letter_goes_silent(letter, now=LATER)

    assert sent(letter).state == LetterState.READY
    warning = Reminder.objects.get(kind="letter_trouble")
    assert "Sent folder" in warning.title
    assert kinds()[-1] == EventKind.LETTER_TROUBLE
    with pytest.raises(Conflict, match="Sent folder"):
        recall_letter(sent(letter), actor=letter.owner, now=LATER)
    with pytest.raises(Conflict):
        record_already_known(Withdrawal.objects.get(), actor=letter.owner, now=LATER)
    assert Application.objects.get().is_open


def test_unknown_letter_found_in_the_sent_folder_is_settled(letter: Letter) -> None:
    send(letter)
    letter_goes_silent(letter, now=LATER)

    record_letter_sent(sent(letter), actor=letter.owner, now=LATER + MINUTE)

    assert (sent(letter).state, sent(letter).sent_how) == (LetterState.SENT, SentHow.BY_US)
    assert delivery_of(letter).state == DeliveryState.SENT
    assert Application.objects.get().outcome == Outcome.WITHDRAWN
    assert list(Reminder.objects.open().values_list("kind", flat=True)) == ["no_answer"]


def test_unknown_letter_can_be_sent_again_by_the_persons_own_act(letter: Letter) -> None:
    send(letter)
    letter_goes_silent(letter, now=LATER)
    claimed = delivery_of(letter).claim_no

    resend_letter(sent(letter), actor=letter.owner, now=LATER + MINUTE)

    delivery = delivery_of(letter)
    assert (delivery.state, delivery.due_at) == (DeliveryState.SCHEDULED, LATER + MINUTE)
    assert delivery.claim_no > claimed
    letter_leaves(letter, now=LATER + 2 * MINUTE)
    assert sent(letter).state == LetterState.SENT


@pytest.mark.parametrize("trouble", [fail, be_late])
def test_letter_in_trouble_warns_and_can_be_sent_again_or_taken_back(letter: Letter, trouble: object) -> None:
    send(letter)
    assert callable(trouble)
    trouble(letter)
    assert Reminder.objects.filter(kind="letter_trouble").count() == 1

    resend_letter(sent(letter), actor=letter.owner, now=LATER)
    recall_letter(sent(letter), actor=letter.owner, now=LATER)

    assert sent(letter).state == LetterState.DRAFT
    assert Withdrawal.objects.get().state == WithdrawalState.DRAFTING


def test_resending_after_the_employer_ended_it_is_a_conflict(letter: Letter) -> None:
    send(letter)
    letter_goes_silent(letter, now=LATER)
    end_application(Application.objects.get(), Outcome.REJECTED, actor=letter.owner, now=LATER)

    with pytest.raises(Conflict, match="ended"):
        resend_letter(sent(letter), actor=letter.owner, now=LATER)


def test_employer_who_rejects_first_stops_the_letter(letter: Letter) -> None:
    send(letter, at_hours=10)

    end_application(Application.objects.get(), Outcome.REJECTED, actor=letter.owner, now=LATER)

    assert sent(letter).state == LetterState.DRAFT
    assert delivery_of(letter).state == DeliveryState.CANCELLED
    assert Withdrawal.objects.get().state == WithdrawalState.ABANDONED
    warning = Reminder.objects.open().get()
    assert "ended it first" in warning.title
    with pytest.raises(Conflict):
        send(sent(letter))
    with pytest.raises(Conflict):
        resume_withdrawal(Withdrawal.objects.get(), actor=letter.owner, now=LATER)


@pytest.mark.parametrize("outcome", [Outcome.REJECTED, Outcome.NO_RESPONSE, Outcome.ACCEPTED])
def test_end_puts_a_withdrawal_without_a_letter_aside_silently(letter: Letter, outcome: str) -> None:
    end_application(Application.objects.get(), outcome, actor=letter.owner, now=LATER)

    assert Withdrawal.objects.get().state == WithdrawalState.ABANDONED
    assert not Reminder.objects.open().filter(about__startswith="withdrawal:").exists()


def test_letter_that_left_as_the_employer_rejected_is_recorded_and_the_conflict_kept(letter: Letter) -> None:
    send(letter)
    letter_is_sending(letter, now=LATER)
    end_application(Application.objects.get(), Outcome.REJECTED, actor=letter.owner, now=LATER)
    assert Withdrawal.objects.get().state == WithdrawalState.COMMITTED
    delivery = delivery_of(letter)
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.SENT, wake_at=None, sent_at=LATER)
    delivery.refresh_from_db()

    LetterHandler().on_sent(delivery, now=LATER)

    withdrawal = Withdrawal.objects.get()
    assert sent(letter).state == LetterState.SENT
    assert (withdrawal.state, withdrawal.ended_event) == (WithdrawalState.NOTIFIED, None)
    assert "rejected" in withdrawal.conflict
    assert Application.objects.get().outcome == Outcome.REJECTED


def test_letter_is_wanted_while_it_waits(letter: Letter) -> None:
    send(letter)
    delivery = delivery_of(letter)
    handler = LetterHandler()

    assert handler.still_wanted([delivery]) == {delivery.pk}
    recall_letter(sent(letter), actor=letter.owner, now=NOW)
    assert handler.still_wanted([delivery]) == set()
    Letter.objects.all().delete()
    assert handler.still_wanted([delivery]) == set()


def test_letter_is_not_wanted_once_the_employer_ended_it_during_a_try(letter: Letter) -> None:
    send(letter)
    letter_is_sending(letter, now=LATER)
    end_application(Application.objects.get(), Outcome.REJECTED, actor=letter.owner, now=LATER)

    assert LetterHandler().still_wanted([delivery_of(letter)]) == set()


def test_mail_says_what_the_letter_says(letter: Letter) -> None:
    save_letter(
        letter,
        version=1,
        subject=letter.subject,
        body=letter.body,
        now=NOW,
        cc="anna@employer.example, ben@employer.example",
        in_reply_to="<1@employer.example>",
    )
    send(letter)

    mail = LetterHandler().mail(delivery_of(letter))

    assert (mail.to, mail.subject, mail.body) == (letter.to_address, letter.subject, letter.body)
    assert mail.cc == ("anna@employer.example", "ben@employer.example")
    assert mail.in_reply_to == mail.references == "<1@employer.example>"
    assert mail.bcc == (letter.owner.email,)
    assert (mail.reply_to, mail.from_name, mail.automatic) == ("", letter.owner.name, False)


def test_mail_of_a_letter_without_an_address_can_never_go(letter: Letter) -> None:
    send(letter)
    Letter.objects.update(to_address="")

    with pytest.raises(DomainError, match="no address"):
        LetterHandler().mail(delivery_of(letter))


def test_interview_that_moves_away_gives_the_waiting_letter_more_time(letter: Letter, interview: Interview) -> None:
    send(letter, at_hours=10)
    before = delivery_of(letter)
    start = interview.starts_at + 5 * DAY

    reschedule_interview(interview, starts_at=start, time_zone=BERLIN, by_them=True, actor=letter.owner, now=LATER)

    after = delivery_of(letter)
    assert after.due_at == before.due_at
    assert before.not_after is not None
    assert after.not_after is not None
    assert before.not_after < after.not_after <= start
    anchors = set(Reminder.objects.open().filter(kind="notice").values_list("anchor_at", flat=True))
    assert anchors == {start}
    assert "old time" in Reminder.objects.get(kind="letter_trouble").title


def test_interview_that_moves_before_the_letters_time_gives_the_draft_back(
    letter: Letter, interview: Interview
) -> None:
    send(letter, at_hours=60)

    reschedule_interview(
        interview, starts_at=NOW + 20 * HOUR, time_zone=BERLIN, by_them=True, actor=letter.owner, now=LATER
    )

    assert sent(letter).state == LetterState.DRAFT
    assert Withdrawal.objects.get().state == WithdrawalState.DRAFTING
    assert "draft again" in Reminder.objects.get(kind="letter_trouble").title


def test_interview_that_moves_while_the_letter_is_being_sent_still_moves(letter: Letter, interview: Interview) -> None:
    send(letter)
    letter_is_sending(letter, now=LATER)
    start = NOW + 2 * DAY

    reschedule_interview(interview, starts_at=start, time_zone=BERLIN, by_them=True, actor=letter.owner, now=LATER)

    assert Interview.objects.get().starts_at == start
    assert delivery_of(letter).state == DeliveryState.SENDING


def test_contact_hours_bound_the_last_moment(owner: User) -> None:
    contact = ContactFactory(company__owner=owner)
    application = ApplicationFactory(owner=owner, contact=contact)
    interview = InterviewFactory(application=application)
    letter = LetterFactory(withdrawal__application=application)
    assert letter.recipient == contact

    send(letter)

    not_after = delivery_of(letter).not_after
    assert not_after is not None
    assert not_after <= interview.starts_at - DAY
    assert not_after.weekday() < 5


def test_addresses_with_names_leave_bare(letter: Letter) -> None:
    letter.to_address = "Mette Berg <mette@fern.example>"
    letter.cc = "Jon Ek <jon@fern.example>, ada@fern.example;mo@fern.example"
    letter.save()
    send(letter)
    mail = LetterHandler().mail(delivery_of(letter))
    assert (mail.to, mail.cc) == ("mette@fern.example", ("jon@fern.example", "ada@fern.example", "mo@fern.example"))
