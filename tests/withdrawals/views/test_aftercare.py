"""The section "After": what a person reads once the employer was told, and what each press changes."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from reminders.models import Reminder
from tests.factories import NOW, InterviewFactory, ReflectionFactory, ResponseFactory
from tests.markup import compact
from tests.withdrawals.views.test_workspace import leaving, letter_of, primaries, set_delivery, show, text_of
from tracker.states import InterviewStatus
from withdrawals.domain.aftercare.keep_in_touch import set_check_in
from withdrawals.domain.letters.sending import record_letter_sent
from withdrawals.domain.process.lifecycle import restore_record
from withdrawals.models import Letter, Response, Withdrawal
from withdrawals.states import LetterState
from withdrawals.vocabulary import Purpose, ResponseKind

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
THANKS = "No problem, good luck!"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def withdrawal(user: User) -> Withdrawal:
    """Maya was told by e-mail, after a first interview took place."""
    made = leaving(user, ahead=5 * DAY)
    InterviewFactory.create(application=made.application, starts_at=NOW - 7 * DAY, status=InterviewStatus.HAPPENED)
    letter = letter_of(made)
    letter.withdrawal = made
    record_letter_sent(letter, actor=user, now=NOW)
    return made


def section(client: Client, withdrawal: Withdrawal) -> str:
    page = show(client, withdrawal).content.decode()
    start = page.index('id="after"')
    return text_of(page[start : page.index("</section>", start)])


def post(client: Client, name: str, subject: Any, data: dict[str, str] | None = None) -> Any:
    return client.post(reverse(name, args=[subject.pk]), data or {})


def open_kinds() -> list[str]:
    return list(Reminder.objects.open().order_by("pk").values_list("kind", flat=True))


def test_nothing_comes_after_before_they_are_told(client: Client, user: User) -> None:
    assert 'id="after"' not in show(client, leaving(user)).content.decode()


def test_told_page_asks_for_the_answer_and_has_one_primary_button(client: Client, withdrawal: Withdrawal) -> None:
    words = section(client, withdrawal)
    assert "Did Maya answer?" in words
    assert "Next steps" not in compact(words)
    assert len(primaries(show(client, withdrawal))) == 1


def test_good_luck_leaves_nothing_to_do(client: Client, withdrawal: Withdrawal) -> None:
    answer = post(client, "response_add", withdrawal, {"text": THANKS})
    assert answer["Location"] == f"{reverse('withdrawal_detail', args=[withdrawal.pk])}#after"
    words = section(client, withdrawal)
    assert "All is well Maya Chen" in words
    assert "Nothing left to do." in words
    assert open_kinds() == []
    assert primaries(show(client, withdrawal)) == ["Back to Today"]


def test_answer_shows_their_markup_as_text(client: Client, withdrawal: Withdrawal) -> None:
    post(client, "response_add", withdrawal, {"text": "<script>x</script> No problem."})
    assert "&lt;script&gt;x&lt;/script&gt; No problem." in show(client, withdrawal).content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"text": " "}, "Paste their answer, or say what it was."),
        ({"text": "Hm", "received_at": "soon"}, "Write a day and a time"),
        ({"text": "Hm", "received_at": "2199-01-01T10:00"}, "still to come"),
        ({"text": "Hm", "kind": "x"}, "Select a valid choice"),
    ],
)
def test_answer_that_cannot_be_kept_stands_in_the_form_again(
    client: Client, withdrawal: Withdrawal, data: dict[str, str], words: str
) -> None:
    answer = post(client, "response_add", withdrawal, data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert f"{data['text']}</textarea>" in page
    assert not Response.objects.exists()


def test_answer_by_telephone_is_one_choice(client: Client, withdrawal: Withdrawal) -> None:
    post(client, "response_add", withdrawal, {"text": "", "kind": "acknowledged", "received_at": "2026-11-23T09:30"})
    assert "Nothing left to do." in section(client, withdrawal)


def test_kind_is_corrected_and_the_answer_removed(client: Client, withdrawal: Withdrawal) -> None:
    response = ResponseFactory.create(withdrawal=withdrawal, text="Well.")
    post(client, "response_kind", response, {"kind": "asks_why"})
    assert "One short reply. You owe no reason" in section(client, withdrawal)
    post(client, "response_kind", response, {"kind": "no such"})
    assert Response.objects.get().kind == "asks_why"
    post(client, "response_delete", response)
    assert "Did Maya answer?" in section(client, withdrawal)
    assert open_kinds() == ["no_answer"]


def test_reply_opens_in_the_editor_with_what_it_answers(client: Client, withdrawal: Withdrawal) -> None:
    response = ResponseFactory.create(withdrawal=withdrawal, text="Oh. May I ask why?")
    assert "Two lines for Maya are ready." in section(client, withdrawal)
    answer = post(client, "response_reply", response)
    assert answer["Location"].endswith("?tab=reply")
    answer = show(client, withdrawal, tab="reply")
    page = answer.content.decode()
    assert "Oh. May I ask why?</blockquote>" in page
    assert "Thank you for asking." in page and "Nothing to change." in page
    assert "The same in writing leaves a record" not in compact(page)
    assert "Warmer" not in page and 'aria-label="Plan"' not in page
    assert primaries(answer) == ["Send e-mail now"]
    assert "Finish the reply" in section(client, withdrawal)


def test_reply_is_sent_and_taken_back_like_any_letter(client: Client, withdrawal: Withdrawal) -> None:
    post(client, "response_reply", ResponseFactory.create(withdrawal=withdrawal, text="May I ask why?"))
    letter = Letter.objects.get(purpose=Purpose.REPLY)
    names = ("version", "to_name", "to_address", "subject", "body")
    post(client, "letter_send_after_undo_window", letter, {name: str(getattr(letter, name)) for name in names})
    assert primaries(show(client, withdrawal)) == ["Undo"]
    post(client, "letter_recall", letter)
    letter.refresh_from_db()
    assert letter.state == LetterState.DRAFT
    withdrawal.refresh_from_db()
    assert withdrawal.state == "notified"


def test_reply_at_night_waits_for_their_working_hours(client: Client, withdrawal: Withdrawal) -> None:
    post(client, "response_reply", ResponseFactory.create(withdrawal=withdrawal, text="May I ask why?"))
    letter = Letter.objects.get(purpose=Purpose.REPLY)
    with time_machine.travel(NOW + timedelta(hours=12), tick=False):
        answer = show(client, withdrawal, tab="reply")
        assert primaries(answer) == ["Send Tue 10:05"]
        moment = re.search(r'name="moment" value="([^"]+)"', compact(answer.content.decode()))
        names = ("version", "to_name", "to_address", "subject", "body")
        typed = {name: str(getattr(letter, name)) for name in names}
        assert moment is not None
        post(client, "letter_schedule", letter, {**typed, "moment": moment[1]})
        assert primaries(show(client, withdrawal)) == ["Send now"]


def test_reply_nobody_edited_greets_whom_it_goes_to(client: Client, withdrawal: Withdrawal) -> None:
    post(client, "response_reply", ResponseFactory.create(withdrawal=withdrawal, text="May I ask why?"))
    letter = Letter.objects.get(purpose=Purpose.REPLY)
    words = letter.body.removeprefix("Hello Maya,")
    assert words != letter.body
    names = ("subject", "body", "to_address")
    typed = {name: str(getattr(letter, name)) for name in names}
    post(client, "letter_save", letter, {**typed, "version": str(letter.version), "to_name": "Jonas Berg"})
    letter.refresh_from_db()
    assert (letter.to_name, letter.body, letter.edited) == ("Jonas Berg", f"Hello Jonas,{words}", False)
    maya = withdrawal.application.contact
    assert maya is not None
    post(client, "letter_address", letter, {"contact": str(maya.pk)})
    letter.refresh_from_db()
    assert letter.body == f"Hello Maya,{words}"


def test_reply_with_words_of_ones_own_keeps_its_greeting(client: Client, withdrawal: Withdrawal) -> None:
    post(client, "response_reply", ResponseFactory.create(withdrawal=withdrawal, text="May I ask why?"))
    letter = Letter.objects.get(purpose=Purpose.REPLY)
    typed = {"version": str(letter.version), "subject": letter.subject, "to_address": letter.to_address}
    post(client, "letter_save", letter, {**typed, "body": f"{letter.body}\n\nAda", "to_name": letter.to_name})
    letter.refresh_from_db()
    own = letter.body
    post(client, "letter_save", letter, {**typed, "version": str(letter.version), "body": own, "to_name": "Jonas Berg"})
    letter.refresh_from_db()
    assert (letter.to_name, letter.body) == ("Jonas Berg", own)


def test_reply_that_failed_says_nothing_of_an_employer_who_was_not_told(client: Client, withdrawal: Withdrawal) -> None:
    post(client, "response_reply", ResponseFactory.create(withdrawal=withdrawal, text="May I ask why?"))
    letter = Letter.objects.get(purpose=Purpose.REPLY)
    names = ("version", "to_name", "to_address", "subject", "body")
    post(client, "letter_send_after_undo_window", letter, {name: str(getattr(letter, name)) for name in names})
    for state in ("failed", "needs_decision"):
        set_delivery(letter, state)  # type: ignore[arg-type]
        page = text_of(show(client, withdrawal).content.decode())
        assert "been told" not in compact(page)


def test_reply_by_hand_settles_it(client: Client, withdrawal: Withdrawal) -> None:
    post(client, "response_reply", ResponseFactory.create(withdrawal=withdrawal, text="May I ask why?"))
    post(client, "letter_mark_sent", Letter.objects.get(purpose=Purpose.REPLY))
    words = section(client, withdrawal)
    assert "Answered. Nothing left to do." in words
    assert "Reply all the same" not in compact(words)


def test_draft_that_need_not_be_written_is_thrown_away_but_never_a_notice(
    client: Client, withdrawal: Withdrawal
) -> None:
    post(client, "response_reply", ResponseFactory.create(withdrawal=withdrawal, text="May I ask why?"))
    post(client, "letter_drop", Letter.objects.get(purpose=Purpose.REPLY))
    assert not Letter.objects.filter(purpose=Purpose.REPLY).exists()
    assert post(client, "letter_drop", Letter.objects.get(purpose=Purpose.NOTICE)).status_code == 422


def test_missing_answer_offers_a_call_or_to_leave_it(client: Client, withdrawal: Withdrawal) -> None:
    with time_machine.travel(NOW + 3 * DAY, tick=False):
        words = section(client, withdrawal)
        assert "No answer from Maya yet. A short call settles it." in words
        post(client, "withdrawal_leave_it", withdrawal, {"kind": "no_answer"})
        assert "No answer from Maya" not in compact(section(client, withdrawal))
    assert open_kinds() == []


def test_call_that_was_due_is_settled_by_an_answer(client: Client, user: User) -> None:
    withdrawal = leaving(user, ahead=timedelta(hours=30))
    letter = letter_of(withdrawal)
    letter.withdrawal = withdrawal
    record_letter_sent(letter, actor=user, now=NOW)
    assert primaries(show(client, withdrawal)) != ["Back to Today"]
    ResponseFactory.create(withdrawal=withdrawal)
    assert primaries(show(client, withdrawal)) == ["Back to Today"]


def test_feedback_request_is_offered_and_opens_in_the_editor(client: Client, withdrawal: Withdrawal) -> None:
    ResponseFactory.create(withdrawal=withdrawal)
    assert "Ask Maya for a remark or two?" in section(client, withdrawal)
    assert post(client, "feedback_ask", withdrawal)["Location"].endswith("?tab=feedback")
    page = show(client, withdrawal, tab="feedback").content.decode()
    assert "Asked once, and free to decline." in page
    assert "Another wording" in page and "Nothing to change." in page
    assert primaries(show(client, withdrawal, tab="feedback")) == ["Send e-mail now"]


def test_feedback_request_that_does_not_fit_is_refused(client: Client, withdrawal: Withdrawal) -> None:
    Withdrawal.objects.update(reason="accepted_other_offer")
    ResponseFactory.create(withdrawal=withdrawal)
    assert "for a remark or two" not in compact(section(client, withdrawal))
    assert post(client, "feedback_ask", withdrawal).status_code == 422


def test_note_for_linkedin_stands_ready_to_copy(client: Client, withdrawal: Withdrawal) -> None:
    ResponseFactory.create(withdrawal=withdrawal)
    ReflectionFactory.create(application=withdrawal.application, withdrawal=withdrawal)
    assert "Connect with Maya on LinkedIn?" in section(client, withdrawal)
    post(client, "touch_note", withdrawal, {"channel": "linkedin"})
    assert "It was good to talk with you about" in section(client, withdrawal)
    post(client, "letter_mark_sent", Letter.objects.get(purpose=Purpose.KEEP_TOUCH))
    assert "LinkedIn?" not in section(client, withdrawal)


def test_sign_of_life_is_set_moved_called_off_and_written(client: Client, withdrawal: Withdrawal) -> None:
    ResponseFactory.create(withdrawal=withdrawal)
    ReflectionFactory.create(application=withdrawal.application, withdrawal=withdrawal)
    assert "A word to Maya some day?" in section(client, withdrawal)
    post(client, "touch_remind", withdrawal, {"months": "3"})
    assert "Reminder Tue 23 Feb" in section(client, withdrawal)
    post(client, "touch_remind", withdrawal, {"months": "6"})
    assert "Reminder Sun 23 May" in section(client, withdrawal)
    post(client, "touch_remind", withdrawal, {"months": ""})
    assert open_kinds() == []
    assert post(client, "touch_remind", withdrawal, {"months": "4"}).status_code == 422
    due = set_check_in(withdrawal, 3, now=NOW).due_at
    with time_machine.travel(due + timedelta(hours=1), tick=False):
        client.force_login(withdrawal.owner)
        assert "A word to Maya, if you like?" in section(client, withdrawal)
        assert post(client, "touch_note", withdrawal, {"channel": "email"})["Location"].endswith("?tab=keep_touch")
        page = show(client, withdrawal, tab="keep_touch").content.decode()
        assert "Two lines that ask for nothing." in page and "Nothing to change." in page


def test_leaving_them_alone_hides_every_suggestion(client: Client, withdrawal: Withdrawal) -> None:
    ResponseFactory.create(withdrawal=withdrawal)
    post(client, "withdrawal_contact", withdrawal, {"do_not_contact": "yes"})
    words = section(client, withdrawal)
    assert "Contact Don't contact them" in words
    assert "remark or two" not in compact(words) and "LinkedIn" not in words
    post(client, "withdrawal_contact", withdrawal, {"do_not_contact": "no"})
    assert "remark or two" in section(client, withdrawal)


def test_steps_and_the_line_for_oneself_are_three_at_most(client: Client, withdrawal: Withdrawal) -> None:
    ResponseFactory.create(withdrawal=withdrawal)
    answer = show(client, withdrawal)
    assert len(answer.context["care"].steps) == 2
    ReflectionFactory.create(application=withdrawal.application, withdrawal=withdrawal)
    assert len(show(client, withdrawal).context["care"].steps) == 3


def test_timeline_says_that_they_answered(client: Client, withdrawal: Withdrawal) -> None:
    ResponseFactory.create(withdrawal=withdrawal, text="Quaggawords, no problem.")
    page = client.get(reverse("application_detail", args=[withdrawal.application_id])).content.decode()
    assert "They answered" in page
    assert "uaggawords" not in page


@pytest.mark.parametrize("answers", [1, 3])
def test_told_page_queries_do_not_grow(
    client: Client, withdrawal: Withdrawal, answers: int, django_assert_num_queries: Any
) -> None:
    for _ in range(answers):
        ResponseFactory.create(withdrawal=withdrawal)
    with django_assert_num_queries(22):
        show(client, withdrawal)


def test_answer_can_be_read_whatever_became_of_the_withdrawal(client: Client, withdrawal: Withdrawal) -> None:
    words = "Subject: Re: <Tuesday>\n\nYou came across as calm.\n> my words"
    answer = ResponseFactory.create(withdrawal=withdrawal, text=words, from_name="Maya Chen")
    restore_record(withdrawal, actor=withdrawal.owner, now=NOW)
    page = client.get(reverse("response_detail", args=[answer.pk])).content.decode()
    assert "Maya Chen answered" in page and "They send feedback" in page
    assert "Re: &lt;Tuesday&gt;" in page and "You came across as calm.</p>" in page
    assert "my words" not in compact(page)
    assert reverse("feedback_detail", args=[answer.feedback.pk]) in page


def test_answer_without_words_says_so(client: Client, withdrawal: Withdrawal) -> None:
    answer = ResponseFactory.create(withdrawal=withdrawal, text="", kind=ResponseKind.ACKNOWLEDGED, from_name="")
    page = client.get(reverse("response_detail", args=[answer.pk])).content.decode()
    assert "No words were kept." in page and "All is well" in page
    assert "Kept as feedback" not in compact(page)
