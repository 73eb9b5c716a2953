"""The form to set a reminder."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from accounts.forms import ClockInput
from accounts.models import User
from tracker.forms.fields import date_field, text_field


class RemindForm(forms.Form):
    """A title, a day and a time in the person's zone; by default the next morning."""

    title = text_field("Remind me to", max_length=200, required=True)
    date = date_field("Day", required=True)
    time = forms.TimeField(label="Time", widget=ClockInput())

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        tomorrow = timezone.localdate(timezone=user.time_zone) + timedelta(days=1)
        options.setdefault("initial", {"date": tomorrow, "time": user.work_start})
        options.setdefault("auto_id", "remind_%s")
        super().__init__(*args, **options)

    def at(self) -> datetime:
        """Return the cleaned wall time, naive."""
        return datetime.combine(self.cleaned_data["date"], self.cleaned_data["time"])
