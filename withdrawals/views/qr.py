"""QR codes that open a page or dial a number on the phone."""

from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

_LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


def qr_code(content: str) -> SafeString:
    """Return a QR code as an inline SVG: black on white with a quiet zone, sized by CSS class, without inline style."""
    code = segno.make_qr(content, error="m")
    drawn = code.svg_inline(svgclass="qr-code", lineclass=None, omitsize=True, light="#fff")
    return mark_safe(drawn)  # noqa: S308  (squares only: the content is drawn, never written)


def address_for_phone(request: HttpRequest) -> str:
    """Return this page's URL for another device, or "" if the site can only be reached from this machine."""
    path = request.get_full_path()
    address = f"{settings.BASE_URL}{path}" if settings.BASE_URL else request.build_absolute_uri(path)
    host = urlsplit(address).hostname or ""
    return "" if host in _LOOPBACK_HOSTS or host.endswith(".localhost") else address
