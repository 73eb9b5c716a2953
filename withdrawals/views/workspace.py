"""The withdrawal itself: its page, its choices, and putting aside, taking up and taking back."""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.errors import DomainError
from accounts.http import HtmxRequest, flash, parse_pk
from withdrawals.domain.core.request_builders import ApplicationFacts
from withdrawals.domain.letters.drafts import LetterConflict, catch_up, get_or_draft_letter, update_choices
from withdrawals.domain.letters.sending import record_spoken
from withdrawals.domain.process.alternatives import get_or_draft_alternative
from withdrawals.domain.process.lifecycle import (
    abandon_withdrawal,
    record_already_known,
    record_signed_checked,
    restore_record,
    resume_withdrawal,
)
from withdrawals.domain.status import course_of
from withdrawals.forms.letters import ChoicesForm
from withdrawals.models import Letter, Withdrawal
from withdrawals.states import LetterState
from withdrawals.views.editing import Unreadable, answer_conflict, save_typed
from withdrawals.views.page import answer_page, back_to_page, fetch_withdrawal, letters_of
from withdrawals.vocabulary import ALTERNATIVE_PURPOSES, Channel, Purpose


@require_GET
@login_required
def withdrawal_detail(request: HtmxRequest, pk: int) -> HttpResponse:
    """The workspace. ``?seen=`` is the mark that a waiting page knows: while it holds, there is nothing to swap."""
    now = timezone.now()
    withdrawal = fetch_withdrawal(request, pk)
    if request.htmx and request.GET.get("seen"):
        course = course_of(withdrawal, letters_of(withdrawal), now=now)
        if course.mark == request.GET["seen"]:
            return HttpResponse(status=204)
    around = ApplicationFacts(withdrawal.application)
    catch_up(withdrawal, now=now, around=around)
    return answer_page(request, withdrawal, now=now, tab=request.GET.get("tab", ""), around=around)


@require_POST
@login_required
def withdrawal_choose(request: HtmxRequest, pk: int) -> HttpResponse:
    """Reason, depth and the like; the letter beside them is saved first, so that nothing typed is lost."""
    now = timezone.now()
    withdrawal = fetch_withdrawal(request, pk)
    letter = _posted_letter(request, withdrawal)
    form = ChoicesForm(request.POST)
    if not form.is_valid():
        return answer_page(request, withdrawal, now=now, status=422, choice_errors=form.errors)
    try:
        if letter is not None and letter.state == LetterState.DRAFT:
            save_typed(request, letter, now=now)
        update_choices(withdrawal, now=now, **form.chosen())
    except LetterConflict as conflict:
        return answer_conflict(request, conflict.current, now=now)
    except (DomainError, Unreadable) as error:
        return answer_page(request, withdrawal, now=now, status=422, error=str(error))
    return back_to_page(withdrawal, letter)


def _posted_letter(request: HttpRequest, withdrawal: Withdrawal) -> Letter | None:
    pk = parse_pk(request.POST.get("letter", ""))
    letters = letters_of(withdrawal) if pk else []
    return next((letter for letter in letters if letter.pk == pk), None)


@require_POST
@login_required
def withdrawal_check_signed(request: HttpRequest, pk: int) -> HttpResponse:
    return _settle(request, pk, lambda one, now: record_signed_checked(one, now=now), "")


@require_POST
@login_required
def withdrawal_known(request: HttpRequest, pk: int) -> HttpResponse:
    return _settle(
        request, pk, lambda one, now: record_already_known(one, actor=one.owner, now=now), "Recorded: they know."
    )


@require_POST
@login_required
def withdrawal_abandon(request: HttpRequest, pk: int) -> HttpResponse:
    return _settle(
        request,
        pk,
        lambda one, now: abandon_withdrawal(one, actor=one.owner, now=now),
        "Put aside. The interview and its reminders stay.",
    )


@require_POST
@login_required
def withdrawal_resume(request: HttpRequest, pk: int) -> HttpResponse:
    return _settle(request, pk, lambda one, now: resume_withdrawal(one, actor=one.owner, now=now), "Taken up again.")


@require_POST
@login_required
def withdrawal_restore(request: HttpRequest, pk: int) -> HttpResponse:
    return _settle(request, pk, lambda one, now: restore_record(one, actor=one.owner, now=now), "Record restored.")


@require_POST
@login_required
def withdrawal_spoke(request: HttpRequest, pk: int) -> HttpResponse:
    """They were reached by telephone (``how=phone``), or a voicemail was left (``how=voicemail``)."""
    channel = Channel.VOICEMAIL if request.POST.get("how") == Channel.VOICEMAIL else Channel.PHONE
    said = "Recorded: voicemail left." if channel == Channel.VOICEMAIL else "Recorded: you reached them."
    return _settle(request, pk, lambda one, now: record_spoken(one, channel, actor=one.owner, now=now), said)


@require_POST
@login_required
def letter_add(request: HtmxRequest, pk: int) -> HttpResponse:
    """Write the letter for another channel, or one that asks for something else instead; or open the one that is there."""
    now = timezone.now()
    withdrawal = fetch_withdrawal(request, pk)
    front = _posted_letter(request, withdrawal)
    try:
        if front is not None and front.state == LetterState.DRAFT:
            save_typed(request, front, now=now)
        letter = _wanted_letter(request, withdrawal, now=now)
    except LetterConflict as conflict:
        return answer_conflict(request, conflict.current, now=now)
    except (DomainError, Unreadable) as error:
        return answer_page(request, withdrawal, now=now, status=422, error=str(error))
    return back_to_page(withdrawal, letter)


def _wanted_letter(request: HttpRequest, withdrawal: Withdrawal, *, now: datetime) -> Letter:
    wanted = request.POST.get("write", "")
    if wanted in list(ALTERNATIVE_PURPOSES):
        return get_or_draft_alternative(withdrawal, Purpose(wanted), now=now)
    if wanted not in list(Channel):
        raise DomainError("There is no such letter.")
    main = course_of(withdrawal, letters_of(withdrawal), now=now).letter
    return get_or_draft_letter(withdrawal, Channel(wanted), now=now, recipient=main.recipient if main else None)


def _settle(request: HttpRequest, pk: int, act: Callable[[Withdrawal, datetime], object], said: str) -> HttpResponse:
    """One act on the withdrawal as a whole, and the page again."""
    now = timezone.now()
    withdrawal = fetch_withdrawal(request, pk)
    try:
        act(withdrawal, now)
    except DomainError as error:
        withdrawal = fetch_withdrawal(request, pk)
        return answer_page(request, withdrawal, now=now, status=422, error=str(error))
    if said:
        flash(request, said)
    return back_to_page(withdrawal)
