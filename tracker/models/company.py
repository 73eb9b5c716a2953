"""Models of companies and contacts, and of the tags and sources of applications."""

from datetime import time
from typing import Self

from django.db import models
from django.db.models import OuterRef, Value
from django.db.models.functions import Lower
from django.urls import reverse
from timezone_field import TimeZoneField

from accounts.models import Owned, OwnedQuerySet, User
from accounts.text.phones import tel_uri
from tracker.states import ContactKind

NAME_LIMIT = 160


class CompanyQuerySet(OwnedQuerySet["Company"]):
    def matching(self, text: str) -> Self:
        """Keep companies in which each word of ``text`` occurs in the name or location."""
        return self.containing(text, "name", "location")

    def mentioning(self, text: str) -> Self:
        """Keep companies in which each word of ``text`` occurs in the name, location or notes."""
        return self.containing(text, "name", "location", "notes")

    def latest_first(self) -> Self:
        """Sort by the last activity in any application, annotated as ``latest`` (None without applications)."""
        from tracker.models.application import Application  # it imports this module

        applications = Application.objects.filter(company=OuterRef("pk")).order_by("-touched_at").values("touched_at")
        return self.annotate(latest=models.Subquery(applications[:1])).order_by(
            models.F("latest").desc(nulls_last=True), "name", "pk"
        )

    def named(self, name: str) -> Self:
        """Keep companies with this name, ignoring case and extra white space."""
        # The database lowers the case, as in its unique constraint, so that the query can use the constraint's index.
        return self.alias(folded=Lower("name")).filter(folded=Lower(Value(" ".join(name.split()))))


class Company(Owned):
    name = models.CharField(max_length=NAME_LIMIT)
    website = models.URLField(max_length=500, blank=True)
    location = models.CharField(max_length=NAME_LIMIT, blank=True)
    notes = models.TextField(max_length=20_000, blank=True)
    created_at = models.DateTimeField()

    objects = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "companies"
        constraints = [models.UniqueConstraint("owner", Lower("name"), name="company_once_per_owner")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the URL of its page."""
        return reverse("company_detail", args=[self.pk])


def at_company_with(word: str, owner: User) -> models.Q:
    """Return a condition on ``company``: one of ``owner`` whose name contains ``word``. The subquery runs once."""
    return models.Q(company__in=Company.objects.for_user(owner).filter(name__icontains=word).values("pk"))


class ContactQuerySet(OwnedQuerySet["Contact"]):
    def at_company(self, company: Company) -> Self:
        return self.filter(company=company)

    def matching(self, text: str) -> Self:
        """Keep contacts in which each word of ``text`` occurs in the name, role, e-mail address, agency or company."""
        return self.containing(text, "name", "role", "email", "agency", "company__name")

    def mentioning(self, text: str, owner: User) -> Self:
        """Match as ``matching`` does, and also in the notes. A subquery finds the companies of ``owner`` once."""
        fields = ("name", "role", "email", "agency", "notes")
        return self.containing(text, *fields, also=lambda word: at_company_with(word, owner))


class Contact(Owned):
    """A contact on the employer's side. Zone and working hours decide when a letter may be sent."""

    company = models.ForeignKey(Company, models.SET_NULL, null=True, blank=True, related_name="contacts")
    name = models.CharField(max_length=NAME_LIMIT)
    kind = models.CharField(max_length=6, choices=ContactKind, default=ContactKind.PERSON)
    agency = models.CharField(max_length=NAME_LIMIT, blank=True)
    role = models.CharField(max_length=NAME_LIMIT, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    linkedin = models.URLField(max_length=500, blank=True)
    time_zone = TimeZoneField(null=True, blank=True, use_pytz=False)
    country = models.CharField(max_length=2, blank=True)
    work_start = models.TimeField(default=time(9))
    work_end = models.TimeField(default=time(17))
    notes = models.TextField(max_length=20_000, blank=True)
    created_at = models.DateTimeField()

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(work_start__lt=models.F("work_end")), name="contact_hours_in_order"
            )
        ]
        indexes = [models.Index(fields=["owner", "name"], name="contact_by_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the URL of its page."""
        return reverse("contact_detail", args=[self.pk])

    @property
    def tel_uri(self) -> str:
        """Return the ``tel:`` link by the rules of their country; "" without a number."""
        return tel_uri(self.phone, self.country)


class Tag(Owned):
    name = models.CharField(max_length=40)

    objects = OwnedQuerySet["Tag"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("owner", Lower("name"), name="tag_once_per_owner")]

    def __str__(self) -> str:
        return self.name


class Source(Owned):
    """The place where an application was found: a site, a person, a fair."""

    name = models.CharField(max_length=80)

    objects = OwnedQuerySet["Source"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("owner", Lower("name"), name="source_once_per_owner")]

    def __str__(self) -> str:
        return self.name
