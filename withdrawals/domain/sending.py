"""A letter's way to the employer: sending, taking back, and what is true once it left. The one door of ``Letter.state``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from accounts.domain.mail_accounts import why_cannot_send
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from accounts.errors import Conflict, DomainError
from accounts.models import User
from reminders.domain.deliveries import (
    cancel_delivery,
    reschedule_delivery,
    resend_delivery,
    schedule_delivery,
    settle_delivery,
)
from reminders.states import DeliveryChannel, DeliveryState, Lane, Policy
from tracker.states import EventKind
from withdrawals.domain.events import tell
from withdrawals.domain.records import notice_request, review_request
from withdrawals.domain.review import Finding, review
from withdrawals.domain.telling import move, notify
from withdrawals.domain.timing import not_after
from withdrawals.models import KeptFinding, Letter
from withdrawals.states import LETTER_TRANSITIONS, LetterState, SentHow, WithdrawalState
from withdrawals.vocabulary import Channel, Purpose

NOTICES = (Purpose.NOTICE, Purpose.APOLOGY)
#: Times on the page are whole minutes; a time just gone by means now.
SCHEDULE_GRACE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Block:
    """Why a letter cannot leave: the field to mend and what to do."""

    field: str
    message: str


class NeedsConfirmation(DomainError):
    """The letter may leave, but something in it should be looked at once more: ``findings`` quote the words."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("Look at this once more before it leaves.")
        self.findings = list(findings)


def findings_of(letter: Letter) -> list[Finding]:
    """What the review finds, without what the person chose to keep for these very words. Errors first."""
    kept = set(letter.kept_findings.values_list("check_id", "quote"))
    found = review(review_request(letter)).findings
    return [finding for finding in found if (finding.id, quote_of(letter, finding)) not in kept]


def quote_of(letter: Letter, finding: Finding) -> str:
    """The words a finding is about."""
    text = letter.subject if finding.field == "subject" else letter.body
    return text[finding.start : finding.end][:500]


def keep_finding(letter: Letter, *, check_id: str, quote: str, now: datetime) -> None:
    """Keep these words in spite of the finding; asked once, remembered for exactly them."""
    KeptFinding.objects.get_or_create(letter=letter, check_id=check_id, quote=quote[:500], defaults={"created_at": now})


def blocks_of(letter: Letter) -> list[Block]:
    """What must be mended before this letter can leave by itself: a placeholder, no withdrawal, no valid recipient.

    Everything else asks once. Copying is never blocked (docs/architecture.md, "Where the texts differ").
    """
    outcome = review(review_request(letter))
    blocks = [Block(found.field, found.message) for found in outcome.findings if found.id == "unfilled_placeholder"]
    if letter.purpose in NOTICES and not outcome.has["clear_withdrawal"]:
        blocks.append(Block("body", "Nowhere says that you withdraw. Add one clear sentence."))
    if letter.channel == Channel.EMAIL:
        address = _address_problem(letter.to_address)
        if address:
            blocks.append(Block("to_address", address))
        blocks += [Block("cc", problem) for problem in map(_address_problem, split_addresses(letter.cc)) if problem]
    return blocks


def _address_problem(address: str) -> str:
    if not address:
        return "Add their e-mail address."
    try:
        validate_email(address)
    except ValidationError:
        return f"{address} is not an e-mail address."
    return ""


def split_addresses(text: str) -> list[str]:
    """Addresses parted by commas, semicolons or white space."""
    return text.replace(",", " ").replace(";", " ").split()


@transaction.atomic
def send_letter(
    letter: Letter,
    *,
    version: int,
    actor: User,
    now: datetime,
    at: datetime | None = None,
    confirmed: bool = False,
) -> Letter:
    """Let the engine send an e-mail letter: after the undo window, or ``at`` a later moment.

    Effects: a delivery (at most once, deadline lane) is written, the letter is *ready* and no longer edited, a notice makes
    the withdrawal *committed*, an event is appended. Raises DomainError with the first block, NeedsConfirmation for errors of
    the review that were not confirmed, Conflict when the text is not the version that was seen.
    """
    letter.refresh_from_db()
    if letter.version != version:
        raise Conflict("This letter changed in another tab. Read it again before it leaves.")
    _refuse_unsendable(letter, confirmed=confirmed)
    due = _due(at, now)
    withdrawal = letter.withdrawal
    delivery = schedule_delivery(
        owner=letter.owner,
        kind="letter",
        channel=DeliveryChannel.EMAIL,
        lane=Lane.DEADLINE,
        due_at=due,
        not_after=_not_after(letter, due, now=now),
        policy=Policy.AT_MOST,
        about=f"letter:{letter.pk}",
        now=now,
    )
    _move(letter, LetterState.READY, delivery=delivery)
    if letter.purpose in NOTICES:
        move(withdrawal, WithdrawalState.COMMITTED)
    tell(withdrawal, EventKind.LETTER_READY, actor=actor, now=now, letter=letter.pk, due_at=due.isoformat())
    return letter


def _refuse_unsendable(letter: Letter, *, confirmed: bool) -> None:
    if letter.channel != Channel.EMAIL:
        raise DomainError("Only e-mail can be sent from here. Mark it as done once you have told them.")
    cannot = why_cannot_send(letter.owner)
    if cannot:
        raise DomainError(cannot)
    blocks = blocks_of(letter)
    if blocks:
        raise DomainError(blocks[0].message)
    errors = [finding for finding in findings_of(letter) if finding.severity == "error"]
    if errors and not confirmed:
        raise NeedsConfirmation(errors)


