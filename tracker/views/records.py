"""Fetch records of the signed-in person. A record of another person is a 404."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.http import parse_pk, person
from tracker.models import Application, Company, Contact, Interview


def fetch_application(request: HttpRequest, pk: int) -> Application:
    """Return an application of the person, with the relations that its header shows."""
    rows = Application.objects.for_user(person(request)).select_related(
        "owner", "company", "contact", "source", "kept_posting"
    )
    return get_object_or_404(rows, pk=pk)


def fetch_interview(request: HttpRequest, pk: int) -> Interview:
    """Return an interview of the person, with its application."""
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
    """Return a contact of the person, with their company."""
    return get_object_or_404(Contact.objects.for_user(person(request)).select_related("company"), pk=pk)


def fetch_company(request: HttpRequest, pk: int) -> Company:
    """Return a company of the person."""
    return get_object_or_404(Company.objects.for_user(person(request)).select_related("owner"), pk=pk)


def requested_company_name(request: HttpRequest) -> str:
    """Return the name of the person's company whose key is in the query string as ``company``; "" for none."""
    key = parse_pk(request.GET.get("company", ""))
    company = Company.objects.for_user(person(request)).filter(pk=key).first() if key else None
    return company.name if company else ""


def selected_applications(request: HttpRequest, name: str, *, most: int) -> list[Application]:
    """Return the person's applications whose keys the form posted as ``name``, at most ``most``.

    Keys of other people's rows and invalid keys are ignored.
    """
    keys = [parse_pk(key) for key in request.POST.getlist(name)[:most]]
    rows = Application.objects.for_user(person(request)).filter(pk__in=keys)
    return list(rows.select_related("owner", "company", "contact").order_by("pk"))
