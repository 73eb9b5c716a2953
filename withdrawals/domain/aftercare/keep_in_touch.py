"""Keep in touch where the person wants to: one note after an interview, one e-mail months later."""

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
from withdrawals.domain.letters.prepared import notifying_letter, prepare_letter, require_notified
from withdrawals.language.replies.wording import keep_in_touch_lines
from withdrawals.models import Letter, Withdrawal
from withdrawals.states import LetterState, WithdrawalState
from withdrawals.vocabulary import Channel, Purpose, ResponseKind, Tone

#: Months after which one e-mail is suitable (docs/domain.md 1.8).
CHECK_IN_MONTHS: Final = (3, 6)
#: Most reminders of it per withdrawal; the second is for a person who postponed the first.
MAX_CHECK_INS: Final = 2
CHECK_IN_TIME: Final = time(9)


def is_acknowledged(withdrawal: Withdrawal) -> bool:
    """Return whether the employer acknowledged the withdrawal, or got a reply, and is not angry."""
    settled = Q(kind__in=[ResponseKind.ACKNOWLEDGED, ResponseKind.FEEDBACK]) | Q(reply__state=LetterState.SENT)
    rows = withdrawal.responses.filter(automatic=False)
    return rows.filter(settled).exists() and not rows.filter(kind=ResponseKind.ANGRY).exists()


def may_keep_in_touch(withdrawal: Withdrawal) -> bool:
    """Return whether keeping in touch is suitable: acknowledged, wanted by the person, and contact is allowed."""
    open_door = withdrawal.keep_door_open and not withdrawal.do_not_contact
    return withdrawal.state == WithdrawalState.NOTIFIED and open_door and is_acknowledged(withdrawal)


def may_send_note(withdrawal: Withdrawal, channel: Channel, *, facts: ApplicationFacts | None = None) -> bool:
    """Return whether a note is suitable: one e-mail, and after an interview one note on LinkedIn."""
    if not may_keep_in_touch(withdrawal) or _note_sent(withdrawal, channel):
        return False
    return channel == Channel.EMAIL or (facts or ApplicationFacts(withdrawal.application)).interviews_done > 0


@transaction.atomic
def get_or_draft_note(withdrawal: Withdrawal, channel: Channel, *, now: datetime) -> Letter:
    """Return the note as a draft, composed if there is none. Raises Conflict where none is suitable."""
    require_notified(withdrawal)
    lock_application(withdrawal.application)
    if channel not in (Channel.EMAIL, Channel.LINKEDIN) or not may_send_note(withdrawal, channel):
        raise Conflict("A note does not fit here.")
    notice = notifying_letter(withdrawal)
    mailed = notice is not None and notice.channel == Channel.EMAIL and channel == Channel.EMAIL
    recipient = notice.recipient if notice else withdrawal.application.contact
    return prepare_letter(
        withdrawal,
        purpose=Purpose.KEEP_TOUCH,
        channel=channel,
        lines=keep_in_touch_lines(channel, Tone(withdrawal.tone)),
        to_name=notice.to_name if notice else recipient.name if recipient else "",
        to_address=notice.to_address if notice and mailed else "",
        recipient=recipient,
        subject=f"Staying in touch: {withdrawal.application.title}"[:200] if channel == Channel.EMAIL else "",
        now=now,
    )


def check_ins_left(withdrawal: Withdrawal) -> int:
    """Return how many check-ins may still be set; 0 once the e-mail was sent. A pending one does not count."""
    if _note_sent(withdrawal, Channel.EMAIL):
        return 0
    shown_count = reminders_about(withdrawal, KEEP_IN_TOUCH).exclude(pk__in=_pending_ids(withdrawal)).count()
    return max(0, MAX_CHECK_INS - shown_count)


@transaction.atomic
def set_check_in(withdrawal: Withdrawal, months: int, *, now: datetime) -> Reminder:
    """Remind the user to write in three or six months, in the morning; a pending reminder is replaced.

    Raises Conflict where it is not suitable or after two reminders, DomainError for other months.
    """
    if months not in CHECK_IN_MONTHS:
        raise DomainError("Choose three or six months.")
    if not may_keep_in_touch(withdrawal):
        raise Conflict("Staying in touch does not fit here.")
    if check_ins_left(withdrawal) == 0:
        raise Conflict("You were reminded twice. That is enough.")
    end_check_in(withdrawal, now=now)
    owner = withdrawal.owner
    notice = notifying_letter(withdrawal)
    day = months_later(now.astimezone(owner.time_zone).date(), months)
    return add_reminder(
        owner=owner,
        kind=KEEP_IN_TOUCH,
        title=f"A word to {addressee_name(withdrawal, notice.to_name if notice else '')}, if you like?",
        body=withdrawal.application.company_and_role,
        url=f"{withdrawal.get_absolute_url()}#after",
        about=subject_key(withdrawal),
        local_time=datetime.combine(day, CHECK_IN_TIME),
        zone=owner.time_zone,
        channels=[DeliveryChannel.IN_APP],
        lane=Lane.BULK,
        now=now,
    )


def end_check_in(withdrawal: Withdrawal, *, now: datetime) -> None:
    """Cancel the pending check-in, and acknowledge a due one."""
    for reminder in reminders_about(withdrawal, KEEP_IN_TOUCH).open().due(now):
        acknowledge_reminder(reminder, now=now)
    cancel_reminders(owner=withdrawal.owner, about=subject_key(withdrawal), kinds=[KEEP_IN_TOUCH], now=now)


@transaction.atomic
def set_do_not_contact(withdrawal: Withdrawal, *, wanted: bool, now: datetime) -> Withdrawal:
    """Store whether the employer must not be contacted; if so, cancel the reminders to write."""
    require_notified(withdrawal)
    withdrawal.do_not_contact = wanted
    withdrawal.save(update_fields=["do_not_contact"])
    if wanted:
        end_reply_reminders(withdrawal, now=now)
        end_check_in(withdrawal, now=now)
    return withdrawal


def months_later(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _pending_ids(withdrawal: Withdrawal) -> list[int]:
    """Return the ids of open check-ins that were not delivered yet."""
    rows = reminders_about(withdrawal, KEEP_IN_TOUCH).open()
    return list(rows.exclude(deliveries__state="sent").values_list("pk", flat=True))


def _note_sent(withdrawal: Withdrawal, channel: Channel) -> bool:
    letters = withdrawal.letters.filter(purpose=Purpose.KEEP_TOUCH, channel=channel)
    return letters.exclude(state=LetterState.DRAFT).exists()
