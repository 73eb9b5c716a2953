"""Two records that are one, and records that nothing hangs on."""

from zoneinfo import ZoneInfo

import pytest

from accounts.errors import DomainError
from accounts.models import User
from tests.factories import (
    ApplicationFactory,
    CompanyFactory,
    ContactFactory,
    InterviewFactory,
    LetterFactory,
    WithdrawalFactory,
)
from tracker.domain.deleting import count_attached, delete_unused
from tracker.domain.merging import merge_companies, merge_contacts
from tracker.models import Company, Contact

pytestmark = pytest.mark.django_db


def test_merged_companies_keep_applications_contacts_and_words(owner: User) -> None:
    one = CompanyFactory.create(owner=owner, name="Fernway", location="Berlin", notes="Friendly.")
    two = CompanyFactory.create(
        owner=owner, name="Fernway GmbH", location="Hamburg", website="https://fernway.example", notes="Slow."
    )
    contact = ContactFactory.create(company=two)
    application = ApplicationFactory.create(owner=owner, company=two)
    before = application.touched_at, application.events.count()

    merge_companies(one, two)

    one.refresh_from_db()
    contact.refresh_from_db()
    application.refresh_from_db()
    assert (contact.company, application.company) == (one, one)
    assert (application.touched_at, application.events.count()) == before
    assert one.website == "https://fernway.example"
    assert one.notes == "Friendly.\n\nAlso: Fernway GmbH  \nLocation: Hamburg\n\nSlow."
    assert list(Company.objects.for_user(owner)) == [one]


def test_merged_contacts_keep_interviews_letters_and_ways_to_reach_them(owner: User) -> None:
    company = CompanyFactory.create(owner=owner)
    one = ContactFactory.create(
        company=company, name="Maya Lindqvist", email="maya@fernway.example", phone="", notes=""
    )
    two = ContactFactory.create(
        company=company, name="Maya Lindqvist", email="m.l@old.example", phone="+46 8 555", notes=""
    )
    application = ApplicationFactory.create(owner=owner, company=company, contact=two)
    both = InterviewFactory.create(application=application, contact=two, interviewers=[one, two])
    other = InterviewFactory.create(application=application, interviewers=[two])
    letter = LetterFactory.create(withdrawal=WithdrawalFactory.create(application=application))
    letter.recipient = two
    letter.save(update_fields=["recipient"])

    merge_contacts(one, two)

    for record in (one, application, both, letter):
        record.refresh_from_db()
    assert (application.contact, both.contact, letter.recipient) == (one, one, one)
    assert [list(interview.interviewers.all()) for interview in (both, other)] == [[one], [one]]
    assert (one.email, one.phone, one.notes) == ("maya@fernway.example", "+46 8 555", "E-mail: m.l@old.example")
    assert list(Contact.objects.for_user(owner)) == [one]


def test_merging_takes_a_zone_over(owner: User) -> None:
    company = CompanyFactory.create(owner=owner)
    one = ContactFactory.create(company=company, time_zone=None)
    two = ContactFactory.create(company=company, name=one.name, time_zone=ZoneInfo("Asia/Tokyo"))

    assert merge_contacts(one, two).time_zone == ZoneInfo("Asia/Tokyo")


def test_what_is_not_two_of_one_person_is_not_merged(owner: User) -> None:
    mine, strangers = CompanyFactory.create(owner=owner), CompanyFactory.create()

    for other in (mine, strangers):
        with pytest.raises(DomainError):
            merge_companies(mine, other)

    assert Company.objects.count() == 2


def test_notes_that_would_not_fit_leave_both_as_they_were(owner: User) -> None:
    one, two = (CompanyFactory.create(owner=owner, notes="x" * 12_000) for _ in range(2))
    application = ApplicationFactory.create(owner=owner, company=two)

    with pytest.raises(DomainError, match="Shorten"):
        merge_companies(one, two)

    application.refresh_from_db()
    assert application.company == two


def test_only_what_nothing_hangs_on_is_deleted(owner: User) -> None:
    contact = ContactFactory.create(company__owner=owner)
    company = contact.company
    assert company is not None
    application = ApplicationFactory.create(owner=owner, company=company, contact=contact)
    InterviewFactory.create(application=application, contact=contact, interviewers=[contact])

    assert count_attached(company) == [("application", 1), ("contact", 1)]
    assert count_attached(contact) == [("application", 1), ("interview", 1)]
    for record in (company, contact):
        with pytest.raises(DomainError, match="1 application"):
            delete_unused(record)

    free = ContactFactory.create(company=company)
    delete_unused(free)
    assert not Contact.objects.filter(pk=free.pk).exists()
