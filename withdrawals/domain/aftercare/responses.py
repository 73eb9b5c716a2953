"""The employer's answer, kept with the withdrawal, and the reply to it."""

from datetime import datetime

from django.db import transaction

from accounts.errors import Conflict, DomainError
from accounts.models import User
from tracker.domain.stages import lock_application
from tracker.states import EventKind
from withdrawals.domain.aftercare.feedback import drop_feedback_of, keep_feedback_of
from withdrawals.domain.core.events import record_event
from withdrawals.domain.core.reply_reminders import NO_REPLY, end_reply_reminders, renew_reply_reminder
from withdrawals.domain.letters.prepared import first_told, prepare_letter, refuse_untold
from withdrawals.language.replies.reading import classify_reply, is_automatic, read_reply, reply_lines, reply_subject
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
    """Keep what they answered; without a ``kind`` it is read from the words.

    Effects: the answer is written with what its headers tell; it ends the reminders that no answer came, unless a machine wrote
    it; feedback in it is kept with the feedback; an event says that they answered, and nothing of it. Raises DomainError
    without words or a kind, or for a moment to come; Conflict before they were told.
    """
    refuse_untold(withdrawal)
    text = text.strip()
    if not text and kind is None:
        raise DomainError("Paste their answer, or say what it was.")
    received_at = received_at or now
    if received_at > now:
        raise DomainError("That time is still to come.")
    pasted = read_reply(text)
    told = first_told(withdrawal)
    response = Response.objects.create(
        owner=withdrawal.owner,
        withdrawal=withdrawal,
        kind=kind or classify_reply(text),
        automatic=kind is None and is_automatic(text),
        text=text,
        subject=pasted.subject,
        from_name=from_name.strip() or pasted.from_name or (told.to_name if told else ""),
        from_address=pasted.from_address,
        message_id=pasted.message_id,
        received_at=received_at,
        created_at=now,
    )
    response.withdrawal = withdrawal
    _follow(response, now=now)
    record_event(withdrawal, EventKind.RESPONSE, actor=actor, now=now, at=received_at, response=response.pk)
    return response


@transaction.atomic
def correct_response(response: Response, kind: ResponseKind, *, now: datetime) -> Response:
    """The person reads it otherwise. A reply that nobody edited or sent is dropped, since it answers something else."""
    if kind == response.kind and not response.automatic:
        return response
    if response.reply is not None and response.reply.state == LetterState.DRAFT and not response.reply.edited:
        response.reply.delete()
        response.reply = None
    response.kind, response.automatic = kind, False
    response.save(update_fields=["kind", "automatic", "reply"])
    _follow(response, now=now)
    return response


def _follow(response: Response, *, now: datetime) -> None:
    """What an answer of its kind leads to."""
    if not response.automatic:
        end_reply_reminders(response.withdrawal, NO_REPLY, now=now)
    if response.kind == ResponseKind.FEEDBACK and response.text:
        keep_feedback_of(response, now=now)
    else:
        drop_feedback_of(response)


@transaction.atomic
def delete_response(response: Response, *, now: datetime) -> None:
    """Remove an answer that was recorded by mistake, with the feedback taken from it; a reply stays a letter."""
    withdrawal = response.withdrawal
    drop_feedback_of(response)
    response.delete()
    renew_reply_reminder(withdrawal, now=now)


@transaction.atomic
def get_or_draft_reply(response: Response, *, now: datetime) -> Letter:
    """The prepared reply as a draft of its own, in their thread where that is known; the one that is there is opened.

    Raises Conflict before they were told, and when it was answered already or another reply is on its way.
    """
    withdrawal = response.withdrawal
    refuse_untold(withdrawal)
    lock_application(withdrawal.application)
    response.refresh_from_db(fields=["reply"])
    if response.reply is not None:
        if response.reply.state != LetterState.DRAFT:
            raise Conflict("You have answered this already.")
        return response.reply
    if withdrawal.letters.filter(purpose=Purpose.REPLY, channel=Channel.EMAIL).waiting().exists():
        raise Conflict("Another reply is on its way.")
    _drop_reply_to_another(response)
    told = first_told(withdrawal)
    mailed = told if told is not None and told.channel == Channel.EMAIL else None
    ours = mailed.delivery.message_id if mailed and mailed.delivery and mailed.sent_how == "by_us" else ""
    letter = prepare_letter(
        withdrawal,
        purpose=Purpose.REPLY,
        channel=Channel.EMAIL,
        lines=reply_lines(ResponseKind(response.kind), Tone(withdrawal.tone), reason_told=_reason_told(withdrawal)),
        to_name=response.from_name or (told.to_name if told else ""),
        to_address=response.from_address or (mailed.to_address if mailed else ""),
        recipient=told.recipient if told else None,
        subject=reply_subject(response.subject, mailed.sent_subject if mailed else _subject(withdrawal)),
        in_reply_to=response.message_id or ours,
        now=now,
    )
    response.reply = letter
    response.save(update_fields=["reply"])
    return letter


def _drop_reply_to_another(response: Response) -> None:
    """A draft that answers an earlier message: one's own words are never thrown away, prepared ones are."""
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
