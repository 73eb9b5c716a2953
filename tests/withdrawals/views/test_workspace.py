"""The workspace: each row of its table shows its one primary button, and what a person presses changes the record."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from reminders.models import Delivery
from reminders.states import DeliveryState
from tests.factories import (
    NOW,
    AgreementFactory,
    ApplicationFactory,
    ContactFactory,
    InterviewFactory,
    letter_leaves,
)
from tests.markup import compact
from tracker.models import Application, Contact, Interview
from tracker.states import InterviewStatus, Outcome, Stage
from withdrawals.domain.letters.drafts import save_letter
from withdrawals.domain.letters.sending import record_letter_sent, record_spoken, send_letter
from withdrawals.domain.process.lifecycle import abandon_withdrawal, open_withdrawal, record_already_known
from withdrawals.models import Letter, Withdrawal
from withdrawals.states import LetterState, WithdrawalState
from withdrawals.views.fetching import letters_of
from withdrawals.vocabulary import Channel, Purpose

pytestmark = pytest.mark.django_db
TWO_DAYS = timedelta(days=2, hours=3)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def leaving(user: User, *, ahead: timedelta = TWO_DAYS, now: datetime = NOW, **contact: Any) -> Withdrawal:
    """A withdrawal from an interview that Maya arranged."""
    maya = ContactFactory.create(
        company__owner=user, **{"name": "Maya Chen", "email": "maya@fernway.example", **contact}
    )
    application = ApplicationFactory.create(owner=user, company=maya.company, contact=maya, stage=Stage.INTERVIEWING)
    interview = InterviewFactory.create(application=application, starts_at=now + ahead, contact=maya)
    return open_withdrawal(application, actor=user, now=now, interview=interview)


def letter_of(withdrawal: Withdrawal) -> Letter:
    return withdrawal.letters.get(channel=Channel.EMAIL)


def sent_to_engine(user: User, at: datetime | None = None) -> tuple[Withdrawal, Letter]:
    withdrawal = leaving(user)
    letter = letter_of(withdrawal)
    send_letter(letter, version=letter.version, actor=user, now=NOW, at=at, confirmed=True)
    return withdrawal, letter


def show(client: Client, withdrawal: Withdrawal, **query: str) -> Any:
    answer = client.get(reverse("withdrawal_detail", args=[withdrawal.pk]), query)
    assert answer.status_code == 200
    return answer


def text_of(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def primaries(answer: Any) -> list[str]:
    """What the primary buttons of the workspace say: always one."""
    page = answer.content.decode()
    workspace = page[page.index('id="workspace"') :]
    found = re.findall(r'<(?:a|button)[^>]*class="btn btn-primary"[^>]*>(.*?)</(?:a|button)>', workspace, re.DOTALL)
    return [text_of(label) for label in found]


def set_delivery(letter: Letter, state: DeliveryState, **fields: Any) -> None:
    Delivery.objects.filter(letter=letter).update(state=state, wake_at=None, **fields)


# The table of states.


def test_ready_sends_now(client: Client, user: User) -> None:
    assert primaries(show(client, leaving(user))) == ["Send e-mail now"]


@pytest.mark.parametrize("hours", [30, 20, 5, 1])
def test_letter_close_to_the_interview_is_clean_but_for_the_call(client: Client, user: User, hours: int) -> None:
    answer = show(client, leaving(user, ahead=timedelta(hours=hours)))
    page = answer.content.decode()
    assert "finding-error" not in page
    assert ("a call as well makes sure" in page) == (hours in (20, 5))


def test_ready_letter_is_complete_when_the_page_opens(client: Client, user: User) -> None:
    page = show(client, leaving(user)).content.decode()
    assert "Hello Maya," in page
    assert "finding-error" not in page
    assert "finding-warning" not in page
    # With anything in it, even a space, it would not count as empty and would leave a gap.
    assert re.search(r'<div\s+id="conflict"[^>]*></div>', page)


def test_ample_notice_at_night_there_proposes_their_morning(client: Client, user: User) -> None:
    night = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
    with time_machine.travel(night, tick=False):
        withdrawal = leaving(user, ahead=timedelta(days=5), now=night)
        answer = show(client, withdrawal)
    assert primaries(answer) == ["Send Tue 10:05"]
    assert "Tue 24 Nov, 09:05 London" in answer.content.decode()


def test_no_address_asks_for_one(client: Client, user: User) -> None:
    assert primaries(show(client, leaving(user, email=""))) == ["Add e-mail"]


def test_no_mail_server_opens_the_mail_app(client: Client, user: User) -> None:
    withdrawal = leaving(user)
    user.mail_account.delete()
    answer = show(client, withdrawal)
    assert primaries(answer) == ["Open in mail app"]
    page = answer.content.decode()
    assert "Mark as sent" in page
    assert "Send e-mail now" not in compact(page)


def test_placeholder_is_to_be_fixed(client: Client, user: User) -> None:
    withdrawal = leaving(user)
    letter = letter_of(withdrawal)
    save_letter(letter, version=letter.version, subject=letter.subject, body=letter.body + "\n[Name]", now=NOW)
    assert primaries(show(client, withdrawal)) == ["Fix 1 thing"]


def test_under_four_hours_calls(client: Client, user: User) -> None:
    answer = show(client, leaving(user, ahead=timedelta(hours=3)))
    assert primaries(answer) == ["Call Maya"]
    assert 'href="tel:+442079460000"' in answer.content.decode()


def test_under_four_hours_without_a_number_sends(client: Client, user: User) -> None:
    assert primaries(show(client, leaving(user, ahead=timedelta(hours=3), phone=""))) == ["Send e-mail now"]


def test_undo_window_counts(client: Client, user: User) -> None:
    withdrawal, _ = sent_to_engine(user)
    answer = show(client, withdrawal)
    assert primaries(answer) == ["Undo"]
    assert 'data-countdown-text="Undo ({s} s)"' in answer.content.decode()


def test_scheduled_can_go_now(client: Client, user: User) -> None:
    withdrawal, _ = sent_to_engine(user, at=NOW + timedelta(hours=5))
    answer = show(client, withdrawal)
    assert primaries(answer) == ["Send now"]
    assert "Mon 23 Nov, 15:00" in answer.content.decode()


def test_unknown_asks_for_the_sent_folder(client: Client, user: User) -> None:
    withdrawal, letter = sent_to_engine(user)
    set_delivery(letter, DeliveryState.UNKNOWN)
    answer = show(client, withdrawal)
    assert primaries(answer) == ["Check your Sent folder"]
    assert "It is there: mark as sent" in answer.content.decode()


def test_failed_is_sent_by_hand(client: Client, user: User) -> None:
    withdrawal, letter = sent_to_engine(user)
    set_delivery(letter, DeliveryState.FAILED, last_error="550 No such user")
    answer = show(client, withdrawal)
    assert primaries(answer) == ["Send it myself"]
    assert "550 No such user" in answer.content.decode()


def test_late_asks_before_it_leaves(client: Client, user: User) -> None:
    withdrawal, letter = sent_to_engine(user)
    set_delivery(letter, DeliveryState.NEEDS_DECISION)
    assert primaries(show(client, withdrawal)) == ["Send it now"]


def test_call_is_still_due_after_the_email(client: Client, user: User) -> None:
    evening = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
    with time_machine.travel(evening, tick=False):
        withdrawal = leaving(user, ahead=timedelta(hours=15), now=evening)
        record_letter_sent(letter_of(withdrawal), actor=user, now=evening)
        answer = show(client, withdrawal)
    assert primaries(answer) == ["Call Maya at Tue 09:00"]


def test_told_goes_back_to_today(client: Client, user: User) -> None:
    withdrawal = leaving(user, ahead=timedelta(days=5))
    record_letter_sent(letter_of(withdrawal), actor=user, now=NOW)
    answer = show(client, withdrawal)
    assert primaries(answer) == ["Back to Today"]
    assert "Sent 10:00 to Maya." in text_of(answer.content.decode())


def test_they_knew_already_goes_back_to_today(client: Client, user: User) -> None:
    withdrawal = leaving(user)
    record_already_known(withdrawal, actor=user, now=NOW)
    answer = show(client, withdrawal)
    assert primaries(answer) == ["Back to Today"]
    assert "They knew already." in answer.content.decode()


def test_told_by_telephone_leaves_the_writing(client: Client, user: User) -> None:
    withdrawal = leaving(user, ahead=timedelta(hours=3))
    record_spoken(withdrawal, Channel.PHONE, actor=user, now=NOW)
    answer = show(client, withdrawal)
    assert primaries(answer) == ["Send e-mail now"]
    assert "The same in writing leaves a record." in answer.content.decode()


def test_slot_that_has_passed_gets_an_apology(client: Client, user: User) -> None:
    withdrawal = leaving(user, ahead=timedelta(hours=5))
    with time_machine.travel(NOW + timedelta(hours=7), tick=False):
        answer = show(client, withdrawal)
    assert primaries(answer) == ["Send apology"]
    assert "I'm sorry" in unescape(answer.content.decode())


def test_interview_that_is_over_is_asked_about_and_the_letter_follows(client: Client, user: User) -> None:
    withdrawal = leaving(user, ahead=timedelta(hours=5))
    interview = withdrawal.interview
    assert interview is not None
    page = show(client, withdrawal).content.decode()
    assert "Did the interview happen?" not in compact(page)
    with time_machine.travel(NOW + timedelta(hours=27), tick=False):
        assert "Did the interview happen?" in show(client, withdrawal).content.decode()
        back = {"next": reverse("withdrawal_detail", args=[withdrawal.pk])}
        answer = client.post(reverse("interview_status", args=[interview.pk]), {"status": "happened", **back})
        assert answer["Location"] == back["next"]
        page = text_of(show(client, withdrawal).content.decode())
        assert "Thank you for the interview" in page and "I'm sorry that you waited" not in compact(page)
        assert "since the interview" not in compact(page) and "Did the interview happen?" not in compact(page)


def test_later_round_that_was_missed_gets_an_apology(client: Client, user: User) -> None:
    withdrawal = leaving(user, ahead=timedelta(hours=5))
    InterviewFactory.create(
        application=withdrawal.application, starts_at=NOW - timedelta(days=7), status=InterviewStatus.HAPPENED
    )
    withdrawal.application.interviews.filter(status=InterviewStatus.SCHEDULED).update(status=InterviewStatus.MISSED)
    with time_machine.travel(NOW + timedelta(hours=7), tick=False):
        answer = show(client, withdrawal)
    assert primaries(answer) == ["Send apology"]
    assert "since the interview" in answer.content.decode()


def test_letter_that_was_refused_offers_the_telephone(client: Client, user: User) -> None:
    withdrawal, letter = sent_to_engine(user)
    Contact.objects.filter(letters=letter).update(phone="+44 20 7946 0101")
    set_delivery(letter, DeliveryState.FAILED)
    page = show(client, withdrawal).content.decode()
    assert re.search(r'href="tel:\+442079460101">.{0,300}Call Maya</a>', compact(page), re.DOTALL)


def test_own_acceptance_is_checked_first(client: Client, user: User) -> None:
    maya = ContactFactory.create(company__owner=user, name="Maya Chen")
    application = ApplicationFactory.create(
        owner=user, company=maya.company, contact=maya, stage=Stage.OFFER, outcome=Outcome.ACCEPTED
    )
    AgreementFactory.create(application=application, notes="Four weeks of notice")
    withdrawal = open_withdrawal(application, actor=user, now=NOW)
    answer = show(client, withdrawal)
    assert primaries(answer) == ["Check what I signed"]
    assert "Four weeks of notice" in answer.content.decode()

    client.post(reverse("withdrawal_check_signed", args=[withdrawal.pk]))
    assert primaries(show(client, withdrawal)) == ["Call Maya"]


@pytest.mark.parametrize(
    ("state", "first"),
    [
        (DeliveryState.UNKNOWN, "Check your Sent folder"),
        (DeliveryState.FAILED, "Check what I signed"),
        (DeliveryState.NEEDS_DECISION, "Check what I signed"),
    ],
)
def test_letter_in_trouble_that_takes_an_acceptance_back_asks_for_what_was_signed(
    client: Client, user: User, state: DeliveryState, first: str
) -> None:
    withdrawal, letter = sent_to_engine(user)
    Application.objects.filter(pk=withdrawal.application_id).update(outcome=Outcome.ACCEPTED, ended_at=NOW)
    set_delivery(letter, state)
    answer = show(client, withdrawal)
    assert primaries(answer) == [first]
    assert 'id="signed"' in answer.content.decode()
    refused = client.post(reverse("letter_send_again", args=[letter.pk]), {"twice": "1"})
    assert refused.status_code == 422
    assert primaries(refused) == ["Check what I signed"]
    client.post(reverse("withdrawal_check_signed", args=[withdrawal.pk]))
    assert "Check what I signed" not in primaries(show(client, withdrawal))
    client.post(reverse("letter_send_again", args=[letter.pk]), {"twice": "1"})
    letter.refresh_from_db()
    assert letter.delivery is not None
    assert letter.delivery.state == DeliveryState.SCHEDULED


def test_put_aside_can_be_taken_up(client: Client, user: User) -> None:
    withdrawal = leaving(user)
    abandon_withdrawal(withdrawal, actor=user, now=NOW)
    assert primaries(show(client, withdrawal)) == ["Take it up again"]


# The way in, choices and the ends.


def test_interview_withdraw_opens_the_workspace(client: Client, user: User) -> None:
    interview = InterviewFactory.create(application__owner=user)
    answer = client.post(reverse("interview_withdraw", args=[interview.pk]))
    withdrawal = Withdrawal.objects.get()
    assert answer["Location"] == reverse("withdrawal_detail", args=[withdrawal.pk])
    assert withdrawal.interview == interview


def test_application_withdraw_twice_is_one_withdrawal(client: Client, user: User) -> None:
    application = ApplicationFactory.create(owner=user)
    for _ in range(2):
        client.post(reverse("application_withdraw", args=[application.pk]))
    assert Withdrawal.objects.count() == 1


def test_choosing_changes_the_letter(client: Client, user: User) -> None:
    withdrawal = leaving(user)
    address = reverse("withdrawal_choose", args=[withdrawal.pk])
    client.post(address, {"reason": "location", "depth": "general"})
    assert "location" in letter_of(withdrawal).body
    client.post(address, {"depth": "none"})
    withdrawal.refresh_from_db()
    assert (withdrawal.reason, withdrawal.depth) == ("location", "none")
    assert "location" not in letter_of(withdrawal).body


def test_another_offer_asks_whether_it_is_accepted(client: Client, user: User) -> None:
    withdrawal = leaving(user)
    address = reverse("withdrawal_choose", args=[withdrawal.pk])
    client.post(address, {"reason": "accepted_other_offer", "depth": "general"})
    assert "Have you accepted it?" in show(client, withdrawal).content.decode()
    assert "accepted" not in letter_of(withdrawal).body

    client.post(address, {"other_offer_accepted": "yes"})
    assert re.search("accepted|taken", letter_of(withdrawal).body)


def test_choosing_keeps_what_was_typed_into_the_letter(client: Client, user: User) -> None:
    withdrawal = leaving(user)
    letter = letter_of(withdrawal)
    client.post(
        reverse("withdrawal_choose", args=[withdrawal.pk]),
        {"letter": letter.pk, "version": letter.version, "body": "My own words.", "reason": "salary"},
    )
    withdrawal.refresh_from_db()
    assert (withdrawal.reason, letter_of(withdrawal).body) == ("salary", "My own words.")


def test_private_note_is_kept_and_stays_out_of_the_letter(client: Client, user: User) -> None:
    withdrawal = leaving(user)
    client.post(reverse("withdrawal_choose", args=[withdrawal.pk]), {"private_note": "CANARY"})
    page = show(client, withdrawal).content.decode()
    assert "Only you see this." in page
    assert "CANARY" in page
    assert "CANARY" not in letter_of(withdrawal).body


def test_a_choice_that_is_none_comes_back_with_its_error(client: Client, user: User) -> None:
    withdrawal = leaving(user)
    answer = client.post(reverse("withdrawal_choose", args=[withdrawal.pk]), {"reason": "x"})
    assert answer.status_code == 422


def test_known_ends_the_process(client: Client, user: User) -> None:
    withdrawal = leaving(user)
    client.post(reverse("withdrawal_known", args=[withdrawal.pk]))
    withdrawal.application.refresh_from_db()
    assert withdrawal.application.outcome == Outcome.WITHDRAWN
    assert Interview.objects.get().status == InterviewStatus.CANCELLED_BY_ME


def test_abandon_and_resume(client: Client, user: User) -> None:
    withdrawal, letter = sent_to_engine(user)
    client.post(reverse("withdrawal_abandon", args=[withdrawal.pk]))
    withdrawal.refresh_from_db()
    letter.refresh_from_db()
    assert (withdrawal.state, letter.state) == (WithdrawalState.ABANDONED, LetterState.DRAFT)

    client.post(reverse("withdrawal_resume", args=[withdrawal.pk]))
    withdrawal.refresh_from_db()
    assert withdrawal.state == WithdrawalState.DRAFTING


def test_restore_brings_the_record_back_and_says_what_they_still_have(client: Client, user: User) -> None:
    withdrawal = leaving(user)
    record_letter_sent(letter_of(withdrawal), actor=user, now=NOW)
    client.post(reverse("withdrawal_restore", args=[withdrawal.pk]))
    withdrawal.application.refresh_from_db()
    assert withdrawal.application.is_open
    page = text_of(show(client, withdrawal).content.decode())
    assert f"{withdrawal.application.company.name} still has your e-mail" in page
    assert primaries(show(client, withdrawal)) == ["Send e-mail now"]


def test_restore_twice_says_that_it_is_done(client: Client, user: User) -> None:
    withdrawal = leaving(user)
    record_letter_sent(letter_of(withdrawal), actor=user, now=NOW)
    address = reverse("withdrawal_restore", args=[withdrawal.pk])
    client.post(address)
    answer = client.post(address)
    assert answer.status_code == 422
    assert "This withdrawal is undone." in answer.content.decode()


def test_reached_by_telephone_tells_them(client: Client, user: User) -> None:
    withdrawal = leaving(user, ahead=timedelta(hours=3))
    client.post(reverse("withdrawal_spoke", args=[withdrawal.pk]), {"how": "voicemail"})
    withdrawal.refresh_from_db()
    assert withdrawal.state == WithdrawalState.NOTIFIED
    assert withdrawal.letters.sent().get().channel == Channel.VOICEMAIL


def test_a_channel_without_a_draft_is_written_when_asked_for(client: Client, user: User) -> None:
    withdrawal = leaving(user)
    answer = client.post(reverse("letter_add", args=[withdrawal.pk]), {"write": "phone"}, follow=True)
    assert "What to say" in answer.content.decode()
    assert withdrawal.letters.filter(channel=Channel.PHONE).count() == 1


def test_schedule_conflict_offers_another_time_first(client: Client, user: User) -> None:
    withdrawal = leaving(user)
    client.post(reverse("withdrawal_choose", args=[withdrawal.pk]), {"reason": "schedule_conflict"})
    assert "Another time may do." in show(client, withdrawal).content.decode()


def test_no_alternative_where_nothing_can_be_asked(client: Client, user: User) -> None:
    withdrawal = leaving(user)
    client.post(reverse("withdrawal_choose", args=[withdrawal.pk]), {"reason": "values_red_flags"})
    assert "Alternatives" not in show(client, withdrawal).content.decode()


def test_no_alternative_once_it_is_late(client: Client, user: User) -> None:
    withdrawal = leaving(user, ahead=timedelta(hours=3))
    client.post(reverse("withdrawal_choose", args=[withdrawal.pk]), {"reason": "schedule_conflict"})
    assert "Alternatives" not in show(client, withdrawal).content.decode()


def test_asking_for_another_time_tells_nobody_that_one_leaves(client: Client, user: User) -> None:
    withdrawal = leaving(user)
    answer = client.post(reverse("letter_add", args=[withdrawal.pk]), {"write": "reschedule"}, follow=True)
    assert primaries(answer) == ["Send e-mail now"]
    ask = withdrawal.letters.get(purpose=Purpose.RESCHEDULE)
    client.post(reverse("letter_send_after_undo_window", args=[ask.pk]))
    ask.refresh_from_db()
    withdrawal.refresh_from_db()
    assert (ask.state, withdrawal.state) == (LetterState.READY, WithdrawalState.DRAFTING)
    assert primaries(show(client, withdrawal)) == ["Undo"]


def test_what_was_asked_is_said_and_leaving_can_be_put_aside(client: Client, user: User) -> None:
    withdrawal = leaving(user)
    client.post(reverse("letter_add", args=[withdrawal.pk]), {"write": "reschedule"})
    record_letter_sent(withdrawal.letters.get(purpose=Purpose.RESCHEDULE), actor=user, now=NOW)
    answer = show(client, withdrawal)
    assert primaries(answer) == ["Send e-mail now"]
    assert "Another time: sent Mon 23 Nov, 10:00 to Maya." in text_of(answer.content.decode())


def test_a_letter_that_does_not_exist_cannot_be_added(client: Client, user: User) -> None:
    withdrawal = leaving(user)
    assert client.post(reverse("letter_add", args=[withdrawal.pk]), {"write": "x"}).status_code == 422


def test_sending_from_another_tab_keeps_both_texts_apart(client: Client, user: User) -> None:
    withdrawal = leaving(user)
    client.post(reverse("letter_add", args=[withdrawal.pk]), {"write": "phone"})
    phone, mail = withdrawal.letters.get(channel=Channel.PHONE), letter_of(withdrawal)
    words = mail.body
    typed = {"letter": phone.pk, "version": phone.version, "body": "Said on the telephone."}
    client.post(reverse("letter_send_after_undo_window", args=[mail.pk]), typed)
    phone.refresh_from_db()
    mail.refresh_from_db()
    assert (phone.state, phone.body) == (LetterState.DRAFT, "Said on the telephone.")
    assert (mail.state, mail.body) == (LetterState.READY, words)


def test_letter_that_leaves_while_the_page_is_read_is_told_whole(user: User) -> None:
    withdrawal, letter = sent_to_engine(user)
    read_before = Withdrawal.objects.select_related("application", "interview").get(pk=withdrawal.pk)
    letter_leaves(letter, now=NOW + timedelta(minutes=1))

    letters = letters_of(read_before)

    assert [one.state for one in letters] == ["sent"]
    assert (read_before.state, read_before.application.outcome) == ("notified", "withdrawn")
    assert read_before.notified_at is not None


def test_waiting_page_is_swapped_only_when_something_changed(client: Client, user: User) -> None:
    withdrawal, letter = sent_to_engine(user)
    address = reverse("withdrawal_detail", args=[withdrawal.pk])
    seen = "undo-scheduled-0"
    assert client.get(address, {"seen": seen}, headers={"HX-Request": "true"}).status_code == 204

    Delivery.objects.filter(letter=letter).update(attempts=1)
    assert client.get(address, {"seen": seen}, headers={"HX-Request": "true"}).status_code == 200
    Delivery.objects.filter(letter=letter).update(attempts=0, due_at=NOW - timedelta(seconds=1))
    assert client.get(address, {"seen": seen}, headers={"HX-Request": "true"}).status_code == 200


def test_names_that_look_like_markup_are_shown_as_they_are(client: Client, user: User) -> None:
    withdrawal = leaving(user, name='Zoë "Zed" <O\'Neil> 🎈')
    page = show(client, withdrawal).content.decode()
    assert "<O'Neil>" not in page
    assert 'value="Zoë &quot;Zed&quot; &lt;O&#x27;Neil&gt; 🎈"' in page


@pytest.mark.parametrize("letters", [1, 3])
def test_workspace_queries_do_not_grow_with_its_letters(
    client: Client, user: User, letters: int, django_assert_num_queries: Any
) -> None:
    withdrawal = leaving(user)
    for channel in (Channel.PHONE, Channel.VOICEMAIL, Channel.TEXT)[:letters]:
        client.post(reverse("letter_add", args=[withdrawal.pk]), {"write": channel})
    letter = letter_of(withdrawal)
    for number in range(letters):
        letter = save_letter(letter, version=letter.version, subject="x", body=f"{number}", now=NOW)
    for _ in range(letters):
        AgreementFactory.create(application=withdrawal.application)
    with django_assert_num_queries(12):
        show(client, withdrawal)


def test_buttons_outside_the_form_are_named_submit_buttons() -> None:
    """Otherwise htmx does not see which of them was pressed, and would only keep the choices."""
    templates = Path(__file__).resolve().parents[3] / "templates" / "withdrawals"
    buttons = [
        button
        for path in templates.glob("*.html")
        for button in re.findall(r"<button[^>]*form=\"letter-form\"[^>]*>", path.read_text())
    ]
    assert buttons
    assert [button for button in buttons if 'type="submit"' not in button] == []
