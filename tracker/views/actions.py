"""Actions on one application: change its stage, end, reopen, archive, note, next step, undo.

Each takes a POST and redirects back to the page it came from.
"""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from accounts.errors import DomainError
from accounts.http import HtmxRequest, flash, next_url, person, redirect_with_error, try_save
from tracker.domain.applications import (
    archive_application,
    correct_note,
    end_application,
    log_note,
    set_next_step,
    unarchive_application,
    update_application,
)
from tracker.domain.events import undo_event
from tracker.domain.stages import change_stage, reopen_application
from tracker.forms.applications import CorrectNoteForm, NextActionForm, NoteForm
from tracker.models import Application, Event
from tracker.states import EventKind, Outcome, Stage
from tracker.views.records import fetch_application


def _run(
    request: HtmxRequest, application: Application, act: Callable[[], Event | None], words: str, *, undo: bool = True
) -> HttpResponse:
    """Call ``act``, flash ``words`` with an Undo link, and redirect back; on a DomainError flash its message.

    An htmx request, as from the board, gets a toast instead: status 204, or 409 on an error.
    """
    back = next_url(request, _current_page(request) or reverse("application_detail", args=[application.pk]))
    try:
        event = act()
    except DomainError as error:
        if request.htmx:
            return trigger_client_event(HttpResponse(status=409), "toast", {"message": str(error), "level": "error"})
        return redirect_with_error(request, error, back)
    undo_url = event_undo_url(event, back) if event and undo else ""
    if request.htmx:
        done = HttpResponse(status=204)
        return trigger_client_event(done, "toast", {"message": words, "undo_url": undo_url}) if event else done
    if event:
        flash(request, words, undo=undo_url)
    return redirect(back)


def event_undo_url(event: Event, back: str) -> str:
    """Return the URL that undoes ``event`` by a POST and then redirects to ``back``."""
    return f"{reverse('event_undo', args=[event.pk])}?{urlencode({'next': back})}"


def _current_page(request: HtmxRequest) -> str:
    """Return path and query of the page that sent an htmx request; "" for other requests."""
    shown = urlsplit(request.htmx.current_url or "")
    return f"{shown.path}?{shown.query}" if shown.query else shown.path


@require_POST
@login_required
def application_move(request: HtmxRequest, pk: int) -> HttpResponse:
    """Change its stage."""
    application = fetch_application(request, pk)
    stage = request.POST.get("stage", "")
    label = Stage(stage).label if stage in Stage.values else stage

    def act() -> Event | None:
        return change_stage(application, stage, actor=person(request), now=timezone.now())

    return _run(request, application, act, f"Moved to {label}.")


@require_POST
@login_required
def application_end(request: HtmxRequest, pk: int) -> HttpResponse:
    """Record how it ended."""
    application = fetch_application(request, pk)
    outcome = request.POST.get("outcome", "")
    label = Outcome(outcome).label.lower() if outcome in Outcome.values else outcome

    def act() -> Event:
        return end_application(application, outcome, actor=person(request), now=timezone.now())

    return _run(request, application, act, f"{application.company}: {label}.")


@require_POST
@login_required
def application_reopen(request: HtmxRequest, pk: int) -> HttpResponse:
    """Reopen it at the stage it had."""
    application = fetch_application(request, pk)

    def act() -> Event:
        return reopen_application(application, actor=person(request), now=timezone.now())

    return _run(request, application, act, "Open again.", undo=False)


@require_POST
@login_required
def application_archive(request: HtmxRequest, pk: int) -> HttpResponse:
    """Archive it."""
    application = fetch_application(request, pk)

    def act() -> Event:
        return archive_application(application, actor=person(request), now=timezone.now())

    return _run(request, application, act, "In the archive.")


@require_POST
@login_required
def application_unarchive(request: HtmxRequest, pk: int) -> HttpResponse:
    """Take it out of the archive."""
    application = fetch_application(request, pk)

    def act() -> Event:
        return unarchive_application(application, actor=person(request), now=timezone.now())

    return _run(request, application, act, "Out of the archive.")


@require_POST
@login_required
def application_note(request: HtmxRequest, pk: int) -> HttpResponse:
    """Append a note to the timeline."""
    application = fetch_application(request, pk)
    form = NoteForm(request.POST)

    def act() -> Event:
        text = form.cleaned_data["text"] if form.is_valid() else ""
        return log_note(application, text, actor=person(request), now=timezone.now())

    return _run(request, application, act, "Noted.", undo=False)


@require_POST
@login_required
def application_next_action(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the next step."""
    application = fetch_application(request, pk)
    form = NextActionForm(request.POST)
    back = next_url(request, reverse("application_detail", args=[pk]))
    if not form.is_valid():
        return redirect_with_error(
            request, DomainError("A next step needs a few words, and a real day to be reminded on."), back
        )
    step = {name: form.cleaned_data[name] for name in ("next_action", "next_action_on")}
    set_next_step(application, **step, remind=form.cleaned_data["remind"], actor=person(request), now=timezone.now())
    flash(request, f"Next: {step['next_action']}.")
    return redirect(back)


@require_POST
@login_required
def application_action_done(request: HtmxRequest, pk: int) -> HttpResponse:
    """Clear the next step. The timeline records it."""
    application = fetch_application(request, pk)
    done = application.next_action or "Next step"

    def act() -> Event | None:
        if not application.next_action and not application.next_action_on:
            return None
        now, actor = timezone.now(), person(request)
        update_application(application, actor=actor, now=now, next_action="", next_action_on=None)
        return application.events.order_by("-pk").first()

    return _run(request, application, act, f"Done: {done}.")


@require_http_methods(["GET", "POST"])
@login_required
def event_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a note and its time."""
    notes = Event.objects.for_user(person(request)).select_related("application__company")
    note = get_object_or_404(notes, pk=pk)
    back = f"{reverse('application_detail', args=[note.application_id])}#timeline"
    if note.kind != EventKind.NOTE:
        return redirect_with_error(
            request, DomainError("Only a note is corrected. What the record did is undone."), back
        )
    form = CorrectNoteForm(request.POST or None, initial={"at": note.at, "text": note.text})
    user, now = person(request), timezone.now()
    if try_save(form, lambda: correct_note(note, actor=user, now=now, **form.cleaned_data)):
        flash(request, "Corrected.")
        return redirect(back)
    context = {"section": "applications", "form": form, "application": note.application, "back": back}
    return render(request, "tracker/event_correct.html", context, status=422 if form.is_bound else 200)


@require_POST
@login_required
def event_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo what an event did."""
    event = get_object_or_404(Event.objects.for_user(person(request)), pk=pk)
    back = next_url(request, reverse("application_detail", args=[event.application_id]))
    try:
        undo_event(event, actor=person(request), now=timezone.now())
    except DomainError as error:
        return redirect_with_error(request, error, back)
    flash(request, "Undone.")
    return redirect(back)
