"""The form that edits one fact of an application in place."""

from dataclasses import dataclass
from typing import Any, Final

from tracker.forms.applications import ApplicationForm, initial_values
from tracker.models import Application


@dataclass(frozen=True)
class EditableFact:
    """A fact that is edited in place: its label, and the fields of ``ApplicationForm`` that hold it."""

    label: str
    fields: tuple[str, ...]


#: Editable facts by their name in the URL, in the order of the details card.
EDITABLE_FACTS: Final[dict[str, EditableFact]] = {
    "applied_on": EditableFact("Applied", ("applied_on",)),
    "closes_on": EditableFact("Closes", ("closes_on",)),
    "location": EditableFact("Location", ("location",)),
    "work_mode": EditableFact("Works", ("work_mode",)),
    "pay": EditableFact("Pay", ("salary_min", "salary_max", "currency", "period")),
    "url": EditableFact("Posting", ("url",)),
    "source_name": EditableFact("Found at", ("source_name",)),
    "excitement": EditableFact("Want it", ("excitement",)),
    "tag_names": EditableFact("Tags", ("tag_names",)),
}


class FactForm(ApplicationForm):
    """The fields of the fact ``name`` only, with their present values. A single field gets the label of the fact."""

    def __init__(self, *args: Any, application: Application, name: str, **options: Any) -> None:
        editable = EDITABLE_FACTS[name]
        super().__init__(*args, initial=initial_values(application), **options)
        self.fields = {field: self.fields[field] for field in editable.fields}
        for field in self.fields.values():
            field.help_text = ""
        if len(editable.fields) == 1:
            self.fields[editable.fields[0]].label = editable.label

    def error_lines(self) -> list[str]:
        """Return the first error of each field, as "label: message"."""
        return [f"{self.fields[name].label}: {found[0]}" for name, found in self.errors.items()]

    def set_autofocus(self) -> None:
        """Set autofocus on the first field with an error, else on the first field."""
        name = next(iter(self.errors or self.fields))
        self.fields[name].widget.attrs["autofocus"] = True
