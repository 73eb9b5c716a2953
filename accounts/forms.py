"""Forms of the person."""

import zoneinfo
from typing import Any

from django import forms
from django.http import HttpRequest

from accounts.models import User


class SignupForm(forms.Form):
    """What sign-up asks besides address and password."""

    name = forms.CharField(
        max_length=120,
        label="Your name",
        help_text="As you sign letters.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    time_zone = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-time-zone": ""}))

    field_order = ["name", "email", "password1"]

    def clean_time_zone(self) -> str:
        """Take the browser's zone when it is one we know; a wrong one must not stop a sign-up."""
        name: str = self.cleaned_data["time_zone"]
        return name if name in zoneinfo.available_timezones() else "UTC"

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the user exists."""
        data: dict[str, Any] = self.cleaned_data
        user.name = data["name"]
        user.time_zone = zoneinfo.ZoneInfo(data["time_zone"])
        user.save(update_fields=["name", "time_zone"])
