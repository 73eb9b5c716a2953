"""Forms for sign-up, preferences, address, mail account and account deletion."""

import zoneinfo
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.http import HttpRequest

from accounts.models import MailAccount, User
from accounts.zones import zone_choices

#: Hours, sixty days: the longest notice that the timing plan supports.
MAX_NOTICE_HOURS = 1440
#: Other years are typing errors, and dates at the limits of ``datetime`` cannot be converted to other time zones.
FIRST_YEAR, LAST_YEAR = 1900, 2200


def validate_year(day: date) -> None:
    """Raise ValidationError for a year outside FIRST_YEAR to LAST_YEAR; a validator for dates and datetimes."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(f"Choose a year from {FIRST_YEAR} to {LAST_YEAR}.")


class SignupForm(forms.Form):
    """The fields of sign-up besides address and password."""

    name = forms.CharField(
        max_length=120,
        label="Your name",
        help_text="As you sign letters.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    time_zone = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-time-zone": ""}))

    field_order = ["name", "email", "password1"]

    def clean_time_zone(self) -> str:
        """Return the browser's zone, or UTC for an unknown one, which must not prevent the sign-up."""
        name: str = self.cleaned_data["time_zone"]
        return name if name in zoneinfo.available_timezones() else "UTC"

    def signup(self, request: HttpRequest, user: User) -> None:
        """Write name and zone. allauth calls this after it created the user."""
        data: dict[str, Any] = self.cleaned_data
        user.name = data["name"]
        user.time_zone = zoneinfo.ZoneInfo(data["time_zone"])
        user.save(update_fields=["name", "time_zone"])


def bare_helper() -> FormHelper:
    """Return a crispy helper without a form tag: the template has it, with its hx attributes."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


class ZoneField(forms.ChoiceField):
    """A choice of time zones by place; cleans to a ZoneInfo."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=zone_choices, **options)

    def prepare_value(self, value: Any) -> str:
        return str(value) if value else ""

    def clean(self, value: Any) -> Any:
        name = super().clean(value)
        return zoneinfo.ZoneInfo(name) if name else None

    def valid_value(self, value: Any) -> bool:
        """Accept also old aliases of zones, which browsers may send."""
        return str(value) in zoneinfo.available_timezones()


class ClockInput(forms.TimeInput):
    """The browser's input for a time of day, without seconds."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class PreferencesForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """The person's name, letter defaults, and display of times."""

    time_zone = ZoneField(label="Your time zone")
    locale = forms.ChoiceField(
        label="Spelling of letters",
        choices=[("en-GB", "British (Friday 4 December)"), ("en-US", "American (Friday, December 4)")],
    )
    first_weekday = forms.TypedChoiceField(label="Week begins on", choices=User.Weekday.choices, coerce=int)

    class Meta:
        model = User
        fields = [
            "name",
            "phone",
            "signature",
            "tone",
            "locale",
            "time_zone",
            "clock",
            "first_weekday",
            "work_start",
            "work_end",
            "campus_hours",
            "theme",
        ]
        labels = {
            "clock": "Clock",
            "tone": "Your usual tone",
            "name": "Your name",
            "phone": "Your phone number",
            "work_start": "Your day begins at",
            "work_end": "and ends at",
            "campus_hours": "Notice your programme asks for, in hours",
        }
        help_texts = {
            "name": "As you sign letters.",
            "phone": "Stands under your name in letters; leave it empty to keep it out.",
            "signature": "Goes under letters that you open in your own mail app.",
            "work_start": "What you put off until tomorrow comes back then.",
            "campus_hours": "Some universities and career offices have a rule. Empty if nobody asks.",
        }
        widgets = {"signature": forms.Textarea(attrs={"rows": 3}), "work_start": ClockInput(), "work_end": ClockInput()}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = bare_helper()
        self.fields["name"].required = True
        self.fields["campus_hours"].validators.append(MaxValueValidator(MAX_NOTICE_HOURS))

    def clean(self) -> dict[str, Any]:
        """Refuse a working day that ends before it begins."""
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("work_start"), cleaned.get("work_end")
        if begins and ends and begins >= ends:
            self.add_error("work_end", "Your day ends after it begins.")
        return cleaned


class PasswordConfirmationForm(forms.Form):
    """Asks for the password again, so that nobody else can act on a page left open.

    No field without a usable password.
    """

    password = forms.CharField(
        strip=False, label="Your password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user
        self.helper = bare_helper()
        if not user.has_usable_password():
            del self.fields["password"]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError("This is not your password.")
        return password


class AddressForm(PasswordConfirmationForm):
    """A new address to sign in with."""

    email = forms.EmailField(
        label="New address", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    field_order = ["email", "password"]


class DeleteAccountForm(PasswordConfirmationForm):
    """The password again; a person without a password types the address instead."""

    email = forms.EmailField(label="Your e-mail address, to confirm")

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, user=user, **options)
        if user.has_usable_password():
            del self.fields["email"]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email.lower() != self.user.email.lower():
            raise forms.ValidationError("This is not the address you sign in with.")
        return email


class MailAccountForm(forms.ModelForm):  # type: ignore[type-arg]  # as above
    """The mail account from which letters are sent. The saved password is never shown; an empty field keeps it."""

    password = forms.CharField(
        required=False,
        strip=False,
        label="Password",
        help_text="Many providers want an app password here. It is kept encrypted.",
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    field_order = ["from_email", "from_name", "host", "port", "security", "username", "password", "copy_to_self"]

    class Meta:
        model = MailAccount
        fields = ["from_email", "from_name", "host", "port", "security", "username", "copy_to_self"]
        labels = {
            "from_email": "Your address",
            "from_name": "Your name as the sender",
            "host": "Mail server for sending (SMTP)",
            "security": "Encryption",
            "username": "User name",
            "copy_to_self": "Send me a blind copy of every letter",
        }
        help_texts = {
            "host": "For example smtp.fastmail.com",
            "username": "Usually your address. Empty if the server asks for none.",
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = bare_helper()
        if self.instance.secret:
            self.fields["password"].help_text = "Leave it empty to keep the saved one."

    def clean_host(self) -> str:
        """Refuse a host name with a scheme or a port."""
        host: str = self.cleaned_data["host"].strip()
        if "/" in host or ":" in host or " " in host:
            raise forms.ValidationError("Only the server's name, like smtp.example.org. The port has its own field.")
        return host

    def clean_port(self) -> int:
        """Refuse an invalid port here: the message of the database constraint is not made for people."""
        port: int = self.cleaned_data["port"]
        if not 1 <= port <= 65535:
            raise forms.ValidationError("A port is a number from 1 to 65535, most often 587.")
        return port

    def domain_arguments(self) -> dict[str, Any]:
        """Return the keyword arguments for ``save_mail_account``; ``password`` None keeps the saved one."""
        data = dict(self.cleaned_data)
        data["password"] = data["password"] or None
        return data
