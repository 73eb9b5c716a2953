"""One field of an application at a time, edited where it is shown."""

from typing import Any, Final

from django import forms

from accounts.models import User
from tracker.domain.companies import source_named
from tracker.forms.applications import ApplicationForm
from tracker.models import Application

#: Facts that are edited in place, with what a page calls them.
INLINE: Final[dict[str, str]] = {
    "applied_on": "Applied",
    "closes_on": "Closes",
    "location": "Location",
    "work_mode": "Works",
    "source_name": "Found at",
    "excitement": "Want it",
}


class FactForm(forms.Form):
    """The one field ``name`` of the application's form, filled with what is on record."""

    def __init__(self, *args: Any, application: Application, name: str, **options: Any) -> None:
        options["initial"] = {name: value_of(application, name)}
        super().__init__(*args, **options)
        self.fields[name] = ApplicationForm().fields[name]
        self.fields[name].help_text = ""
        self.fields[name].label = INLINE[name]
        self.name = name

    def verb_arguments(self, owner: User) -> dict[str, Any]:
        """What ``update_application`` takes. Adds a source that is new."""
        value = self.cleaned_data[self.name]
        if self.name == "source_name":
            return {"source": source_named(owner=owner, name=value)}
        return {self.name: value}


def value_of(application: Application, name: str) -> Any:
    """What the record holds for a fact."""
    if name == "source_name":
        return application.source.name if application.source else ""
    return getattr(application, name)
