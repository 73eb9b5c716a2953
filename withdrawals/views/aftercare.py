"""Views for the time after the notice: record the response, reply, ask for feedback, stay in touch or stop contact."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.errors import DomainError
from accounts.http import HtmxRequest, flash, parse_pk, person
from withdrawals.domain.aftercare.feedback import get_or_draft_feedback_request
from withdrawals.domain.aftercare.keep_in_touch import end_check_in, get_or_draft_note, set_check_in, set_do_not_contact
from withdrawals.domain.aftercare.responses import add_response, correct_response, delete_response, get_or_draft_reply
from withdrawals.domain.core.reply_reminders import REPLY_REMINDER_KINDS, end_reply_reminders
from withdrawals.domain.letters.prepared import delete_optional_draft
from withdrawals.forms.aftercare import ResponseForm
from withdrawals.models import Feedback, Letter, Response, Withdrawal
from withdrawals.states import RESPONSE_LABELS
from withdrawals.views.actions import letter_action, response_action, withdrawal_action
from withdrawals.views.fetching import fetch_response
from withdrawals.views.workspace.addresses import aftercare_url, redirect_to_page
from withdrawals.views.workspace.aftercare import shown_answer
from withdrawals.views.workspace.page import render_page
from withdrawals.views.workspace.prompt import Prompt, first_messages
from withdrawals.vocabulary import Channel, ResponseKind


@require_POST
@login_required
@withdrawal_action
def response_add(request: HtmxRequest, withdrawal: Withdrawal, now: datetime) -> HttpResponse:
    """Record the employer's response. If it is invalid, show the form again with the typed values (422)."""
    form = ResponseForm(request.POST)
    try:
        problem = "" if form.is_valid() else first_messages(form)[0]
        if not problem:
            add_response(withdrawal, actor=person(request), now=now, **form.reply())
            return redirect(aftercare_url(withdrawal))
    except DomainError as error:
        problem = str(error)
    typed = {name: request.POST.get(name, "") for name in form.fields}
    return render_page(request, withdrawal, now=now, prompt=Prompt(answer_error=problem, answer=typed), status=422)


@require_GET
@login_required
def response_detail(request: HtmxRequest, pk: int) -> HttpResponse:
    """Show one response on its own page, whatever the state of the withdrawal is."""
    response = fetch_response(request, pk)
    kept = Feedback.objects.filter(response=response).first()
    context = {"section": "search", "answer": shown_answer(response), "feedback": kept}
    return render(request, "withdrawals/response_detail.html", context)


@require_POST
@login_required
@response_action
def response_kind(request: HtmxRequest, response: Response, now: datetime) -> HttpResponse:
    """Correct the kind of a response (``kind``). Ignore an unknown kind."""
    wanted = request.POST.get("kind", "")
    if wanted in RESPONSE_LABELS:
        correct_response(response, ResponseKind(wanted), now=now)
    return redirect(aftercare_url(response.withdrawal))


@require_POST
@login_required
@response_action
def response_delete(request: HtmxRequest, response: Response, now: datetime) -> HttpResponse:
    delete_response(response, now=now)
    flash(request, "Removed.")
    return redirect(aftercare_url(response.withdrawal))


@require_POST
@login_required
@response_action
def response_reply(request: HtmxRequest, response: Response, now: datetime) -> HttpResponse:
    """Open the reply to a response; draft it first if there is none."""
    return _open(get_or_draft_reply(response, now=now), response.withdrawal)


@require_POST
@login_required
@withdrawal_action
def feedback_ask(request: HtmxRequest, withdrawal: Withdrawal, now: datetime) -> HttpResponse:
    """Open the letter that asks for feedback; draft it first if there is none."""
    return _open(get_or_draft_feedback_request(withdrawal, now=now), withdrawal)


@require_POST
@login_required
@withdrawal_action
def touch_note(request: HtmxRequest, withdrawal: Withdrawal, now: datetime) -> HttpResponse:
    """Open the keep-in-touch note, for LinkedIn or for e-mail (``channel=email``); draft it first if there is none."""
    channel = Channel.EMAIL if request.POST.get("channel") == Channel.EMAIL else Channel.LINKEDIN
    return _open(get_or_draft_note(withdrawal, channel, now=now), withdrawal)


def _open(letter: Letter, withdrawal: Withdrawal) -> HttpResponse:
    """Redirect to the editor for an e-mail, and to the section "After" for a LinkedIn note, which is shown there."""
    is_mail = letter.channel == Channel.EMAIL
    return redirect_to_page(withdrawal, letter) if is_mail else redirect(aftercare_url(withdrawal))


@require_POST
@login_required
@letter_action
def letter_drop(request: HtmxRequest, letter: Letter, now: datetime) -> HttpResponse:
    """Delete the draft of an optional letter."""
    delete_optional_draft(letter)
    flash(request, "Thrown away. Nothing was sent.")
    return redirect(aftercare_url(letter.withdrawal))


@require_POST
@login_required
@withdrawal_action
def touch_remind(request: HtmxRequest, withdrawal: Withdrawal, now: datetime) -> HttpResponse:
    """Set a reminder in ``months`` (3 or 6) to get in touch. Without a number, cancel the reminder."""
    months = parse_pk(request.POST.get("months", ""))
    if months:
        set_check_in(withdrawal, months, now=now)
        flash(request, f"You will be reminded in {months} months.")
    else:
        end_check_in(withdrawal, now=now)
        flash(request, "Called off.")
    return redirect(aftercare_url(withdrawal))


@require_POST
@login_required
@withdrawal_action
def withdrawal_leave_it(request: HtmxRequest, withdrawal: Withdrawal, now: datetime) -> HttpResponse:
    """End the reminders about a missing response (``kind=no_answer``) or missing feedback (``kind=feedback``)."""
    kinds = [kind for kind in REPLY_REMINDER_KINDS if kind == request.POST.get("kind")]
    end_reply_reminders(withdrawal, *kinds, now=now)
    flash(request, "Left.")
    return redirect(aftercare_url(withdrawal))


@require_POST
@login_required
@withdrawal_action
def withdrawal_contact(request: HtmxRequest, withdrawal: Withdrawal, now: datetime) -> HttpResponse:
    """Set "do not contact" (``do_not_contact=yes``) or clear it."""
    wanted = request.POST.get("do_not_contact") == "yes"
    set_do_not_contact(withdrawal, wanted=wanted, now=now)
    flash(request, "Nothing will suggest to write to them." if wanted else "You may stay in touch.")
    return redirect(aftercare_url(withdrawal))
