"""Each named constraint of leaving, violated once past the domain, and what its queries mean."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.factories import (
    NOW,
    ApplicationFactory,
    LetterFactory,
    MailAccountFactory,
    ReflectionFactory,
    UserFactory,
    WithdrawalFactory,
)
from tracker.domain.applications import end_application
from tracker.models import Application
from tracker.states import Outcome, Stage
from withdrawals.domain.process.lifecycle import abandon_withdrawal
from withdrawals.models import KeptFinding, Letter, LetterVersion, Reflection, Withdrawal
from withdrawals.states import WithdrawalState

pytestmark = pytest.mark.django_db


def refused(constraint: str, write: Any) -> None:
    """SQLite names the columns of a broken unique index, PostgreSQL its name: the test gives both."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        write()


def test_second_live_withdrawal_is_refused() -> None:
    withdrawal = WithdrawalFactory()

    refused(
        r"withdrawal_one_live|withdrawal\.application_id",
        lambda: Withdrawal.objects.create(owner=withdrawal.owner, application=withdrawal.application, created_at=NOW),
    )


def test_new_withdrawal_beside_an_abandoned_one_is_accepted() -> None:
    withdrawal = WithdrawalFactory()
    abandon_withdrawal(withdrawal, actor=withdrawal.owner, now=NOW)

    assert WithdrawalFactory(application=withdrawal.application) != withdrawal


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("withdrawal_state_known", {"state": "maybe"}),
        ("withdrawal_notified_at_if_notified", {"state": WithdrawalState.NOTIFIED}),
    ],
)
def test_withdrawal_row_that_makes_no_sense_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    withdrawal = WithdrawalFactory()

    refused(constraint, lambda: Withdrawal.objects.filter(pk=withdrawal.pk).update(**fields))


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("letter_state_known", {"state": "lost"}),
        ("letter_sent_at_iff_sent", {"state": "sent"}),
        ("letter_sent_at_iff_sent", {"sent_at": NOW}),
    ],
)
def test_letter_row_that_makes_no_sense_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    letter = LetterFactory()

    refused(constraint, lambda: Letter.objects.filter(pk=letter.pk).update(**fields))


def test_second_draft_for_one_purpose_and_channel_is_refused() -> None:
    letter = LetterFactory()

    refused(
        r"letter_one_draft|letter\.withdrawal_id, withdrawals_letter\.purpose",
        lambda: Letter.objects.create(
            owner=letter.owner, withdrawal=letter.withdrawal, body="Again", created_at=NOW, saved_at=NOW
        ),
    )


def test_version_of_a_letter_is_kept_once() -> None:
    letter = LetterFactory()

    def keep() -> None:
        LetterVersion.objects.create(letter=letter, version=1, body="Text", created_at=NOW)

    keep()
    refused(r"letter_version_once|letterversion\.version", keep)


def test_finding_is_kept_once() -> None:
    letter = LetterFactory()

    def keep() -> None:
        KeptFinding.objects.create(letter=letter, check_id="names_competitor", quote="Kestrel", created_at=NOW)

    keep()
    refused(r"kept_finding_once|keptfinding\.check_id", keep)


def test_reflection_that_says_nothing_is_refused() -> None:
    reflection = ReflectionFactory(lesson="Ask early.", body="")

    refused("reflection_says_something", lambda: Reflection.objects.filter(pk=reflection.pk).update(lesson=""))


def test_second_reflection_of_a_withdrawal_is_refused() -> None:
    withdrawal = WithdrawalFactory()
    ReflectionFactory(application=withdrawal.application, withdrawal=withdrawal)

    refused(
        r"reflection_one_per_withdrawal|reflection\.withdrawal_id",
        lambda: Reflection.objects.create(
            owner=withdrawal.owner,
            application=withdrawal.application,
            withdrawal=withdrawal,
            lesson="Again",
            created_at=NOW,
            updated_at=NOW,
        ),
    )


def test_live_means_that_nobody_was_told() -> None:
    drafting, told, aside = WithdrawalFactory(), WithdrawalFactory(), WithdrawalFactory()
    LetterFactory(withdrawal=told, by_hand=True)
    abandon_withdrawal(aside, actor=aside.owner, now=NOW)

    assert list(Withdrawal.objects.live()) == [drafting]
    assert list(Withdrawal.objects.notified()) == [told]
    assert list(Withdrawal.objects.of_application(aside.application)) == [aside]
    assert Withdrawal.objects.with_application().get(pk=told.pk).application.company.name


def test_letters_are_waiting_wanted_or_sent() -> None:
    owner = UserFactory()
    MailAccountFactory(owner=owner)
    waiting = LetterFactory(withdrawal__application__owner=owner, ready=True)
    sent = LetterFactory(withdrawal__application__owner=owner, by_hand=True)
    draft = LetterFactory(withdrawal__application__owner=owner)

    assert list(Letter.objects.waiting()) == list(Letter.objects.wanted()) == [waiting]
    assert list(Letter.objects.sent()) == [sent]
    assert set(Letter.objects.notices()) == {waiting, sent, draft}


def test_waiting_letter_is_not_wanted_after_an_end_it_had_no_part_in() -> None:
    owner = MailAccountFactory().owner
    letter = LetterFactory(withdrawal__application__owner=owner, ready=True)
    Application.objects.filter(pk=letter.withdrawal.application_id).update(outcome=Outcome.REJECTED, ended_at=NOW)

    assert list(Letter.objects.waiting()) == [letter]
    assert not Letter.objects.wanted().exists()


def test_reflections_are_searched_word_by_word() -> None:
    application = ApplicationFactory(title="Data Analyst", company_name="Kestrel", stage=Stage.SCREENING)
    found = ReflectionFactory(application=application, lesson="Ask about pay.", body="They never said the range.")
    ReflectionFactory(application__owner=application.owner, application__title="Cook", lesson="Sleep more.")
    mine = Reflection.objects.for_user(application.owner)

    for text in ("PAY range", "kestrel ask", "analyst", "  said   data "):
        assert list(mine.matching(text)) == [found]
    assert mine.matching("").count() == 2
    assert not mine.matching("pay sleep").exists()
    assert list(mine.at_stage(Stage.SCREENING)) == [found]
    assert list(mine.at_company(application.company)) == [found]


def test_reflections_are_filtered_by_reason_time_and_completeness() -> None:
    withdrawal = WithdrawalFactory(reason="salary")
    early = ReflectionFactory(application=withdrawal.application, withdrawal=withdrawal)
    late = ReflectionFactory(application__owner=withdrawal.owner, now=NOW + timedelta(days=1), finished=True)

    assert list(Reflection.objects.for_reason("salary")) == [early]
    assert list(Reflection.objects.since(NOW + timedelta(hours=1))) == [late]
    assert list(Reflection.objects.unfinished()) == [early]
    assert list(Reflection.objects.latest_first()) == [late, early]
    assert Reflection.objects.with_application().get(pk=early.pk).application.company.name


def test_reflections_survive_the_end_of_the_search() -> None:
    reflection = ReflectionFactory()
    end_application(reflection.application, Outcome.NO_RESPONSE, actor=reflection.owner, now=NOW)

    assert list(Reflection.objects.for_user(reflection.owner)) == [reflection]
