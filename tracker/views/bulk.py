"""Acts on several applications at once, chosen in the list. What cannot follow is left as it was, and said."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.errors import DomainError
from accounts.http import back_or, person, refuse, say_done
from tracker.domain.applications import archive_application, delete_application, end_application, set_tags
from tracker.domain.companies import tags_named
from tracker.domain.stages import move_to_stage
from tracker.forms.lists import BulkTagForm
from tracker.models import Application
from tracker.states import Outcome, Stage

#: As many as a page of the list shows.
CHOSEN_LIMIT = 50


def _chosen(request: HttpRequest) -> list[Application]:
    """The person's applications whose boxes are ticked; keys of others, and what is no key, are passed over."""
    keys = [int(key) for key in request.POST.getlist("pk") if key.isascii() and key.isdigit() and len(key) < 18]
    rows = Application.objects.for_user(person(request)).filter(pk__in=keys[:CHOSEN_LIMIT])
    return list(rows.select_related("owner", "company").order_by("pk"))


def _each(request: HttpRequest, act: Callable[[Application], object], words: str) -> HttpResponse:
    """Do it to each chosen one; say how many it was done to, and why not to the others."""
    back = back_or(request, reverse("application_list"))
    chosen = _chosen(request)
    if not chosen:
        return refuse(request, DomainError("Choose applications first."), back)
    refused: list[str] = []
    for application in chosen:
        try:
            with transaction.atomic():
                act(application)
        except DomainError as error:
            refused.append(f"{application.title}, {application.company}: {error}")
    done = len(chosen) - len(refused)
    if done:
        say_done(request, f"{done} {words}.")
    if refused:
        refuse(request, DomainError(" ".join(refused[:3])), back)
    return redirect(back)


@require_POST
@login_required
def bulk_move(request: HttpRequest) -> HttpResponse:
    """Move them to one stage."""
    user, now, stage = person(request), timezone.now(), request.POST.get("stage", "")
    label = Stage(stage).label if stage in Stage.values else stage
    return _each(request, lambda one: move_to_stage(one, stage, actor=user, now=now), f"moved to {label}")


@require_POST
@login_required
def bulk_end(request: HttpRequest) -> HttpResponse:
    """Record that they ended alike."""
    user, now, outcome = person(request), timezone.now(), request.POST.get("outcome", "")
    label = Outcome(outcome).label.lower() if outcome in Outcome.values else outcome
    return _each(request, lambda one: end_application(one, outcome, actor=user, now=now), f"closed: {label}")


@require_POST
@login_required
def bulk_tag(request: HttpRequest) -> HttpResponse:
    """Add tags to them; those they have stay."""
    form = BulkTagForm(request.POST)
    if not form.is_valid():
        words = "; ".join(str(error) for errors in form.errors.values() for error in errors)
        return refuse(request, DomainError(words), back_or(request, reverse("application_list")))
    tags = tags_named(owner=person(request), names=form.cleaned_data["tag_names"])
    return _each(request, lambda one: set_tags(one, tags={*one.tags.all(), *tags}), "tagged")


@require_POST
@login_required
def bulk_archive(request: HttpRequest) -> HttpResponse:
    """Put them away."""
    user, now = person(request), timezone.now()
    return _each(request, lambda one: archive_application(one, actor=user, now=now), "put in the archive")


@require_POST
@login_required
def bulk_delete(request: HttpRequest) -> HttpResponse:
    """Ask with a list of what will go; then, ``sure``, delete."""
    user, now = person(request), timezone.now()
    if request.POST.get("sure") == "yes":
        return _each(request, lambda one: delete_application(one, actor=user, now=now), "deleted")
    chosen = _chosen(request)
    back = back_or(request, reverse("application_list"))
    if not chosen:
        return refuse(request, DomainError("Choose applications first."), back)
    context = {"section": "applications", "chosen": chosen, "back": back}
    return render(request, "tracker/bulk_delete.html", context)
