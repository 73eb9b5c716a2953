"""The mail account from which a person's letters are sent, and whether the person can send."""

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.domain.secrets import decrypt, encrypt
from accounts.errors import DomainError
from accounts.models import MailAccount, User

SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


@dataclass(frozen=True)
class SmtpAccess:
    """Address and credentials of one SMTP server. ``allow_private``: it may be in a private network."""

    host: str
    port: int
    security: str  # a value of MailAccount.Security
    username: str = ""
    password: str = field(default="", repr=False)
    allow_private: bool = True


@transaction.atomic
def save_mail_account(
    user: User,
    *,
    host: str,
    port: int,
    security: str,
    username: str,
    from_email: str,
    from_name: str,
    copy_to_self: bool,
    password: str | None,
    now: datetime,
) -> MailAccount:
    """Create or change the person's mail account; ``password`` None keeps the saved one. Clears the last test result.

    Raises DomainError when a saved password would be sent to another server or user name, or without encryption: the
    person must enter it again.
    """
    account = MailAccount.objects.select_for_update().filter(owner=user).first() or MailAccount(owner=user)
    server_changed = (account.host, account.port, account.username) != (host, port, username)
    encryption_dropped = account.security != security and security == MailAccount.Security.NONE
    if password is None and account.secret and (server_changed or encryption_dropped):
        raise DomainError("The server or user name changed. Enter the password again.")
    account.host, account.port, account.security, account.username = host, port, security, username
    account.from_email, account.from_name, account.copy_to_self = from_email, from_name, copy_to_self
    if password is not None:
        account.secret = encrypt(password) if password else b""
    account.tested_at, account.last_error = None, ""
    account.full_clean(exclude=["owner"])
    account.save()
    return account


def delete_mail_account(user: User) -> None:
    """Delete the mail account and its password."""
    MailAccount.objects.filter(owner=user).delete()


def record_mail_test(account: MailAccount, *, error: str, now: datetime) -> MailAccount:
    """Store the result of a test message. An empty ``error`` means that the server accepted it."""
    account.tested_at = None if error else now
    account.last_error = error[:500]
    account.save(update_fields=["tested_at", "last_error"])
    return account


def mail_account_of(user: User) -> MailAccount | None:
    """Return the person's own mail account, or None."""
    return MailAccount.objects.filter(owner=user).first()


def smtp_access(account: MailAccount) -> SmtpAccess:
    """Return the access to the person's mail server. Raises DomainError when the password cannot be decrypted."""
    return SmtpAccess(
        host=account.host,
        port=account.port,
        security=account.security,
        username=account.username,
        password=decrypt(bytes(account.secret)) if account.secret else "",
        allow_private=settings.MAIL_ALLOW_PRIVATE_HOSTS,
    )


def host_smtp_access() -> SmtpAccess | None:
    """Return the access to the host's own mail server (EMAIL_URL); None without one or without SMTP."""
    if not settings.MAIL_CONFIGURED or settings.EMAIL_BACKEND != SMTP_BACKEND:
        return None
    security = MailAccount.Security.NONE
    if settings.EMAIL_USE_SSL:
        security = MailAccount.Security.TLS
    elif settings.EMAIL_USE_TLS:
        security = MailAccount.Security.STARTTLS
    return SmtpAccess(
        host=settings.EMAIL_HOST,
        port=settings.EMAIL_PORT,
        security=security,
        username=settings.EMAIL_HOST_USER or "",
        password=settings.EMAIL_HOST_PASSWORD or "",
    )


def host_may_send_letters() -> bool:
    """Return whether people without their own mail account may send letters through the host's mail server.

    They may not where anybody can sign up over the internet and could then send mail to anybody in the host's name.
    """
    open_to_strangers = settings.SIGN_UP == "open" and settings.BASE_URL.startswith("https:")
    return host_smtp_access() is not None and not open_to_strangers


def why_cannot_send(user: User) -> str:
    """Return why letters cannot be sent and what to do about it; "" when they can."""
    if user.is_demo:
        return "This is a demo: nothing leaves it."
    if not user.may_send:
        return "Your host has switched sending off for you. Open the letter in your mail app instead."
    if mail_account_of(user) is None and not host_may_send_letters():
        return "No mail account is set up. Add yours in Settings, or open the letter in your mail app."
    return ""
