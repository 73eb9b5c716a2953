"""Send, recall and reschedule letters, and record that they were sent. The only place that writes ``Letter.state``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.domain.compare_and_set import compare_and_set
from accounts.domain.mail_accounts import why_cannot_send
from accounts.errors import Conflict, DomainError
from accounts.models import User
from accounts.text.addresses import addresses_in, bare_address, is_address
from reminders.domain.deliveries import (
    cancel_delivery,
    reschedule_delivery,
    resend_delivery,
    schedule_delivery,
    settle_delivery,
)
from reminders.models import Delivery
from reminders.states import DeliveryChannel, DeliveryState, Lane, Policy
from tracker.domain.stages import lock_application
from tracker.states import EventKind, Outcome
from withdrawals.domain.core.events import record_event
from withdrawals.domain.core.reply_reminders import remind_if_no_reply
from withdrawals.domain.core.request_builders import ApplicationFacts, notice_request, review_request
from withdrawals.domain.core.transitions import notify_employer, transition_withdrawal
from withdrawals.domain.letters.drafts import get_or_draft_letter, reread_letter
from withdrawals.language.review import Finding, Review, review
from withdrawals.models import KeptFinding, Letter, Withdrawal
from withdrawals.states import (
    LETTER_TRANSITIONS,
    LIVE_WITHDRAWAL_STATES,
    WITHDRAWABLE_OUTCOMES,
    LetterState,
    SentHow,
    WithdrawalState,
)
from withdrawals.timing import not_after
from withdrawals.vocabulary import NOTICE_PURPOSES, Channel

#: Times on the page are whole minutes; a time that has just passed means now.
SCHEDULE_GRACE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Block:
    """A reason why a letter cannot be sent: the field to correct and what to do."""

    field: str
    message: str


_CONFLICTS = {
    LetterState.DRAFT: "This letter is not on its way.",
    LetterState.READY: "This letter is on its way already.",
    LetterState.SENT: "This letter was sent already.",
}


class NeedsConfirmation(DomainError):
    """The letter can be sent after the person confirms ``findings``, which quote the text."""

    def __init__(self, letter: Letter, findings: Sequence[Finding]) -> None:
        super().__init__("Look at this once more before it leaves.")
        self.letter = letter
        self.findings = list(findings)


@dataclass(frozen=True, slots=True)
class Readiness:
    """The result of one check: what blocks sending, and what the person should look at again (errors first).

    Only a placeholder, a text without a withdrawal, and an invalid recipient block sending. Other findings need
    confirmation once; findings that the person kept for the same quote are left out. Copying is never blocked.
    """

    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...]


def check_readiness(letter: Letter, *, now: datetime, facts: ApplicationFacts | None = None) -> Readiness:
    """Return blocks and findings from one review of the letter, as if it were sent at ``now``."""
    outcome = review(review_request(letter, now=now, facts=facts))
    kept = set(letter.kept_findings.values_list("check_id", "quote")) if letter.pk else set()
    return Readiness(
        blocks=tuple(_blocks(letter, outcome)),
        findings=tuple(found for found in outcome.findings if (found.id, quote_finding(letter, found)) not in kept),
    )


def quote_finding(letter: Letter, finding: Finding) -> str:
    """Return the text that a finding is about, 500 characters at most."""
    text = letter.subject if finding.field == "subject" else letter.body
    return text[finding.start : finding.end][:500]


def keep_finding(letter: Letter, *, check_id: str, quote: str, now: datetime) -> None:
    """Store that the person keeps ``quote`` despite the finding. It holds for exactly this text."""
    KeptFinding.objects.get_or_create(letter=letter, check_id=check_id, quote=quote[:500], defaults={"created_at": now})


def _blocks(letter: Letter, outcome: Review) -> list[Block]:
    blocks = [
        Block("subject" if found.field == "subject" else "body", found.message)
        for found in outcome.findings
        if found.id == "unfilled_placeholder"
    ]
    if letter.purpose in NOTICE_PURPOSES and not outcome.has.clear_withdrawal:
        blocks.append(Block("body", "Nowhere says that you withdraw. Add one clear sentence."))
    if letter.channel == Channel.EMAIL:
        if problem := _address_problem(bare_address(letter.to_address)):
            blocks.append(Block("to_address", problem))
        blocks += [Block("cc", problem) for problem in map(_address_problem, addresses_in(letter.cc)) if problem]
    return blocks


def _address_problem(address: str) -> str:
    if not address:
        return "Add their e-mail address."
    return "" if is_address(address) else f"{address} is not an e-mail address."


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
    """Schedule an e-mail letter: after the undo window, or at ``at`` if that is later.

    Effects: a delivery (at most once, deadline lane) is created, the letter is *ready* and can no longer be edited, a
    notice makes the withdrawal *committed*, an event is appended. Raises DomainError with the first block, or when the
    letter would take an acceptance back before the person checked what they signed; NeedsConfirmation for unconfirmed
    errors of the review; Conflict when ``version`` is not the stored version.
    """
    reread_letter(letter)
    if letter.version != version:
        raise Conflict("This letter changed in another tab. Read it again before it leaves.")
    _refuse_ended(letter)
    _refuse_unchecked(letter)
    _refuse_unsendable(letter, now=now, confirmed=confirmed)
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
    _transition_letter(letter, LetterState.READY, delivery=delivery)
    if letter.purpose in NOTICE_PURPOSES and withdrawal.state != WithdrawalState.NOTIFIED:
        # A letter after a call changes no state: the employer was notified already.
        transition_withdrawal(withdrawal, WithdrawalState.COMMITTED)
    record_event(
        withdrawal,
        EventKind.LETTER_READY,
        actor=actor,
        now=now,
        letter=letter.pk,
        purpose=letter.purpose,
        due_at=due.isoformat(),
    )
    return letter


def must_check_signed(letter: Letter) -> bool:
    """Return whether this letter takes an acceptance back before the person checked what they signed.

    Recording a letter as sent is not refused, and a letter after a call is not either.
    """
    withdrawal = letter.withdrawal
    ends = withdrawal.is_live and letter.purpose in NOTICE_PURPOSES
    # The stored situation is updated by the next action; the outcome is always current.
    accepted = withdrawal.takes_acceptance_back or withdrawal.application.outcome == Outcome.ACCEPTED
    return ends and accepted and withdrawal.signed_checked_at is None


def _refuse_unchecked(letter: Letter) -> None:
    if must_check_signed(letter):
        raise DomainError("You accepted this offer. Check what you signed and confirm it; then this letter can leave.")


def _refuse_ended(letter: Letter) -> None:
    """Raise Conflict when the application ended otherwise than by this withdrawal."""
    application = lock_application(letter.withdrawal.application)
    if letter.withdrawal.is_live and application.outcome not in WITHDRAWABLE_OUTCOMES:
        raise Conflict(f"This application has ended ({application.get_outcome_display().lower()}).")


def _refuse_unsendable(letter: Letter, *, now: datetime, confirmed: bool) -> None:
    if letter.channel != Channel.EMAIL:
        raise DomainError("Only e-mail can be sent from here. Mark it as done once you have told them.")
    cannot = why_cannot_send(letter.owner)
    if cannot:
        raise DomainError(cannot)
    look = check_readiness(letter, now=now)
    if look.blocks:
        raise DomainError(look.blocks[0].message)
    errors = [finding for finding in look.findings if finding.severity == "error"]
    if errors and not confirmed:
        raise NeedsConfirmation(letter, errors)


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
    """Make a ready letter a draft again. Raises Conflict when it is being sent or may have been sent."""
    lock_application(letter.withdrawal.application)
    delivery = _delivery_of(letter)
    if delivery.state != DeliveryState.CANCELLED:
        cancel_delivery(delivery, now=now)
    _transition_letter(letter, LetterState.DRAFT)
    withdrawal = letter.withdrawal
    withdrawal.refresh_from_db(fields=["state"])
    if letter.purpose in NOTICE_PURPOSES and withdrawal.state == WithdrawalState.COMMITTED:
        transition_withdrawal(withdrawal, WithdrawalState.DRAFTING)
    record_event(withdrawal, EventKind.LETTER_RECALLED, actor=actor, now=now, letter=letter.pk, purpose=letter.purpose)
    return letter


def recall_ready_letters(withdrawal: Withdrawal, *, actor: User | None, now: datetime) -> None:
    """Recall every ready letter and refresh ``withdrawal.state``. Raises Conflict as ``recall_letter`` does."""
    for letter in withdrawal.letters.waiting():
        recall_letter(letter, actor=actor, now=now)
    withdrawal.refresh_from_db(fields=["state"])


@transaction.atomic
def send_scheduled_letter_now(letter: Letter, *, now: datetime) -> Letter:
    """Make a scheduled letter due now. Raises Conflict when it is being sent already."""
    delivery = _delivery_of(letter)
    reschedule_delivery(delivery, due_at=now, not_after=_not_after(letter, now, now=now), now=now)
    return letter


@transaction.atomic
def reschedule_letter(letter: Letter, *, at: datetime, now: datetime) -> Letter:
    """Change the time of a scheduled letter. Raises Conflict when it is being sent already."""
    delivery = _delivery_of(letter)
    due = _due(at, now)
    reschedule_delivery(delivery, due_at=due, not_after=_not_after(letter, due, now=now), now=now)
    return letter


@transaction.atomic
def resend_letter(letter: Letter, *, actor: User, now: datetime) -> Letter:
    """Send again, at the user's request, a letter that failed, was too late or may have been sent.

    Raises Conflict when the process ended meanwhile; DomainError when the person must first check what they signed.
    """
    delivery = _delivery_of(letter)
    _refuse_ended(letter)
    _refuse_unchecked(letter)
    resend_delivery(delivery, due_at=now, not_after=_not_after(letter, now, now=now), now=now)
    record_event(letter.withdrawal, EventKind.LETTER_READY, actor=actor, now=now, letter=letter.pk, again=True)
    return letter


@transaction.atomic
def record_letter_sent(letter: Letter, *, actor: User, now: datetime, at: datetime | None = None) -> Letter:
    """Record the user's statement that this letter was sent: by the user, or found in the Sent folder.

    An unknown delivery is settled; a failed, late or scheduled one is cancelled first, so that no second copy is sent.
    Raises Conflict when the letter is being sent; DomainError for a time in the future.
    """
    at = at or now
    if at > now:
        raise DomainError("That time is still to come.")
    lock_application(letter.withdrawal.application)
    how, delivery = SentHow.BY_HAND, letter.delivery
    if letter.state == LetterState.READY and delivery is not None:
        if delivery.state == DeliveryState.UNKNOWN:
            settle_delivery(delivery, now=now)
            letter.refresh_from_db()
        if delivery.state == DeliveryState.SENT:
            how, at = SentHow.BY_US, delivery.sent_at or at
        elif delivery.state != DeliveryState.CANCELLED:
            cancel_delivery(delivery, now=now)
    if letter.state != LetterState.SENT or how != SentHow.BY_US:
        mark_letter_sent(letter, at=at, how=how, actor=actor, now=now)
    return letter


@transaction.atomic
def record_spoken(withdrawal: Withdrawal, channel: Channel, *, actor: User, now: datetime) -> Letter:
    """Record a telephone call or a voicemail to the employer; the draft for that channel is stored as the text."""
    if withdrawal.state not in (*LIVE_WITHDRAWAL_STATES, WithdrawalState.NOTIFIED):
        raise Conflict(f"This withdrawal is {WithdrawalState(withdrawal.state).label.lower()}.")
    mail = withdrawal.letters.filter(channel=Channel.EMAIL).select_related("recipient").order_by("pk").first()
    letter = get_or_draft_letter(withdrawal, channel, now=now, recipient=mail.recipient if mail else None)
    return record_letter_sent(letter, actor=actor, now=now)


def mark_letter_sent(letter: Letter, *, at: datetime, how: SentHow, actor: User | None, now: datetime) -> None:
    """Record that a letter was sent: store the sent text, and end the process if it was a notice.

    Everything is written in the caller's transaction: letter, withdrawal, outcome, interviews, reminders, timeline.
    Last, a reminder is set in case no reply comes.
    """
    withdrawal = letter.withdrawal
    lock_application(withdrawal.application)
    withdrawal.refresh_from_db(fields=["state"])
    _transition_letter(
        letter,
        LetterState.SENT,
        sent_at=at,
        sent_how=how,
        sent_to=f"{letter.to_name} <{bare_address(letter.to_address)}>" if letter.to_address else letter.to_name,
        sent_subject=letter.subject,
        sent_text=letter.body,
    )
    record_event(
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
    if letter.purpose in NOTICE_PURPOSES and withdrawal.state not in (WithdrawalState.NOTIFIED, WithdrawalState.UNDONE):
        notify_employer(withdrawal, at=at, how=how, actor=actor, now=now)
    remind_if_no_reply(letter, now=now)


def _delivery_of(letter: Letter) -> Delivery:
    if letter.state != LetterState.READY or letter.delivery is None:
        raise Conflict(_CONFLICTS[LetterState.SENT if letter.state == LetterState.SENT else LetterState.DRAFT])
    return letter.delivery


def _transition_letter(letter: Letter, state: LetterState, **fields: Any) -> None:
    """Write ``state`` and ``fields``. Raises Conflict when the letter changed or the transition is not allowed."""
    old = letter.state
    if state not in LETTER_TRANSITIONS[old]:
        raise Conflict(_CONFLICTS[LetterState(old)])
    compare_and_set(letter, expected={"state": old, "version": letter.version}, state=state, **fields)
