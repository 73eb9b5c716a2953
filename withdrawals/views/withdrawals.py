"""Views of a withdrawal: its page, its choices, and its transitions."""

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
    """Show the workspace. Return 204 to a polling page whose ``?seen=`` still equals the status mark."""
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
    """Save choices such as reason and depth. Save the typed letter first, so that no text is lost."""
    form = ChoicesForm(request.POST)
    if not form.is_valid():
        prompt = Prompt(choice_errors=first_messages(form))
        return render_page(request, withdrawal, now=now, prompt=prompt, status=422)
    front = _save_front(request, withdrawal, now=now)
    update_choices(withdrawal, now=now, **form.chosen())
    return redirect_to_page(withdrawal, front)


def _save_front(request: HtmxRequest, withdrawal: Withdrawal, *, now: datetime) -> Letter | None:
    """Save the text in the posted editor and return its letter, or None if no draft was posted."""
    front = posted_draft(request, withdrawal, now=now)
    return save_typed(request, front, now=now) if front else None


@require_POST
@login_required
@withdrawal_action
def withdrawal_check_signed(request: HtmxRequest, withdrawal: Withdrawal, now: datetime) -> HttpResponse:
    """Record that the person checked what they signed, before they take an acceptance back."""
    record_signed_checked(withdrawal, now=now)
    return redirect_to_page(withdrawal)


@require_POST
@login_required
@withdrawal_action
def withdrawal_known(request: HtmxRequest, withdrawal: Withdrawal, now: datetime) -> HttpResponse:
    """Record that the employer knows already."""
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
    """Record a telephone call (``how=phone``) or a voicemail (``how=voicemail``)."""
    left_voicemail = request.POST.get("how") == Channel.VOICEMAIL
    channel = Channel.VOICEMAIL if left_voicemail else Channel.PHONE
    record_spoken(withdrawal, channel, actor=person(request), now=now)
    flash(request, "Recorded: voicemail left." if left_voicemail else "Recorded: you reached them.")
    return redirect_to_page(withdrawal)


@require_POST
@login_required
@withdrawal_action
def letter_add(request: HtmxRequest, withdrawal: Withdrawal, now: datetime) -> HttpResponse:
    """Open the letter for another channel or an alternative such as a reschedule request; draft it if there is none.

    ``write`` is a channel or an alternative purpose.
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
