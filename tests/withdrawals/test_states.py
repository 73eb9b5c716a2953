"""Every state of a withdrawal and of a letter against every target: allowed as the tables say, else a Conflict."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest

from accounts.errors import Conflict
from tests.factories import (
    NOW,
    ApplicationFactory,
    InterviewFactory,
    LetterFactory,
    MailAccountFactory,
    WithdrawalFactory,
)
from tracker.models import Event
from withdrawals.domain.core.transitions import transition_withdrawal
from withdrawals.domain.letters.sending import recall_letter, record_letter_sent, send_letter
from withdrawals.domain.process.lifecycle import abandon_withdrawal, record_already_known, restore_record
from withdrawals.models import Letter, Withdrawal
from withdrawals.states import (
    LETTER_TRANSITIONS,
    LIVE_WITHDRAWAL_STATES,
    WITHDRAWAL_TRANSITIONS,
    LetterState,
    WithdrawalState,
)

LATER = NOW + timedelta(minutes=5)


def begun() -> Withdrawal:
    owner = MailAccountFactory().owner
    application = ApplicationFactory(owner=owner)
    return WithdrawalFactory(application=application, interview=InterviewFactory(application=application))


def committed() -> Withdrawal:
    withdrawal = begun()
    LetterFactory(withdrawal=withdrawal, ready=True)
    withdrawal.refresh_from_db()
    return withdrawal


def notified() -> Withdrawal:
    withdrawal = begun()
    return record_already_known(withdrawal, actor=withdrawal.owner, now=NOW)


def undone() -> Withdrawal:
    withdrawal = notified()
    return restore_record(withdrawal, actor=withdrawal.owner, now=NOW)


def abandoned() -> Withdrawal:
    withdrawal = begun()
    return abandon_withdrawal(withdrawal, actor=withdrawal.owner, now=NOW)


MADE: dict[str, Callable[[], Withdrawal]] = {
    WithdrawalState.DRAFTING: begun,
    WithdrawalState.COMMITTED: committed,
    WithdrawalState.NOTIFIED: notified,
    WithdrawalState.UNDONE: undone,
    WithdrawalState.ABANDONED: abandoned,
}


def test_tables_know_every_state() -> None:
    for table, states in ((WITHDRAWAL_TRANSITIONS, WithdrawalState), (LETTER_TRANSITIONS, LetterState)):
        assert set(table) == set(states.values)
        assert set().union(*table.values()) <= set(states.values)


def test_live_states_are_those_in_which_nobody_was_told() -> None:
    assert set(LIVE_WITHDRAWAL_STATES) == {"drafting", "committed"}


@pytest.mark.django_db
@pytest.mark.parametrize(("old", "new"), list(product(WithdrawalState.values, repeat=2)))
def test_withdrawal_follows_its_table(old: str, new: str) -> None:
    withdrawal = MADE[old]()
    assert withdrawal.state == old
    fields = {"notified_at": LATER} if new == WithdrawalState.NOTIFIED else {}

    if new in WITHDRAWAL_TRANSITIONS[old]:
        transition_withdrawal(withdrawal, WithdrawalState(new), **fields)
        assert Withdrawal.objects.get(pk=withdrawal.pk).state == withdrawal.state == new
    else:
        with pytest.raises(Conflict):
            transition_withdrawal(withdrawal, WithdrawalState(new), **fields)
        assert Withdrawal.objects.get(pk=withdrawal.pk).state == old


@pytest.mark.django_db
@pytest.mark.parametrize(("old", "new"), list(product(LetterState.values, repeat=2)))
def test_letter_follows_its_table(old: str, new: str) -> None:
    letter = LetterFactory(withdrawal=begun(), ready=old == LetterState.READY, by_hand=old == LetterState.SENT)
    letter = Letter.objects.get(pk=letter.pk)
    assert letter.state == old
    told = Event.objects.count()

    def act() -> Letter:
        if new == LetterState.DRAFT:
            return recall_letter(letter, actor=letter.owner, now=LATER)
        if new == LetterState.READY:
            return send_letter(letter, version=letter.version, actor=letter.owner, now=LATER, confirmed=True)
        return record_letter_sent(letter, actor=letter.owner, now=LATER)

    if new in LETTER_TRANSITIONS[old]:
        act()
        assert Letter.objects.get(pk=letter.pk).state == letter.state == new
        assert Event.objects.count() > told
    else:
        with pytest.raises(Conflict):
            act()
        assert Letter.objects.get(pk=letter.pk).state == old
        assert Event.objects.count() == told


@pytest.mark.django_db
def test_withdrawal_moved_by_a_stale_tab_is_a_conflict() -> None:
    withdrawal = begun()
    other_tab = Withdrawal.objects.get()
    abandon_withdrawal(withdrawal, actor=withdrawal.owner, now=NOW)

    with pytest.raises(Conflict, match="another tab"):
        transition_withdrawal(other_tab, WithdrawalState.COMMITTED)
