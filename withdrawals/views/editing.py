"""Saving what was typed before anything else happens, and showing both texts when two tabs wrote."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django_htmx.http import trigger_client_event

from accounts.errors import Conflict, DomainError
from accounts.http import HtmxRequest, parse_pk
from withdrawals.domain.letters.drafts import LetterConflict, save_letter
from withdrawals.domain.letters.sending import NeedsConfirmation, quote_finding
from withdrawals.forms.letters import LETTER_FIELDS, LetterForm
from withdrawals.models import Letter
from withdrawals.states import LetterState
from withdrawals.views.page import answer_page, back_to_page, fetch_withdrawal, tab_of


class Unreadable(Exception):
    """What was posted cannot be a letter, such as a subject that is too long; ``form`` holds the errors."""

    def __init__(self, form: LetterForm) -> None:
        super().__init__("Not saved. See below.")
        self.form = form


def save_typed(request: HttpRequest, letter: Letter, *, now: datetime) -> Letter:
    """Save the posted text, if there is any, onto the letter and the version it was typed over; return ``letter``.

    The text is that of the tab in front, which need not be the letter acted on: ``letter`` in the form says which it is.
    ``keep_over`` names a newer version that the person chose to overwrite. Raises LetterConflict, Conflict or Unreadable.
    """
    form = LetterForm(request.POST)
    if "version" not in request.POST or "body" not in request.POST:
        return letter
    if not form.is_valid():
        raise Unreadable(form)
    typed = form.typed()
    target = typed_letter(request, letter)
    save_letter(
        target,
        version=parse_pk(request.POST.get("keep_over", "")) or form.cleaned_data["version"],
        subject=typed.pop("subject", target.subject),
        body=typed.pop("body"),
        now=now,
        **typed,
    )
    return letter


def typed_letter(request: HttpRequest, letter: Letter) -> Letter:
    """The letter in the posted editor: a sibling of ``letter`` on another tab, or ``letter`` itself."""
    pk = parse_pk(request.POST.get("letter", ""))
    if not pk or pk == letter.pk:
        return letter
    return Letter.objects.filter(withdrawal=letter.withdrawal_id, pk=pk).select_related("recipient").first() or letter


def act_on_letter(
    request: HtmxRequest,
    letter: Letter,
    act: Callable[[Letter], object],
    *,
    now: datetime,
    again: dict[str, Any] | None = None,
) -> HttpResponse:
    """Save what was typed, do one thing with the letter, and show the page again.

    ``again`` goes with a question that must be answered first (which moment was chosen, for example).
    """
    front = typed_letter(request, letter)
    if front.state != LetterState.DRAFT and _differs(request, front):
        return answer_conflict(request, front, now=now)
    tab = tab_of(front)
    try:
        if front.state == LetterState.DRAFT:
            save_typed(request, letter, now=now)
        act(letter)
    except LetterConflict as conflict:
        return answer_conflict(request, conflict.current, now=now)
    except NeedsConfirmation as asked:
        quotes = [{"finding": found, "quote": quote_finding(letter, found)} for found in asked.findings]
        more: dict[str, Any] = {"confirm": quotes, **(again or {})}
        return _again(request, letter, tab, now=now, **more)
    except Unreadable as error:
        return _again(request, letter, tab, now=now, error=str(error), letter_errors=error.form.errors)
    except DomainError as error:
        if isinstance(error, Conflict) and _typed(request) and Letter.objects.get(pk=letter.pk).state != letter.state:
            return answer_conflict(request, letter, now=now)
        return _again(request, letter, tab, now=now, error=str(error), **(again or {}))
    return back_to_page(letter.withdrawal, front if letter.state == LetterState.DRAFT else None)


def _differs(request: HttpRequest, letter: Letter) -> bool:
    """Whether other words were typed than those that are on their way."""
    typed = request.POST.get("body")
    return typed is not None and typed.split() != letter.body.split()


def _again(request: HttpRequest, letter: Letter, tab: str, *, now: datetime, **more: Any) -> HttpResponse:
    withdrawal = fetch_withdrawal(request, letter.withdrawal_id)
    return answer_page(request, withdrawal, now=now, status=422, tab=tab, typed=_typed(request), **more)


def answer_conflict(request: HtmxRequest, current: Letter, *, now: datetime) -> HttpResponse:
    """Both texts: the one typed here stays in the editor, the other one stands beside it.

    A page with scripts keeps its editor untouched and is told to fetch the comparison; another one gets the whole page.
    """
    if request.htmx:
        return trigger_client_event(HttpResponse(status=409), "letter:conflict")
    withdrawal = fetch_withdrawal(request, current.withdrawal_id)
    typed = _typed(request)
    return answer_page(
        request,
        withdrawal,
        now=now,
        status=409,
        tab=tab_of(current),
        typed=typed if current.state == LetterState.DRAFT else None,
        conflict=conflict_context(request, current),
        version=request.POST.get("version", ""),
    )


def conflict_context(request: HttpRequest, current: Letter) -> dict[str, Any]:
    """What the comparison shows: the text posted from here and the one that stands there now."""
    stored = Letter.objects.get(pk=current.pk)
    return {"theirs": stored, "mine": _typed(request), "settled": stored.state != LetterState.DRAFT}


def _typed(request: HttpRequest) -> dict[str, Any]:
    """The posted text just as it came, for showing it again."""
    return {name: request.POST[name] for name in LETTER_FIELDS if name in request.POST}
