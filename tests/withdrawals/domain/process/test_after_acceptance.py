"""The others after an acceptance: which group each falls into, and settling many of them with one Undo."""

from datetime import timedelta
from itertools import product

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.errors import Conflict
from accounts.models import User
from reminders.models import Reminder
from tests.factories import (
    NOW,
    ApplicationFactory,
    InterviewFactory,
    LetterFactory,
    MailAccountFactory,
    UserFactory,
    WithdrawalFactory,
)
from tracker.domain.applications import archive_application, end_application
from tracker.domain.events import undo_event
from tracker.domain.stages import change_stage, reopen_application
from tracker.models import Application
from tracker.states import InterviewStatus, Outcome, Stage
from withdrawals.domain.process.after_acceptance import (
    OTHERS_SHOWN,
    Tally,
    begun_others,
    count_in_need,
    count_others,
    first_others,
    latest_acceptance,
    others_of,
    owed_by_application,
    require_current_acceptance,
    settle_others,
    undo_settling,
)
from withdrawals.models import Withdrawal
from withdrawals.states import Owed, WithdrawalState
from withdrawals.vocabulary import Depth, Reason, Situation

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
#: What may be known of interviews: none, or one of a status that is still to come or over.
INTERVIEWS = [None, *product(InterviewStatus, ("to come", "over"))]


@pytest.fixture
def accepted(owner: User) -> Application:
    return ApplicationFactory.create(
        owner=owner, company_name="Fernway", stage=Stage.OFFER, outcome=Outcome.ACCEPTED, now=NOW
    )


def other(owner: User, stage: Stage = Stage.APPLIED, outcome: Outcome = Outcome.OPEN, **details: str) -> Application:
    return ApplicationFactory.create(owner=owner, stage=stage, outcome=outcome, now=NOW - timedelta(days=30), **details)


def meet(application: Application, status: InterviewStatus = InterviewStatus.SCHEDULED, days: int = 3) -> None:
    starts_at = NOW + timedelta(days=days)
    InterviewFactory.create(application=application, status=status, starts_at=starts_at, now=NOW - timedelta(days=20))


def owed_to(application: Application, accepted: Application) -> str | None:
    return owed_by_application(accepted, [application], now=LATER).get(application.pk)


def expected(stage: Stage, interview: tuple[InterviewStatus, str] | None) -> Owed:
    status, when = interview or (None, "")
    if stage == Stage.OFFER or (status, when) == (InterviewStatus.SCHEDULED, "to come"):
        return Owed.NEED
    given = status in {InterviewStatus.SCHEDULED, InterviewStatus.HAPPENED, InterviewStatus.MISSED}
    return Owed.DESERVE if given or stage in {Stage.SCREENING, Stage.INTERVIEWING} else Owed.CLOSE


@pytest.mark.parametrize("stage", Stage)
def test_every_open_process_is_in_one_group_by_its_stage_and_interviews(
    owner: User, accepted: Application, stage: Stage
) -> None:
    found, wanted = {}, {}
    for interview in INTERVIEWS:
        application = other(owner, stage)
        if interview:
            meet(application, interview[0], days=3 if interview[1] == "to come" else -3)
            application.refresh_from_db()
            change_stage(application, stage, actor=owner, now=NOW)  # an interview had moved it on
        found[interview], wanted[interview] = owed_to(application, accepted), expected(stage, interview)

    assert found == wanted


@pytest.mark.parametrize(("stage", "outcome"), list(product(Stage, [o for o in Outcome if o != Outcome.OPEN])))
def test_what_has_ended_is_none_of_the_others(
    owner: User, accepted: Application, stage: Stage, outcome: Outcome
) -> None:
    assert owed_to(other(owner, stage, outcome), accepted) is None


def test_one_interview_of_several_suffices(owner: User, accepted: Application) -> None:
    application = other(owner)
    meet(application, InterviewStatus.CANCELLED_BY_THEM, days=-5)
    meet(application, InterviewStatus.HAPPENED, days=-3)
    assert owed_to(application, accepted) == Owed.DESERVE

    meet(application)
    assert owed_to(application, accepted) == Owed.NEED


def test_others_are_open_since_before_the_acceptance_and_the_persons_own(owner: User, accepted: Application) -> None:
    there = other(owner, Stage.OFFER)
    other(UserFactory.create(), Stage.OFFER)
    archive_application(other(owner, Stage.OFFER), actor=owner, now=NOW)
    ApplicationFactory.create(owner=owner, stage=Stage.OFFER, now=LATER)

    assert list(others_of(accepted)) == [there]


