"""From a press to its verb: fetch, keep what was typed, act.

What an act refuses is said on the page of the withdrawal.
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
#: A view that acts on a row: the page to show once it is done, or a DomainError where it cannot be done.
Act = Callable[[HtmxRequest, Subject, datetime], HttpResponse]
Fetch = Callable[[HtmxRequest, int], Subject]
Refuse = Callable[[HtmxRequest, Subject, DomainError, datetime], HttpResponse]


def _acting_on(fetch: Fetch[Subject], refuse: Refuse[Subject]) -> Callable[[Act[Subject]], View]:
    """Return the decorator that fetches the row of a view, passes it with the time, and responds to what it refuses."""

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
    """Respond with the page, the typed text and the question; with both texts if it was saved or left meanwhile."""
    front = fetch_front(request, letter, now=now)
    if isinstance(error, LetterConflict):
        return show_conflict(request, error.current, now=now)
    if isinstance(error, Conflict) and is_overtaken(request, Letter.objects.get(pk=front.pk)):
        return show_conflict(request, front, now=now)
    tab = tab_of(letter if isinstance(error, TextChanged) else front)
    withdrawal = fetch_withdrawal(request, letter.withdrawal_id)
    return render_page(request, withdrawal, now=now, tab=tab, prompt=prompt_for(request, front, error), status=422)


def refuse_withdrawal(request: HtmxRequest, withdrawal: Withdrawal, error: DomainError, now: datetime) -> HttpResponse:
    """The page of the withdrawal, saying why."""
    if isinstance(error, LetterConflict):
        return show_conflict(request, error.current, now=now)
    prompt = Prompt(error=str(error))
    return render_page(request, fetch_withdrawal(request, withdrawal.pk), now=now, prompt=prompt, status=422)


def refuse_response(request: HtmxRequest, response: Response, error: DomainError, now: datetime) -> HttpResponse:
    """The page of the withdrawal that was replied to, saying why."""
    return refuse_withdrawal(request, response.withdrawal, error, now)


letter_action = _acting_on(fetch_letter, refuse_letter)
withdrawal_action = _acting_on(fetch_withdrawal, refuse_withdrawal)
response_action = _acting_on(fetch_response, refuse_response)


def show_conflict(request: HtmxRequest, current: Letter, *, now: datetime) -> HttpResponse:
    """Both texts: the one typed here stays in the editor, the other one stands beside it.

    A page with scripts keeps its editor untouched and is told to fetch the comparison; another one gets the whole page.
    """
    if request.htmx:
        return trigger_client_event(HttpResponse(status=409), "letter:conflict")
    withdrawal = fetch_withdrawal(request, current.withdrawal_id)
    prompt = conflict_prompt(request, current)
    return render_page(request, withdrawal, now=now, tab=tab_of(current), prompt=prompt, status=409)


def save_typed(request: HtmxRequest, letter: Letter, *, now: datetime, as_shown: bool = False) -> Letter:
    """Save the posted text, if there is any, onto the version it was typed over; return the letter that it belongs to.

    That is the one on the tab in front, which need not be the one acted on. Words that follow the record, and that
    nobody typed over, go on following it; with ``as_shown`` they are kept as they stood on the page. ``keep_over``
    names a newer version that the person chose to overwrite. Raises LetterConflict, Conflict or Unreadable.
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
    """Whether other words were typed than those that are on their way already."""
    typed = posted_words(request)
    return letter.state != LetterState.DRAFT and typed is not None and typed.body.split() != letter.body.split()
