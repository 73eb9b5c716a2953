"""Feedback from employers: the list with its filters, and the pages of one entry."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import flash, person, try_save
from tracker.models import Application
from withdrawals.domain.aftercare.feedback import add_feedback, delete_feedback, update_feedback
from withdrawals.forms.aftercare import FeedbackForm
from withdrawals.models import Feedback
from withdrawals.views.history import list_context, print_context


@require_GET
@login_required
def feedback_list(request: HttpRequest) -> HttpResponse:
    mine = Feedback.objects.for_user(person(request))
    return render(request, "withdrawals/feedback_list.html", list_context(request, mine, printed="feedback_print"))


@require_GET
@login_required
def feedback_print(request: HttpRequest) -> HttpResponse:
    mine = Feedback.objects.for_user(person(request))
    return render(request, "withdrawals/feedback_print.html", print_context(request, mine))


@require_http_methods(["GET", "POST"])
@login_required
def feedback_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add feedback that an employer gave on an application, on any channel."""
    applications = Application.objects.for_user(person(request)).select_related("company", "owner")
    application = get_object_or_404(applications, pk=pk)
    form = FeedbackForm(request.POST or None)
    user, now = person(request), timezone.now()
    feedback = try_save(form, lambda: add_feedback(application, actor=user, now=now, **form.cleaned_data))
    if feedback is None:
        return _form_page(request, form, application, None)
    flash(request, "Kept. Only you see it.")
    return redirect("feedback_detail", pk=feedback.pk)


@require_GET
@login_required
def feedback_detail(request: HttpRequest, pk: int) -> HttpResponse:
    context = {"section": "reflections", "feedback": _fetch(request, pk)}
    return render(request, "withdrawals/feedback_detail.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def feedback_edit(request: HttpRequest, pk: int) -> HttpResponse:
    feedback = _fetch(request, pk)
    names = ("text", "from_name", "received_at")
    form = FeedbackForm(request.POST or None, initial={name: getattr(feedback, name) for name in names})
    if not try_save(form, lambda: update_feedback(feedback, now=timezone.now(), **form.cleaned_data)):
        return _form_page(request, form, feedback.application, feedback)
    flash(request, "Kept.")
    return redirect("feedback_detail", pk=feedback.pk)


def _form_page(
    request: HttpRequest, form: FeedbackForm, application: Application, feedback: Feedback | None
) -> HttpResponse:
    context = {"section": "reflections", "form": form, "application": application, "feedback": feedback}
    return render(request, "withdrawals/feedback_form.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def feedback_delete(request: HttpRequest, pk: int) -> HttpResponse:
    delete_feedback(_fetch(request, pk))
    flash(request, "Deleted.")
    return redirect("feedback_list")


def _fetch(request: HttpRequest, pk: int) -> Feedback:
    rows = Feedback.objects.for_user(person(request)).select_related("application__company", "withdrawal", "owner")
    return get_object_or_404(rows, pk=pk)