def test_a_process_that_is_being_left_is_counted_apart_and_shown_with_its_withdrawal(
    owner: User, accepted: Application
) -> None:
    begun = WithdrawalFactory.create(application=other(owner, Stage.OFFER), now=NOW)
    other(owner, Stage.OFFER)

    assert count_others(accepted, now=LATER) == Tally(need=1, begun=1)
    assert begun_others(accepted) == [begun]


def test_first_others_come_by_their_next_interview_and_are_bounded(owner: User, accepted: Application) -> None:
    offer, later, sooner = other(owner, Stage.OFFER), other(owner), other(owner)
    meet(later, days=5)
    meet(sooner, days=2)
    for _ in range(OTHERS_SHOWN + 1):
        other(owner, company_name="Northwind")
    meet(sooner, InterviewStatus.HAPPENED, days=-4)

    found = first_others(accepted, Owed.NEED, now=LATER)
    assert [one.application for one in found] == [sooner, later, offer]
    assert [one.interview and (one.interview.starts_at - NOW).days for one in found] == [2, 5, None]
    assert len(first_others(accepted, Owed.CLOSE, now=LATER)) == OTHERS_SHOWN
    assert count_others(accepted, now=LATER).close == OTHERS_SHOWN + 1


def test_counting_and_showing_cost_the_same_for_many(
    owner: User, accepted: Application, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(2):
        meet(other(owner))
        with django_assert_num_queries(1):
            count_others(accepted, now=LATER)
        with django_assert_num_queries(2):
            first_others(accepted, Owed.NEED, now=LATER)
        with django_assert_num_queries(1):
            count_in_need(accepted, now=LATER)


@pytest.mark.parametrize(
    ("tally", "words"),
    [
        (Tally(need=3, deserve=9, close=48), "3 need a word, 9 deserve one, 48 can close."),
        (Tally(need=1, deserve=1, close=1), "1 needs a word, 1 deserves one, 1 can close."),
        (Tally(deserve=2), "2 deserve a word."),
        (Tally(close=2, begun=1), "2 can close."),
        (Tally(begun=1), ""),
    ],
)
def test_tally_says_what_there_is(tally: Tally, words: str) -> None:
    assert tally.words == words


def settle(
    accepted: Application, letters: list[Application], close: list[Application]
) -> tuple[list[Withdrawal], list[str]]:
    settled = settle_others(accepted, letters=letters, close=close, actor=accepted.owner, now=LATER)
    return settled.letters, settled.refused


def test_settling_writes_letters_of_another_offer_and_sends_nothing(owner: User, accepted: Application) -> None:
    MailAccountFactory.create(owner=owner)
    booked, offer = other(owner), other(owner, Stage.OFFER)
    meet(booked)

    letters, refused = settle(accepted, [booked, offer], [])

    assert refused == []
    assert [one.application for one in letters] == [booked, offer]
    assert {(one.reason, one.other_offer_accepted, one.depth) for one in letters} == {
        (Reason.ACCEPTED_OTHER_OFFER, True, Depth.NONE)
    }
    assert [one.situation for one in letters] == [Situation.INTERVIEW_SCHEDULED, Situation.OFFER_IN_HAND]
    for one in letters:
        letter = one.letters.get()
        assert (letter.state, letter.delivery) == ("draft", None)
        assert one.application.company.name in letter.subject + letter.body
        assert "Fernway" not in letter.subject + letter.body
        one.application.refresh_from_db()
        assert one.application.outcome == Outcome.OPEN


def test_settling_closes_without_a_word(owner: User, accepted: Application) -> None:
    applied, saved = other(owner), other(owner, Stage.SAVED)

    settled = settle_others(accepted, letters=[], close=[applied, saved], actor=owner, now=LATER)

    assert [event.application for event in settled.closed] == [applied, saved]
    assert {one.outcome for one in Application.objects.filter(pk__in=[applied.pk, saved.pk])} == {Outcome.WITHDRAWN}
    assert not Withdrawal.objects.exists()


def test_settling_says_what_stayed_and_does_the_rest(owner: User, accepted: Application) -> None:
    begun, ended, fine, booked = (other(owner, title=title) for title in ("Begun", "Ended", "Fine", "Booked"))
    meet(booked)
    before = WithdrawalFactory.create(application=begun, now=NOW, reason=Reason.SALARY)
    end_application(ended, Outcome.REJECTED, actor=owner, now=NOW)

    letters, refused = settle(accepted, [begun, ended, fine], [begun, booked, accepted])

    before.refresh_from_db()
    assert [one.application for one in letters] == [fine]
    assert [line.split(",")[0] for line in refused] == ["Begun", "Ended", "Begun", "Booked", accepted.title]
    assert refused[1].endswith(": It is no longer among the open ones.")
    assert (before.reason, Withdrawal.objects.filter(application=begun).count()) == (Reason.SALARY, 1)
    booked.refresh_from_db()
    accepted.refresh_from_db()
    assert (booked.outcome, accepted.outcome) == (Outcome.OPEN, Outcome.ACCEPTED)


def test_settling_reaches_nobody_elses_process(owner: User, accepted: Application) -> None:
    foreign = other(UserFactory.create())

    letters, refused = settle(accepted, [foreign], [foreign])

    assert (letters, len(refused)) == ([], 2)
    foreign.refresh_from_db()
    assert foreign.outcome == Outcome.OPEN


def test_settling_is_undone_at_once(owner: User, accepted: Application) -> None:
    booked, closing = other(owner), other(owner)
    meet(booked)
    before = set(Reminder.objects.for_user(owner).open().values_list("kind", "due_at"))
    settled = settle_others(accepted, letters=[booked], close=[closing], actor=owner, now=LATER)
    assert set(Reminder.objects.for_user(owner).open().values_list("kind", "due_at")) > before

    assert undo_settling(settled.letters, settled.closed, actor=owner, now=LATER) == (2, [])

    closing.refresh_from_db()
    settled.letters[0].refresh_from_db()
    assert closing.outcome == Outcome.OPEN
    assert settled.letters[0].state == WithdrawalState.ABANDONED
    assert set(Reminder.objects.for_user(owner).open().values_list("kind", "due_at")) == before
    assert count_others(accepted, now=LATER) == Tally(need=1, close=1)


def test_undo_leaves_what_changed_since_and_says_so(owner: User, accepted: Application) -> None:
    MailAccountFactory.create(owner=owner)
    sending, drafted, closing = (other(owner, title=title) for title in ("Sending", "Drafted", "x"))
    settled = settle_others(accepted, letters=[sending, drafted], close=[closing], actor=owner, now=LATER)
    withdrawal = settled.letters[0]
    LetterFactory.create(withdrawal=withdrawal, ready=True, now=LATER)
    reopen_application(closing, actor=owner, now=LATER)
    withdrawal.refresh_from_db()

    done, refused = undo_settling(settled.letters, settled.closed, actor=owner, now=LATER)

    withdrawal.refresh_from_db()
    assert (done, [line.split(",")[0] for line in refused]) == (1, ["Sending", "x"])
    assert withdrawal.state == WithdrawalState.COMMITTED


def test_an_acceptance_that_is_gone_or_taken_back_settles_nothing(owner: User, accepted: Application) -> None:
    one = other(owner)
    WithdrawalFactory.create(application=accepted, now=LATER)
    with pytest.raises(Conflict, match="taking back"):
        settle(accepted, [], [one])

    event = accepted.events.filter(kind="ended").get()
    undo_event(event, actor=owner, now=LATER)
    with pytest.raises(Conflict, match="No accepted offer from Fernway"):
        settle(accepted, [], [one])
    accepted.refresh_from_db()
    with pytest.raises(Conflict):
        require_current_acceptance(accepted)

    one.refresh_from_db()
    assert one.outcome == Outcome.OPEN


def test_latest_acceptance_is_the_news(owner: User, accepted: Application) -> None:
    assert latest_acceptance(owner, now=NOW + timedelta(days=89)) == accepted
    assert latest_acceptance(owner, now=NOW + timedelta(days=91)) is None
    assert latest_acceptance(UserFactory.create(), now=LATER) is None

    rival = ApplicationFactory.create(owner=owner, stage=Stage.OFFER, outcome=Outcome.ACCEPTED, now=LATER)
    assert latest_acceptance(owner, now=LATER) == rival
    WithdrawalFactory.create(application=rival, now=LATER)
    assert latest_acceptance(owner, now=LATER) == accepted
    reopen_application(accepted, actor=owner, now=LATER)
    assert latest_acceptance(owner, now=LATER) is None
