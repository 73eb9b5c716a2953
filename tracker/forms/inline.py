"""The form that edits one fact of an application in place."""

from dataclasses import dataclass
from typing import Any, Final

from tracker.forms.applications import ApplicationForm, on_record
from tracker.models import Application


@dataclass(frozen=True)
class Editable:
    """A fact that is edited in place: its label, and the fields of ``ApplicationForm`` that hold it."""

    label: str
    fields: tuple[str, ...]


#: Editable facts by their name in the URL, in the order of the details card.
INLINE: Final[dict[str, Editable]] = {
    "applied_on": Editable("Applied", ("applied_on",)),
    "closes_on": Editable("Closes", ("closes_on",)),
    "location": Editable("Location", ("location",)),
    "work_mode": Editable("Works", ("work_mode",)),
    "pay": Editable("Pay", ("salary_min", "salary_max", "currency", "period")),
    "url": Editable("Posting", ("url",)),
    "source_name": Editable("Found at", ("source_name",)),
    "excitement": Editable("Want it", ("excitement",)),
    "tag_names": Editable("Tags", ("tag_names",)),
}


class FactForm(ApplicationForm):
    """The fields of the fact ``name`` only, with their present values. A single field gets the label of the fact."""

    def __init__(self, *args: Any, application: Application, name: str, **options: Any) -> None:
        editable = INLINE[name]
        super().__init__(*args, initial=on_record(application), **options)
        self.fields = {field: self.fields[field] for field in editable.fields}
        for field in self.fields.values():
            field.help_text = ""
        if len(editable.fields) == 1:
            self.fields[editable.fields[0]].label = editable.label

    def mistakes(self) -> list[str]:
        """Return the first error of each field, as "label: message"."""
        return [f"{self.fields[name].label}: {found[0]}" for name, found in self.errors.items()]

    def take_focus(self) -> None:
        """Set autofocus on the first field with an error, else on the first field."""
        name = next(iter(self.errors or self.fields))
        self.fields[name].widget.attrs["autofocus"] = True
