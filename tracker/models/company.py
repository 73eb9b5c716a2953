"""Employers, agencies, the people there, and the words applications are sorted by."""

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
        """Each word of ``text`` occurs in the name or the place."""
        return self.holding(text, "name", "location")

    def mentioning(self, text: str) -> Self:
        """Each word of ``text`` occurs in the name, the place or the notes."""
        return self.holding(text, "name", "location", "notes")

    def latest_first(self) -> Self:
        """Where something happened last comes first. Each with ``latest``, that moment, or None."""
        from tracker.models.application import Application  # which stands on this module

        applications = Application.objects.filter(company=OuterRef("pk")).order_by("-touched_at").values("touched_at")
        return self.annotate(latest=models.Subquery(applications[:1])).order_by(
            models.F("latest").desc(nulls_last=True), "name", "pk"
        )

    def named(self, name: str) -> Self:
        """Companies of that name; case and spaces around or doubled do not matter."""
        # Folded by the database, as its constraint does, which also lets it use the constraint's index.
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
        """Return the address of its page."""
        return reverse("company_detail", args=[self.pk])


def at_company_with(word: str, owner: User) -> models.Q:
    """Whatever has a ``company`` is at one of the ``owner``'s whose name holds ``word``: found once, not row by row."""
    return models.Q(company__in=Company.objects.for_user(owner).filter(name__icontains=word).values("pk"))


class ContactQuerySet(OwnedQuerySet["Contact"]):
    def at_company(self, company: Company) -> Self:
        return self.filter(company=company)

    def matching(self, text: str) -> Self:
        """Each word of ``text`` occurs in their name, role, address, agency or company."""
        return self.holding(text, "name", "role", "email", "agency", "company__name")

    def mentioning(self, text: str, owner: User) -> Self:
        """As ``matching``, and in the notes about them; companies are found first and once, among the ``owner``'s."""
        fields = ("name", "role", "email", "agency", "notes")
        return self.holding(text, *fields, also=lambda word: at_company_with(word, owner))


class Contact(Owned):
    """Somebody on the employer's side. Their zone and hours decide when a letter reaches them well."""

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
        """Return the address of its page."""
        return reverse("contact_detail", args=[self.pk])

    @property
    def tel_uri(self) -> str:
        """The link that dials them, by the rules of their country; "" where no number is on record."""
        return tel_uri(self.phone, self.country)


class Tag(Owned):
    name = models.CharField(max_length=40)

    objects = OwnedQuerySet["Tag"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("owner", Lower("name"), name="tag_once_per_owner")]

    def __str__(self) -> str:
        return self.name


class Source(Owned):
    """Where an application was found: a site, a person, a fair."""

    name = models.CharField(max_length=80)

    objects = OwnedQuerySet["Source"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("owner", Lower("name"), name="source_once_per_owner")]

    def __str__(self) -> str:
        return self.name
