"""Pages of an application: show, add, edit, delete."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.errors import DomainError
from accounts.http import flash, person, redirect_with_error
from tracker.domain.applications import add_application, delete_application, set_tags, update_application
from tracker.domain.deleting import count_deleted
from tracker.domain.events import latest_undoable
from tracker.domain.reminders import NEXT_ACTION, REMINDERS_BEFORE
from tracker.forms.applications import AddApplicationForm, EditApplicationForm, NextActionForm, NoteForm
from tracker.forms.people import AgreementForm
from tracker.forms.reminders import RemindForm
from tracker.models import Application, Company, Contact, Event, Interview
from tracker.states import Outcome, Stage
from tracker.views.records import fetch_application, requested_company_name
from tracker.views.reminders import reminders_of

#: Events shown unless the URL has ``?all``.
EVENTS_SHOWN = 30
COMPANIES_OFFERED = 8
EARLIER_SHOWN = 3


@require_GET
@login_required
def application_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one application."""
    now = timezone.now()
    application = fetch_application(request, pk)
    events = list(Event.objects.timeline(application)[: None if "all" in request.GET else EVENTS_SHOWN + 1])
    interviews = list(
        application.interviews.select_related("contact").prefetch_related("interviewers").order_by("starts_at", "pk")
    )
    reminders = reminders_of(application, *interviews, now=now)
    asked_for = any(reminder.kind == NEXT_ACTION for reminder in reminders)
    context = {
        "section": "applications",
        "application": application,
        "now": now,
        "events": events if "all" in request.GET else events[:EVENTS_SHOWN],
        "more_events": len(events) > EVENTS_SHOWN and "all" not in request.GET,
        "earlier_versions": Event.objects.earlier_versions(events),
        "undoable": latest_undoable(events),
        "interviews": interviews,
        "next_interview": _next_of(interviews, now),
        "people": _people(application, interviews),
        "agreements": list(application.agreements.order_by("-created_at")),
        "ends": _ends(application),
        "note_form": NoteForm(),
        "reminders": [reminder for reminder in reminders if reminder.kind not in REMINDERS_BEFORE],
        "remind_form": RemindForm(user=person(request)),
        "next_action_form": NextActionForm(
            initial={
                "next_action": application.next_action,
                "next_action_on": application.next_action_on,
                "remind": asked_for,
            }
        ),
        "agreement_form": AgreementForm(auto_id="agreement_%s"),
    }
    return render(request, "tracker/application_detail.html", context)


def _next_of(interviews: list[Interview], now: datetime) -> Interview | None:
    return next((i for i in interviews if i.status == "scheduled" and i.ends_at > now), None)


def _people(application: Application, interviews: list[Interview]) -> list[Contact]:
    found = [application.contact, *(i.contact for i in interviews)]
    found += [person for interview in interviews for person in interview.interviewers.all()]
    return list({contact.pk: contact for contact in found if contact}.values())


def _ends(application: Application) -> list[tuple[str, str]]:
    """Return the outcomes to choose from, as values and labels. Only an offer can be accepted or declined."""
    only_with_offer = {Outcome.ACCEPTED, Outcome.DECLINED}
    offered = application.stage == Stage.OFFER
    return [
        (outcome.value, outcome.label)
        for outcome in Outcome
        if outcome != Outcome.OPEN and (offered or outcome not in only_with_offer)
    ]


@require_http_methods(["GET", "POST"])
@login_required
def application_add(request: HttpRequest) -> HttpResponse:
    """Record a new application, and tell the person of earlier ones at the same company."""
    user = person(request)
    initial = {"company_name": requested_company_name(request), "stage": Stage.SAVED}
    form = AddApplicationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        earlier = list(Application.objects.for_user(user).seen_at(form.cleaned_data["company_name"])[:EARLIER_SHOWN])
        with transaction.atomic():
            application = add_application(owner=user, actor=user, now=timezone.now(), **form.domain_arguments())
        if earlier:
            messages.info(request, f"You applied there before: {', '.join(describe(one) for one in earlier)}.")
        return redirect("application_detail", pk=application.pk)
    context = {
        "section": "add",
        "form": form,
        "more": form.is_bound and bool(set(form.errors) - {"title", "company_name"}),
    }
    return render(request, "tracker/application_form.html", context, status=422 if form.is_bound else 200)


def describe(application: Application) -> str:
    """Return "Data Analyst (rejected)": role and outcome of an earlier application."""
    return f"{application.title} ({application.get_outcome_display().lower()})"


@require_GET
@login_required
def company_lookup(request: HttpRequest) -> HttpResponse:
    """List known companies whose names contain the typed text, and earlier applications at the company so named."""
    typed = request.GET.get("company_name", "").strip()
    user = person(request)
    context: dict[str, Any] = {}
    if typed:
        companies = Company.objects.for_user(user).filter(name__icontains=typed)
        context["companies"] = companies.order_by("name")[:COMPANIES_OFFERED]
        context["earlier"] = Application.objects.for_user(user).seen_at(typed)[:EARLIER_SHOWN]
    return render(request, "tracker/application_form.html#company-lookup", context)


@require_http_methods(["GET", "POST"])
@login_required
def application_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit the details. Stage and outcome have their own actions."""
    user = person(request)
    application = fetch_application(request, pk)
    form = EditApplicationForm(request.POST or None, application=application)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            update_application(application, actor=user, now=timezone.now(), **form.domain_arguments())
            set_tags(application, names=form.cleaned_data["tag_names"])
        flash(request, "Saved.")
        return redirect("application_detail", pk=pk)
    context = {"section": "applications", "form": form, "application": application, "more": True}
    return render(request, "tracker/application_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@login_required
def application_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for confirmation with a count of what will be deleted; a POST deletes it."""
    application = fetch_application(request, pk)
    if request.method == "POST":
        try:
            delete_application(application, actor=person(request), now=timezone.now())
        except DomainError as error:
            return redirect_with_error(request, error, reverse("application_detail", args=[pk]))
        flash(request, f"Deleted: {application.title}, {application.company}.")
        return redirect("application_list")
    context = {"section": "applications", "application": application, "deleted_counts": count_deleted(application)}
    return render(request, "tracker/application_delete.html", context)
