"""Forms for what follows once the employer was notified: replies and feedback."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from accounts.forms import validate_year
from withdrawals.models.feedback import FEEDBACK_LIMIT
from withdrawals.models.response import RESPONSE_LIMIT
from withdrawals.states import RESPONSE_LABELS
from withdrawals.vocabulary import ResponseKind

MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
WRONG_MOMENT = {"invalid": "Write a day and a time, like 2026-12-01 09:05."}


class ResponseForm(forms.Form):
    """A reply as pasted, or only its kind. The domain fills in an empty sender and time."""

    text = forms.CharField(max_length=RESPONSE_LIMIT, required=False)
    from_name = forms.CharField(max_length=160, required=False)
    received_at = forms.DateTimeField(
        required=False, input_formats=MOMENTS, error_messages=WRONG_MOMENT, validators=[validate_year]
    )
    kind = forms.ChoiceField(choices=[("", "Read it from the words"), *RESPONSE_LABELS.items()], required=False)

    def reply(self) -> dict[str, Any]:
        """Return the fields for the domain, with ``kind`` as an enum or None."""
        kind = self.cleaned_data["kind"]
        return {**self.cleaned_data, "kind": ResponseKind(kind) if kind else None}


class FeedbackForm(forms.Form):
    """Feedback: its text, who gave it and when."""

    text = forms.CharField(
        max_length=FEEDBACK_LIMIT,
        label="What they said",
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": "Write what they said."},
    )
    from_name = forms.CharField(max_length=160, required=False, label="From")
    received_at = forms.DateTimeField(
        required=False,
        label="When",
        help_text="Left empty, it is now.",
        input_formats=MOMENTS,
        error_messages=WRONG_MOMENT,
        validators=[validate_year],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        return helper
