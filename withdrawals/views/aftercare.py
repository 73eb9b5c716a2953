"""What one does once the employer was told: keep the answer, reply, ask for feedback, stay in touch or leave them alone."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.errors import DomainError
from accounts.http import flash, parse_pk, person
from withdrawals.domain.aftercare.feedback import get_or_draft_feedback_request
from withdrawals.domain.aftercare.keep_in_touch import end_check_in, get_or_draft_note, set_check_in, set_do_not_contact
from withdrawals.domain.aftercare.responses import add_response, correct_response, delete_response, get_or_draft_reply
from withdrawals.domain.core.reply_reminders import REPLY_REMINDER_KINDS, end_reply_reminders
from withdrawals.domain.letters.prepared import drop_letter
from withdrawals.forms.aftercare import ResponseForm
from withdrawals.models import Feedback, Letter, Response, Withdrawal
from withdrawals.states import RESPONSE_LABELS
from withdrawals.views.after import shown_answer
from withdrawals.views.page import answer_page, back_to_page, fetch_letter, fetch_withdrawal
from withdrawals.vocabulary import Channel, ResponseKind


@require_POST
@login_required
def response_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what they answered; what could not be kept stands in the form again."""
    now = timezone.now()
    withdrawal = fetch_withdrawal(request, pk)
    form = ResponseForm(request.POST)
    problem = ""
    if form.is_valid():
        try:
            add_response(withdrawal, actor=person(request), now=now, **form.answer())
        except DomainError as error:
            problem = str(error)
        else:
            return _after(withdrawal)
    problem = problem or str(next(iter(form.errors.values()))[0])
    typed = {name: request.POST.get(name, "") for name in form.fields}
    return answer_page(request, withdrawal, now=now, status=422, answer_error=problem, answer_typed=typed)


@require_GET
@login_required
def response_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer by itself, to be read whatever has become of the withdrawal since."""
    response = _fetch(request, pk)
    answer, tone, words = shown_answer(response)
    kept = Feedback.objects.filter(response=response).first()
    context = {"section": "search", "answer": answer, "tone": tone, "words": words, "feedback": kept}
    return render(request, "withdrawals/response_detail.html", context)


@require_POST
@login_required
def response_kind(request: HttpRequest, pk: int) -> HttpResponse:
    """The person reads it otherwise: ``kind``."""
    response = _fetch(request, pk)
    wanted = request.POST.get("kind", "")
    if wanted in RESPONSE_LABELS:
        correct_response(response, ResponseKind(wanted), now=timezone.now())
    return _after(response.withdrawal)


@require_POST
@login_required
def response_delete(request: HttpRequest, pk: int) -> HttpResponse:
    response = _fetch(request, pk)
    delete_response(response, now=timezone.now())
    flash(request, "Removed.")
    return _after(response.withdrawal)


@require_POST
@login_required
def response_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the reply, written if there is none yet."""
    response = _fetch(request, pk)
    return _write(request, response.withdrawal, lambda now: get_or_draft_reply(response, now=now))


@require_POST
@login_required
def feedback_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the letter that asks for feedback, written if there is none yet."""
    withdrawal = fetch_withdrawal(request, pk)
    return _write(request, withdrawal, lambda now: get_or_draft_feedback_request(withdrawal, now=now))


@require_POST
@login_required
def touch_note(request: HttpRequest, pk: int) -> HttpResponse:
    """A note on LinkedIn, or a word by e-mail (``channel=email``)."""
    withdrawal = fetch_withdrawal(request, pk)
    channel = Channel.EMAIL if request.POST.get("channel") == Channel.EMAIL else Channel.LINKEDIN
    return _write(request, withdrawal, lambda now: get_or_draft_note(withdrawal, channel, now=now))


@require_POST
@login_required
def letter_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw away the draft of a letter that need not be written."""
    letter = fetch_letter(request, pk)
    return _settle(request, letter.withdrawal, lambda _: drop_letter(letter), "Thrown away. Nothing was sent.")


@require_POST
@login_required
def touch_remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Be reminded in ``months`` (3 or 6) to give a sign of life; anything else calls the reminder off."""
    withdrawal = fetch_withdrawal(request, pk)
    months = parse_pk(request.POST.get("months", ""))
    if not months:
        return _settle(request, withdrawal, lambda now: end_check_in(withdrawal, now=now), "Called off.")
    return _settle(
        request,
        withdrawal,
        lambda now: set_check_in(withdrawal, months, now=now),
        f"You will be reminded in {months} months.",
    )


@require_POST
@login_required
def withdrawal_leave_it(request: HttpRequest, pk: int) -> HttpResponse:
    """No more reminders that an answer (``kind=no_answer``) or feedback (``kind=feedback``) stays away."""
    withdrawal = fetch_withdrawal(request, pk)
    kinds = [kind for kind in REPLY_REMINDER_KINDS if kind == request.POST.get("kind")]
    return _settle(request, withdrawal, lambda now: end_reply_reminders(withdrawal, *kinds, now=now), "Left.")


@require_POST
@login_required
def withdrawal_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave them alone from now on (``do_not_contact=yes``), or no longer."""
    withdrawal = fetch_withdrawal(request, pk)
    wanted = request.POST.get("do_not_contact") == "yes"
    said = "Nothing will suggest to write to them." if wanted else "You may stay in touch."
    return _settle(request, withdrawal, lambda now: set_do_not_contact(withdrawal, wanted=wanted, now=now), said)


def _write(request: HttpRequest, withdrawal: Withdrawal, take: Callable[[datetime], Letter]) -> HttpResponse:
    """Open a letter in the editor; a note on LinkedIn stands in the section itself."""
    now = timezone.now()
    try:
        letter = take(now)
    except DomainError as error:
        return _refused(request, withdrawal, error, now=now)
    return back_to_page(withdrawal, letter) if letter.channel == Channel.EMAIL else _after(withdrawal)


def _settle(request: HttpRequest, withdrawal: Withdrawal, act: Callable[[datetime], Any], said: str) -> HttpResponse:
    """One act, and the section again."""
    now = timezone.now()
    try:
        act(now)
    except DomainError as error:
        return _refused(request, withdrawal, error, now=now)
    flash(request, said)
    return _after(withdrawal)


def _refused(request: HttpRequest, withdrawal: Withdrawal, error: DomainError, *, now: datetime) -> HttpResponse:
    fresh = fetch_withdrawal(request, withdrawal.pk)
    return answer_page(request, fresh, now=now, status=422, error=str(error))


def _after(withdrawal: Withdrawal) -> HttpResponse:
    return redirect(f"{reverse('withdrawal_detail', args=[withdrawal.pk])}#after")


def _fetch(request: HttpRequest, pk: int) -> Response:
    rows = Response.objects.for_user(person(request)).select_related(
        "withdrawal__owner",
        "withdrawal__application__company",
        "withdrawal__application__owner",
        "withdrawal__application__contact",
        "withdrawal__interview",
        "reply",
    )
    return get_object_or_404(rows, pk=pk)