def _due(at: datetime | None, now: datetime) -> datetime:
    if at is None:
        return now + timedelta(seconds=settings.UNDO_SECONDS)
    if at < now - SCHEDULE_GRACE:
        raise DomainError("That time has passed. Choose a later one, or send it now.")
    return max(at, now + timedelta(seconds=settings.UNDO_SECONDS))


def _not_after(letter: Letter, due: datetime, *, now: datetime) -> datetime:
    limit = not_after(notice_request(letter.withdrawal, letter.recipient, now=now), due)
    if limit <= due:
        raise DomainError("That is after the interview begins. Choose an earlier time.")
    return limit


@transaction.atomic
def recall_letter(letter: Letter, *, actor: User | None, now: datetime) -> Letter:
    """Take a letter back before it left: it is a draft again. Raises Conflict when it is being sent, or may have left."""
    if letter.state != LetterState.READY or letter.delivery is None:
        raise Conflict("This letter is not on its way.")
    if letter.delivery.state != DeliveryState.CANCELLED:
        cancel_delivery(letter.delivery, now=now)
    _move(letter, LetterState.DRAFT)
    withdrawal = letter.withdrawal
    if letter.purpose in NOTICES and withdrawal.state == WithdrawalState.COMMITTED:
        move(withdrawal, WithdrawalState.DRAFTING)
    tell(withdrawal, EventKind.LETTER_RECALLED, actor=actor, now=now, letter=letter.pk)
    return letter


@transaction.atomic
def send_waiting_letter_now(letter: Letter, *, now: datetime) -> Letter:
    """Send a scheduled letter at once instead of at its time. Raises Conflict when it is being sent already."""
    delivery = _delivery_of(letter)
    reschedule_delivery(delivery, due_at=now, not_after=_not_after(letter, now, now=now), now=now)
    return letter


@transaction.atomic
def resend_letter(letter: Letter, *, actor: User, now: datetime) -> Letter:
    """Send once more after it failed, came too late, or after nobody knows: the user's own act, with a higher claim number."""
    delivery = _delivery_of(letter)
    resend_delivery(delivery, due_at=now, not_after=_not_after(letter, now, now=now), now=now)
    tell(letter.withdrawal, EventKind.LETTER_READY, actor=actor, now=now, letter=letter.pk, again=True)
    return letter


@transaction.atomic
def record_letter_sent(letter: Letter, *, actor: User, now: datetime, at: datetime | None = None) -> Letter:
    """The user says that this letter reached them: by their own hand, or found in the Sent folder.

    A delivery that failed, was too late or is unknown is settled with it; one that still waits is cancelled first, so that
    no second copy follows.
    """
    at = at or now
    if at > now:
        raise DomainError("That time is still to come.")
    delivery = letter.delivery
    if letter.state == LetterState.READY and delivery is not None:
        if delivery.state == DeliveryState.UNKNOWN:
            settle_delivery(delivery, now=now)
            letter.refresh_from_db()
            return letter
        cancel_delivery(delivery, now=now)
    letter_left(letter, at=at, how=SentHow.BY_HAND, actor=actor, now=now)
    return letter


def letter_left(letter: Letter, *, at: datetime, how: SentHow, actor: User | None, now: datetime) -> None:
    """A letter has reached the employer: keep what they have, and if it was a notice, end the process with it.

    Everything in the caller's transaction: letter, withdrawal, outcome, interviews, reminders, timeline.
    """
    _move(
        letter,
        LetterState.SENT,
        sent_at=at,
        sent_how=how,
        sent_to=f"{letter.to_name} <{letter.to_address}>" if letter.to_address else letter.to_name,
        sent_subject=letter.subject,
        sent_text=letter.body,
    )
    withdrawal = letter.withdrawal
    tell(
        withdrawal,
        EventKind.LETTER_SENT,
        actor=actor,
        now=now,
        at=at,
        letter=letter.pk,
        how=how,
        channel=letter.channel,
        purpose=letter.purpose,
        to=letter.to_name or letter.to_address,
    )
    if letter.purpose not in NOTICES:
        return
    if withdrawal.state in (WithdrawalState.NOTIFIED, WithdrawalState.UNDONE):
        return
    notify(withdrawal, at=at, how=how, actor=actor, now=now)


def _delivery_of(letter: Letter) -> Any:
    if letter.state != LetterState.READY or letter.delivery is None:
        raise Conflict("This letter is not on its way.")
    return letter.delivery


def _move(letter: Letter, state: LetterState, **fields: Any) -> None:
    """The one door of ``Letter.state``: from where the caller saw it, else Conflict."""
    old = letter.state
    if state not in LETTER_TRANSITIONS[old]:
        raise Conflict("This letter was sent already." if old == LetterState.SENT else "This letter is not on its way.")
    if Letter.objects.filter(pk=letter.pk, state=old, version=letter.version).update(state=state, **fields) == 0:
        raise Conflict("This letter changed in another tab. Look again.")
    letter.state = state
    for name, value in fields.items():
        setattr(letter, name, value)
