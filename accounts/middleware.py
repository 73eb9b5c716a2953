"""Middleware: the person's time zone, no caching of private pages, no zero bytes in text."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils import timezone
from django.utils.cache import patch_cache_control


def person_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Activate the signed-in person's time zone for the request, and mark the response ``private, no-store``.

    The Back button after sign-out and a shared proxy then cannot show a private page.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        with timezone.override(request.user.time_zone):
            answer = get_response(request)
        patch_cache_control(answer, private=True, no_store=True)
        return answer

    return middleware


def plain_text_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Respond 400 to a zero byte in the query string or the form: nobody types one, and PostgreSQL cannot store it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", "") or _posts_zero_byte(request):
            raise BadRequest("There is a zero byte in the request.")
        return get_response(request)

    return middleware


def _posts_zero_byte(request: HttpRequest) -> bool:
    try:
        return any("\0" in text for _, texts in request.POST.lists() for text in texts)
    except UnreadablePostError as error:
        raise BadRequest("The request broke off.") from error
