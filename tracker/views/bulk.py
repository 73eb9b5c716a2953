"""Actions on several applications, selected in the list.

A refused one stays as it was, and the page gives the reason.
"""

from collections.abc import Callable, Sequence

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.errors import DomainError
from accounts.http import flash, load_undo, next_url, person, redirect_with_error, redirect_with_refusals, undo_url
from accounts.models import User
from tracker.domain.applications import add_tags, archive_application, delete_application, end_application, remove_tags
from tracker.domain.events import undo_event
from tracker.domain.stages import change_stage
from tracker.forms.lists import BulkTagForm
from tracker.models import Application, Event, Tag
from tracker.states import Outcome, Stage
from tracker.views.records import selected_applications

#: Applications in one action: the page size of the list.
SELECTION_LIMIT = 50
#: The result for one application: an event that can be undone, the tags added, True for any other change, or nothing.
ActionResult = Event | list[Tag] | bool | None


def _run_on_each(request: HttpRequest, act: Callable[[Application], ActionResult], words: str) -> HttpResponse:
    """Call ``act`` on each selected application; flash the count with one Undo link, and the reasons of refusals."""
    back = next_url(request, reverse("application_list"))
    chosen = selected_applications(request, "pk", most=SELECTION_LIMIT)
    if not chosen:
        return redirect_with_error(request, DomainError("Choose applications first."), back)
    done: list[tuple[Application, ActionResult]] = []
    refused: list[str] = []
    for application in chosen:
        try:
            with transaction.atomic():
                done.append((application, act(application)))
        except DomainError as error:
            refused.append(f"{application.title}, {application.company}: {error}")
    if done:
        _flash_counts(request, done, words, back)
    return redirect_with_refusals(request, refused, back)


def _flash_counts(request: HttpRequest, done: list[tuple[Application, ActionResult]], words: str, back: str) -> None:
    changed = [(application, what) for application, what in done if what]
    same = len(done) - len(changed)
    parts = [f"{len(changed)} {words}."] if changed else []
    parts += [f"{same} {'was' if same == 1 else 'were'} so already."] if same else []
    flash(request, " ".join(parts), undo=_undo_url(changed, back))


def _undo_url(done: Sequence[tuple[Application, ActionResult]], back: str) -> str:
    """Return the URL that undoes the whole action by a POST, with the keys signed; "" if nothing can be undone."""
    events = [what.pk for _, what in done if isinstance(what, Event)]
    tagged: dict[int, list[int]] = {}
    for application, what in done:
        for tag in what if isinstance(what, list) else []:
            tagged.setdefault(tag.pk, []).append(application.pk)
    if not events and not tagged:
        return ""
    return undo_url("bulk_undo", {"events": events, "tags": list(tagged.items())}, back)


@require_POST
@login_required
def bulk_move(request: HttpRequest) -> HttpResponse:
    """Change the stage of each."""
    user, now, stage = person(request), timezone.now(), request.POST.get("stage", "")
    label = Stage(stage).label if stage in Stage.values else stage
    return _run_on_each(request, lambda one: change_stage(one, stage, actor=user, now=now), f"moved to {label}")


@require_POST
@login_required
def bulk_end(request: HttpRequest) -> HttpResponse:
    """Record the same outcome for each."""
    user, now, outcome = person(request), timezone.now(), request.POST.get("outcome", "")
    label = Outcome(outcome).label.lower() if outcome in Outcome.values else outcome
    return _run_on_each(request, lambda one: end_application(one, outcome, actor=user, now=now), f"closed: {label}")


@require_POST
@login_required
def bulk_tag(request: HttpRequest) -> HttpResponse:
    """Add tags to each, and keep those they have."""
    form = BulkTagForm(request.POST)
    if not form.is_valid():
        words = "; ".join(str(error) for errors in form.errors.values() for error in errors)
        return redirect_with_error(request, DomainError(words), next_url(request, reverse("application_list")))
    names = form.cleaned_data["tag_names"]
    return _run_on_each(request, lambda one: add_tags(one, names=names), "tagged")


@require_POST
@login_required
def bulk_archive(request: HttpRequest) -> HttpResponse:
    """Archive each."""
    user, now = person(request), timezone.now()
    return _run_on_each(request, lambda one: archive_application(one, actor=user, now=now), "put in the archive")


@require_POST
@login_required
def bulk_delete(request: HttpRequest) -> HttpResponse:
    """Ask for confirmation with a list of the applications; with ``sure=yes`` delete them."""
    user, now = person(request), timezone.now()

    def delete(application: Application) -> bool:
        delete_application(application, actor=user, now=now)
        return True

    if request.POST.get("sure") == "yes":
        return _run_on_each(request, delete, "deleted")
    chosen = selected_applications(request, "pk", most=SELECTION_LIMIT)
    back = next_url(request, reverse("application_list"))
    if not chosen:
        return redirect_with_error(request, DomainError("Choose applications first."), back)
    context = {"section": "applications", "chosen": chosen, "back": back}
    return render(request, "tracker/bulk_delete.html", context)


@require_POST
@login_required
def bulk_undo(request: HttpRequest) -> HttpResponse:
    """Undo a whole action. An application that changed since stays as it is, and the page gives the reason."""
    user, back = person(request), next_url(request, reverse("application_list"))
    try:
        did = load_undo(request, "bulk_undo")
    except DomainError as error:
        return redirect_with_error(request, error, back)
    events = Event.objects.for_user(user).filter(pk__in=did["events"]).select_related("application__company")
    undone, refused = 0, list[str]()
    for event in events.order_by("-pk"):
        try:
            undo_event(event, actor=user, now=timezone.now())
        except DomainError as error:
            refused.append(f"{event.application}: {error}")
        else:
            undone += 1
    undone += _remove_tags(user, did["tags"])
    if undone:
        flash(request, f"Undone for {undone}.")
    return redirect_with_refusals(request, refused, back)


def _remove_tags(user: User, tagged: list[tuple[int, list[int]]]) -> int:
    """Remove each tag from the applications to which it was added; return the number of applications."""
    keys = {key for _, applications in tagged for key in applications}
    found = list(Application.objects.for_user(user).filter(pk__in=keys))
    for application in found:
        remove_tags(application, keys=[tag for tag, applications in tagged if application.pk in applications])
    return len(found)
