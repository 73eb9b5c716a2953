"""Canaries in every private field: none of them may reach a letter, a mail, the timeline or a reminder."""

from dataclasses import asdict, replace
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from reminders.models import Delivery, Reminder
from tests.factories import (
    NOW,
    AgreementFactory,
    ApplicationFactory,
    CompanyFactory,
    ContactFactory,
    InterviewFactory,
    LetterFactory,
    MailAccountFactory,
    ReflectionFactory,
    WithdrawalFactory,
    letter_goes_silent,
)
from tracker.domain.applications import update_application
from tracker.domain.interviews import update_interview
from tracker.models import Event
from tracker.states import Stage
from withdrawals.domain.core.request_builders import letter_request
from withdrawals.domain.letters.delivery_handler import LetterHandler
from withdrawals.domain.letters.drafts import update_choices
from withdrawals.domain.letters.sending import record_letter_sent
from withdrawals.domain.process.lifecycle import restore_record
from withdrawals.language.composition import compose
from withdrawals.models import Letter, Withdrawal
from withdrawals.vocabulary import PREPARED_PURPOSES, Channel, Depth, Purpose, Reason, Situation, Tone

pytestmark = pytest.mark.django_db

#: Words and figures that stand nowhere but in private fields; matched without regard to case.
CANARIES = (
    "quaggaprivate",
    "quagganotes",
    "quaggacompany",
    "quaggacontact",
    "quaggaposting",
    "quaggaprep",
    "quaggadebrief",
    "quaggaagreement",
    "quaggaterm",
    "quaggaemployer",
    "quaggalesson",
    "quaggabody",
    "quaggaearlier",
    "quaggalink",
    "48151",
    "62342",
    "48,151",
    "62,342",
)


def assert_silent(text: object) -> None:
    said = str(text).casefold()
    assert [canary for canary in CANARIES if canary in said] == []


@pytest.fixture
def withdrawal() -> Withdrawal:
    """A process with something secret in every private field, recorded by the ordinary verbs."""
    owner = MailAccountFactory().owner
    contact = ContactFactory(company__owner=owner, notes="QuaggaContact is difficult.")
    CompanyFactory(owner=owner, name="QuaggaEmployer")
    application = ApplicationFactory(
        owner=owner,
        contact=contact,
        stage=Stage.SCREENING,
        notes="QuaggaNotes",
        posting="QuaggaPosting",
        salary_min=Decimal(48_151),
        salary_max=Decimal(62_342),
    )
    interview = InterviewFactory(
        application=application, prep="QuaggaPrep", debrief="QuaggaDebrief", link="https://meet.example/QuaggaLink"
    )
    AgreementFactory(application=application, notes="QuaggaAgreement", confidential_terms="QuaggaTerm\nSecond term")
    made = WithdrawalFactory(
        application=application,
        interview=interview,
        reason=Reason.VALUES_RED_FLAGS,
        depth=Depth.GENERAL,
        private_note="QuaggaPrivate",
        other_offer_accepted=True,
        feedback_wanted=True,
    )
    ReflectionFactory(
        application=application,
        withdrawal=made,
        lesson="QuaggaLesson",
        body="QuaggaBody",
        ask_earlier="QuaggaEarlier",
    )
    update_application(application, actor=owner, now=NOW, notes="QuaggaNotes, again", salary_max=Decimal("62342.50"))
    update_interview(interview, actor=owner, now=NOW, prep="QuaggaPrep, again", minutes=45)
    return made


@pytest.mark.parametrize("channel", list(Channel))
def test_no_letter_holds_anything_private(withdrawal: Withdrawal, channel: Channel) -> None:
    asked = letter_request(LetterFactory(withdrawal=withdrawal, channel=channel), now=NOW)
    assert asked.record.confidential_terms and asked.record.other_companies  # the room knows what to avoid
    record = replace(asked.record, interviews_done=1)

    for situation, tone, reason, depth in product(Situation, Tone, Reason, Depth):
        draft = compose(replace(asked, record=record, situation=situation, tone=tone, reason=reason, depth=depth))
        assert_silent(draft.subject + draft.body)


@pytest.mark.parametrize(
    "purpose", [purpose for purpose in Purpose if purpose not in {*PREPARED_PURPOSES, Purpose.APOLOGY}]
)
def test_no_letter_of_any_purpose_holds_anything_private(withdrawal: Withdrawal, purpose: Purpose) -> None:
    asked = letter_request(LetterFactory(withdrawal=withdrawal), now=NOW)
    record = replace(asked.record, interviews_done=1)

    for tone in Tone:
        draft = compose(replace(asked, record=record, purpose=purpose, tone=tone))
        assert_silent(draft.subject + draft.body)


def test_only_the_stated_reason_is_told(withdrawal: Withdrawal) -> None:
    for reason in Reason:
        update_choices(withdrawal, now=NOW, reason=reason, depth=Depth.SPECIFIC, specific_reason="I am moving to Leeds")
        letter = Letter.objects.get()
        assert "moving to Leeds" in letter.body
        assert_silent(letter.subject + letter.body)
        update_choices(withdrawal, now=NOW, depth=Depth.NONE)
        assert "Leeds" not in Letter.objects.get().body


def test_mail_and_everything_that_tells_of_it_hold_nothing_private(withdrawal: Withdrawal) -> None:
    letter = LetterFactory(withdrawal=withdrawal, ready=True)
    delivery = Delivery.objects.get(kind="letter")

    mail: dict[str, Any] = asdict(replace(LetterHandler().mail(delivery), account=None))
    letter_goes_silent(letter, now=NOW.replace(hour=12))
    record_letter_sent(letter, actor=letter.owner, now=NOW.replace(hour=13))
    restore_record(Withdrawal.objects.get(), actor=letter.owner, now=NOW.replace(hour=14))

    assert mail["subject"] == letter.subject
    assert_silent(mail)
    for told in Letter.objects.all():
        assert_silent((told.subject, told.body, told.sent_subject, told.sent_text, told.sent_to))
    assert Event.objects.count() > 10
    for event in Event.objects.all():
        assert_silent((event.kind, event.text, event.data, event.changes))
    assert Reminder.objects.count() >= 5
    for reminder in Reminder.objects.all():
        assert_silent((reminder.title, reminder.body, reminder.url, reminder.about))
    for row in Delivery.objects.values():
        assert_silent(row)


def test_reason_is_nowhere_on_the_timeline(withdrawal: Withdrawal) -> None:
    record_letter_sent(LetterFactory(withdrawal=withdrawal), actor=withdrawal.owner, now=NOW)

    for event in Event.objects.all():
        assert withdrawal.reason not in f"{event.text} {event.data} {event.changes}"
