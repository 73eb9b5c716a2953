"""Form fields that several forms share."""

from typing import Any

from django import forms
from django.urls import reverse_lazy

from accounts.forms import validate_year
from tracker.models.company import NAME_LIMIT

TAG_LIMIT = 20


class TagsField(forms.CharField):
    """Tag names separated by commas; cleans to a list."""

    def clean(self, value: Any) -> list[str]:
        names = [name.strip() for name in str(super().clean(value)).split(",") if name.strip()]
        if any(len(name) > 40 for name in names):
            raise forms.ValidationError("A tag has 40 letters at most.")
        if len(names) > TAG_LIMIT:
            raise forms.ValidationError(f"{TAG_LIMIT} tags at most.")
        return names


def company_field(*, required: bool) -> forms.CharField:
    """Return a field for a company's name. htmx looks up known names; the page holds the datalist."""
    attributes = {
        "list": "company-options",
        "autocomplete": "off",
        "hx-get": reverse_lazy("company_lookup"),
        "hx-trigger": "input changed delay:200ms, change",
        "hx-target": "#company-options",
        "hx-swap": "outerHTML",
        "hx-sync": "this:replace",
    }
    widget = forms.TextInput(attrs=attributes)
    return forms.CharField(label="Company", required=required, max_length=NAME_LIMIT, widget=widget)


def date_field(label: str, *, required: bool = False, **options: Any) -> forms.DateField:
    """Return a date field with the browser's date picker, limited by ``validate_year``."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, validators=[validate_year], **options)


def url_field(label: str, *, max_length: int, **options: Any) -> forms.URLField:
    """Return an optional URL field. A URL without a scheme gets https."""
    return forms.URLField(label=label, required=False, max_length=max_length, assume_scheme="https", **options)


def text_area(label: str, *, max_length: int, rows: int = 4, **options: Any) -> forms.CharField:
    """Return an optional text area."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, max_length=max_length, widget=widget, **options)


def text_field(label: str, *, max_length: int, required: bool = False, **options: Any) -> forms.CharField:
    """Return a field of one line."""
    return forms.CharField(label=label, required=required, max_length=max_length, **options)
