"""Record the employer's responses to a withdrawal, and draft replies to them."""

from datetime import datetime

from django.db import transaction

from accounts.errors import Conflict, DomainError
from accounts.models import User
from tracker.domain.stages import lock_application
from tracker.states import EventKind
from withdrawals.domain.aftercare.feedback import delete_feedback_of, store_feedback_of
from withdrawals.domain.core.events import record_event
from withdrawals.domain.core.reply_reminders import NO_REPLY, end_reply_reminders, renew_reply_reminder
from withdrawals.domain.letters.prepared import notifying_letter, prepare_letter, require_notified
from withdrawals.language.replies.classification import classify_reply, is_automatic
from withdrawals.language.replies.reading import read_reply
from withdrawals.language.replies.wording import reply_lines, reply_subject
from withdrawals.models import Letter, Response, Withdrawal
from withdrawals.states import LetterState
from withdrawals.vocabulary import Channel, Depth, Purpose, ResponseKind, Tone


@transaction.atomic
def add_response(
    withdrawal: Withdrawal,
    *,
    actor: User,
    now: datetime,
    text: str = "",
    kind: ResponseKind | None = None,
    from_name: str = "",
    received_at: datetime | None = None,
) -> Response:
    """Record a response; without ``kind`` it is classified by its text.

    Effects: the response is stored with the values of its headers; the reply reminders end, unless it is automatic;
    feedback in it is stored as feedback; an event without the text is appended. Raises DomainError when text and kind
    are missing, or for a time in the future; Conflict before the employer was notified.
    """
    require_notified(withdrawal)
    text = text.strip()
    if not text and kind is None:
        raise DomainError("Paste their answer, or say what it was.")
    received_at = received_at or now
    if received_at > now:
        raise DomainError("That time is still to come.")
    pasted = read_reply(text)
    notice = notifying_letter(withdrawal)
    response = Response.objects.create(
        owner=withdrawal.owner,
        withdrawal=withdrawal,
        kind=kind or classify_reply(text),
        automatic=kind is None and is_automatic(text),
        text=text,
        subject=pasted.subject,
        from_name=from_name.strip() or pasted.from_name or (notice.to_name if notice else ""),
        from_address=pasted.from_address,
        message_id=pasted.message_id,
        received_at=received_at,
        created_at=now,
    )
    response.withdrawal = withdrawal
    _apply_kind(response, now=now)
    record_event(withdrawal, EventKind.RESPONSE, actor=actor, now=now, at=received_at, response=response.pk)
    return response


@transaction.atomic
def correct_response(response: Response, kind: ResponseKind, *, now: datetime) -> Response:
    """Change the kind of a response. An unedited draft reply is deleted, since it replies to another kind."""
    if kind == response.kind and not response.automatic:
        return response
    if response.reply is not None and response.reply.state == LetterState.DRAFT and not response.reply.edited:
        response.reply.delete()
        response.reply = None
    response.kind, response.automatic = kind, False
    response.save(update_fields=["kind", "automatic", "reply"])
    _apply_kind(response, now=now)
    return response


def _apply_kind(response: Response, *, now: datetime) -> None:
    """Update reminders and feedback by the response's kind."""
    if not response.automatic:
        end_reply_reminders(response.withdrawal, NO_REPLY, now=now)
    if response.kind == ResponseKind.FEEDBACK and response.text:
        store_feedback_of(response, now=now)
    else:
        delete_feedback_of(response)


@transaction.atomic
def delete_response(response: Response, *, now: datetime) -> None:
    """Delete a response that was recorded by mistake, and the feedback taken from it. Its reply is kept as a letter."""
    withdrawal = response.withdrawal
    delete_feedback_of(response)
    response.delete()
    renew_reply_reminder(withdrawal, now=now)


@transaction.atomic
def get_or_draft_reply(response: Response, *, now: datetime) -> Letter:
    """Return the draft reply, composed from prepared lines if there is none, in the employer's thread if known.

    Raises Conflict before the employer was notified, and when a reply was sent already or another one is ready.
    """
    withdrawal = response.withdrawal
    require_notified(withdrawal)
    lock_application(withdrawal.application)
    response.refresh_from_db(fields=["reply"])
    if response.reply is not None:
        if response.reply.state != LetterState.DRAFT:
            raise Conflict("You have answered this already.")
        return response.reply
    if withdrawal.letters.filter(purpose=Purpose.REPLY, channel=Channel.EMAIL).waiting().exists():
        raise Conflict("Another reply is on its way.")
    _delete_reply_to_another(response)
    notice = notifying_letter(withdrawal)
    mailed = notice if notice is not None and notice.channel == Channel.EMAIL else None
    ours = mailed.delivery.message_id if mailed and mailed.delivery and mailed.sent_how == "by_us" else ""
    letter = prepare_letter(
        withdrawal,
        purpose=Purpose.REPLY,
        channel=Channel.EMAIL,
        lines=reply_lines(ResponseKind(response.kind), Tone(withdrawal.tone), reason_told=_reason_told(withdrawal)),
        to_name=response.from_name or (notice.to_name if notice else ""),
        to_address=response.from_address or (mailed.to_address if mailed else ""),
        recipient=notice.recipient if notice else None,
        subject=reply_subject(response.subject, mailed.sent_subject if mailed else _subject(withdrawal)),
        in_reply_to=response.message_id or ours,
        now=now,
    )
    response.reply = letter
    response.save(update_fields=["reply"])
    return letter


def _delete_reply_to_another(response: Response) -> None:
    """Delete an unedited draft reply to an earlier response. Raises Conflict for an edited one."""
    draft = response.withdrawal.letters.filter(purpose=Purpose.REPLY, state=LetterState.DRAFT).first()
    if draft is None:
        return
    if draft.edited:
        raise Conflict("There is a reply with words of yours to an earlier answer. Send or empty that one first.")
    draft.delete()


def _reason_told(withdrawal: Withdrawal) -> bool:
    return bool(withdrawal.reason) and withdrawal.depth != Depth.NONE and withdrawal.letters.sent().exists()


def _subject(withdrawal: Withdrawal) -> str:
    return f"My withdrawal: {withdrawal.application.title}"
