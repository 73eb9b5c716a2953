"""Reflections: the list with its filters, and the pages of one entry."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import flash, person, try_save
from tracker.models import Application
from withdrawals.domain.learning.patterns import patterns_of
from withdrawals.domain.learning.reflections import add_reflection, delete_reflection, update_reflection
from withdrawals.forms.learning import ReflectionForm
from withdrawals.models import Reflection, Withdrawal
from withdrawals.views.history import list_context, print_context

PROMPTS = (
    "What was planned, and what happened?",
    "At which stage did you learn the fact that decided it?",
    "Could the posting, or one question in the first call, have told you?",
    "Did you decide on facts or on nerves?",
    "Would you decide the same if the other offer vanished?",
    "What will you ask earlier next time?",
    "Who deserves thanks?",
)


@require_GET
@login_required
def reflection_list(request: HttpRequest) -> HttpResponse:
    """List the reflections. Without a filter, also show their patterns and the latest unfinished reflection."""
    mine = Reflection.objects.for_user(person(request))
    context = list_context(request, mine, printed="reflection_print")
    recent = context["recent"]
    if recent and not context["chosen"]:
        context["patterns"] = patterns_of((one["withdrawal__reason"], one["learned_at"]) for one in recent.facts)
        context["unfinished"] = mine.unfinished().latest_first().values_list("pk", flat=True).first()
    return render(request, "withdrawals/reflection_list.html", context)


@require_GET
@login_required
def reflection_print(request: HttpRequest) -> HttpResponse:
    mine = Reflection.objects.for_user(person(request))
    return render(request, "withdrawals/reflection_print.html", print_context(request, mine))


@require_http_methods(["GET", "POST"])
@login_required
def reflection_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a reflection on an application, with or without a withdrawal."""
    applications = Application.objects.for_user(person(request)).select_related("company", "owner")
    return _add(request, get_object_or_404(applications, pk=pk), None)


@require_http_methods(["GET", "POST"])
@login_required
def withdrawal_reflect(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a withdrawal's only reflection. Once it exists, GET redirects to it and POST updates it."""
    withdrawals = Withdrawal.objects.for_user(person(request)).select_related(
        "application__company", "application__owner"
    )
    withdrawal = get_object_or_404(withdrawals, pk=pk)
    written = withdrawal.reflections.first()
    if written is not None and request.method == "GET":
        return redirect("reflection_edit", pk=written.pk)
    return _add(request, withdrawal.application, withdrawal)


def _add(request: HttpRequest, application: Application, withdrawal: Withdrawal | None) -> HttpResponse:
    form = ReflectionForm(request.POST or None)
    reflection = try_save(
        form,
        lambda: add_reflection(
            application,
            actor=person(request),
            now=timezone.now(),
            withdrawal=withdrawal,
            finished="finish" in request.POST,
            **form.answers(),
        ),
    )
    if reflection is None:
        return _form_page(request, form, application, None)
    flash(request, "Kept. Only you see it.")
    if withdrawal is not None and "here" in request.POST:
        return redirect("withdrawal_detail", pk=withdrawal.pk)
    return redirect("reflection_detail", pk=reflection.pk)


@require_GET
@login_required
def reflection_detail(request: HttpRequest, pk: int) -> HttpResponse:
    context = {"section": "reflections", "reflection": _fetch(request, pk)}
    return render(request, "withdrawals/reflection_detail.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def reflection_edit(request: HttpRequest, pk: int) -> HttpResponse:
    reflection = _fetch(request, pk)
    form = ReflectionForm(request.POST or None, initial=_answers(reflection))
    now, finished = timezone.now(), "finish" in request.POST
    if not try_save(form, lambda: update_reflection(reflection, now=now, finished=finished, **form.answers())):
        return _form_page(request, form, reflection.application, reflection)
    flash(request, "Kept.")
    return redirect("reflection_detail", pk=reflection.pk)


def _answers(reflection: Reflection) -> dict[str, Any]:
    again = {True: "yes", False: "no", None: ""}[reflection.would_again]
    names = ("lesson", "body", "learned_at", "ask_earlier")
    return {**{name: getattr(reflection, name) for name in names}, "would_again": again}


def _form_page(
    request: HttpRequest, form: ReflectionForm, application: Application, reflection: Reflection | None
) -> HttpResponse:
    context = {
        "section": "reflections",
        "form": form,
        "application": application,
        "reflection": reflection,
        "prompts": PROMPTS,
    }
    return render(request, "withdrawals/reflection_form.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def reflection_delete(request: HttpRequest, pk: int) -> HttpResponse:
    delete_reflection(_fetch(request, pk))
    flash(request, "Deleted.")
    return redirect("reflection_list")


def _fetch(request: HttpRequest, pk: int) -> Reflection:
    rows = Reflection.objects.for_user(person(request)).select_related("application__company", "withdrawal", "owner")
    return get_object_or_404(rows, pk=pk)
