"""Views that open a withdrawal from an interview or from an application."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.errors import DomainError
from accounts.http import next_url, person, redirect_with_error
from tracker.models import Application, Interview
from withdrawals.domain.process.lifecycle import open_withdrawal


@require_POST
@login_required
def interview_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    interviews = Interview.objects.for_user(person(request)).select_related("application__company", "owner", "contact")
    interview = get_object_or_404(interviews, pk=pk)
    try:
        withdrawal = open_withdrawal(
            interview.application, actor=person(request), now=timezone.now(), interview=interview
        )
    except DomainError as error:
        return redirect_with_error(request, error, next_url(request, "/"))
    return redirect("withdrawal_detail", pk=withdrawal.pk)


@require_POST
@login_required
def application_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    applications = Application.objects.for_user(person(request)).select_related("company", "owner", "contact")
    application = get_object_or_404(applications, pk=pk)
    try:
        withdrawal = open_withdrawal(application, actor=person(request), now=timezone.now())
    except DomainError as error:
        return redirect_with_error(request, error, next_url(request, "/"))
    return redirect("withdrawal_detail", pk=withdrawal.pk)
