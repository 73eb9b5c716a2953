"""Search everything: applications, companies, contacts, reflections and what the timeline says."""

from typing import Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.http import person
from tracker.models import Application, Company, Contact, Event
from tracker.states import EventKind
from withdrawals.models import Reflection

#: Of each kind; the lists have the rest.
SHOWN: Final = 8
TEXT_LIMIT: Final = 100


@require_GET
@login_required
def search(request: HttpRequest) -> HttpResponse:
    """What matches each word of ``q``, the best known first."""
    user = person(request)
    text = request.GET.get("q", "").strip()[:TEXT_LIMIT]
    context: dict[str, object] = {"section": "search", "search_query": text}
    if text:
        applications = Application.objects.for_user(user).matching(text).for_lists()
        notes = Event.objects.for_user(user).filter(kind=EventKind.NOTE, text__icontains=text, correction=None)
        reflections = Reflection.objects.for_user(user).matching(text).with_application().latest_first()
        found = {
            "applications": list(applications.order_by("-touched_at", "-pk")[:SHOWN]),
            "companies": list(Company.objects.for_user(user).matching(text).defer("notes").order_by("name")[:SHOWN]),
            "contacts": list(
                Contact.objects.for_user(user).matching(text).select_related("company").order_by("name")[:SHOWN]
            ),
            "notes": list(notes.select_related("application__company").order_by("-at", "-pk")[:SHOWN]),
            "reflections": list(reflections[:SHOWN]),
        }
        context |= {**found, "nothing": not any(found.values())}
    return render(request, "search.html", context)
