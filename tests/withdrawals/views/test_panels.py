"""What pages of the tracker show of a withdrawal."""

from datetime import timedelta
from typing import Any

import pytest
from django.template import Context, Template
from pytest_django import DjangoAssertNumQueries

from reminders.models import Delivery
from reminders.states import DeliveryState
from tests.factories import (
    NOW,
    ApplicationFactory,
    ContactFactory,
    FeedbackFactory,
    InterviewFactory,
    LetterFactory,
    MailAccountFactory,
    ReflectionFactory,
)
from tests.markup import compact
from tracker.models import Application, Company, Contact, Interview
from tracker.states import InterviewStatus, Outcome, Stage
from withdrawals.domain.letters.sending import record_letter_sent
from withdrawals.domain.process.lifecycle import abandon_withdrawal, open_withdrawal, restore_record
from withdrawals.models import Withdrawal

pytestmark = pytest.mark.django_db


def button(subject: Application | Interview, more: str = "") -> str:
    template = Template(f"{{% load withdrawal_panels %}}{{% withdraw_button subject {more} %}}")
    return str(template.render(Context({"subject": subject, "csrf_token": "x"}))).strip()


def panel(application: Application) -> str:
    template = Template("{% load withdrawal_panels %}{% withdrawal_panel application %}")
    shown = str(template.render(Context({"application": application, "user": application.owner})))
    return " ".join(shown.split())


def learned(application: Application) -> str:
    template = Template("{% load withdrawal_panels %}{% learned_card application interviews %}")
    application = Application.objects.select_related("company").get(pk=application.pk)
    interviews = list(application.interviews.all())
    shown = str(template.render(Context({"application": application, "interviews": interviews})))
    return " ".join(shown.split())


def told(**more: Any) -> Withdrawal:
    withdrawal = open_withdrawal(application := ApplicationFactory.create(**more), actor=application.owner, now=NOW)
    record_letter_sent(withdrawal.letters.get(), actor=withdrawal.owner, now=NOW)
    withdrawal.refresh_from_db()
    return withdrawal


def history(subject: Company | Contact) -> str:
    template = Template("{% load withdrawal_panels %}{% leaving_history subject %}")
    return " ".join(str(template.render(Context({"subject": subject, "user": subject.owner}))).split())


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({}, "Withdraw"),
        ({"stage": Stage.OFFER}, "Decline the offer"),
        ({"stage": Stage.OFFER, "outcome": Outcome.ACCEPTED}, "Withdraw my acceptance"),
    ],
)
def test_button_begins_what_fits_the_process(fields: dict[str, Any], label: str) -> None:
    shown = button(ApplicationFactory.create(**fields))
    assert f"{label}</button>" in shown
    assert "btn-outline-secondary" in shown


def test_button_of_an_interview_posts_to_it() -> None:
    interview = InterviewFactory.create()
    assert f'action="/interviews/{interview.pk}/withdraw/"' in button(interview)


def test_button_is_not_there_for_a_process_that_ended_otherwise() -> None:
    assert button(ApplicationFactory.create(outcome=Outcome.REJECTED)) == ""


def test_button_leads_on_while_leaving() -> None:
    application = ApplicationFactory.create()
    withdrawal = open_withdrawal(application, actor=application.owner, now=NOW)
    shown = button(application, "primary=True")
    assert f'href="/withdrawals/{withdrawal.pk}/"' in shown
    assert "btn-primary" in shown
    assert "Finish withdrawing" in shown


def test_button_shows_what_was_sent_once_told() -> None:
    assert "See what was sent" in button(told().application)


def test_panel_is_empty_where_nobody_leaves() -> None:
    assert panel(ApplicationFactory.create()) == ""


def test_panel_says_that_they_have_not_been_told() -> None:
    application = ApplicationFactory.create(company_name="Fernway")
    open_withdrawal(application, actor=application.owner, now=NOW)
    assert "Fernway hasn't been told." in panel(application)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (DeliveryState.UNKNOWN, "Nobody knows whether your letter left."),
        (DeliveryState.FAILED, "Not sent."),
        (DeliveryState.NEEDS_DECISION, "Too late to go by itself."),
    ],
)
def test_panel_tells_of_trouble(state: DeliveryState, said: str) -> None:
    application = ApplicationFactory.create()
    MailAccountFactory.create(owner=application.owner)
    withdrawal = open_withdrawal(application, actor=application.owner, now=NOW)
    letter = LetterFactory.create(withdrawal=withdrawal, ready=True)
    Delivery.objects.filter(letter=letter).update(state=state, wake_at=None)
    assert said in panel(application)


def test_panel_tells_when_a_letter_leaves() -> None:
    application = ApplicationFactory.create(company_name="Fernway")
    MailAccountFactory.create(owner=application.owner)
    withdrawal = open_withdrawal(application, actor=application.owner, now=NOW)
    LetterFactory.create(withdrawal=withdrawal, ready=True)
    Delivery.objects.update(due_at=NOW + timedelta(hours=3))
    assert "Fernway hasn't been told yet." in panel(application)


