"""The model of the mail account from which a person's letters are sent."""

from django.db import models


class MailAccount(models.Model):
    """SMTP access of one person. The password is encrypted; accounts/domain/mail_accounts.py reads and writes it."""

    class Security(models.TextChoices):
        STARTTLS = "starttls", "STARTTLS (usually port 587)"
        TLS = "tls", "TLS (usually port 465)"
        NONE = "none", "None (only on your own network)"

    owner = models.OneToOneField("accounts.User", models.CASCADE, related_name="mail_account")
    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField(default=587)
    security = models.CharField(max_length=8, choices=Security, default=Security.STARTTLS)
    username = models.CharField(max_length=254, blank=True)
    secret = models.BinaryField(max_length=2000, blank=True, default=b"")
    from_email = models.EmailField(max_length=254)
    from_name = models.CharField(max_length=120, blank=True)
    copy_to_self = models.BooleanField(default=True)
    tested_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(port__gte=1, port__lte=65535), name="mail_account_port_range"),
        ]

    def __str__(self) -> str:
        return f"{self.from_email} by {self.host}"
