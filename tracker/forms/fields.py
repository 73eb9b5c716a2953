"""Fields that several forms share."""

from typing import Any

from django import forms


def date_field(label: str, *, required: bool = False, **options: Any) -> forms.DateField:
    """A day, picked by the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, **options)


def url_field(label: str, *, max_length: int, **options: Any) -> forms.URLField:
    """An optional link; one without a scheme is https."""
    return forms.URLField(label=label, required=False, max_length=max_length, assume_scheme="https", **options)


def text_area(label: str, *, max_length: int, rows: int = 4, **options: Any) -> forms.CharField:
    """An optional longer text."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, max_length=max_length, widget=widget, **options)


def text_field(label: str, *, max_length: int, required: bool = False, **options: Any) -> forms.CharField:
    """One line."""
    return forms.CharField(label=label, required=required, max_length=max_length, **options)