def test_panel_says_when_they_were_told() -> None:
    assert "Fernway was told" in panel(told(company_name="Fernway").application)


def test_panel_says_what_they_still_have_after_restoring() -> None:
    withdrawal = told(company_name="Fernway")
    restore_record(withdrawal, actor=withdrawal.owner, now=NOW)
    withdrawal.application.refresh_from_db()
    assert "Fernway still has your message." in panel(withdrawal.application)


def test_panel_offers_to_take_up_what_was_put_aside() -> None:
    application = ApplicationFactory.create()
    withdrawal = open_withdrawal(application, actor=application.owner, now=NOW)
    abandon_withdrawal(withdrawal, actor=application.owner, now=NOW)
    assert "Take it up again" in panel(application)


def test_panel_needs_two_queries(django_assert_num_queries: Any) -> None:
    withdrawal = told()
    application = Application.objects.select_related("company", "owner").get(pk=withdrawal.application_id)
    with django_assert_num_queries(2):
        panel(application)


@pytest.mark.parametrize(
    ("fields", "is_shown"),
    [
        ({}, False),
        ({"outcome": Outcome.REJECTED}, True),
        ({"outcome": Outcome.NO_RESPONSE}, False),
        ({"stage": Stage.OFFER, "outcome": Outcome.ACCEPTED}, True),
    ],
)
def test_feedback_can_be_written_down_once_it_ended_with_a_word(fields: dict[str, Any], is_shown: bool) -> None:
    application = ApplicationFactory.create(**fields)
    shown = learned(application)
    assert (f'href="/applications/{application.pk}/feedback/"' in shown) == is_shown
    assert (f'href="/applications/{application.pk}/reflect/"' in shown) == is_shown
    assert bool(shown) == is_shown


@pytest.mark.parametrize(("status", "is_shown"), [(InterviewStatus.SCHEDULED, False), (InterviewStatus.HAPPENED, True)])
def test_feedback_can_be_written_down_once_an_interview_took_place(status: str, is_shown: bool) -> None:
    interview = InterviewFactory.create(starts_at=NOW - timedelta(days=1), status=status)
    assert ("Write down feedback" in learned(interview.application)) == is_shown


def test_learned_card_shows_what_is_kept_even_before() -> None:
    application = ApplicationFactory.create()
    kept = FeedbackFactory.create(application=application, text="You were **calm** <b>.", from_name="Maya Chen")
    reflection = ReflectionFactory.create(application=application, lesson="", body="Ask *early*.")
    shown = compact(learned(application))
    assert f'href="/feedback/{kept.pk}/">You were calm &lt;b&gt;.</a>' in shown
    assert "Maya Chen · " in shown
    assert f'href="/reflections/{reflection.pk}/">Ask early.</a>' in shown
    assert "Write down feedback" not in compact(shown)


def test_learned_card_leads_to_the_reflection_of_a_withdrawal_until_there_is_one() -> None:
    withdrawal = told()
    address = f'href="/withdrawals/{withdrawal.pk}/reflect/"'
    assert address in learned(withdrawal.application)
    ReflectionFactory.create(application=withdrawal.application, withdrawal=withdrawal)
    shown = learned(withdrawal.application)
    assert address not in shown and "Write down feedback" in shown


@pytest.mark.parametrize(("entries", "more"), [(3, False), (4, True)])
def test_learned_card_shows_three_and_leads_to_all(entries: int, more: bool, django_assert_num_queries: Any) -> None:
    application = ApplicationFactory.create(company_name="Fernway")
    for number in range(entries):
        FeedbackFactory.create(application=application, text=f"Entry {number}", now=NOW + timedelta(hours=number))
    with django_assert_num_queries(4):  # two of them read the application and its interviews
        shown = learned(application)
    assert shown.count("Entry ") == 3 and f"Entry {entries - 1}" in shown
    assert ("All of Fernway" in shown) == more


def test_company_shows_what_was_sent_to_it_and_learned_there(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    contact = ContactFactory.create(name="Maya Chen")
    withdrawal = told(owner=contact.owner, company=contact.company, contact=contact)
    ReflectionFactory.create(application=withdrawal.application, lesson="Ask for the rota.")
    FeedbackFactory.create(application=withdrawal.application, text="Be *briefer*.", from_name="Maya")
    company = withdrawal.application.company
    assert company.owner == contact.owner
    with django_assert_num_queries(3):
        shown = history(company)
    assert "Ask for the rota." in shown
    assert "Be briefer." in shown and "Feedback from Maya" in shown
    assert f'href="/withdrawals/{withdrawal.pk}/"' in shown and "E-mail to Maya Chen" in shown
    assert "What you told them" in history(contact) and "What you learned" not in compact(history(contact))


def test_company_without_letters_or_lessons_shows_neither() -> None:
    elsewhere = told()
    ReflectionFactory.create(application=elsewhere.application)
    company = ApplicationFactory.create(owner=elsewhere.owner, company_name="Basalt").company
    assert history(company) == ""
