"""Pages of an interview: show, add, edit, reschedule, delete."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.errors import DomainError
from accounts.http import HtmxRequest, flash, next_url, person, redirect_with_error, try_save
from tracker.domain.companies import add_contact
from tracker.domain.follow_ups import suggest_follow_ups
from tracker.domain.interviews import (
    add_interview,
    delete_interview,
    reschedule_interview,
    set_interview_status,
    update_interview,
)
from tracker.forms.interviews import (
    AddInterviewForm,
    DebriefForm,
    EditInterviewForm,
    InterviewDetailsForm,
    PrepForm,
    RescheduleForm,
)
from tracker.forms.reminders import RemindForm
from tracker.models import Application, Contact, Event, Interview
from tracker.states import INTERVIEW_TRANSITIONS, InterviewStatus
from tracker.views.records import fetch_application, fetch_interview
from tracker.views.reminders import reminders_of

#: The link to join becomes the primary button this long before the start.
JOIN_FROM = timedelta(minutes=30)


@require_GET
@login_required
def interview_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one interview."""
    now = timezone.now()
    interview = fetch_interview(request, pk)
    context = {
        "section": "applications",
        "interview": interview,
        "application": interview.application,
        "now": now,
        "phase": phase_of(interview, now),
        "people": _people(interview),
        "reminders": reminders_of(interview, now=now),
        "remind_form": RemindForm(user=interview.owner),
        "suggestions": suggest_follow_ups(interview, now=now),
        "history": list(Event.objects.timeline(interview.application).filter(interview=interview)[:30]),
        "earlier": list(interview.application.interviews.exclude(pk=pk).exclude(debrief="").order_by("starts_at")),
        "statuses": INTERVIEW_TRANSITIONS[interview.status],
        "prep_form": PrepForm(initial={"prep": interview.prep}),
        "debrief_form": DebriefForm(initial={"debrief": interview.debrief}),
    }
    return render(request, "tracker/interview_detail.html", context)


def phase_of(interview: Interview, now: datetime) -> str:
    """Return the phase that decides what the page offers.

    *before*; *join* from JOIN_FROM before the start; *ask* (did it happen?) after the end; *after* it happened; *off*
    if missed or cancelled.
    """
    if interview.status == InterviewStatus.HAPPENED:
        return "after"
    if interview.status != InterviewStatus.SCHEDULED:
        return "off"
    if now >= interview.ends_at:
        return "ask"
    return "join" if now >= interview.starts_at - JOIN_FROM else "before"


def _people(interview: Interview) -> list[Contact]:
    found = [interview.contact or interview.application.contact, *interview.interviewers.order_by("name")]
    return list({contact.pk: contact for contact in found if contact}.values())


