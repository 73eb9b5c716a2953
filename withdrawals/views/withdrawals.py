"""The withdrawal itself: its page, its choices, and putting aside, taking up and taking back."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.errors import DomainError
from accounts.http import HtmxRequest, flash, person
from withdrawals.domain.letters.drafts import get_or_draft_letter, update_choices
from withdrawals.domain.letters.sending import record_spoken
from withdrawals.domain.process.alternatives import get_or_draft_alternative
from withdrawals.domain.process.lifecycle import (
    abandon_withdrawal,
    record_already_known,
    record_signed_checked,
    restore_record,
    resume_withdrawal,
)
from withdrawals.domain.status import status_of
from withdrawals.forms.letters import ChoicesForm
from withdrawals.models import Letter, Withdrawal
from withdrawals.views.actions import save_typed, withdrawal_action
from withdrawals.views.fetching import fetch_withdrawal, letters_of, posted_draft
from withdrawals.views.workspace.addresses import redirect_to_page
from withdrawals.views.workspace.page import render_page
from withdrawals.views.workspace.prompt import Prompt, first_messages
from withdrawals.vocabulary import ALTERNATIVE_PURPOSES, Channel, Purpose


@require_GET
@login_required
def withdrawal_detail(request: HtmxRequest, pk: int) -> HttpResponse:
    """The workspace. ``?seen=`` is the mark that a waiting page knows: while it holds, there is nothing to swap."""
    now = timezone.now()
    withdrawal = fetch_withdrawal(request, pk)
    seen = request.GET.get("seen") if request.htmx else None
    if seen and status_of(withdrawal, letters_of(withdrawal), now=now).mark == seen:
        return HttpResponse(status=204)
    return render_page(request, withdrawal, now=now, tab=request.GET.get("tab", ""))


@require_POST
@login_required
@withdrawal_action
def withdrawal_choose(request: HtmxRequest, withdrawal: Withdrawal, now: datetime) -> HttpResponse:
    """Reason, depth and the like; the letter beside them is saved first, so that nothing typed is lost."""
    form = ChoicesForm(request.POST)
    if not form.is_valid():
        prompt = Prompt(choice_errors=first_messages(form))
        return render_page(request, withdrawal, now=now, prompt=prompt, status=422)
    front = _save_front(request, withdrawal, now=now)
    update_choices(withdrawal, now=now, **form.chosen())
    return redirect_to_page(withdrawal, front)


def _save_front(request: HtmxRequest, withdrawal: Withdrawal, *, now: datetime) -> Letter | None:
    """Save what was typed into the letter on the tab in front; None where there is none."""
    front = posted_draft(request, withdrawal, now=now)
    return save_typed(request, front, now=now) if front else None


@require_POST
@login_required
@withdrawal_action
def withdrawal_check_signed(request: HtmxRequest, withdrawal: Withdrawal, now: datetime) -> HttpResponse:
    """They looked at what they signed, before an acceptance is taken back."""
    record_signed_checked(withdrawal, now=now)
    return redirect_to_page(withdrawal)


@require_POST
@login_required
@withdrawal_action
def withdrawal_known(request: HtmxRequest, withdrawal: Withdrawal, now: datetime) -> HttpResponse:
    """The employer knows already."""
    record_already_known(withdrawal, actor=person(request), now=now)
    flash(request, "Recorded: they know.")
    return redirect_to_page(withdrawal)


@require_POST
@login_required
@withdrawal_action
def withdrawal_abandon(request: HtmxRequest, withdrawal: Withdrawal, now: datetime) -> HttpResponse:
    abandon_withdrawal(withdrawal, actor=person(request), now=now)
    flash(request, "Put aside. The interview and its reminders stay.")
    return redirect_to_page(withdrawal)


@require_POST
@login_required
@withdrawal_action
def withdrawal_resume(request: HtmxRequest, withdrawal: Withdrawal, now: datetime) -> HttpResponse:
    resume_withdrawal(withdrawal, actor=person(request), now=now)
    flash(request, "Taken up again.")
    return redirect_to_page(withdrawal)


@require_POST
@login_required
@withdrawal_action
def withdrawal_restore(request: HtmxRequest, withdrawal: Withdrawal, now: datetime) -> HttpResponse:
    restore_record(withdrawal, actor=person(request), now=now)
    flash(request, "Record restored.")
    return redirect_to_page(withdrawal)


@require_POST
@login_required
@withdrawal_action
def withdrawal_spoke(request: HtmxRequest, withdrawal: Withdrawal, now: datetime) -> HttpResponse:
    """They were reached by telephone (``how=phone``), or a voicemail was left (``how=voicemail``)."""
    left_voicemail = request.POST.get("how") == Channel.VOICEMAIL
    channel = Channel.VOICEMAIL if left_voicemail else Channel.PHONE
    record_spoken(withdrawal, channel, actor=person(request), now=now)
    flash(request, "Recorded: voicemail left." if left_voicemail else "Recorded: you reached them.")
    return redirect_to_page(withdrawal)


@require_POST
@login_required
@withdrawal_action
def letter_add(request: HtmxRequest, withdrawal: Withdrawal, now: datetime) -> HttpResponse:
    """Write the letter for another channel, or one that asks for something else instead; or open the one that is
    there.
    """
    _save_front(request, withdrawal, now=now)
    return redirect_to_page(withdrawal, _wanted_letter(request, withdrawal, now=now))


def _wanted_letter(request: HtmxRequest, withdrawal: Withdrawal, *, now: datetime) -> Letter:
    wanted = request.POST.get("write", "")
    if wanted in list(ALTERNATIVE_PURPOSES):
        return get_or_draft_alternative(withdrawal, Purpose(wanted), now=now)
    if wanted not in list(Channel):
        raise DomainError("There is no such letter.")
    main = status_of(withdrawal, letters_of(withdrawal), now=now).letter
    return get_or_draft_letter(withdrawal, Channel(wanted), now=now, recipient=main.recipient if main else None)
