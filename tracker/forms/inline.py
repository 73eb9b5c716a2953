"""One fact of an application at a time, edited where it is shown."""

from dataclasses import dataclass
from typing import Any, Final

from accounts.models import User
from tracker.domain.companies import source_named, tags_named
from tracker.forms.applications import ApplicationForm, plain
from tracker.models import Application, Tag


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
        options["initial"] = {field: _initial(application, field) for field in editable.fields}
        super().__init__(*args, **options)
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

    def verb_arguments(self, owner: User) -> dict[str, Any]:
        """What ``update_application`` takes. Adds a source that is new."""
        changes = {name: value for name, value in self.cleaned_data.items() if name not in ("source_name", "tag_names")}
        if "source_name" in self.cleaned_data:
            changes["source"] = source_named(owner=owner, name=self.cleaned_data["source_name"])
        return changes

    def tags(self, owner: User) -> list[Tag] | None:
        """What ``set_tags`` takes, added where missing; None when the fact is another one."""
        names = self.cleaned_data.get("tag_names")
        return None if names is None else tags_named(owner=owner, names=names)


def _initial(application: Application, field: str) -> Any:
    if field == "source_name":
        return application.source.name if application.source else ""
    if field == "tag_names":
        return ", ".join(tag.name for tag in application.tags.order_by("name"))
    if field in ("salary_min", "salary_max"):
        return plain(getattr(application, field))
    return getattr(application, field)
