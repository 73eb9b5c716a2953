"""Deliver one e-mail: claim the row, build the message, run the SMTP session with the fence, record the outcome."""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction

from accounts.domain.mail_accounts import SmtpAccess, host_smtp_access, smtp_access
from accounts.errors import DomainError
from reminders.clock import Clock, elapsed_clock
from reminders.domain.claims import Claim, claim_one_for_sending, fence, release_claim
from reminders.domain.outcomes import (
    log_attempt,
    record_failed,
    record_needs_decision,
    record_not_wanted,
    record_retry,
    record_sent,
    record_unknown,
)
from reminders.killpoints import reach
from reminders.mail.message import BuiltMail, build_mail
from reminders.mail.outcomes import Lost, NotSent, SendOutcome, Sent, Unknown
from reminders.mail.smtp import MailSession
from reminders.models import Delivery
from reminders.ports import OutgoingMail, handler_of
from reminders.states import AttemptOutcome, DeliveryChannel, Lane, Policy

log = logging.getLogger(__name__)
T = TypeVar("T")

TOO_MANY_ATTEMPTS = "It was tried many times without success."
NO_ACCOUNT = "No mail account is set up."
MIN_RETRY_SECONDS = 5.0


def deliver_next_email(*, lane: Lane, clock: Clock, should_stop: Callable[[], bool]) -> bool:
    """Claim the longest due e-mail of a lane and process it. Return False when none was due."""
    now = clock()
    claim = claim_one_for_sending(lane=lane, channel=DeliveryChannel.EMAIL, now=now)
    if claim is None:
        return False
    reach("after_claim")
    delivery = Delivery.objects.select_related("owner", "reminder").filter(pk=claim.pk).first()
    if delivery is None or delivery.claim_no != claim.claim_no:
        return True  # deleted, cancelled or rescheduled since: the claim is lost
    prepared = _prepare(delivery, claim, now=now)
    if prepared is not None:
        _converse(delivery, claim, *prepared, clock=clock, should_stop=should_stop)
    return True


def _prepare(delivery: Delivery, claim: Claim, *, now: datetime) -> tuple[SmtpAccess, BuiltMail] | None:
    """Return server and message, or record why the message is not sent and return None."""
    if delivery.not_after is not None and delivery.not_after < now:
        record_needs_decision(claim, now=now)
        log_attempt(claim, outcome=AttemptOutcome.DROPPED, now=now)
        return None
    if delivery.attempts > settings.MAX_ATTEMPTS:
        record_failed(claim, error=delivery.last_error or TOO_MANY_ATTEMPTS, now=now)
        log_attempt(claim, outcome=AttemptOutcome.FAILED, now=now)
        return None
    try:
        with transaction.atomic():
            handler = handler_of(delivery.kind)
            wanted = delivery.pk in handler.still_wanted([delivery])
            mail = handler.mail(delivery) if wanted else None
        if mail is None:
            record_not_wanted(claim)
            log_attempt(claim, outcome=AttemptOutcome.DROPPED, now=now)
            return None
        return _access_for(mail), _build(mail, delivery, now=now)
    except DomainError as error:
        record_failed(claim, error=str(error), now=now)
        log_attempt(claim, outcome=AttemptOutcome.FAILED, now=now, reply=str(error))
    except (OperationalError, InterfaceError):
        raise  # the database is away: the row becomes due again when the lease ends
    except Exception as error:
        log.exception("Delivery %s (%s) cannot be prepared; it is tried again later.", delivery.pk, delivery.kind)
        record_retry(claim, error="Something went wrong here; it is in the log.", now=now)
        log_attempt(claim, outcome=AttemptOutcome.RETRY, now=now, reply=f"{type(error).__name__}: {error}")
    return None


def _access_for(mail: OutgoingMail) -> SmtpAccess:
    access = host_smtp_access() if mail.account is None else smtp_access(mail.account)
    if access is None:
        raise DomainError(NO_ACCOUNT)
    return access


def _build(mail: OutgoingMail, delivery: Delivery, *, now: datetime) -> BuiltMail:
    date = now.astimezone(delivery.owner.time_zone)
    return build_mail(mail, message_id=delivery.message_id, date=date)


def _converse(
    delivery: Delivery,
    claim: Claim,
    access: SmtpAccess,
    mail: BuiltMail,
    *,
    clock: Clock,
    should_stop: Callable[[], bool],
) -> None:
    def fence_claim() -> bool:
        held = fence(claim, policy=Policy(delivery.policy), now=clock())
        if held:
            reach("after_fence")
        return held

    with MailSession(access, seconds=settings.SEND_DEADLINE_SECONDS, should_stop=should_stop) as session:
        outcome = session.send(mail, fence=fence_claim)
        if isinstance(outcome, Sent):
            reach("after_effect")
        log.info("Delivery %s: %s", delivery.pk, type(outcome).__name__)
        # Recorded before QUIT: a failing QUIT must not lose the server's reply.
        retry_write(lambda: record_outcome(claim, outcome, now=clock()))


@transaction.atomic
def record_outcome(claim: Claim, outcome: SendOutcome, *, now: datetime) -> None:
    """Record the outcome of a session on the delivery and its attempt."""
    match outcome:
        case Sent(code, reply):
            if not record_sent(claim.pk, claim_no=claim.claim_no, now=now):
                log.warning("Delivery %s was sent after somebody had settled it.", claim.pk)
            log_attempt(claim, outcome=AttemptOutcome.SENT, now=now, phase="accepted", code=code, reply=reply)
        case Unknown(detail):
            record_unknown(claim, now=now)
            log_attempt(claim, outcome=AttemptOutcome.UNKNOWN, now=now, reply=detail)
        case Lost():
            log_attempt(claim, outcome=AttemptOutcome.DROPPED, now=now)
        case NotSent() as refusal:
            _record_refusal(claim, refusal, now=now)


def _record_refusal(claim: Claim, refusal: NotSent, *, now: datetime) -> None:
    if refusal.interrupted:
        release_claim(claim, now=now)
    elif refusal.permanent:
        record_failed(claim, error=refusal.error, now=now)
    else:
        record_retry(claim, error=refusal.error, now=now)
    log_attempt(
        claim,
        outcome=AttemptOutcome.FAILED if refusal.permanent else AttemptOutcome.RETRY,
        now=now,
        phase=refusal.phase,
        code=refusal.code if refusal.code and refusal.code > 0 else None,
        reply=refusal.reply,
    )


def retry_write(write: Callable[[], T]) -> T:
    """Run ``write`` until the database accepts it, for as long as the fence's lease certainly lasts.

    The message was sent: a restart of the database must not leave its outcome unknown.
    """
    end = elapsed_clock() + max(settings.SEND_LEASE_SECONDS - settings.SEND_DEADLINE_SECONDS, MIN_RETRY_SECONDS)
    pause = 0.1
    while True:
        try:
            return write()
        except (OperationalError, InterfaceError) as error:
            if connection.in_atomic_block or elapsed_clock() > end:
                raise
            log.warning("The database did not take the outcome; trying again: %s", str(error).partition("\n")[0])
            connection.close()
            time.sleep(pause)
            pause = min(pause * 2, 2.0)
