"""Settings pages: preferences and the mail account."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.domain.mail_accounts import (
    delete_mail_account,
    host_may_send_letters,
    mail_account_of,
    record_mail_test,
    save_mail_account,
    why_cannot_send,
)
from accounts.domain.preferences import save_preferences
from accounts.errors import DomainError
from accounts.forms import MailAccountForm, PreferencesForm
from accounts.http import exceeds_rate_limit, flash, person, redirect_with_error, try_save
from accounts.models import MailAccount, User
from reminders.mail.trial import send_trial


@require_http_methods(["GET", "POST"])
@login_required
def settings(request: HttpRequest) -> HttpResponse:
    """Show and save name, phone, signature, tone, clock and zone."""
    user = person(request)
    form = PreferencesForm(request.POST or None, instance=User.objects.get(pk=user.pk))
    if request.method == "POST" and form.is_valid():
        save_preferences(user, **form.cleaned_data)
        flash(request, "Saved.")
        return redirect("settings")
    status = 422 if form.is_bound else 200
    context = {"form": form, "why_cannot_send": "" if user.is_demo else why_cannot_send(user)}
    return render(request, "settings/preferences.html", context, status=status)


@require_POST
@login_required
def settings_theme(request: HttpRequest) -> HttpResponse:
    """Save the theme chosen in the menu, ``light``, ``dark`` or ``auto``. Respond 204, or 400 for another value."""
    choice = request.POST.get("theme", "")
    theme = User.Theme.SYSTEM if choice == "auto" else choice
    if theme not in User.Theme:
        return HttpResponse(status=400)
    save_preferences(person(request), theme=theme)
    return HttpResponse(status=204)


@require_http_methods(["GET", "POST"])
@login_required
def mail_account(request: HttpRequest) -> HttpResponse:
    """Show and save the mail account from which letters are sent."""
    user = person(request)
    account = mail_account_of(user)
    form = MailAccountForm(request.POST or None, instance=account or MailAccount(owner=user, **_likely_values(user)))
    now = timezone.now()
    if try_save(form, lambda: save_mail_account(user, **form.domain_arguments(), now=now), at="password"):
        flash(request, "Saved. Send a test mail to yourself to see that it works.")
        return redirect("mail_account")
    context = {"form": form, "account": mail_account_of(user), "host_mail": host_may_send_letters()}
    return render(request, "settings/mail_account.html", context, status=422 if form.is_bound else 200)


def _likely_values(user: User) -> dict[str, str]:
    """Return likely values for a new account."""
    domain = user.email.rpartition("@")[2]
    return {"from_email": user.email, "from_name": user.name, "username": user.email, "host": f"smtp.{domain}"}


@require_POST
@login_required
def mail_account_test(request: HttpRequest) -> HttpResponse:
    """Send a test mail through the mail account to its own address, and store the result."""
    user = person(request)
    account = mail_account_of(user)
    if user.is_demo:
        return redirect_with_error(request, DomainError(why_cannot_send(user)), "mail_account")
    if account is None:
        return redirect_with_error(request, DomainError("Set up a mail account first."), "mail_account")
    if exceeds_rate_limit(request, "test_mail"):
        return redirect_with_error(
            request, DomainError("That were many tests. Wait a while before the next one."), "mail_account"
        )
    now = timezone.now()
    error = send_trial(account, now=now)
    record_mail_test(account, error=error, now=now)
    if not error:
        flash(request, f"Your mail server took it. Look for it at {account.from_email}.")
    return redirect("mail_account")


@require_POST
@login_required
def mail_account_delete(request: HttpRequest) -> HttpResponse:
    """Delete the mail account and its password."""
    delete_mail_account(person(request))
    flash(request, "The mail account and its password are gone.")
    return redirect("mail_account")
