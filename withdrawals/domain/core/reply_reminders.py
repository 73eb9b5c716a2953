"""Remind the user when the employer does not reply to a letter. These reminders are shown in the app only."""

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
#: The user is reminded of a feedback request twice at most; the employer never is (docs/domain.md 1.8).
FEEDBACK_REMINDER_DELAYS: Final = (timedelta(days=7), timedelta(days=21))
#: A reminder that nobody acted on is no longer shown after a week.
REMINDER_LIFETIME: Final = timedelta(days=7)


def remind_if_no_reply(letter: Letter, *, now: datetime) -> None:
    """Set or end the reply reminders after a letter was sent: a written notice and a feedback request expect a reply.

    A person who was called has replied, so a call ends the reminders; a voicemail does not.
    """
    withdrawal = letter.withdrawal
    if withdrawal.state != WithdrawalState.NOTIFIED or withdrawal.do_not_contact:
        return
    if letter.purpose == Purpose.KEEP_TOUCH:
        _acknowledge_check_in(letter, now=now)
    elif letter.purpose == Purpose.FEEDBACK:
        _remind_of_feedback(letter, now=now)
    elif letter.purpose in NOTICE_PURPOSES and letter.channel == Channel.PHONE:
        end_reply_reminders(withdrawal, NO_REPLY, now=now)
    elif letter.purpose in NOTICE_PURPOSES and letter.channel == Channel.EMAIL:
        _remind_of_reply(letter, now=now)


def end_reply_reminders(withdrawal: Withdrawal, *kinds: str, now: datetime) -> None:
    """Cancel the reply reminders of these kinds, or of both kinds without any."""
    cancel_reminders(
        owner=withdrawal.owner, about=subject_key(withdrawal), kinds=kinds or REPLY_REMINDER_KINDS, now=now
    )


def renew_reply_reminder(withdrawal: Withdrawal, *, now: datetime) -> None:
    """Set the reply reminder again after the only reply was deleted, if its time is still to come."""
    notices = withdrawal.letters.sent().filter(purpose__in=NOTICE_PURPOSES, channel=Channel.EMAIL)
    letter = notices.select_related("recipient").order_by("-sent_at", "-pk").first()
    if letter is not None and not withdrawal.responses.exists():
        letter.withdrawal, letter.owner = withdrawal, withdrawal.owner
        remind_if_no_reply(letter, now=now)


def reminders_about(withdrawal: Withdrawal, *kinds: str) -> ReminderQuerySet:
    """Return the reminders of these kinds that are not cancelled, past ones included."""
    rows = Reminder.objects.for_user(withdrawal.owner).about(subject_key(withdrawal))
    return rows.filter(kind__in=kinds, cancelled_at__isnull=True)


def addressee_name(withdrawal: Withdrawal, name: str) -> str:
    """Return the first name for a reminder, or the company's name when no name is known."""
    return shorten_name(first_name(name) or withdrawal.application.company.name)


def _remind_of_reply(letter: Letter, *, now: datetime) -> None:
    withdrawal = letter.withdrawal
    calls = withdrawal.letters.sent().filter(purpose__in=NOTICE_PURPOSES, channel=Channel.PHONE)
    if letter.sent_at is None or calls.exists() or withdrawal.responses.filter(automatic=False).exists():
        return
    end_reply_reminders(withdrawal, NO_REPLY, now=now)
    due = _reply_due(letter, letter.sent_at, now=now)
    if due is not None and due > now:
        title = f"No answer from {addressee_name(withdrawal, letter.to_name)} yet. A short call settles it."
        add_quiet_reminder(withdrawal, NO_REPLY, title, due_at=due, ends_at=_expires_at(withdrawal, due), now=now)


def _expires_at(withdrawal: Withdrawal, due: datetime) -> datetime:
    """Return when a reply reminder expires: at the interview's start, and after a week at most."""
    interview = withdrawal.interview
    if interview is not None and interview.starts_at > due:
        return min(interview.starts_at, due + REMINDER_LIFETIME)
    return due + REMINDER_LIFETIME


def _reply_due(letter: Letter, sent_at: datetime, *, now: datetime) -> datetime | None:
    """Return when a reply is due. An interview that the notice cancelled still counts for it."""
    request = letter_notice_request(letter, now=now)
    interview = letter.withdrawal.interview
    if interview is not None:
        request = replace(request, interview=slot_of(interview))
    return reply_due(request, sent_at)


def _remind_of_feedback(letter: Letter, *, now: datetime) -> None:
    withdrawal = letter.withdrawal
    shown_count = reminders_about(withdrawal, FEEDBACK_DUE).count()
    title = f"Has {addressee_name(withdrawal, letter.to_name)} sent a remark? Keep it, or leave it."
    for after in FEEDBACK_REMINDER_DELAYS[shown_count:]:
        due = (letter.sent_at or now) + after
        add_quiet_reminder(withdrawal, FEEDBACK_DUE, title, due_at=due, ends_at=due + REMINDER_LIFETIME, now=now)


def _acknowledge_check_in(letter: Letter, *, now: datetime) -> None:
    """Acknowledge the reminder to keep in touch after the e-mail. A note on LinkedIn does not end it."""
    if letter.channel == Channel.EMAIL:
        for reminder in reminders_about(letter.withdrawal, KEEP_IN_TOUCH).open():
            acknowledge_reminder(reminder, now=now)


def add_quiet_reminder(
    withdrawal: Withdrawal, kind: str, title: str, *, due_at: datetime, ends_at: datetime, now: datetime
) -> Reminder:
    """Add a reminder in the app only, in the lowest lane, that expires at ``ends_at``."""
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
