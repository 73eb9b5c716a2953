"""Staying in touch where the door was left open: one note to somebody one has met, one sign of life months later."""

from calendar import monthrange
from datetime import date, datetime, time
from typing import Final

from django.db import transaction
from django.db.models import Q

from accounts.errors import Conflict, DomainError
from reminders.domain.reminders import acknowledge_reminder, add_reminder, cancel_reminders
from reminders.domain.subjects import subject_key
from reminders.models import Reminder
from reminders.states import DeliveryChannel, Lane
from tracker.domain.stages import lock_application
from withdrawals.domain.core.reply_reminders import KEEP_IN_TOUCH, addressee_name, end_reply_reminders, reminders_about
from withdrawals.domain.core.request_builders import ApplicationFacts
from withdrawals.domain.letters.prepared import first_told, prepare_letter, refuse_untold
from withdrawals.language.replies.reading import keep_in_touch_lines
from withdrawals.models import Letter, Withdrawal
from withdrawals.states import LetterState, WithdrawalState
from withdrawals.vocabulary import Channel, Purpose, ResponseKind, Tone

#: Months after which a sign of life is welcome; once at most (docs/domain.md 1.8).
CHECK_IN_MONTHS: Final = (3, 6)
#: Reminders of it that a withdrawal ever gives, a second one only where the first was put off.
CHECK_INS: Final = 2
MORNING: Final = time(9)


def is_acknowledged(withdrawal: Withdrawal) -> bool:
    """They took it well: they said so, or had a reply to what they asked."""
    settled = Q(kind__in=[ResponseKind.ACKNOWLEDGED, ResponseKind.FEEDBACK]) | Q(reply__state=LetterState.SENT)
    rows = withdrawal.responses.filter(automatic=False)
    return rows.filter(settled).exists() and not rows.filter(kind=ResponseKind.ANGRY).exists()


def may_keep_touch(withdrawal: Withdrawal) -> bool:
    """Only after the acknowledgement, with the door left open, and nobody who is not to be contacted."""
    open_door = withdrawal.keep_door_open and not withdrawal.do_not_contact
    return withdrawal.state == WithdrawalState.NOTIFIED and open_door and is_acknowledged(withdrawal)


def may_send_note(withdrawal: Withdrawal, channel: Channel, *, around: ApplicationFacts | None = None) -> bool:
    """One note on LinkedIn to people one has met, one e-mail when its reminder has come; each once."""
    if not may_keep_touch(withdrawal) or _gone_out(withdrawal, channel):
        return False
    return channel == Channel.EMAIL or (around or ApplicationFacts(withdrawal.application)).interviews_done > 0


@transaction.atomic
def get_or_draft_note(withdrawal: Withdrawal, channel: Channel, *, now: datetime) -> Letter:
    """The note as a draft; the one that is there is opened. Raises Conflict where none is suitable."""
    refuse_untold(withdrawal)
    lock_application(withdrawal.application)
    if channel not in (Channel.EMAIL, Channel.LINKEDIN) or not may_send_note(withdrawal, channel):
        raise Conflict("A note does not fit here.")
    told = first_told(withdrawal)
    mailed = told is not None and told.channel == Channel.EMAIL and channel == Channel.EMAIL
    recipient = told.recipient if told else withdrawal.application.contact
    return prepare_letter(
        withdrawal,
        purpose=Purpose.KEEP_TOUCH,
        channel=channel,
        lines=keep_in_touch_lines(channel, Tone(withdrawal.tone)),
        to_name=told.to_name if told else recipient.name if recipient else "",
        to_address=told.to_address if told and mailed else "",
        recipient=recipient,
        subject=f"Staying in touch: {withdrawal.application.title}"[:200] if channel == Channel.EMAIL else "",
        now=now,
    )


def check_ins_left(withdrawal: Withdrawal) -> int:
    """How many times it may still be set; none once the sign of life was given. One that is to come can be moved freely."""
    if _gone_out(withdrawal, Channel.EMAIL):
        return 0
    said = reminders_about(withdrawal, KEEP_IN_TOUCH).exclude(pk__in=_coming(withdrawal)).count()
    return max(0, CHECK_INS - said)


@transaction.atomic
def set_check_in(withdrawal: Withdrawal, months: int, *, now: datetime) -> Reminder:
    """Remind the user to give a sign of life in three or six months, in the morning; one that is to come is replaced.

    Raises Conflict where it is not suitable or was said twice already, DomainError for other months.
    """
    if months not in CHECK_IN_MONTHS:
        raise DomainError("Choose three or six months.")
    if not may_keep_touch(withdrawal):
        raise Conflict("Staying in touch does not fit here.")
    if check_ins_left(withdrawal) == 0:
        raise Conflict("You were reminded twice. That is enough.")
    end_check_in(withdrawal, now=now)
    owner = withdrawal.owner
    told = first_told(withdrawal)
    day = months_later(now.astimezone(owner.time_zone).date(), months)
    return add_reminder(
        owner=owner,
        kind=KEEP_IN_TOUCH,
        title=f"A word to {addressee_name(withdrawal, told.to_name if told else '')}, if you like?",
        body=withdrawal.application.company_and_role,
        url=f"{withdrawal.get_absolute_url()}#after",
        about=subject_key(withdrawal),
        local_time=datetime.combine(day, MORNING),
        zone=owner.time_zone,
        channels=[DeliveryChannel.IN_APP],
        lane=Lane.BULK,
        now=now,
    )


def end_check_in(withdrawal: Withdrawal, *, now: datetime) -> None:
    """No sign of life: what is to come is called off, what has come is done with."""
    for reminder in reminders_about(withdrawal, KEEP_IN_TOUCH).open().due(now):
        acknowledge_reminder(reminder, now=now)
    cancel_reminders(owner=withdrawal.owner, about=subject_key(withdrawal), kinds=[KEEP_IN_TOUCH], now=now)


@transaction.atomic
def set_do_not_contact(withdrawal: Withdrawal, *, wanted: bool, now: datetime) -> Withdrawal:
    """Whether they are to be left alone: then nothing suggests to write to them, and no reminder of it comes."""
    refuse_untold(withdrawal)
    withdrawal.do_not_contact = wanted
    withdrawal.save(update_fields=["do_not_contact"])
    if wanted:
        end_reply_reminders(withdrawal, now=now)
        end_check_in(withdrawal, now=now)
    return withdrawal


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or the last one that it has."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _coming(withdrawal: Withdrawal) -> list[int]:
    """Set and never said."""
    rows = reminders_about(withdrawal, KEEP_IN_TOUCH).open()
    return list(rows.exclude(deliveries__state="sent").values_list("pk", flat=True))


def _gone_out(withdrawal: Withdrawal, channel: Channel) -> bool:
    letters = withdrawal.letters.filter(purpose=Purpose.KEEP_TOUCH, channel=channel)
    return letters.exclude(state=LetterState.DRAFT).exists()
