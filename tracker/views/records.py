"""How views of the search fetch: through the owner, so that a stranger gets 404."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.http import parse_pk, person
from tracker.models import Application, Company, Contact, Interview


def fetch_application(request: HttpRequest, pk: int) -> Application:
    """An application of the person, with what its header shows."""
    rows = Application.objects.for_user(person(request)).select_related(
        "owner", "company", "contact", "source", "kept_posting"
    )
    return get_object_or_404(rows, pk=pk)


def fetch_interview(request: HttpRequest, pk: int) -> Interview:
    """An interview of the person, with its application."""
    rows = Interview.objects.for_user(person(request)).select_related(
        "owner",
        "contact",
        "application__owner",
        "application__company",
        "application__contact",
        "application__kept_posting",
    )
    return get_object_or_404(rows, pk=pk)


def fetch_contact(request: HttpRequest, pk: int) -> Contact:
    """A contact of the person, with their company."""
    return get_object_or_404(Contact.objects.for_user(person(request)).select_related("company"), pk=pk)


def fetch_company(request: HttpRequest, pk: int) -> Company:
    """A company on the person's record."""
    return get_object_or_404(Company.objects.for_user(person(request)).select_related("owner"), pk=pk)


def company_asked_for(request: HttpRequest) -> str:
    """The name of the person's company that the address names as ``company``; empty when it names none."""
    key = parse_pk(request.GET.get("company", ""))
    company = Company.objects.for_user(person(request)).filter(pk=key).first() if key else None
    return company.name if company else ""


def ticked_applications(request: HttpRequest, name: str, *, most: int) -> list[Application]:
    """The person's applications whose boxes called ``name`` are ticked; keys of others, and what is no key, are passed over."""
    keys = [parse_pk(key) for key in request.POST.getlist(name)[:most]]
    rows = Application.objects.for_user(person(request)).filter(pk__in=keys)
    return list(rows.select_related("owner", "company", "contact").order_by("pk"))
