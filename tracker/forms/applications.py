"""Forms to record and edit an application and its notes."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q

from accounts.forms import bare_helper, validate_year
from tracker.domain.applications import APPLICATION_FIELDS
from tracker.forms.fields import TagsField, company_field, date_field, text_area, text_field, url_field
from tracker.models import Application, Contact
from tracker.models.company import NAME_LIMIT
from tracker.models.posting import POSTING_LIMIT
from tracker.states import ContactKind, Period, Stage, WorkMode

EMPTY_CHOICE = [("", "–")]


def _amount(label: str) -> forms.DecimalField:
    return forms.DecimalField(label=label, required=False, max_digits=12, decimal_places=2, min_value=0)


class ApplicationForm(forms.Form):
    """The details of an application; only title and company are required."""

    title = text_field("Role", max_length=NAME_LIMIT, required=True)
    company_name = company_field(required=True)
    url = url_field("Link to the posting", max_length=1000)
    posting = text_area(
        "The posting's text",
        max_length=POSTING_LIMIT,
        rows=6,
        help_text="Paste it: postings vanish, and you will want it before the interview.",
    )
    location = text_field("Location", max_length=NAME_LIMIT)
    work_mode = forms.ChoiceField(label="Where you work", required=False, choices=EMPTY_CHOICE + WorkMode.choices)
    salary_min = _amount("Pay from")
    salary_max = _amount("Pay to")
    currency = text_field("Currency", max_length=3, widget=forms.TextInput(attrs={"placeholder": "EUR", "size": 3}))
    period = forms.ChoiceField(label="Per", required=False, choices=EMPTY_CHOICE + Period.choices)
    source_name = text_field("Found at", max_length=80, help_text="A site, a person, a fair.")
    tag_names = TagsField(label="Tags", required=False, max_length=400, help_text="Separated by commas.")
    applied_on = date_field("Applied on")
    closes_on = date_field("Closes on")
    next_action = text_field("Next step", max_length=200)
    next_action_on = date_field("Due on")
    excitement = forms.TypedChoiceField(
        label="How much you want it",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[*EMPTY_CHOICE, (1, "1, a little"), (2, "2"), (3, "3"), (4, "4"), (5, "5, very much")],
    )
    notes = text_area("Notes", max_length=50_000, rows=5, help_text="Markdown works here.")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = bare_helper()

    def clean_currency(self) -> str:
        """Return an upper-case code of three letters (ISO 4217), or ""."""
        code: str = self.cleaned_data["currency"].strip().upper()
        if code and (len(code) != 3 or not code.isalpha()):
            raise forms.ValidationError("Three letters, such as EUR.")
        return code

    def clean(self) -> dict[str, Any]:
        """Refuse a lower amount above the upper one."""
        data = super().clean() or self.cleaned_data
        low, high = data.get("salary_min"), data.get("salary_max")
        if low is not None and high is not None and low > high:
            self.add_error("salary_max", "The upper amount is below the lower one.")
        return data

    def domain_arguments(self) -> dict[str, Any]:
        """Return the keyword arguments for ``add_application`` and ``update_application``."""
        taken = (*APPLICATION_FIELDS, "company_name", "source_name")
        return {name: value for name, value in self.cleaned_data.items() if name in taken}


class AddApplicationForm(ApplicationForm):
    """The form for a new application, which also has a stage."""

    stage = forms.ChoiceField(label="Stage", choices=Stage.choices, initial=Stage.SAVED, widget=forms.RadioSelect)

    field_order = ["title", "company_name", "stage"]

    def domain_arguments(self) -> dict[str, Any]:
        """Add the stage and the tags."""
        more = {name: self.cleaned_data[name] for name in ("stage", "tag_names")}
        return super().domain_arguments() | more


class EditApplicationForm(ApplicationForm):
    """The form for an existing application, which also has a contact."""

    contact = forms.ModelChoiceField(
        label="Your contact", required=False, queryset=Contact.objects.none(), empty_label="–"
    )

    def __init__(self, *args: Any, application: Application, **options: Any) -> None:
        options.setdefault("initial", initial_values(application))
        super().__init__(*args, **options)
        field = self.fields["contact"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = selectable_contacts(application)


def selectable_contacts(application: Application) -> Any:
    """Return the contacts to choose from: those at the company, all agencies, and the present contact."""
    rows = Contact.objects.for_user(application.owner).filter(
        Q(company=application.company_id) | Q(kind=ContactKind.AGENCY) | Q(pk=application.contact_id)
    )
    return rows.order_by("name")


def initial_values(application: Application) -> dict[str, Any]:
    """Return the initial values of the form, in one query (for the tags)."""
    values: dict[str, Any] = {name: getattr(application, name) for name in APPLICATION_FIELDS}
    return values | {
        "salary_min": _plain(application.salary_min),
        "salary_max": _plain(application.salary_max),
        "company_name": application.company.name,
        "source_name": application.source.name if application.source else "",
        "tag_names": ", ".join(application.tags.order_by("name").values_list("name", flat=True)),
    }


def _plain(amount: Decimal | None) -> Decimal | None:
    """Return 70000 for 70000.00; an amount with cents stays as it is."""
    return amount.quantize(Decimal(1)) if amount is not None and amount == amount.to_integral_value() else amount


class NextActionForm(forms.Form):
    """The next step and its day."""

    next_action = text_field("Next step", max_length=200, required=True)
    next_action_on = date_field("Due on")
    remind = forms.BooleanField(label="Remind me that morning", required=False)

    def clean(self) -> dict[str, Any]:
        """Require a day for a reminder."""
        data = super().clean() or self.cleaned_data
        if data.get("remind") and not data.get("next_action_on"):
            self.add_error("next_action_on", "Which morning? Give the day.")
        return data


class CorrectNoteForm(forms.Form):
    """A corrected note: its time in the reader's zone, and its text."""

    at = forms.DateTimeField(
        label="When",
        validators=[validate_year],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    text = text_area("Note", max_length=20_000, rows=5)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = bare_helper()


class NoteForm(forms.Form):
    """A dated note for the timeline."""

    text = text_area("Note", max_length=20_000)

    def clean_text(self) -> str:
        """Refuse a note of white space only."""
        text: str = self.cleaned_data["text"].strip()
        if not text:
            raise forms.ValidationError("The note is empty.")
        return text
