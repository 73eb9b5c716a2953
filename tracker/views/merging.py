"""Merge two companies or contacts, and delete those to which nothing refers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.errors import DomainError
from accounts.http import flash, parse_pk, person, redirect_with_error
from tracker.domain.deleting import count_attached, delete_unused
from tracker.domain.merging import COMPANY_DETAILS, CONTACT_DETAILS, merge_companies, merge_contacts
from tracker.models import Company, Contact
from tracker.views.records import fetch_company, fetch_contact

#: Number of suggestions to merge with.
CANDIDATES_SHOWN: Final = 8
MERGE_QUERY_LIMIT: Final = 100
MergeRecord = Company | Contact


@dataclass(frozen=True)
class Side:
    """One of the two records to merge, as the page shows it."""

    record: MergeRecord
    facts: list[tuple[str, Any]]
    attached: list[tuple[str, int]]


@require_http_methods(["GET", "POST"])
@login_required
def company_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for confirmation; a POST deletes a company to which nothing refers."""
    return _delete(request, fetch_company(request, pk), "company_detail", "company_list", "company_merge")


@require_http_methods(["GET", "POST"])
@login_required
def contact_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for confirmation; a POST deletes a contact to which nothing refers."""
    return _delete(request, fetch_contact(request, pk), "contact_detail", "contact_list", "contact_merge")


def _delete(request: HttpRequest, record: MergeRecord, detail: str, listing: str, merge: str) -> HttpResponse:
    home = reverse(detail, args=[record.pk])
    if request.method == "POST":
        try:
            delete_unused(record)
        except DomainError as error:
            return redirect_with_error(request, error, home)
        flash(request, f"Deleted: {record}.")
        return redirect(listing)
    context = {
        "section": "companies" if isinstance(record, Company) else "contacts",
        "record": record,
        "home": home,
        "attached": count_attached(record),
        "merge_url": reverse(merge, args=[record.pk]),
    }
    return render(request, "tracker/record_delete.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def company_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Find the duplicate company, compare both, and merge them into the one that the person keeps."""
    company = fetch_company(request, pk)
    others = Company.objects.for_user(person(request)).exclude(pk=pk)

    def merge(survivor: MergeRecord, other: MergeRecord) -> MergeRecord:
        assert isinstance(survivor, Company) and isinstance(other, Company)
        return merge_companies(survivor, other)

    return _merge(request, company, others, merge=merge, details=COMPANY_DETAILS, detail="company_detail")


@require_http_methods(["GET", "POST"])
@login_required
def contact_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Find the duplicate contact, compare both, and merge them into the one that the person keeps."""
    contact = fetch_contact(request, pk)
    others = Contact.objects.for_user(person(request)).exclude(pk=pk).select_related("company")

    def merge(survivor: MergeRecord, other: MergeRecord) -> MergeRecord:
        assert isinstance(survivor, Contact) and isinstance(other, Contact)
        return merge_contacts(survivor, other)

    return _merge(request, contact, others, merge=merge, details=CONTACT_DETAILS, detail="contact_detail")


def _merge(
    request: HttpRequest,
    record: MergeRecord,
    others: Any,
    *,
    merge: Callable[[MergeRecord, MergeRecord], MergeRecord],
    details: dict[str, str],
    detail: str,
) -> HttpResponse:
    key = parse_pk(request.POST.get("with") or request.GET.get("with") or "")
    other: MergeRecord | None = get_object_or_404(others, pk=key) if key else None
    if request.method == "POST" and other is not None:
        survivor, gone = (other, record) if request.POST.get("keep") == str(other.pk) else (record, other)
        try:
            merge(survivor, gone)
        except DomainError as error:
            return redirect_with_error(request, error, f"{request.path}?with={other.pk}")
        flash(request, f"{gone} and {survivor} are one now.")
        return redirect(detail, pk=survivor.pk)
    text = request.GET.get("q", "").strip()[:MERGE_QUERY_LIMIT]
    context = {
        "section": "companies" if isinstance(record, Company) else "contacts",
        "record": record,
        "home": reverse(detail, args=[record.pk]),
        "text": text,
        "other": other,
        "sides": [_side(one, details) for one in (record, other)] if other else [],
        "offered": []
        if other
        else list(others.matching(text or _first_word(record)).order_by("name", "pk")[:CANDIDATES_SHOWN]),
    }
    return render(request, "tracker/merge.html", context)


def _side(record: MergeRecord, details: dict[str, str]) -> Side:
    facts = [(label, getattr(record, name)) for name, label in details.items()]
    return Side(record=record, facts=[fact for fact in facts if fact[1]], attached=count_attached(record))


def _first_word(record: MergeRecord) -> str:
    """Return the first word of the name: duplicates mostly begin with the same word."""
    return next(iter(record.name.split()), "")
