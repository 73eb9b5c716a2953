"""QR codes that carry a page or a telephone number over to the phone."""

from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


def qr_code(content: str) -> SafeString:
    """The content as an inline SVG: black on white with its quiet zone, sized by its class, without inline style."""
    code = segno.make_qr(content, error="m")
    drawn = code.svg_inline(svgclass="qr-code", lineclass=None, omitsize=True, light="#fff")
    return mark_safe(drawn)  # noqa: S308  (squares only: the content is drawn, never written)


def address_for_phone(request: HttpRequest) -> str:
    """This page's address as another device reaches it; "" where the site answers on this machine alone."""
    path = request.get_full_path()
    address = f"{settings.BASE_URL}{path}" if settings.BASE_URL else request.build_absolute_uri(path)
    host = urlsplit(address).hostname or ""
    return "" if host in _THIS_MACHINE or host.endswith(".localhost") else address
