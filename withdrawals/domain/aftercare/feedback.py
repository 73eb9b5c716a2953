"""Ask once for feedback where that is suitable, and store the feedback."""

from datetime import datetime

from django.db import transaction

from accounts.errors import Conflict, DomainError
from accounts.models import User
from tracker.domain.events import append_event
from tracker.domain.stages import lock_application
from tracker.models import Application
from tracker.states import EventKind
from withdrawals.domain.core.reply_reminders import FEEDBACK_DUE, end_reply_reminders
from withdrawals.domain.core.request_builders import ApplicationFacts
from withdrawals.domain.letters.drafts import draft_letter
from withdrawals.domain.letters.prepared import notifying_letter, require_notified
from withdrawals.language.replies.reading import read_reply
from withdrawals.models import Feedback, Letter, Response, Withdrawal
from withdrawals.states import LetterState, WithdrawalState
from withdrawals.vocabulary import Channel, Purpose, Reason, ResponseKind


def may_ask_feedback(withdrawal: Withdrawal, *, facts: ApplicationFacts | None = None) -> bool:
    """Return whether asking is suitable: once, and after an interview that happened.

    It is not suitable when another offer was the reason, an acceptance was taken back (docs/domain.md 1.8), the notice
    asked already, the employer is angry or must not be contacted, or feedback was received.
    """
    if withdrawal.state != WithdrawalState.NOTIFIED or withdrawal.do_not_contact or withdrawal.takes_acceptance_back:
        return False
    if withdrawal.reason == Reason.ACCEPTED_OTHER_OFFER or withdrawal.feedback_wanted:
        return False
    if withdrawal.letters.filter(purpose=Purpose.FEEDBACK).exclude(state=LetterState.DRAFT).exists():
        return False
    if withdrawal.responses.filter(kind=ResponseKind.ANGRY).exists():
        return False
    met = (facts or ApplicationFacts(withdrawal.application)).interviews_done > 0
    return met and not withdrawal.application.feedback.exists()


@transaction.atomic
def get_or_draft_feedback_request(withdrawal: Withdrawal, *, now: datetime) -> Letter:
    """Return the draft that asks, composed if there is none. Raises Conflict where asking is not suitable."""
    require_notified(withdrawal)
    lock_application(withdrawal.application)
    if not may_ask_feedback(withdrawal):
        raise Conflict("A feedback request does not fit here.")
    drafts = withdrawal.letters.filter(purpose=Purpose.FEEDBACK, channel=Channel.EMAIL, state=LetterState.DRAFT)
    letter = drafts.select_related("recipient").first()
    if letter is not None:
        return letter
    notice = notifying_letter(withdrawal)
    mailed = notice is not None and notice.channel == Channel.EMAIL
    return draft_letter(
        withdrawal,
        now=now,
        recipient=notice.recipient if notice else withdrawal.application.contact,
        purpose=Purpose.FEEDBACK,
        to_name=notice.to_name if notice else "",
        to_address=notice.to_address if notice and mailed else "",
    )


@transaction.atomic
def add_feedback(
    application: Application,
    *,
    actor: User,
    now: datetime,
    text: str,
    from_name: str = "",
    received_at: datetime | None = None,
    response: Response | None = None,
) -> Feedback:
    """Store feedback. The feedback reminders are cancelled; the event does not contain the text.

    Raises DomainError for an empty text or a time in the future.
    """
    text, received_at = text.strip(), received_at or now
    _refuse_invalid(text, received_at, now=now)
    withdrawal = response.withdrawal if response else _withdrawal_of(application)
    feedback = Feedback.objects.create(
        owner=application.owner,
        application=application,
        withdrawal=withdrawal,
        response=response,
        text=text,
        from_name=from_name.strip(),
        received_at=received_at,
        created_at=now,
        updated_at=now,
    )
    if withdrawal is not None:
        end_reply_reminders(withdrawal, FEEDBACK_DUE, now=now)
    append_event(application, EventKind.FEEDBACK, actor=actor, now=now, at=received_at, data={"feedback": feedback.pk})
    return feedback


def update_feedback(
    feedback: Feedback, *, now: datetime, text: str, from_name: str, received_at: datetime | None
) -> Feedback:
    """Change stored feedback. Raises DomainError as ``add_feedback`` does."""
    text = text.strip()
    _refuse_invalid(text, received_at or now, now=now)
    feedback.text, feedback.from_name = text, from_name.strip()
    feedback.received_at, feedback.updated_at = received_at or feedback.received_at, now
    feedback.save(update_fields=["text", "from_name", "received_at", "updated_at"])
    return feedback


def delete_feedback(feedback: Feedback) -> None:
    """Delete feedback permanently."""
    feedback.delete()


def store_feedback_of(response: Response, *, now: datetime) -> Feedback:
    """Store the feedback in a reply, once: its own text, without pasted headers and quoted thread."""
    kept = Feedback.objects.filter(response=response).first()
    if kept is not None:
        return kept
    withdrawal = response.withdrawal
    return add_feedback(
        withdrawal.application,
        actor=withdrawal.owner,
        now=now,
        text=_text_of(response),
        from_name=response.from_name,
        received_at=response.received_at,
        response=response,
    )


def delete_feedback_of(response: Response) -> None:
    """Delete the feedback taken from a reply that is none, unless the person edited it."""
    kept = Feedback.objects.filter(response=response).first()
    if kept is not None and kept.text in (_text_of(response), response.text):
        kept.delete()


def _text_of(response: Response) -> str:
    return read_reply(response.text).words or response.text


def _withdrawal_of(application: Application) -> Withdrawal | None:
    return application.withdrawals.notified().order_by("-created_at", "-pk").first()


def _refuse_invalid(text: str, received_at: datetime, *, now: datetime) -> None:
    if not text:
        raise DomainError("Write what they said.")
    if received_at > now:
        raise DomainError("That time is still to come.")
