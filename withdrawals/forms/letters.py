"""Forms of the workspace: the letter, the choices behind it and the time to send it."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict

from accounts.forms import validate_year
from withdrawals.models.letter import BODY_LIMIT, SUBJECT_LIMIT
from withdrawals.states import DEPTH_LABELS, REASON_LABELS, TONE_LABELS

LETTER_FIELDS = ("to_name", "to_address", "cc", "subject", "body")


class LetterForm(forms.Form):
    """A letter, with the version that the edit is based on. Fields that are not posted stay unchanged."""

    version = forms.IntegerField(min_value=1)
    to_name = forms.CharField(max_length=160, required=False)
    to_address = forms.CharField(max_length=254, required=False)
    cc = forms.CharField(max_length=500, required=False)
    subject = forms.CharField(max_length=SUBJECT_LIMIT, required=False)
    body = forms.CharField(max_length=BODY_LIMIT, required=False, strip=False)

    def typed(self) -> dict[str, Any]:
        """Return the posted fields of the letter."""
        return {name: self.cleaned_data[name] for name in LETTER_FIELDS if name in self.data}


class ChoicesForm(forms.Form):
    """The reason and how much of it the letter states. Only posted fields are validated and returned."""

    reason = forms.ChoiceField(choices=[("", "None"), *REASON_LABELS.items()], required=False)
    other_offer_accepted = forms.TypedChoiceField(
        choices=[("yes", "Accepted"), ("no", "Not yet")],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
    )
    depth = forms.ChoiceField(choices=list(DEPTH_LABELS.items()), required=False)
    specific_reason = forms.CharField(max_length=300, required=False)
    tone = forms.ChoiceField(choices=list(TONE_LABELS.items()), required=False)
    keep_door_open = forms.BooleanField(required=False)
    feedback_wanted = forms.BooleanField(required=False)
    private_note = forms.CharField(max_length=10_000, required=False)

    def __init__(self, data: QueryDict, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields = {name: field for name, field in self.fields.items() if name in data}

    def chosen(self) -> dict[str, Any]:
        """Return the posted choices. Omit an empty ``depth`` or ``tone``, since these always have a value."""
        found = self.cleaned_data
        return {name: value for name, value in found.items() if value != "" or name not in ("depth", "tone")}


class ScheduleForm(forms.Form):
    """A date and time in the person's zone; empty means now."""

    at = forms.DateTimeField(
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": "Choose a day and a time, like 2026-12-01 09:05."},
        validators=[validate_year],
    )

    def moment(self) -> datetime | None:
        found: datetime | None = self.cleaned_data["at"]
        return found
