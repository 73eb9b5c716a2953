"""Forms for contacts, companies and agreements."""

from typing import Any

from django import forms

from accounts.forms import ZoneField, bare_helper
from accounts.models import User
from tracker.domain.companies import CONTACT_FIELDS, get_or_add_company
from tracker.forms.fields import company_field, date_field, text_area, text_field, url_field
from tracker.models import Company, Contact
from tracker.models.company import NAME_LIMIT
from tracker.states import AgreementKind, ContactKind


def _time_field(label: str) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


class ContactForm(forms.Form):
    """A contact on the employer's side."""

    name = text_field("Name", max_length=NAME_LIMIT, required=True)
    kind = forms.ChoiceField(label="This is", choices=ContactKind.choices, initial=ContactKind.PERSON)
    role = text_field("Role", max_length=NAME_LIMIT)
    company_name = company_field(required=False)
    agency = text_field("Agency", max_length=NAME_LIMIT, help_text="If they recruit for somebody else.")
    email = forms.EmailField(label="E-mail", required=False, max_length=254)
    phone = text_field("Phone", max_length=40, widget=forms.TextInput(attrs={"type": "tel"}))
    linkedin = url_field("LinkedIn page", max_length=500)
    time_zone = ZoneField(label="Their time zone", required=False, help_text="Decides when a letter reaches them well.")
    country = text_field("Country", max_length=2, help_text="Two letters, such as DE.")
    work_start = _time_field("Works from")
    work_end = _time_field("until")
    notes = text_area("Notes", max_length=20_000)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = bare_helper()

    def clean_country(self) -> str:
        """Return an upper-case code of two letters (ISO 3166), or ""."""
        code: str = self.cleaned_data["country"].strip().upper()
        if code and (len(code) != 2 or not code.isalpha()):
            raise forms.ValidationError("Two letters, such as DE.")
        return code

    def clean(self) -> dict[str, Any]:
        """Refuse working hours that end before they begin."""
        data = super().clean() or self.cleaned_data
        start, end = data.get("work_start"), data.get("work_end")
        if start and end and start >= end:
            self.add_error("work_end", "The day ends before it begins.")
        return data

    def domain_arguments(self, owner: User, now: Any) -> dict[str, Any]:
        """Return the keyword arguments for ``add_contact`` and ``update_contact``. Adds the company if it is new."""
        name = self.cleaned_data["company_name"]
        company = get_or_add_company(owner=owner, name=name, now=now) if name.strip() else None
        return {field: self.cleaned_data[field] for field in CONTACT_FIELDS - {"company"}} | {"company": company}


def contact_initial(contact: Contact) -> dict[str, Any]:
    """Return the initial values of the form for an existing contact."""
    values = {field: getattr(contact, field) for field in CONTACT_FIELDS - {"company"}}
    return values | {"company_name": contact.company.name if contact.company else ""}


class CompanyForm(forms.Form):
    """Details of a company."""

    name = text_field("Name", max_length=NAME_LIMIT, required=True)
    website = url_field("Website", max_length=500)
    location = text_field("Location", max_length=NAME_LIMIT)
    notes = text_area("Notes", max_length=20_000, rows=6, help_text="Markdown works here.")

    def __init__(self, *args: Any, company: Company, **options: Any) -> None:
        options["initial"] = {name: getattr(company, name) for name in ("name", "website", "location", "notes")}
        super().__init__(*args, **options)
        self.helper = bare_helper()


class AgreementForm(forms.Form):
    """An agreement that the person signed or promised."""

    kind = forms.ChoiceField(label="What", choices=AgreementKind.choices)
    signed_on = date_field("Signed on")
    confidential_terms = text_area(
        "Confidential terms",
        max_length=4_000,
        rows=3,
        help_text="One a line: names or facts that no letter may mention.",
    )
    notes = text_area("Notes", max_length=10_000, rows=2)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = bare_helper()
