"""Fetch the rows that a request names, with their related rows. Raise 404 if they do not belong to the person."""

from contextlib import suppress
from datetime import datetime

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.errors import DomainError
from accounts.http import parse_pk, person
from withdrawals.domain.letters.drafts import get_or_draft_letter, letter_for_channel
from withdrawals.models import Letter, Response, Withdrawal
from withdrawals.states import LetterState, WithdrawalState
from withdrawals.vocabulary import NOTICE_PURPOSES, Channel

#: Value of ``?words=`` in a letter's URL. It names the words for a call that belong to the letter, stored or not.
CHANNEL_BY_WORDS: dict[str, Channel] = {"phone": Channel.PHONE}


def fetch_withdrawal(request: HttpRequest, pk: int) -> Withdrawal:
    """Return the person's withdrawal with its application, or raise 404."""
    rows = (
        Withdrawal.objects.for_user(person(request))
        .select_related("owner", "application__company", "application__owner", "application__contact", "interview")
        .prefetch_related("application__agreements")
    )
    return get_object_or_404(rows, pk=pk)


def fetch_letter(request: HttpRequest, pk: int) -> Letter:
    """Return the person's letter with its related rows, or raise 404.

    ``?words=phone`` names the words for a call instead, which a page may show before they are stored: a GET computes
    them in memory, a POST stores them.
    """
    rows = Letter.objects.for_user(person(request)).select_related(
        "owner",
        "withdrawal__owner",
        "withdrawal__application__company",
        "withdrawal__application__owner",
        "withdrawal__application__contact",
        "withdrawal__interview",
        "recipient",
        "delivery",
    )
    letter = get_object_or_404(rows, pk=pk)
    channel = CHANNEL_BY_WORDS.get(request.GET.get("words", ""))
    if channel is None:
        return letter
    words = words_for_channel(letter, channel, now=timezone.now(), store=request.method == "POST")
    if words is None:
        raise Http404
    return words


def words_for_channel(letter: Letter, channel: Channel, *, now: datetime, store: bool) -> Letter | None:
    """Return the draft of the notice for another channel, or None if there is no wording for that channel.

    A missing draft is stored, or with ``store=False`` composed in memory.
    """
    withdrawal = letter.withdrawal
    stored = [one for one in letters_of(withdrawal) if _is_notice_draft(one, channel)]
    if stored:
        return stored[0]
    with suppress(DomainError):
        write = get_or_draft_letter if store else letter_for_channel
        return write(withdrawal, channel, now=now, recipient=letter.recipient)
    return None


def _is_notice_draft(letter: Letter, channel: Channel) -> bool:
    return letter.channel == channel and letter.state == LetterState.DRAFT and letter.purpose in NOTICE_PURPOSES


def fetch_front(request: HttpRequest, letter: Letter, *, now: datetime) -> Letter:
    """Return the letter in the posted editor, which the POST field ``letter`` names: ``letter`` or a sibling."""
    posted = request.POST.get("letter", "")
    channel = CHANNEL_BY_WORDS.get(posted)
    if posted == str(letter.pk) or (channel and _is_notice_draft(letter, channel)):
        return letter
    if channel:
        return words_for_channel(letter, channel, now=now, store=True) or letter
    return _sibling(letter, parse_pk(posted)) if parse_pk(posted) else letter


def _sibling(letter: Letter, pk: int) -> Letter:
    sibling = Letter.objects.filter(withdrawal=letter.withdrawal_id, pk=pk).select_related("recipient").first()
    if sibling is None:
        return letter
    sibling.withdrawal, sibling.owner = letter.withdrawal, letter.owner
    return sibling


def letters_of(withdrawal: Withdrawal) -> list[Letter]:
    """Return all letters, oldest first. Each refers to this ``withdrawal`` object, which saves further queries."""
    letters = list(withdrawal.letters.select_related("delivery", "recipient").order_by("pk"))
    if withdrawal.state == WithdrawalState.COMMITTED and not any(one.state == LetterState.READY for one in letters):
        _refresh_record(withdrawal)
    for letter in letters:
        letter.withdrawal, letter.owner = withdrawal, withdrawal.owner
    return letters


def _refresh_record(withdrawal: Withdrawal) -> None:
    """Read the state again, because the letter was sent between the query of the withdrawal and that of its letters."""
    withdrawal.refresh_from_db(fields=["state", "notified_at", "ended_event", "conflict"])
    withdrawal.application.refresh_from_db(fields=["outcome", "ended_at", "touched_at"])
    if withdrawal.interview is not None:
        withdrawal.interview.refresh_from_db(fields=["status"])


def fetch_response(request: HttpRequest, pk: int) -> Response:
    """Return the person's record of a response with its related rows, or raise 404."""
    rows = Response.objects.for_user(person(request)).select_related(
        "withdrawal__owner",
        "withdrawal__application__company",
        "withdrawal__application__owner",
        "withdrawal__application__contact",
        "withdrawal__interview",
        "reply",
    )
    return get_object_or_404(rows, pk=pk)


def posted_draft(request: HttpRequest, withdrawal: Withdrawal, *, now: datetime) -> Letter | None:
    """Return the draft in the posted editor of a withdrawal page, or None if no draft was posted."""
    posted = request.POST.get("letter", "")
    letters = letters_of(withdrawal) if posted else []
    front = next((one for one in letters if str(one.pk) == posted), None)
    mail = next((one for one in letters if one.channel == Channel.EMAIL), None)
    if posted in CHANNEL_BY_WORDS and mail is not None:
        front = words_for_channel(mail, CHANNEL_BY_WORDS[posted], now=now, store=True)
    return front if front is not None and front.state == LetterState.DRAFT else None
