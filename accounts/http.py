"""Helpers for the views of every app: the signed-in person, messages, redirects, Undo, values from URLs."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, TypeVar, cast
from urllib.parse import urlencode

from allauth.core import ratelimit
from django.contrib import messages
from django.core import signing
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from accounts.errors import DomainError
from accounts.forms import FIRST_YEAR, LAST_YEAR
from accounts.models import User

T = TypeVar("T")
#: Refusals of a bulk action that are listed before "And 4 more."
REFUSALS_SHOWN: Final = 3
#: Seconds for which the Undo of a bulk action is valid.
BULK_UNDO_SECONDS: Final = 24 * 3600


class HtmxRequest(HttpRequest):
    """A request with the attribute of django_htmx: ``htmx`` is true when htmx asks for a part of a page."""

    htmx: HtmxDetails


def person(request: HttpRequest) -> User:
    """Return the signed-in person. Call it only behind ``login_required``."""
    return cast(User, request.user)


def exceeds_rate_limit(request: HttpRequest, action: str) -> bool:
    """Count one try of ``action`` by the person; return whether it exceeds ACCOUNT_RATE_LIMITS."""
    return not ratelimit.consume(request, action=action, user=person(request))


def try_save(form: BaseForm, save: Callable[[], T], *, at: str | None = None) -> T | None:
    """Return the result of ``save`` for a valid form; None for an invalid or unbound form.

    A DomainError of ``save`` becomes an error of the field ``at``, or of the form, and the result is None.
    """
    if not form.is_valid():
        return None
    try:
        return save()
    except DomainError as error:
        form.add_error(at, str(error))
        return None


def redirect_with_error(request: HttpRequest, error: DomainError, to: str) -> HttpResponse:
    """Flash the error and redirect to ``to``."""
    messages.error(request, str(error))
    return redirect(to)


def redirect_with_refusals(request: HttpRequest, refused: list[str], to: str) -> HttpResponse:
    """Redirect to ``to`` after a bulk action; flash the first ``REFUSALS_SHOWN`` refusals and the number of others."""
    if not refused:
        return redirect(to)
    more = f" And {len(refused) - REFUSALS_SHOWN} more." if len(refused) > REFUSALS_SHOWN else ""
    return redirect_with_error(request, DomainError(" ".join(refused[:REFUSALS_SHOWN]) + more), to)


def flash(request: HttpRequest, text: str, *, undo: str = "") -> None:
    """Add a success message; ``undo`` is a URL that undoes the action by a POST."""
    messages.success(request, text, extra_tags=f"undo:{undo}" if undo else "")


def flash_account_deleted(request: HttpRequest, text: str) -> None:
    """Add the message that the account was deleted. It makes the browser delete the texts it kept (keep.js)."""
    messages.success(request, text, extra_tags="forget")


def undo_url(name: str, payload: dict[str, Any], back: str) -> str:
    """Return the URL of the view ``name`` that undoes a bulk action by a POST, with the signed ``payload``."""
    signed = signing.dumps(payload, salt=name, compress=True)
    return f"{reverse(name)}?{urlencode({'did': signed, 'next': back})}"


def load_undo(request: HttpRequest, name: str) -> dict[str, Any]:
    """Return the ``payload`` of ``undo_url`` for the view ``name``. Raises DomainError when it is forged or too old."""
    try:
        payload: dict[str, Any] = signing.loads(request.GET.get("did", ""), salt=name, max_age=BULK_UNDO_SECONDS)
    except signing.BadSignature:
        raise DomainError("This cannot be undone at once any more. Each timeline can.") from None
    return payload


def parse_pk(text: str) -> int:
    """Return the primary key or other number in ``text``; 0 if it is not a number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def url_builder(name: str) -> Callable[[int], str]:
    """Return a function from a primary key to the URL called ``name``. One reverse() serves hundreds of rows."""
    before, _, after = reverse(name, args=[0]).rpartition("0")
    return lambda key: f"{before}{key}{after}"


def parse_moment(text: str) -> datetime | None:
    """Return the aware datetime that ``text`` holds in ISO 8601; None if invalid, naive or in a year out of range."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo and FIRST_YEAR <= moment.year <= LAST_YEAR else None


def next_url(request: HttpRequest, fallback: str) -> str:
    """Return the form's or the URL's ``next`` if it is on this site, else ``fallback``."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if allowed else fallback
