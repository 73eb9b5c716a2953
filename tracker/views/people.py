"""Pages of contacts and companies, and actions on agreements."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import flash, next_url, person, try_save
from accounts.paging import paginate_with_count
from tracker.domain.agreements import add_agreement, delete_agreement
from tracker.domain.companies import add_contact, update_company, update_contact
from tracker.forms.people import AgreementForm, CompanyForm, ContactForm, contact_initial
from tracker.models import Agreement, Application, Company, Contact, Event, Interview
from tracker.states import EventKind
from tracker.views.records import fetch_application, fetch_company, fetch_contact, requested_company_name

INTERVIEWS_SHOWN = 20
APPLICATIONS_SHOWN = 50
PEOPLE_A_PAGE = 50
SEARCH_LIMIT = 100


@require_GET
@login_required
def contact_list(request: HttpRequest) -> HttpResponse:
    """List contacts by name."""
    text = request.GET.get("q", "")[:SEARCH_LIMIT]
    rows = Contact.objects.for_user(person(request)).matching(text).select_related("company").defer("notes")
    page = paginate_with_count(rows.order_by("name", "pk"), request.GET.get("page"), PEOPLE_A_PAGE)
    context = {
        "section": "contacts",
        "page": page,
        "text": text,
        "last": last_contacts(page.rows),
    }
    return render(request, "tracker/contact_list.html", context)


def last_contacts(contacts: Sequence[Contact]) -> dict[int, datetime]:
    """Return the time of the latest interview or letter by contact key.

    A letter counts for the contact of its application.
    """
    last = Interview.objects.last_with(contacts)
    letters = Event.objects.filter(kind=EventKind.LETTER_SENT, application__contact__in=[one.pk for one in contacts])
    rows = letters.order_by().values_list("application__contact").annotate(latest=Max("at"))
    for key, latest in rows:
        last[key] = max(latest, last.get(key, latest))
    return last


@require_GET
@login_required
def company_list(request: HttpRequest) -> HttpResponse:
    """List companies, those with the latest activity first."""
    text = request.GET.get("q", "")[:SEARCH_LIMIT]
    rows = Company.objects.for_user(person(request)).matching(text).latest_first().defer("notes")
    page = paginate_with_count(rows, request.GET.get("page"), PEOPLE_A_PAGE)
    applied = Application.objects.count_by_company(page.rows)
    context = {"section": "companies", "page": page, "text": text, "applied": applied}
    return render(request, "tracker/company_list.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def contact_add(request: HttpRequest) -> HttpResponse:
    """Add a contact."""
    user, now = person(request), timezone.now()
    initial = {"company_name": requested_company_name(request), "work_start": "09:00", "work_end": "17:00"}
    form = ContactForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        contact = add_contact(owner=user, now=now, **form.domain_arguments(user, now))
        flash(request, f"Noted: {contact.name}.")
        return redirect(next_url(request, reverse("contact_detail", args=[contact.pk])))
    context = {"section": "contacts", "form": form, "next": request.GET.get("next", "")}
    return render(request, "tracker/contact_form.html", context, status=422 if form.is_bound else 200)


@require_GET
@login_required
def contact_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a contact with their applications and interviews."""
    contact = fetch_contact(request, pk)
    interviews = Interview.objects.for_user(person(request)).with_contact(contact).with_application()
    context = {
        "section": "contacts",
        "contact": contact,
        "now": timezone.now(),
        "applications": list(contact.applications.for_lists().order_by("-touched_at")[:APPLICATIONS_SHOWN]),
        "interviews": list(interviews.order_by("-starts_at", "-pk")[:INTERVIEWS_SHOWN]),
    }
    return render(request, "tracker/contact_detail.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def contact_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit a contact."""
    user, now = person(request), timezone.now()
    contact = fetch_contact(request, pk)
    form = ContactForm(request.POST or None, initial=contact_initial(contact))
    if request.method == "POST" and form.is_valid():
        update_contact(contact, **form.domain_arguments(user, now))
        flash(request, "Saved.")
        return redirect("contact_detail", pk=pk)
    context = {"section": "contacts", "form": form, "contact": contact}
    return render(request, "tracker/contact_form.html", context, status=422 if form.is_bound else 200)


@require_GET
@login_required
def company_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a company with its applications, interviews and contacts."""
    user = person(request)
    company = fetch_company(request, pk)
    applications = Application.objects.for_user(user).at_company(company).for_lists()
    interviews = Interview.objects.for_user(user).filter(application__company=company).with_application()
    context = {
        "section": "companies",
        "company": company,
        "now": timezone.now(),
        "applications": list(applications.order_by("-created_at", "-pk")[:APPLICATIONS_SHOWN]),
        "interviews": list(interviews.order_by("-starts_at", "-pk")[:INTERVIEWS_SHOWN]),
        "contacts": list(company.contacts.order_by("name")[:APPLICATIONS_SHOWN]),
    }
    return render(request, "tracker/company_detail.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def company_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit a company."""
    company = fetch_company(request, pk)
    form = CompanyForm(request.POST or None, company=company)
    if try_save(form, lambda: update_company(company, **form.cleaned_data), at="name"):
        flash(request, "Saved.")
        return redirect("company_detail", pk=pk)
    context = {"section": "companies", "form": form, "company": company}
    return render(request, "tracker/company_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@login_required
def agreement_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an agreement to the application ``pk``."""
    application = fetch_application(request, pk)
    form = AgreementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        add_agreement(application, actor=person(request), now=timezone.now(), **form.cleaned_data)
        flash(request, "Agreement noted. Letters are checked against its terms.")
        return redirect("application_detail", pk=pk)
    context = {"section": "applications", "form": form, "application": application}
    return render(request, "tracker/agreement_form.html", context, status=422 if form.is_bound else 200)


@require_POST
@login_required
def agreement_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete an agreement that was recorded by mistake."""
    agreement = get_object_or_404(Agreement.objects.for_user(person(request)), pk=pk)
    back = reverse("application_detail", args=[agreement.application_id])
    delete_agreement(agreement)
    flash(request, "Agreement removed.")
    return redirect(back)
