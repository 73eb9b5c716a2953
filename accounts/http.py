"""What views of every app share: who is asking, and how to say what happened."""

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
#: Lines of what an act on many could not do, before "And 4 more."
REFUSED_SHOWN: Final = 3
#: Seconds that an Undo of an act on many holds.
UNDO_FOR: Final = 24 * 3600


class HtmxRequest(HttpRequest):
    """A request as views get it: ``htmx`` is true where a part of the page is asked for rather than the page."""

    htmx: HtmxDetails


def person(request: HttpRequest) -> User:
    """The signed-in person; only behind ``login_required``."""
    return cast(User, request.user)


def too_often(request: HttpRequest, action: str) -> bool:
    """Count one more try of ``action`` (ACCOUNT_RATE_LIMITS) by the person; whether it is one too many."""
    return not ratelimit.consume(request, action=action, user=person(request))


def try_save(form: BaseForm, save: Callable[[], T], *, at: str | None = None) -> T | None:
    """What ``save`` makes of a valid form. None if the form is not, or the domain says no: then ``at`` the field, or above all.

    A form without a request's data is not valid, so that a page that is only looked at comes out here too.
    """
    if not form.is_valid():
        return None
    try:
        return save()
    except DomainError as error:
        form.add_error(at, str(error))
        return None


def redirect_with_error(request: HttpRequest, error: DomainError, to: str) -> HttpResponse:
    """Say why the act was not possible, on the page the person came from."""
    messages.error(request, str(error))
    return redirect(to)


def redirect_with_refusals(request: HttpRequest, refused: list[str], to: str) -> HttpResponse:
    """Go ``to`` after an act on many; say of the first ``REFUSED_SHOWN``, a line each, why they stay as they were."""
    if not refused:
        return redirect(to)
    more = f" And {len(refused) - REFUSED_SHOWN} more." if len(refused) > REFUSED_SHOWN else ""
    return redirect_with_error(request, DomainError(" ".join(refused[:REFUSED_SHOWN]) + more), to)


def flash(request: HttpRequest, text: str, *, undo: str = "") -> None:
    """Say what happened; ``undo`` is the address that a POST takes it back at."""
    messages.success(request, text, extra_tags=f"undo:{undo}" if undo else "")


def flash_account_deleted(request: HttpRequest, text: str) -> None:
    """Say that the person's account is gone; the browser then forgets what it kept of them (keep.js)."""
    messages.success(request, text, extra_tags="forget")


def undo_url(name: str, did: dict[str, Any], back: str) -> str:
    """Where a POST takes an act on many back: the view ``name``, which reads ``did`` from the address and goes ``back``."""
    signed = signing.dumps(did, salt=name, compress=True)
    return f"{reverse(name)}?{urlencode({'did': signed, 'next': back})}"


def load_undo(request: HttpRequest, name: str) -> dict[str, Any]:
    """What the act did that is to be taken back by the view called ``name``. Raises DomainError once that is too long ago."""
    try:
        did: dict[str, Any] = signing.loads(request.GET.get("did", ""), salt=name, max_age=UNDO_FOR)
    except signing.BadSignature:
        raise DomainError("This cannot be undone at once any more. Each timeline can.") from None
    return did


def parse_pk(text: str) -> int:
    """The key of a record, or another number, that a form or an address holds; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def url_builder(name: str) -> Callable[[int], str]:
    """The address called ``name`` of each key. Looked up once: for hundreds of rows, looking up each is felt."""
    before, _, after = reverse(name, args=[0]).rpartition("0")
    return lambda key: f"{before}{key}{after}"


def parse_moment(text: str) -> datetime | None:
    """The aware moment of our days that a form or an address holds in ISO 8601; None for what is none."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo and FIRST_YEAR <= moment.year <= LAST_YEAR else None


def next_url(request: HttpRequest, fallback: str) -> str:
    """Where the form says it came from (``next``), if that is on this site, else ``fallback``."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if allowed else fallback
