"""The pages of this folder, under the names that the shell links to."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path
from django.utils import timezone

PAGES = Path(__file__).parent / "pages"
STAGES = [("saved", "Saved"), ("applied", "Applied"), ("screening", "Screening"), ("offer", "Offer")]
CARDS = [
    {"stage": "saved", "role": "Data Analyst", "company": "Northwind"},
    {"stage": "saved", "role": "UX Researcher", "company": "Basalt Labs", "refused": True},
    {"stage": "applied", "role": "Platform Engineer", "company": "Fernway"},
]


class ApplicationForm(forms.Form):
    """One field of each kind that crispy-bootstrap5 writes."""

    company = forms.CharField()
    role = forms.CharField(help_text="As the posting says it.")
    stage = forms.ChoiceField(choices=STAGES)
    applied_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    mode = forms.ChoiceField(choices=[("remote", "Remote"), ("hybrid", "Hybrid")], widget=forms.RadioSelect)
    keep = forms.BooleanField(required=False, label="Stay in touch")
    notes = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 4}))


def page(name: str) -> Callable[[HttpRequest], HttpResponse]:
    """A view that renders pages/NAME.html with what any of them may ask for."""

    def view(request: HttpRequest) -> HttpResponse:
        if name == "today":
            messages.success(request, "Moved to Screening.", extra_tags="undo:/undo/")
            messages.error(request, "Not sent: the address was refused.")
        now = timezone.now()
        context = {
            "form": ApplicationForm({"role": "Engineer"}),
            "stages": STAGES,
            "cards": CARDS,
            "now": now.isoformat(),
            "soon": (now + timedelta(seconds=2)).isoformat(),
        }
        template = engines["django"].from_string((PAGES / f"{name}.html").read_text())
        return HttpResponse(template.render(context, request))

    return view


def answer(request: HttpRequest) -> HttpResponse:
    """What the board's move answers: a toast with Undo."""
    trigger = '{"toast": {"message": "Moved.", "undo_url": "/undo/"}}'
    return HttpResponse(status=204, headers={"HX-Trigger": trigger})


def save(request: HttpRequest) -> HttpResponse:
    """An autosave; with the cookie ``expired`` the session has ended meanwhile."""
    return redirect("account_login") if "expired" in request.COOKIES else HttpResponse(status=204)


def refuse(request: HttpRequest) -> HttpResponse:
    """A move that the domain does not allow."""
    return HttpResponse("Changed elsewhere.", status=409)


urlpatterns = [
    path("", page("today"), name="today"),
    path("board/", page("board"), name="board"),
    path("applications/", page("table"), name="application_list"),
    path("applications/add/", page("form"), name="application_add"),
    path("applications/1/", page("record"), name="record"),
    path("applications/1/withdraw/", page("letter"), name="letter"),
    path("calendar/", page("calendar"), name="calendar"),
    path("reflections/", page("reflections"), name="reflection_list"),
    path("companies/", page("table"), name="company_list"),
    path("contacts/", page("table"), name="contact_list"),
    path("search/", page("table"), name="search"),
    path("settings/", page("form"), name="settings"),
    path("move/", answer, name="move"),
    path("save/", save, name="save"),
    path("undo/", answer, name="undo"),
    path("refuse/", refuse, name="refuse"),
    path("accounts/", include("allauth.account.urls")),
]
