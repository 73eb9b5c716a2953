"""Quiet reminders to the user after a letter left: nobody answered. They stand in the app and send no mail."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from accounts.text.names import first_name
from reminders.domain.reminders import acknowledge_reminder, add_reminder, cancel_reminders
from reminders.domain.subjects import shorten_name, subject_key
from reminders.models import Reminder
from reminders.models.reminder import ReminderQuerySet
from reminders.states import DeliveryChannel, Lane
from withdrawals.domain.core.request_builders import letter_notice_request, slot_of
from withdrawals.models import Letter, Withdrawal
from withdrawals.states import WithdrawalState
from withdrawals.timing import reply_due
from withdrawals.vocabulary import NOTICE_PURPOSES, Channel, Purpose

NO_REPLY: Final = "no_answer"
FEEDBACK_DUE: Final = "feedback"
KEEP_IN_TOUCH: Final = "keep_in_touch"
REPLY_REMINDER_KINDS: Final = (NO_REPLY, FEEDBACK_DUE)
#: A feedback request is followed up with the user, never with the employer, and twice at most (docs/domain.md 1.8).
FEEDBACK_AFTER: Final = (timedelta(days=7), timedelta(days=21))
#: What nobody heeded for a week is not worth saying any more.
REMINDER_LIFETIME: Final = timedelta(days=7)


def remind_if_no_reply(letter: Letter, *, now: datetime) -> None:
    """What a letter that has just left leads to: a written notice and a feedback request wait for an answer.

    Somebody who was spoken to has answered, so a call ends the waiting; a voicemail does not.
    """
    withdrawal = letter.withdrawal
    if withdrawal.state != WithdrawalState.NOTIFIED or withdrawal.do_not_contact:
        return
    if letter.purpose == Purpose.KEEP_TOUCH:
        _check_in_is_done(letter, now=now)
    elif letter.purpose == Purpose.FEEDBACK:
        _remind_of_feedback(letter, now=now)
    elif letter.purpose in NOTICE_PURPOSES and letter.channel == Channel.PHONE:
        end_reply_reminders(withdrawal, NO_REPLY, now=now)
    elif letter.purpose in NOTICE_PURPOSES and letter.channel == Channel.EMAIL:
        _remind_of_reply(letter, now=now)


def end_reply_reminders(withdrawal: Withdrawal, *kinds: str, now: datetime) -> None:
    """An answer came, or the person leaves it."""
    cancel_reminders(
        owner=withdrawal.owner, about=subject_key(withdrawal), kinds=kinds or REPLY_REMINDER_KINDS, now=now
    )


def renew_reply_reminder(withdrawal: Withdrawal, *, now: datetime) -> None:
    """An answer was recorded by mistake: wait for it again, if that is still ahead."""
    notices = withdrawal.letters.sent().filter(purpose__in=NOTICE_PURPOSES, channel=Channel.EMAIL)
    letter = notices.select_related("recipient").order_by("-sent_at", "-pk").first()
    if letter is not None and not withdrawal.responses.exists():
        letter.withdrawal, letter.owner = withdrawal, withdrawal.owner
        remind_if_no_reply(letter, now=now)


def reminders_about(withdrawal: Withdrawal, *kinds: str) -> ReminderQuerySet:
    """Those of a kind that were not called off: what was said, and what is still to come."""
    rows = Reminder.objects.for_user(withdrawal.owner).about(subject_key(withdrawal))
    return rows.filter(kind__in=kinds, cancelled_at__isnull=True)


def addressee_name(withdrawal: Withdrawal, name: str) -> str:
    """The first name to use in a reminder, or the company's where no name is known."""
    return shorten_name(first_name(name) or withdrawal.application.company.name)


def _remind_of_reply(letter: Letter, *, now: datetime) -> None:
    withdrawal = letter.withdrawal
    spoken_to = withdrawal.letters.sent().filter(purpose__in=NOTICE_PURPOSES, channel=Channel.PHONE)
    if letter.sent_at is None or spoken_to.exists() or withdrawal.responses.filter(automatic=False).exists():
        return
    end_reply_reminders(withdrawal, NO_REPLY, now=now)
    due = _reply_due(letter, letter.sent_at, now=now)
    if due is not None and due > now:
        title = f"No answer from {addressee_name(withdrawal, letter.to_name)} yet. A short call settles it."
        add_quiet_reminder(withdrawal, NO_REPLY, title, due_at=due, ends_at=_expires_at(withdrawal, due), now=now)


def _expires_at(withdrawal: Withdrawal, due: datetime) -> datetime:
    """A call settles it until the interview would begin, and for a week at most."""
    interview = withdrawal.interview
    if interview is not None and interview.starts_at > due:
        return min(interview.starts_at, due + REMINDER_LIFETIME)
    return due + REMINDER_LIFETIME


def _reply_due(letter: Letter, sent_at: datetime, *, now: datetime) -> datetime | None:
    """An interview that the notice itself called off still says how soon they must know."""
    request = letter_notice_request(letter, now=now)
    interview = letter.withdrawal.interview
    if interview is not None:
        request = replace(request, interview=slot_of(interview))
    return reply_due(request, sent_at)


def _remind_of_feedback(letter: Letter, *, now: datetime) -> None:
    withdrawal = letter.withdrawal
    said = reminders_about(withdrawal, FEEDBACK_DUE).count()
    title = f"Has {addressee_name(withdrawal, letter.to_name)} sent a remark? Keep it, or leave it."
    for after in FEEDBACK_AFTER[said:]:
        due = (letter.sent_at or now) + after
        add_quiet_reminder(withdrawal, FEEDBACK_DUE, title, due_at=due, ends_at=due + REMINDER_LIFETIME, now=now)


def _check_in_is_done(letter: Letter, *, now: datetime) -> None:
    """A sign of life by e-mail is given once; the note on LinkedIn is another matter."""
    if letter.channel == Channel.EMAIL:
        for reminder in reminders_about(letter.withdrawal, KEEP_IN_TOUCH).open():
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
        url=f"{withdrawal.get_absolute_url()}#after",
        about=subject_key(withdrawal),
        due_at=due_at,
        ends_at=ends_at,
        channels=[DeliveryChannel.IN_APP],
        lane=Lane.BULK,
        now=now,
    )
