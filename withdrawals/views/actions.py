"""Decorators and helpers for POST views: fetch the row, save the typed text, act.

The withdrawal page shows why an action was refused.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import TypeVar

from django.http import HttpResponse
from django.utils import timezone
from django_htmx.http import trigger_client_event

from accounts.errors import Conflict, DomainError
from accounts.http import HtmxRequest, parse_pk
from withdrawals.domain.letters.drafts import LetterConflict, LetterText, TextChanged, refresh_draft, save_letter
from withdrawals.forms.letters import LetterForm
from withdrawals.models import Letter, Response, Withdrawal
from withdrawals.states import LetterState
from withdrawals.views.fetching import fetch_front, fetch_letter, fetch_response, fetch_withdrawal
from withdrawals.views.workspace.addresses import tab_of
from withdrawals.views.workspace.page import render_page
from withdrawals.views.workspace.prompt import (
    Prompt,
    Unreadable,
    conflict_prompt,
    is_as_shown,
    posted_words,
    prompt_for,
)

Subject = TypeVar("Subject", Letter, Withdrawal, Response)
View = Callable[[HtmxRequest, int], HttpResponse]
#: A view that acts on a row. It returns the page to show next and raises DomainError if the action is refused.
Act = Callable[[HtmxRequest, Subject, datetime], HttpResponse]
Fetch = Callable[[HtmxRequest, int], Subject]
Refuse = Callable[[HtmxRequest, Subject, DomainError, datetime], HttpResponse]


def _action_decorator(fetch: Fetch[Subject], refuse: Refuse[Subject]) -> Callable[[Act[Subject]], View]:
    """Return a decorator that calls a view with its row and the time, and calls ``refuse`` on a DomainError."""

    def decorate(view: Act[Subject]) -> View:
        @wraps(view)
        def act(request: HtmxRequest, pk: int) -> HttpResponse:
            subject, now = fetch(request, pk), timezone.now()
            try:
                return view(request, subject, now)
            except DomainError as error:
                return refuse(request, subject, error, now)

        return act

    return decorate


def refuse_letter(request: HtmxRequest, letter: Letter, error: DomainError, now: datetime) -> HttpResponse:
    """Return the page with the typed text and the question (422).

    If the letter was saved elsewhere or was sent meanwhile, return the conflict with both texts instead (409).
    """
    front = fetch_front(request, letter, now=now)
    if isinstance(error, LetterConflict):
        return show_conflict(request, error.current, now=now)
    if isinstance(error, Conflict) and is_overtaken(request, Letter.objects.get(pk=front.pk)):
        return show_conflict(request, front, now=now)
    tab = tab_of(letter if isinstance(error, TextChanged) else front)
    withdrawal = fetch_withdrawal(request, letter.withdrawal_id)
    return render_page(request, withdrawal, now=now, tab=tab, prompt=prompt_for(request, front, error), status=422)


def refuse_withdrawal(request: HtmxRequest, withdrawal: Withdrawal, error: DomainError, now: datetime) -> HttpResponse:
    """Return the withdrawal page with the reason of the refusal (422)."""
    if isinstance(error, LetterConflict):
        return show_conflict(request, error.current, now=now)
    prompt = Prompt(error=str(error))
    return render_page(request, fetch_withdrawal(request, withdrawal.pk), now=now, prompt=prompt, status=422)


def refuse_response(request: HtmxRequest, response: Response, error: DomainError, now: datetime) -> HttpResponse:
    """Return the page of the response's withdrawal with the reason of the refusal (422)."""
    return refuse_withdrawal(request, response.withdrawal, error, now)


letter_action = _action_decorator(fetch_letter, refuse_letter)
withdrawal_action = _action_decorator(fetch_withdrawal, refuse_withdrawal)
response_action = _action_decorator(fetch_response, refuse_response)


def show_conflict(request: HtmxRequest, current: Letter, *, now: datetime) -> HttpResponse:
    """Return both texts (409): the typed text stays in the editor, the stored text is shown beside it.

    An htmx request gets only the event ``letter:conflict``: the page keeps its editor and fetches the comparison.
    Without htmx the whole page is returned.
    """
    if request.htmx:
        return trigger_client_event(HttpResponse(status=409), "letter:conflict")
    withdrawal = fetch_withdrawal(request, current.withdrawal_id)
    prompt = conflict_prompt(request, current)
    return render_page(request, withdrawal, now=now, tab=tab_of(current), prompt=prompt, status=409)


def save_typed(request: HtmxRequest, letter: Letter, *, now: datetime, as_shown: bool = False) -> Letter:
    """Save the posted text, if any, over the version that the page showed. Return the letter that the text belongs to.

    That letter is the one in the editor, which may differ from ``letter``. Generated words that nobody edited are
    generated again from the record; ``as_shown`` keeps them as the page showed them. The POST field ``keep_over``
    names a newer version that the person chose to overwrite. Raise LetterConflict, Conflict or Unreadable.
    """
    front, words = fetch_front(request, letter, now=now), posted_words(request)
    if is_overtaken(request, front):
        raise LetterConflict(front)
    if words is None or "version" not in request.POST or front.state != LetterState.DRAFT:
        return front
    form = LetterForm(request.POST)
    if not form.is_valid():
        raise Unreadable(form)
    version = form.cleaned_data["version"]
    if version == front.version and words != LetterText.of(front):
        version = refresh_draft(front, now=now).version if front.withdrawal.is_live else version
        if is_as_shown(request) and not front.edited and not as_shown:
            words = LetterText.of(front)
    typed = {name: value for name, value in form.typed().items() if name not in ("subject", "body")}
    version = parse_pk(request.POST.get("keep_over", "")) or version
    subject = words.subject if "subject" in request.POST else front.subject
    return save_letter(front, version=version, subject=subject, body=words.body, now=now, **typed)


def is_overtaken(request: HtmxRequest, letter: Letter) -> bool:
    """Return whether the typed words differ from the words of a letter that is no longer a draft."""
    typed = posted_words(request)
    return letter.state != LetterState.DRAFT and typed is not None and typed.body.split() != letter.body.split()
