"""After being told: the answer, its reply, feedback, staying in touch. Nothing of it is pressed upon anybody."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.errors import Conflict, DomainError
from accounts.models import User
from reminders.models import Delivery, Reminder
from tests.factories import (
    NOW,
    AgreementFactory,
    ApplicationFactory,
    ContactFactory,
    InterviewFactory,
    LetterFactory,
    MailAccountFactory,
    ReflectionFactory,
    letter_leaves,
)
from tracker.domain.applications import delete_application
from tracker.models import Application, Event
from tracker.states import EventKind, InterviewStatus, Stage
from withdrawals.domain.aftercare.feedback import (
    add_feedback,
    delete_feedback,
    get_or_draft_feedback_request,
    may_ask_feedback,
    update_feedback,
)
from withdrawals.domain.aftercare.keep_in_touch import (
    check_ins_left,
    end_check_in,
    get_or_draft_note,
    may_send_note,
    months_later,
    set_check_in,
    set_do_not_contact,
)
from withdrawals.domain.aftercare.next_steps import NextStep, aftercare_of
from withdrawals.domain.aftercare.responses import add_response, correct_response, delete_response, get_or_draft_reply
from withdrawals.domain.letters.delivery_handler import LetterHandler
from withdrawals.domain.letters.drafts import save_letter, update_choices
from withdrawals.domain.letters.sending import record_letter_sent, record_spoken, send_letter
from withdrawals.domain.process.lifecycle import open_withdrawal, record_already_known, restore_record
from withdrawals.models import Feedback, Letter, Response, Withdrawal
from withdrawals.states import LetterState
from withdrawals.vocabulary import Channel, Depth, Purpose, Reason, ResponseKind

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
THANKS = "No problem, good luck!"


@pytest.fixture
def owner() -> User:
    user: User = MailAccountFactory.create().owner
    return user


def begun(owner: User, *, met: bool = True, ahead: timedelta = 5 * DAY, **choices: Any) -> Withdrawal:
    """A withdrawal from an interview that Maya arranged, after a first one took place if ``met``."""
    maya = ContactFactory.create(company__owner=owner, name="Maya Chen", email="maya@fernway.example")
    application = ApplicationFactory.create(
        owner=owner, company=maya.company, contact=maya, stage=Stage.INTERVIEWING, title="Data Analyst"
    )
    if met:
        InterviewFactory.create(
            application=application, starts_at=NOW - 7 * DAY, status=InterviewStatus.HAPPENED, contact=maya
        )
    interview = InterviewFactory.create(application=application, starts_at=NOW + ahead, contact=maya)
    withdrawal = open_withdrawal(application, actor=owner, now=NOW, interview=interview)
    return update_choices(withdrawal, now=NOW, **choices) if choices else withdrawal


def told(owner: User, **more: Any) -> Withdrawal:
    """The same, with its letter sent by hand."""
    withdrawal = begun(owner, **more)
    letter = withdrawal.letters.get(channel=Channel.EMAIL)
    letter.withdrawal = withdrawal
    record_letter_sent(letter, actor=owner, now=NOW)
    return withdrawal


def answered(owner: User, text: str = THANKS, **more: Any) -> Withdrawal:
    withdrawal = told(owner, **more)
    add_response(withdrawal, actor=owner, now=NOW + HOUR, text=text)
    return withdrawal


def open_reminders(kind: str) -> list[datetime]:
    return list(Reminder.objects.filter(kind=kind).open().order_by("due_at").values_list("due_at", flat=True))


def steps(withdrawal: Withdrawal, *, now: datetime = NOW + 3 * DAY, shown: int = 3) -> tuple[NextStep, ...]:
    return aftercare_of(withdrawal, now=now, shown=shown).steps


# No answer.


def test_a_written_notice_waits_two_working_days_for_an_answer(owner: User) -> None:
    told(owner)
    reminder = Reminder.objects.get(kind="no_answer")
    assert reminder.title == "No answer from Maya yet. A short call settles it."
    assert reminder.due_at == NOW + 2 * DAY
    assert list(reminder.deliveries.values_list("channel", "lane")) == [("in_app", "bulk")]


def test_a_letter_that_the_engine_sent_waits_as_well(owner: User) -> None:
    withdrawal = begun(owner)
    letter = LetterFactory.create(withdrawal=withdrawal, ready=True)
    letter_leaves(letter, now=NOW + HOUR)
    LetterHandler().on_sent(Delivery.objects.get(letter=letter), now=NOW + HOUR)
    assert open_reminders("no_answer") == [NOW + HOUR + 2 * DAY]


def test_shortly_before_the_interview_it_is_the_same_day(owner: User) -> None:
    told(owner, ahead=30 * HOUR)
    assert open_reminders("no_answer") == [NOW + 2 * HOUR]


@pytest.mark.parametrize(("ahead", "until"), [(5 * DAY, 5 * DAY), (30 * HOUR, 30 * HOUR), (40 * DAY, 9 * DAY)])
def test_nobody_is_chased_once_the_time_has_passed_nor_for_longer_than_a_week(
    owner: User, ahead: timedelta, until: timedelta
) -> None:
    withdrawal = told(owner, ahead=ahead)
    reply_reminders = Reminder.objects.filter(kind="no_answer").open()
    last = NOW + until - timedelta(seconds=1)
    assert reply_reminders.due(last).count() == 1
    assert steps(withdrawal, now=last)[:2] == (NextStep.CALL, NextStep.RECORD)
    assert reply_reminders.due(NOW + until).count() == 0
    assert NextStep.CALL not in steps(withdrawal, now=NOW + until)


def test_any_answer_of_a_person_ends_the_waiting(owner: User) -> None:
    withdrawal = told(owner)
    add_response(withdrawal, actor=owner, now=NOW, text="Wir danken.")
    assert open_reminders("no_answer") == []


def test_an_answer_of_a_machine_does_not(owner: User) -> None:
    withdrawal = told(owner)
    response = add_response(withdrawal, actor=owner, now=NOW, text="I am out of the office until Monday.")
    assert len(open_reminders("no_answer")) == 1
    assert NextStep.RECORD in steps(withdrawal)
    correct_response(response, ResponseKind.OTHER, now=NOW)
    assert open_reminders("no_answer") == []


def test_a_call_that_reached_them_ends_the_waiting_and_a_voicemail_does_not(owner: User) -> None:
    withdrawal = told(owner)
    record_spoken(withdrawal, Channel.VOICEMAIL, actor=owner, now=NOW)
    assert len(open_reminders("no_answer")) == 1
    record_spoken(withdrawal, Channel.PHONE, actor=owner, now=NOW)
    assert open_reminders("no_answer") == []


def test_whoever_was_reached_first_is_not_waited_for(owner: User) -> None:
    withdrawal = begun(owner)
    record_spoken(withdrawal, Channel.PHONE, actor=owner, now=NOW)
    letter = withdrawal.letters.get(channel=Channel.EMAIL)
    letter.withdrawal = withdrawal
    record_letter_sent(letter, actor=owner, now=NOW)
    assert open_reminders("no_answer") == []


def test_whoever_knew_already_is_not_waited_for(owner: User) -> None:
    record_already_known(begun(owner), actor=owner, now=NOW)
    assert open_reminders("no_answer") == []


def test_a_letter_of_long_ago_chases_nobody(owner: User) -> None:
    withdrawal = begun(owner)
    letter = withdrawal.letters.get(channel=Channel.EMAIL)
    letter.withdrawal = withdrawal
    record_letter_sent(letter, actor=owner, now=NOW, at=NOW - 9 * DAY)
    assert open_reminders("no_answer") == []


def test_restoring_the_record_ends_everything_that_is_due(owner: User) -> None:
    withdrawal = answered(owner)
    set_check_in(withdrawal, 3, now=NOW)
    restore_record(withdrawal, actor=owner, now=NOW)
    assert not Reminder.objects.filter(about=f"withdrawal:{withdrawal.pk}").open().exists()


def test_deleting_the_application_takes_answers_and_feedback_along(owner: User) -> None:
    withdrawal = answered(owner, "You came across very well.")
    delete_application(withdrawal.application, actor=owner, now=NOW)
    assert (Response.objects.count(), Feedback.objects.count()) == (0, 0)


# The answer.


def test_an_answer_is_read_and_kept_with_who_and_when(owner: User) -> None:
    withdrawal = told(owner)
    response = add_response(withdrawal, actor=owner, now=NOW + DAY, text=f"  {THANKS}\n", received_at=NOW + HOUR)
    assert (response.kind, response.text, response.from_name) == (ResponseKind.ACKNOWLEDGED, THANKS, "Maya Chen")
    assert response.received_at == NOW + HOUR
    care = aftercare_of(withdrawal, now=NOW + DAY)
    assert (care.stop, care.reply_reminder) == ("Nothing left to do.", None)


def test_the_event_says_that_they_answered_and_nothing_of_it(owner: User) -> None:
    withdrawal = answered(owner, "Quagga. May I ask why?")
    event = Event.objects.get(kind=EventKind.RESPONSE)
    assert set(event.data) == {"withdrawal", "response"}
    assert "uagga" not in str(event.data) + event.text
    assert withdrawal.responses.get().text.startswith("Quagga")


def test_an_answer_by_telephone_needs_no_words(owner: User) -> None:
    withdrawal = told(owner)
    response = add_response(withdrawal, actor=owner, now=NOW, kind=ResponseKind.ACKNOWLEDGED)
    assert (response.kind, response.text) == (ResponseKind.ACKNOWLEDGED, "")
    with pytest.raises(DomainError, match="Paste their answer"):
        add_response(withdrawal, actor=owner, now=NOW, text=" ")


def test_an_answer_from_the_future_is_refused(owner: User) -> None:
    with pytest.raises(DomainError, match="still to come"):
        add_response(told(owner), actor=owner, now=NOW, text=THANKS, received_at=NOW + HOUR)


def test_whoever_was_not_told_has_not_answered(owner: User) -> None:
    with pytest.raises(Conflict):
        add_response(begun(owner), actor=owner, now=NOW, text=THANKS)


def test_removing_a_mistaken_answer_waits_again(owner: User) -> None:
    withdrawal = answered(owner)
    delete_response(withdrawal.responses.get(), now=NOW + HOUR)
    assert open_reminders("no_answer") == [NOW + 2 * DAY]


# The reply.


def test_a_reply_is_a_draft_in_their_thread(owner: User) -> None:
    withdrawal = told(owner)
    headers = "From: Maya C. <maya.c@fernway.example>\nSubject: Re: Thursday\nMessage-ID: <9@fernway.example>"
    pasted = f"{headers}\n\nMay I ask why?"
    letter = get_or_draft_reply(add_response(withdrawal, actor=owner, now=NOW, text=pasted), now=NOW)
    assert (letter.purpose, letter.channel, letter.state) == (Purpose.REPLY, Channel.EMAIL, LetterState.DRAFT)
    assert (letter.to_address, letter.in_reply_to) == ("maya.c@fernway.example", "<9@fernway.example>")
    assert letter.subject == "Re: Thursday"
    assert letter.body.startswith("Hello Maya,\n\nThank you for asking.")


def test_a_reply_without_headers_goes_where_the_notice_went_and_into_its_thread(owner: User) -> None:
    withdrawal = begun(owner)
    letter = LetterFactory.create(withdrawal=withdrawal, ready=True)
    letter_leaves(letter, now=NOW + HOUR)
    LetterHandler().on_sent(Delivery.objects.get(letter=letter), now=NOW + HOUR)
    withdrawal.refresh_from_db()
    reply = get_or_draft_reply(
        add_response(withdrawal, actor=owner, now=NOW + HOUR, text="May I ask why?"), now=NOW + HOUR
    )
    letter.refresh_from_db()
    assert reply.to_address == letter.to_address
    assert reply.in_reply_to == Delivery.objects.get(letter=letter).message_id
    assert reply.subject == f"Re: {letter.sent_subject}"


def test_a_reply_states_no_reason_even_where_one_was_told(owner: User) -> None:
    withdrawal = answered(owner, "May I ask why?", reason=Reason.SALARY, depth=Depth.GENERAL)
    letter = get_or_draft_reply(withdrawal.responses.get(), now=NOW)
    assert "as I told you" in letter.body
    assert "range" not in letter.body


def test_a_reply_is_sent_as_any_letter_and_ends_nothing(owner: User) -> None:
    withdrawal = answered(owner, "May I ask why?")
    letter = get_or_draft_reply(withdrawal.responses.get(), now=NOW)
    send_letter(letter, version=letter.version, actor=owner, now=NOW + HOUR)
    letter_leaves(letter, now=NOW + 2 * HOUR)
    LetterHandler().on_sent(Delivery.objects.get(letter=letter), now=NOW + 2 * HOUR)
    mail = LetterHandler().mail(Delivery.objects.get(letter=letter))
    assert mail.to == "maya@fernway.example"
    care = aftercare_of(withdrawal, now=NOW + 3 * HOUR)
    assert care.stop == "Answered. Nothing left to do."
    assert NextStep.REPLY not in care.steps
    assert open_reminders("no_answer") == []
    with pytest.raises(Conflict, match="answered this already"):
        get_or_draft_reply(withdrawal.responses.get(), now=NOW)


def test_asking_twice_for_the_reply_opens_the_same(owner: User) -> None:
    withdrawal = answered(owner, "May I ask why?")
    first = get_or_draft_reply(withdrawal.responses.get(), now=NOW)
    assert get_or_draft_reply(withdrawal.responses.get(), now=NOW) == first


def test_a_later_answer_takes_the_place_of_a_prepared_reply_but_not_of_ones_own_words(owner: User) -> None:
    withdrawal = answered(owner, "May I ask why?")
    get_or_draft_reply(withdrawal.responses.get(), now=NOW)
    later = add_response(withdrawal, actor=owner, now=NOW + 2 * HOUR, text="Please reconsider.")
    letter = get_or_draft_reply(later, now=NOW + 2 * HOUR)
    assert "My decision stands" in letter.body
    assert withdrawal.letters.filter(purpose=Purpose.REPLY).count() == 1
    save_letter(letter, version=letter.version, subject=letter.subject, body="Mine.", now=NOW + 2 * HOUR)
    third = add_response(withdrawal, actor=owner, now=NOW + 3 * HOUR, text="Why?", kind=ResponseKind.ASKS_WHY)
    with pytest.raises(Conflict, match="words of yours"):
        get_or_draft_reply(third, now=NOW + 3 * HOUR)


def test_correcting_the_kind_drops_the_prepared_reply(owner: User) -> None:
    withdrawal = answered(owner, "May I ask why?")
    response = withdrawal.responses.get()
    get_or_draft_reply(response, now=NOW)
    correct_response(response, ResponseKind.ASKS_TO_RECONSIDER, now=NOW)
    assert not withdrawal.letters.filter(purpose=Purpose.REPLY).exists()
    assert "My decision stands" in get_or_draft_reply(response, now=NOW).body


def test_nothing_private_is_in_a_reply_to_them_or_in_a_letter_to_others(owner: User) -> None:
    withdrawal = answered(
        owner, "Quaggaanswer. May I ask why?", reason=Reason.VALUES_RED_FLAGS, private_note="Quagganote"
    )
    add_feedback(withdrawal.application, actor=owner, now=NOW, text="Quaggafeedback: you came across well.")
    ReflectionFactory.create(application=withdrawal.application, lesson="Quaggalesson")
    AgreementFactory.create(application=withdrawal.application, confidential_terms="Quaggaterm")
    get_or_draft_reply(withdrawal.responses.get(), now=NOW)
    other = begun(owner)
    assert "uagga" not in str([(one.subject, one.body) for one in Letter.objects.all()])
    assert other.letters.exists()
    assert "uagga" not in str(list(Reminder.objects.values_list("title", "body")))


# Feedback.


def test_feedback_is_asked_for_once(owner: User) -> None:
    withdrawal = answered(owner)
    letter = get_or_draft_feedback_request(withdrawal, now=NOW)
    assert get_or_draft_feedback_request(withdrawal, now=NOW) == letter
    assert (letter.purpose, letter.to_address) == (Purpose.FEEDBACK, "maya@fernway.example")
    record_letter_sent(letter, actor=owner, now=NOW)
    assert not may_ask_feedback(withdrawal)
    with pytest.raises(Conflict):
        get_or_draft_feedback_request(withdrawal, now=NOW)


def test_feedback_that_was_asked_for_is_followed_up_with_the_user_twice_at_most(owner: User) -> None:
    withdrawal = answered(owner)
    record_letter_sent(get_or_draft_feedback_request(withdrawal, now=NOW), actor=owner, now=NOW)
    assert open_reminders("feedback") == [NOW + 7 * DAY, NOW + 21 * DAY]
    add_feedback(withdrawal.application, actor=owner, now=NOW, text="Calm and clear.")
    assert open_reminders("feedback") == []


@pytest.mark.parametrize(
    "choices",
    [{"reason": Reason.ACCEPTED_OTHER_OFFER}, {"met": False}, {"feedback_wanted": True}],
    ids=["another offer decided", "nobody met", "the notice asked already"],
)
def test_feedback_is_not_asked_for_where_it_would_grate(owner: User, choices: dict[str, Any]) -> None:
    withdrawal = answered(owner, **choices)
    assert not may_ask_feedback(withdrawal)
    assert NextStep.FEEDBACK not in steps(withdrawal)
    with pytest.raises(Conflict):
        get_or_draft_feedback_request(withdrawal, now=NOW)


def test_feedback_is_not_asked_of_the_angry_nor_of_whoever_is_left_alone(owner: User) -> None:
    assert not may_ask_feedback(answered(owner, "This is unprofessional."))
    withdrawal = answered(owner)
    assert may_ask_feedback(withdrawal)
    assert not may_ask_feedback(set_do_not_contact(withdrawal, wanted=True, now=NOW))


def test_feedback_is_not_asked_for_after_an_acceptance_was_taken_back(owner: User) -> None:
    withdrawal = answered(owner)
    withdrawal.situation = "offer_accepted"
    assert not may_ask_feedback(withdrawal)


def test_an_answer_with_feedback_is_kept_with_the_feedback(owner: User) -> None:
    withdrawal = answered(owner, "You came across as calm and clear.")
    feedback = Feedback.objects.get()
    assert (feedback.text, feedback.from_name) == ("You came across as calm and clear.", "Maya Chen")
    assert feedback.withdrawal == withdrawal
    response = withdrawal.responses.get()
    correct_response(response, ResponseKind.ACKNOWLEDGED, now=NOW + HOUR)
    assert not Feedback.objects.exists()
    correct_response(response, ResponseKind.FEEDBACK, now=NOW + HOUR)
    correct_response(response, ResponseKind.FEEDBACK, now=NOW + HOUR)
    assert Feedback.objects.count() == 1


def test_feedback_of_a_pasted_mail_is_their_words_alone_and_goes_with_the_answer(owner: User) -> None:
    pasted = "From: Maya Chen <maya@fernway.example>\nSubject: Re: Tuesday\n\nYou came across as calm.\n> my words"
    withdrawal = answered(owner, pasted)
    assert Feedback.objects.get().text == "You came across as calm."
    delete_response(withdrawal.responses.get(), now=NOW)
    assert not Feedback.objects.exists()


def test_feedback_that_one_wrote_on_outlives_its_answer(owner: User) -> None:
    withdrawal = answered(owner, "You came across as calm and clear.")
    feedback = Feedback.objects.get()
    update_feedback(feedback, now=NOW, text=f"{feedback.text} And quick.", from_name="Maya", received_at=None)
    delete_response(withdrawal.responses.get(), now=NOW + HOUR)
    assert Feedback.objects.get().from_name == "Maya"
    delete_feedback(Feedback.objects.get())
    assert not Feedback.objects.exists()


def test_feedback_needs_words_and_a_time_that_was(owner: User) -> None:
    application: Application = ApplicationFactory.create(owner=owner)
    with pytest.raises(DomainError, match="Write what"):
        add_feedback(application, actor=owner, now=NOW, text=" ")
    with pytest.raises(DomainError, match="still to come"):
        add_feedback(application, actor=owner, now=NOW, text="Good.", received_at=NOW + HOUR)
    assert Event.objects.filter(kind=EventKind.FEEDBACK).count() == 0


# Staying in touch.


def test_staying_in_touch_follows_the_acknowledgement(owner: User) -> None:
    withdrawal = told(owner)
    with pytest.raises(Conflict):
        set_check_in(withdrawal, 3, now=NOW)
    add_response(withdrawal, actor=owner, now=NOW, text=THANKS)
    reminder = set_check_in(withdrawal, 3, now=NOW)
    assert reminder.due_at == datetime(2027, 2, 23, 8, 0, tzinfo=UTC)
    assert (reminder.kind, reminder.title) == ("keep_in_touch", "A word to Maya, if you like?")


def test_a_question_counts_as_acknowledgement_once_it_was_answered(owner: User) -> None:
    withdrawal = answered(owner, "May I ask why?")
    assert not may_send_note(withdrawal, Channel.LINKEDIN)
    record_letter_sent(get_or_draft_reply(withdrawal.responses.get(), now=NOW), actor=owner, now=NOW)
    assert may_send_note(withdrawal, Channel.LINKEDIN)


def test_nothing_is_suggested_where_the_door_was_not_left_open(owner: User) -> None:
    withdrawal = answered(owner, keep_door_open=False)
    assert not aftercare_of(withdrawal, now=NOW).may_keep_in_touch
    with pytest.raises(Conflict):
        set_check_in(withdrawal, 3, now=NOW)
    with pytest.raises(Conflict):
        get_or_draft_note(withdrawal, Channel.LINKEDIN, now=NOW)


def test_a_note_goes_to_people_one_has_met_and_once(owner: User) -> None:
    assert not may_send_note(answered(owner, met=False), Channel.LINKEDIN)
    withdrawal = answered(owner)
    note = get_or_draft_note(withdrawal, Channel.LINKEDIN, now=NOW)
    assert note.body.startswith("Hello Maya,\n\nIt was good to talk with you about the Data Analyst role")
    record_letter_sent(note, actor=owner, now=NOW)
    with pytest.raises(Conflict):
        get_or_draft_note(withdrawal, Channel.LINKEDIN, now=NOW)


def test_months_can_be_changed_before_they_pass_and_are_said_twice_at_most(owner: User) -> None:
    withdrawal = answered(owner)
    set_check_in(withdrawal, 3, now=NOW)
    set_check_in(withdrawal, 6, now=NOW)
    assert len(open_reminders("keep_in_touch")) == 1
    for _ in range(2):
        reminder = Reminder.objects.filter(kind="keep_in_touch").open().latest("due_at")
        Delivery.objects.filter(reminder=reminder).update(state="sent", wake_at=None, sent_at=reminder.due_at)
        now = reminder.due_at + HOUR
        assert NextStep.CHECK_IN in steps(withdrawal, now=now)
        if check_ins_left(withdrawal):
            set_check_in(withdrawal, 3, now=now)
    with pytest.raises(Conflict, match="twice"):
        set_check_in(withdrawal, 3, now=now)
    end_check_in(withdrawal, now=now)
    assert open_reminders("keep_in_touch") == []


def test_a_sign_of_life_is_given_once(owner: User) -> None:
    withdrawal = answered(owner)
    set_check_in(withdrawal, 3, now=NOW)
    letter = get_or_draft_note(withdrawal, Channel.EMAIL, now=NOW)
    record_letter_sent(letter, actor=owner, now=NOW)
    assert open_reminders("keep_in_touch") == []
    assert check_ins_left(withdrawal) == 0
    assert NextStep.TOUCH not in steps(withdrawal)


def test_leaving_them_alone_silences_everything(owner: User) -> None:
    withdrawal = answered(owner)
    set_check_in(withdrawal, 3, now=NOW)
    record_letter_sent(get_or_draft_feedback_request(withdrawal, now=NOW), actor=owner, now=NOW)
    set_do_not_contact(withdrawal, wanted=True, now=NOW)
    assert not Reminder.objects.filter(about=f"withdrawal:{withdrawal.pk}").open().exists()
    assert steps(withdrawal) == ()


def test_only_three_or_six_months_can_be_chosen(owner: User) -> None:
    with pytest.raises(DomainError, match="three or six"):
        set_check_in(answered(owner), 4, now=NOW)


def test_months_end_where_the_month_ends() -> None:
    assert months_later(datetime(2026, 11, 30, tzinfo=UTC).date(), 3).isoformat() == "2027-02-28"


# What comes next.


def test_steps_are_three_at_most_and_what_is_due_comes_first(owner: User) -> None:
    withdrawal = told(owner)
    assert steps(withdrawal) == (NextStep.CALL, NextStep.RECORD, NextStep.FEEDBACK)
    assert steps(withdrawal, now=NOW + HOUR) == (NextStep.RECORD,)
    add_response(withdrawal, actor=owner, now=NOW + HOUR, text="May I ask why?")
    assert steps(withdrawal) == (NextStep.REPLY, NextStep.FEEDBACK)
    record_letter_sent(get_or_draft_reply(withdrawal.responses.get(), now=NOW), actor=owner, now=NOW + HOUR)
    assert steps(withdrawal) == (NextStep.FEEDBACK, NextStep.NOTE, NextStep.TOUCH)
    assert steps(withdrawal, shown=2) == (NextStep.FEEDBACK, NextStep.NOTE)
