"""Liveness and readiness checks for machines."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.health import is_broker_up, is_database_up, is_heartbeat_recent


@require_safe
@login_not_required
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Respond 200 while this process is alive; no other part is checked."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@login_not_required
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Respond 200 when database, broker and beat are healthy, else 503; the body has the state of each."""
    database = is_database_up()
    parts = {
        "database": database,
        "broker": is_broker_up(),
        "beat": database and is_heartbeat_recent(timezone.now()),
    }
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)
