"""Each named constraint of the search, violated once past the domain."""

from datetime import time
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from tests.factories import (
    NOW,
    AgreementFactory,
    ApplicationFactory,
    CompanyFactory,
    ContactFactory,
    InterviewFactory,
    SourceFactory,
    TagFactory,
)
from tracker.models import Agreement, Application, Company, Contact, Event, Interview, Source, Tag

pytestmark = pytest.mark.django_db


def refused(constraint: str, write: Any) -> None:
    """SQLite names a broken unique index on an expression, and PostgreSQL every constraint; both name a check."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        write()


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("application_ended_at_iff_ended", {"ended_at": NOW}),
        ("application_ended_at_iff_ended", {"outcome": "withdrawn"}),
        ("application_stage_known|application_furthest_stage_not_behind", {"stage": "hired"}),
        ("application_furthest_stage_not_behind", {"furthest_stage": "hired"}),
        ("application_furthest_stage_not_behind", {"stage": "offer"}),
        ("application_outcome_known", {"outcome": "ghosted", "ended_at": NOW}),
        ("application_salary_in_order", {"salary_min": Decimal(2), "salary_max": Decimal(1)}),
        ("application_excitement_1_to_5", {"excitement": 6}),
        ("application_excitement_1_to_5", {"excitement": 0}),
    ],
)
def test_application_row_that_makes_no_sense_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    application = ApplicationFactory()

    refused(constraint, lambda: Application.objects.filter(pk=application.pk).update(**fields))


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("interview_status_known", {"status": "maybe"}),
        ("interview_minutes_in_a_day", {"minutes": 0}),
        ("interview_minutes_in_a_day", {"minutes": 1441}),
        ("interview_round_1_to_99", {"round": 0}),
        ("interview_round_1_to_99", {"round": 100}),
    ],
)
def test_interview_row_that_makes_no_sense_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    interview = InterviewFactory()

    refused(constraint, lambda: Interview.objects.filter(pk=interview.pk).update(**fields))


def test_agreement_of_an_unknown_kind_is_refused() -> None:
    agreement = AgreementFactory()

    refused("agreement_kind_known", lambda: Agreement.objects.filter(pk=agreement.pk).update(kind="handshake"))


def test_contact_whose_day_ends_before_it_begins_is_refused() -> None:
    contact = ContactFactory()

    refused("contact_hours_in_order", lambda: Contact.objects.filter(pk=contact.pk).update(work_end=time(8)))


def test_event_of_an_unknown_kind_is_refused() -> None:
    application = ApplicationFactory()

    def write() -> None:
        Event.objects.create(owner=application.owner, application=application, kind="rumour", at=NOW, recorded_at=NOW)

    refused("event_kind_known", write)


def test_event_corrected_twice_is_refused() -> None:
    application = ApplicationFactory()
    first = Event.objects.get(application=application)

    def correct() -> None:
        Event.objects.create(
            owner=application.owner,
            application=application,
            kind="undone",
            at=NOW,
            recorded_at=NOW,
            corrects=first,
        )

    correct()
    refused("corrects_id", correct)


@pytest.mark.parametrize(
    ("model", "factory", "constraint", "more"),
    [
        (Company, CompanyFactory, "company_once_per_owner", {"created_at": NOW}),
        (Tag, TagFactory, "tag_once_per_owner", {}),
        (Source, SourceFactory, "source_once_per_owner", {}),
    ],
)
def test_name_in_another_case_is_the_same_name(
    model: type[Model], factory: Any, constraint: str, more: dict[str, Any]
) -> None:
    made = factory(name="Kestrel")

    refused(constraint, lambda: model._default_manager.create(owner=made.owner, name="KESTREL", **more))
    assert factory(name="Kestrel").pk  # somebody else's may have it


def test_company_with_applications_cannot_be_deleted_under_them() -> None:
    application = ApplicationFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        application.company.delete()


def test_every_constraint_has_a_name_of_ours() -> None:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, Application._meta.db_table)

    assert {"application_ended_at_iff_ended", "application_board", "application_quiet"} <= set(found)
