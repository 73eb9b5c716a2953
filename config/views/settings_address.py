"""The settings page of the sign-in address."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.domain.address import change_address
from accounts.errors import DomainError
from accounts.forms import AddressForm
from accounts.http import exceeds_rate_limit, flash, person, redirect_with_error, try_save
from accounts.models import User


@require_http_methods(["GET", "POST"])
@login_required
def settings_address(request: HttpRequest) -> HttpResponse:
    """Change the address; the form asks for the password."""
    if request.method == "POST" and exceeds_rate_limit(request, "change_address"):
        return redirect_with_error(request, DomainError("Too many tries. Wait a minute."), "settings_address")
    user = User.objects.get(pk=person(request).pk)
    form = AddressForm(request.POST or None, user=user)
    if try_save(form, lambda: change_address(user, form.cleaned_data["email"]), at="email"):
        flash(request, f"Saved. You sign in with {user.email} from now on, and reminders go there.")
        return redirect("settings")
    return render(request, "settings/address.html", {"form": form}, status=422 if form.is_bound else 200)
