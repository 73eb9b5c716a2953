"""Quiet reminders to the user after a letter left: nobody answered. They stand in the app and send no mail."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from reminders.domain.reminders import acknowledge_reminder, add_reminder, cancel_reminders
from reminders.models import Reminder
from reminders.models.reminder import ReminderQuerySet
from reminders.states import DeliveryChannel, Lane
from withdrawals.domain.core.reminders import about, named
from withdrawals.domain.core.request_builders import letter_notice_request, slot_of
from withdrawals.language.composition.names import first_name
from withdrawals.models import Letter, Withdrawal
from withdrawals.states import WithdrawalState
from withdrawals.timing import answer_due
from withdrawals.vocabulary import Channel, Purpose

NO_ANSWER: Final = "no_answer"
FEEDBACK_DUE: Final = "feedback"
KEEP_IN_TOUCH: Final = "keep_in_touch"
CHASERS: Final = (NO_ANSWER, FEEDBACK_DUE)
NOTICE_PURPOSES: Final = (Purpose.NOTICE, Purpose.APOLOGY)
#: A feedback request is followed up with the user, never with the employer, and twice at most (docs/domain.md 1.8).
FEEDBACK_AFTER: Final = (timedelta(days=7), timedelta(days=21))
#: What nobody heeded for a week is not worth saying any more.
STANDS: Final = timedelta(days=7)


def watch_for_answer(letter: Letter, *, now: datetime) -> None:
    """What a letter that has just left leads to: a written notice and a feedback request wait for an answer.

    Somebody who was spoken to has answered, so a call ends the waiting; a voicemail does not.
    """
    withdrawal = letter.withdrawal
    if withdrawal.state != WithdrawalState.NOTIFIED or withdrawal.do_not_contact:
        return
    if letter.purpose == Purpose.KEEP_TOUCH:
        _check_in_is_done(letter, now=now)
    elif letter.purpose == Purpose.FEEDBACK:
        _wait_for_feedback(letter, now=now)
    elif letter.purpose in NOTICE_PURPOSES and letter.channel == Channel.PHONE:
        end_chasers(withdrawal, NO_ANSWER, now=now)
    elif letter.purpose in NOTICE_PURPOSES and letter.channel == Channel.EMAIL:
        _wait_for_answer(letter, now=now)


def end_chasers(withdrawal: Withdrawal, *kinds: str, now: datetime) -> None:
    """An answer came, or the person leaves it."""
    cancel_reminders(owner=withdrawal.owner, about=about(withdrawal), kinds=kinds or CHASERS, now=now)


def renew_chaser(withdrawal: Withdrawal, *, now: datetime) -> None:
    """An answer was recorded by mistake: wait for it again, if that is still ahead."""
    notices = withdrawal.letters.sent().filter(purpose__in=NOTICE_PURPOSES, channel=Channel.EMAIL)
    letter = notices.select_related("recipient").order_by("-sent_at", "-pk").first()
    if letter is not None and not withdrawal.responses.exists():
        letter.withdrawal, letter.owner = withdrawal, withdrawal.owner
        watch_for_answer(letter, now=now)


def reminders_of(withdrawal: Withdrawal, *kinds: str) -> ReminderQuerySet:
    """Those of a kind that were not called off: what was said, and what is still to come."""
    rows = Reminder.objects.for_user(withdrawal.owner).about(about(withdrawal))
    return rows.filter(kind__in=kinds, cancelled_at__isnull=True)


def who_of(withdrawal: Withdrawal, name: str) -> str:
    """The first name to use in a reminder, or the company's where no name is known."""
    return named(first_name(name) or withdrawal.application.company.name)


def _wait_for_answer(letter: Letter, *, now: datetime) -> None:
    withdrawal = letter.withdrawal
    spoken_to = withdrawal.letters.sent().filter(purpose__in=NOTICE_PURPOSES, channel=Channel.PHONE)
    if letter.sent_at is None or spoken_to.exists() or withdrawal.responses.filter(automatic=False).exists():
        return
    end_chasers(withdrawal, NO_ANSWER, now=now)
    due = _missed_at(letter, letter.sent_at, now=now)
    if due is not None and due > now:
        title = f"No answer from {who_of(withdrawal, letter.to_name)} yet. A short call settles it."
        add_quiet_reminder(withdrawal, NO_ANSWER, title, due_at=due, ends_at=_pointless_from(withdrawal, due), now=now)


def _pointless_from(withdrawal: Withdrawal, due: datetime) -> datetime:
    """A call settles it until the interview would begin, and for a week at most."""
    interview = withdrawal.interview
    if interview is not None and interview.starts_at > due:
        return min(interview.starts_at, due + STANDS)
    return due + STANDS


def _missed_at(letter: Letter, sent_at: datetime, *, now: datetime) -> datetime | None:
    """An interview that the notice itself called off still says how soon they must know."""
    request = letter_notice_request(letter, now=now)
    interview = letter.withdrawal.interview
    if interview is not None:
        request = replace(request, interview=slot_of(interview))
    return answer_due(request, sent_at)


def _wait_for_feedback(letter: Letter, *, now: datetime) -> None:
    withdrawal = letter.withdrawal
    said = reminders_of(withdrawal, FEEDBACK_DUE).count()
    title = f"Has {who_of(withdrawal, letter.to_name)} sent a remark? Keep it, or leave it."
    for after in FEEDBACK_AFTER[said:]:
        due = (letter.sent_at or now) + after
        add_quiet_reminder(withdrawal, FEEDBACK_DUE, title, due_at=due, ends_at=due + STANDS, now=now)


def _check_in_is_done(letter: Letter, *, now: datetime) -> None:
    """A sign of life by e-mail is given once; the note on LinkedIn is another matter."""
    if letter.channel == Channel.EMAIL:
        for reminder in reminders_of(letter.withdrawal, KEEP_IN_TOUCH).open():
            acknowledge_reminder(reminder, now=now)


def add_quiet_reminder(
    withdrawal: Withdrawal, kind: str, title: str, *, due_at: datetime, ends_at: datetime, now: datetime
) -> Reminder:
    """A reminder in the app alone, behind everything that is urgent, that leaves by itself."""
    return add_reminder(
        owner=withdrawal.owner,
        kind=kind,
        title=title,
        body=withdrawal.application.company_and_role,
        url=f"/withdrawals/{withdrawal.pk}/#after",
        about=about(withdrawal),
        due_at=due_at,
        ends_at=ends_at,
        channels=[DeliveryChannel.IN_APP],
        lane=Lane.BULK,
        now=now,
    )
