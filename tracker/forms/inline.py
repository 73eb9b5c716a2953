"""One fact of an application at a time, edited where it is shown."""

from dataclasses import dataclass
from typing import Any, Final

from tracker.forms.applications import ApplicationForm, on_record
from tracker.models import Application


@dataclass(frozen=True)
class Editable:
    """A fact that is edited in place: what a page calls it, and the fields of the application's form that say it."""

    label: str
    fields: tuple[str, ...]


#: By their name in the address, as the details card lists them.
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
    """The fields of the fact ``name`` alone, filled with what is on record. A fact of one field carries its label."""

    def __init__(self, *args: Any, application: Application, name: str, **options: Any) -> None:
        editable = INLINE[name]
        super().__init__(*args, initial=on_record(application), **options)
        self.fields = {field: self.fields[field] for field in editable.fields}
        for field in self.fields.values():
            field.help_text = ""
        if len(editable.fields) == 1:
            self.fields[editable.fields[0]].label = editable.label

    def mistakes(self) -> list[str]:
        """What is wrong with what was sent, a sentence a field."""
        return [f"{self.fields[name].label}: {found[0]}" for name, found in self.errors.items()]

    def take_focus(self) -> None:
        """Let the first field begin with the focus; after a refusal the first one that is wrong."""
        name = next(iter(self.errors or self.fields))
        self.fields[name].widget.attrs["autofocus"] = True
