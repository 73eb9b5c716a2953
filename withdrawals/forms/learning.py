"""Forms of the reflections: one reflection, and the filter of their list."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from tracker.states import Stage
from withdrawals.models.reflection import TEXT_LIMIT
from withdrawals.states import REASON_LABELS

#: The largest value of a BigAutoField.
LARGEST_KEY = 2**63 - 1


class ReflectionForm(forms.Form):
    """A reflection. One line is enough; everything else is optional."""

    lesson = forms.CharField(
        max_length=300,
        required=False,
        label="What I take from it, in one line",
        widget=forms.TextInput(attrs={"placeholder": "Ask for the pay range in the first call"}),
    )
    body = forms.CharField(
        max_length=TEXT_LIMIT,
        required=False,
        label="More, if you like",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    learned_at = forms.ChoiceField(
        choices=[("", "Not sure"), *Stage.choices],
        required=False,
        label="When did you learn the fact that decided it?",
    )
    would_again = forms.TypedChoiceField(
        choices=[("", "Not sure"), ("yes", "Yes"), ("no", "No")],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        label="Would you decide the same again?",
    )
    ask_earlier = forms.CharField(max_length=300, required=False, label="What will you ask earlier next time?")

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        return helper

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not (cleaned.get("lesson", "").strip() or cleaned.get("body", "").strip()) and not self.errors:
            self.add_error("lesson", "Write one line at least.")
        return cleaned

    def answers(self) -> dict[str, Any]:
        """Return the posted fields for the domain."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.data}


class ReflectionFilterForm(forms.Form):
    """The filter of the list, read from the query string. Invalid values are ignored."""

    PERIODS = {"30": "Last 30 days", "90": "Last 90 days", "365": "Last year"}

    q = forms.CharField(max_length=200, required=False)
    reason = forms.ChoiceField(choices=list(REASON_LABELS.items()), required=False)
    stage = forms.ChoiceField(choices=Stage.choices, required=False)
    company = forms.IntegerField(min_value=1, max_value=LARGEST_KEY, required=False)
    period = forms.ChoiceField(choices=list(PERIODS.items()), required=False)

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
