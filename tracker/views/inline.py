"""Edit one fact of an application in place."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import HtmxRequest, person, redirect_with_refusals
from tracker.domain.applications import set_tags, update_application
from tracker.forms.inline import EDITABLE_FACTS, FactForm
from tracker.templatetags.records import fact_of
from tracker.views.records import fetch_application


@require_http_methods(["GET", "POST"])
@login_required
def application_fact(request: HtmxRequest, pk: int, name: str) -> HttpResponse:
    """Show the form of one fact; a POST saves it. ``?shown`` returns the fact itself, for the Cancel button."""
    application = fetch_application(request, pk)
    if name not in EDITABLE_FACTS:
        return HttpResponseBadRequest("This is not edited here.")
    form = FactForm(request.POST or None, application=application, name=name)
    if request.method == "POST" and form.is_valid():
        update_application(application, actor=person(request), now=timezone.now(), **form.domain_arguments())
        if "tag_names" in form.cleaned_data:
            set_tags(application, names=form.cleaned_data["tag_names"])
    if not request.htmx:
        return redirect_with_refusals(request, form.error_lines(), reverse("application_detail", args=[pk]))
    done = "shown" in request.GET or (form.is_bound and form.is_valid())
    if not done:
        form.set_autofocus()
    context = {"application": application, "fact": fact_of(application, name), "form": form, "renewed": done}
    template = "tracker/_fact.html" if done else "tracker/_fact_form.html"
    return render(request, template, context, status=422 if form.is_bound and not done else 200)
