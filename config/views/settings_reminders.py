"""The settings page of reminders."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.domain.mail_accounts import host_smtp_access, mail_account_of
from accounts.http import flash, person
from config.forms import RemindersForm
from reminders.domain.notification_preferences import save_notification_preferences


@require_http_methods(["GET", "POST"])
@login_required
def settings_reminders(request: HttpRequest) -> HttpResponse:
    """Show and save the kinds of reminders, whether they are mailed, and quiet hours."""
    user = person(request)
    form = RemindersForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        save_notification_preferences(user, **form.preferences(), now=timezone.now())
        flash(request, "Saved.")
        return redirect("settings_reminders")
    has_mail = host_smtp_access() is not None or mail_account_of(user) is not None
    context = {"form": form, "has_mail": has_mail}
    return render(request, "settings/reminders.html", context, status=422 if form.is_bound else 200)
