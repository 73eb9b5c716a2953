"""The handler of deliveries of kind ``reminder``: notify the person in the app and by e-mail."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import Q

from accounts.domain.mail_accounts import host_smtp_access, mail_account_of
from accounts.errors import DomainError
from reminders.domain.reminders import schedule_snoozed_email
from reminders.models import Delivery, Reminder
from reminders.ports import KindHandler, OutgoingMail
from reminders.states import DeliveryChannel


class ReminderHandler(KindHandler):
    """Reminders to the person."""

    def still_wanted(self, deliveries: Sequence[Delivery]) -> set[int]:
        """Return the ids of deliveries whose reminder is open and not muted.

        Deliveries by e-mail need a person who switched e-mail on, and a mail account or the host's mail server.
        """
        rows = Reminder.objects.filter(pk__in={d.reminder_id for d in deliveries}).open()
        found = rows.values_list("pk", "kind", "owner__muted_kinds")
        wanted = {pk for pk, kind, muted in found if kind not in muted}
        mailable: set[int] = set()
        if any(d.channel == DeliveryChannel.EMAIL for d in deliveries):
            mailable = set(rows.filter(_mailable()).values_list("pk", flat=True))
        by_mail = wanted & mailable
        return {
            d.pk for d in deliveries if d.reminder_id in (by_mail if d.channel == DeliveryChannel.EMAIL else wanted)
        }

    def mail(self, delivery: Delivery) -> OutgoingMail:
        """Return a message with the title as subject, and the text and the page's URL as body."""
        reminder = delivery.reminder
        if reminder is None:
            raise DomainError("The reminder is gone.")
        link = f"{settings.BASE_URL}{reminder.url}" if reminder.url.startswith("/") else reminder.url
        reachable = link.startswith(("http://", "https://"))
        parts = [reminder.body.strip() or reminder.title, link if reachable else ""]
        return OutgoingMail(
            to=delivery.owner.email,
            subject=reminder.title,
            body="\n\n".join(part for part in parts if part) + "\n",
            account=None if host_smtp_access() else mail_account_of(delivery.owner),
            automatic=True,
        )

    def on_sent(self, delivery: Delivery, *, now: datetime) -> None:
        """Schedule the later e-mail of a reminder that was snoozed while this one was being sent."""
        if delivery.channel == DeliveryChannel.EMAIL:
            schedule_snoozed_email(delivery, now=now)


def _mailable() -> Q:
    mailable = Q(owner__is_active=True, owner__is_demo=False, owner__reminder_emails=True)
    return mailable if host_smtp_access() else mailable & Q(owner__mail_account__isnull=False)
