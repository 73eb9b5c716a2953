"""Companies, contacts, tags and sources: one of each name, whatever its case."""

import pytest

from accounts.errors import DomainError
from tests.factories import NOW, ApplicationFactory, CompanyFactory, ContactFactory, UserFactory
from tracker.domain.companies import (
    add_contact,
    get_or_add_company,
    get_or_add_source,
    get_or_add_tags,
    update_company,
    update_contact,
)
from tracker.models import Company, Source, Tag

pytestmark = pytest.mark.django_db


def test_company_is_found_whatever_the_case() -> None:
    company = CompanyFactory(name="Kestrel Labs")

    assert get_or_add_company(owner=company.owner, name="  KESTREL   labs ", now=NOW) == company
    assert Company.objects.count() == 1


def test_company_that_only_begins_alike_is_another_one() -> None:
    company = CompanyFactory(name="New York Trams")

    assert get_or_add_company(owner=company.owner, name="New", now=NOW) != company


def test_company_of_somebody_else_is_not_found() -> None:
    theirs = CompanyFactory(name="Kestrel Labs")

    mine = get_or_add_company(owner=UserFactory(), name="Kestrel Labs", now=NOW)

    assert mine != theirs


def test_company_without_a_name_is_refused() -> None:
    with pytest.raises(DomainError):
        get_or_add_company(owner=UserFactory(), name="   ", now=NOW)


def test_company_keeps_the_name_as_it_was_first_written() -> None:
    owner = UserFactory()
    ApplicationFactory(owner=owner, company_name='O\'Neill & Søn <"x"> 🚋')

    again = ApplicationFactory(owner=owner, company_name='o\'neill & Søn <"X"> 🚋')

    assert again.company.name == 'O\'Neill & Søn <"x"> 🚋'


def test_rename_to_the_name_of_another_company_is_refused() -> None:
    company = CompanyFactory(name="Kestrel Labs")
    other = CompanyFactory(owner=company.owner, name="Heron Works")

    with pytest.raises(DomainError, match="Merge"):
        update_company(other, name="kestrel LABS")
    with pytest.raises(DomainError):
        update_company(other, name="  ")
    with pytest.raises(TypeError):
        update_company(other, owner=None)

    other.refresh_from_db()
    assert other.name == "Heron Works"


def test_rename_that_changes_only_the_case_is_written() -> None:
    company = CompanyFactory(name="kestrel labs")

    update_company(company, name="Kestrel  Labs", website="https://kestrel.example")

    company.refresh_from_db()
    assert (company.name, company.website) == ("Kestrel Labs", "https://kestrel.example")


def test_contact_is_written_and_edited() -> None:
    contact = ContactFactory(name="  Jo   Brennan ")
    update_contact(contact, role="Recruiter")

    contact.refresh_from_db()
    assert (contact.name, contact.role) == ("Jo Brennan", "Recruiter")
    with pytest.raises(TypeError):
        update_contact(contact, owner=None)
    with pytest.raises(TypeError):
        add_contact(owner=contact.owner, name="Jo", now=NOW, stage="offer")


def test_tags_of_the_same_name_are_one_tag() -> None:
    owner = UserFactory()

    first = get_or_add_tags(owner=owner, names=["Remote", " part  time ", ""])
    again = get_or_add_tags(owner=owner, names=["REMOTE", "Part time"])

    assert first == again
    assert [tag.name for tag in Tag.objects.order_by("pk")] == ["Remote", "part time"]


def test_source_is_found_or_added() -> None:
    owner = UserFactory()

    source = get_or_add_source(owner=owner, name="Job fair")

    assert get_or_add_source(owner=owner, name="JOB FAIR") == source
    assert get_or_add_source(owner=owner, name=" ") is None
    assert Source.objects.count() == 1
