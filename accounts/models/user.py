"""The model of the person who searches for work."""

from datetime import time
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from timezone_field import TimeZoneField

from accounts.text.names import first_name


class UserManager(BaseUserManager["User"]):
    """Creates people. The e-mail address is the sign-in name."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an active person with a hashed password."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a person who may open the admin pages."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the person with this address, ignoring case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person, with preferences and the signature of letters."""

    class Clock(models.TextChoices):
        H24 = "24", "24 hours"
        H12 = "12", "12 hours"

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "Monday"
        SATURDAY = 5, "Saturday"
        SUNDAY = 6, "Sunday"

    class Theme(models.TextChoices):
        SYSTEM = "system", "As the device"
        LIGHT = "light", "Light"
        DARK = "dark", "Dark"

    class Tone(models.TextChoices):
        WARM = "warm", "Warm"
        FORMAL = "formal", "Formal"
        BRIEF = "brief", "Brief"

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    signature = models.TextField(max_length=600, blank=True)
    time_zone = TimeZoneField(default="UTC", use_pytz=False)
    locale = models.CharField(max_length=10, default="en-GB")
    clock = models.CharField(max_length=2, choices=Clock, default=Clock.H24)
    first_weekday = models.SmallIntegerField(choices=Weekday, default=Weekday.MONDAY)
    work_start = models.TimeField(default=time(9))
    work_end = models.TimeField(default=time(17))
    tone = models.CharField(max_length=6, choices=Tone, default=Tone.WARM)
    theme = models.CharField(max_length=6, choices=Theme, default=Theme.SYSTEM)
    #: The notice in hours that the person's programme or career office requires.
    campus_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    reminder_emails = models.BooleanField(default=True)
    #: Kinds of reminders that the person has switched off.
    muted_kinds = models.JSONField(default=list, blank=True)
    may_send = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
            models.CheckConstraint(
                condition=models.Q(quiet_from=None, quiet_until=None)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="user_quiet_hours_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return first_name(self.name) or self.email.partition("@")[0]
