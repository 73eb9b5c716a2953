"""Liveness and readiness checks for machines."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.health import beats, broker_answers, database_answers


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
    database = database_answers()
    parts = {
        "database": database,
        "broker": broker_answers(),
        "beat": database and beats(timezone.now()),
    }
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)