@require_http_methods(["GET", "POST"])
@login_required
def interview_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an interview to the application ``pk``."""
    user, now = person(request), timezone.now()
    application = fetch_application(request, pk)
    form = AddInterviewForm(request.POST or None, application=application, last=last_round(application), reader=user)
    interview = try_save(form, lambda: _record(form, application, now=now))
    if interview is not None:
        flash(request, "Interview noted. You will be reminded a day and an hour before.")
        return redirect("interview_detail", pk=interview.pk)
    context = {"section": "applications", "form": form, "application": application}
    return render(request, "tracker/interview_form.html", context, status=422 if form.is_bound else 200)


def last_round(application: Application) -> Interview | None:
    """Return the interview with the highest round, or None."""
    return application.interviews.select_related("contact").order_by("-round", "-starts_at", "-pk").first()


@transaction.atomic
def _record(form: AddInterviewForm, application: Application, *, now: datetime) -> Interview:
    return add_interview(
        application,
        starts_at=form.starts_at(),
        time_zone=form.cleaned_data["time_zone"],
        actor=application.owner,
        now=now,
        contact=_contact(form, application, now=now),
        **form.details(),
    )


def _contact(form: InterviewDetailsForm, application: Application, *, now: datetime) -> Contact | None:
    """Return the contact who arranged it: a new one, added to the company, or the chosen one."""
    new = form.new_contact()
    if new is None:
        chosen: Contact | None = form.cleaned_data["contact"]
        return chosen
    return add_contact(owner=application.owner, company=application.company, now=now, **new)


@require_http_methods(["GET", "POST"])
@login_required
def interview_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit the details, without the time."""
    user, now = person(request), timezone.now()
    interview = fetch_interview(request, pk)
    form = EditInterviewForm(request.POST or None, interview=interview)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            contact = _contact(form, interview.application, now=now)
            update_interview(interview, actor=user, now=now, contact=contact, **form.details())
        flash(request, "Saved.")
        return redirect("interview_detail", pk=pk)
    context = {"section": "applications", "form": form, "interview": interview, "application": interview.application}
    return render(request, "tracker/interview_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@login_required
def interview_reschedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Change its time."""
    interview = fetch_interview(request, pk)
    start = interview.agreed_start
    initial = {"date": start.date(), "time": start.time(), "time_zone": interview.time_zone, "by_them": "yes"}
    form = RescheduleForm(request.POST or None, initial=initial)
    event = try_save(
        form,
        lambda: reschedule_interview(
            interview,
            starts_at=form.starts_at(),
            time_zone=form.cleaned_data["time_zone"],
            by_them=form.cleaned_data["by_them"],
            actor=person(request),
            now=timezone.now(),
        ),
    )
    if event is not None:
        flash(request, "Moved. Your reminders moved with it.", undo=reverse("event_undo", args=[event.pk]))
        return redirect("interview_detail", pk=pk)
    context: dict[str, Any] = {"section": "applications", "form": form, "interview": interview}
    return render(request, "tracker/interview_reschedule.html", context, status=422 if form.is_bound else 200)


STATUS_MESSAGES = {
    InterviewStatus.HAPPENED: "It happened.",
    InterviewStatus.MISSED: "Noted as missed.",
    InterviewStatus.CANCELLED_BY_ME: "Cancelled. You will not be reminded of it.",
    InterviewStatus.CANCELLED_BY_THEM: "Cancelled by them. You will not be reminded of it.",
    InterviewStatus.SCHEDULED: "On again.",
}


@require_POST
@login_required
def interview_status(request: HttpRequest, pk: int) -> HttpResponse:
    """Set its status."""
    interview = fetch_interview(request, pk)
    detail = reverse("interview_detail", args=[pk])
    status = request.POST.get("status", "")
    try:
        event = set_interview_status(interview, status, actor=person(request), now=timezone.now())
    except DomainError as error:
        return redirect_with_error(request, error, next_url(request, detail))
    flash(request, STATUS_MESSAGES[InterviewStatus(status)], undo=reverse("event_undo", args=[event.pk]))
    return redirect(next_url(request, f"{detail}#afterwards" if status == InterviewStatus.HAPPENED else detail))


@require_POST
@login_required
def interview_prep(request: HtmxRequest, pk: int) -> HttpResponse:
    """Save the notes to prepare for it."""
    return _save_notes(request, fetch_interview(request, pk), PrepForm(request.POST))


@require_POST
@login_required
def interview_debrief(request: HtmxRequest, pk: int) -> HttpResponse:
    """Save the notes about how it went."""
    return _save_notes(request, fetch_interview(request, pk), DebriefForm(request.POST))


def _save_notes(request: HtmxRequest, interview: Interview, form: PrepForm | DebriefForm) -> HttpResponse:
    if not form.is_valid():
        return redirect_with_error(
            request, DomainError("That is longer than 20,000 letters. Shorten it."), _detail_url(interview)
        )
    update_interview(interview, actor=person(request), now=timezone.now(), **form.cleaned_data)
    if request.htmx:
        return HttpResponse(status=204)
    flash(request, "Saved.")
    return redirect(_detail_url(interview))


def _detail_url(interview: Interview) -> str:
    return reverse("interview_detail", args=[interview.pk])


@require_http_methods(["GET", "POST"])
@login_required
def interview_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for confirmation; a POST deletes an interview that was recorded by mistake."""
    interview = fetch_interview(request, pk)
    if request.method == "POST":
        delete_interview(interview, actor=person(request), now=timezone.now())
        flash(request, "Interview removed.")
        return redirect("application_detail", pk=interview.application_id)
    return render(request, "tracker/interview_delete.html", {"section": "applications", "interview": interview})
