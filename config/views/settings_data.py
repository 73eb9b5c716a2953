"""Settings pages of the person's data: export it, delete it."""

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.errors import Conflict, DomainError
from accounts.forms import DeleteAccountForm
from accounts.http import exceeds_rate_limit, flash_account_deleted, person, redirect_with_error
from config.personal.deletion import count_records, delete_person
from config.personal.export import export_person


@require_GET
@login_required
def settings_data(request: HttpRequest) -> HttpResponse:
    """Show what is stored of the person, with links to export and delete it."""
    return render(request, "settings/data.html", {"kept": count_records(person(request))})


@require_GET
@login_required
@never_cache
def settings_export(request: HttpRequest) -> StreamingHttpResponse:
    """Respond with all stored data of the person as a JSON file."""
    now = timezone.now()
    answer = StreamingHttpResponse(export_person(person(request), now=now), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="bowout-{timezone.localdate(now):%Y-%m-%d}.json"'
    return answer


@require_http_methods(["GET", "POST"])
@login_required
def account_delete(request: HttpRequest) -> HttpResponse:
    """Show what would be deleted and ask for the password; a POST deletes the account."""
    user = person(request)
    if request.method == "POST" and exceeds_rate_limit(request, "delete_account"):
        return redirect_with_error(request, DomainError("Too many tries. Wait a minute."), "account_delete")
    form = DeleteAccountForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            delete_person(user, now=timezone.now())
        except Conflict as error:
            form.add_error(None, str(error))
        else:
            logout(request)
            flash_account_deleted(request, "Your account is gone, and everything in it.")
            return redirect("account_login")
    context = {"form": form, "deleted_counts": count_records(user)}
    return render(request, "settings/account_delete.html", context, status=422 if form.is_bound else 200)


@require_POST
@login_required
def demo_remove(request: HttpRequest) -> HttpResponse:
    """Delete the demo person with all data, and sign out."""
    user = person(request)
    if not user.is_demo:
        return redirect_with_error(request, DomainError("This is no demo; it stays."), "settings_data")
    try:
        delete_person(user, now=timezone.now())
    except Conflict as error:
        return redirect_with_error(request, error, "settings_data")
    logout(request)
    flash_account_deleted(request, "The demo is gone.")
    return redirect("account_login")
