"""The handler of deliveries of kind ``letter``."""

from collections.abc import Sequence
from datetime import datetime

from accounts.domain.mail_accounts import host_may_send_letters
from accounts.errors import DomainError
from accounts.models import MailAccount, User
from accounts.text.addresses import addresses_in, bare_address
from reminders.domain.subjects import shorten_name
from reminders.models import Delivery
from reminders.ports import KindHandler, OutgoingMail
from tracker.models import Application
from tracker.states import EventKind
from withdrawals.domain.core.events import record_event
from withdrawals.domain.core.reminders import warn_user
from withdrawals.domain.letters.sending import mark_letter_sent
from withdrawals.models import Letter
from withdrawals.states import LetterState, SentHow

LETTER_KIND = "letter"


class LetterHandler(KindHandler):
    """Send letters that are ready while the process is open. A sent notice ends the process."""

    def still_wanted(self, deliveries: Sequence[Delivery]) -> set[int]:
        wanted = Letter.objects.filter(delivery__in=[row.pk for row in deliveries]).wanted()
        return {pk for pk in wanted.values_list("delivery_id", flat=True) if pk is not None}

    def mail(self, delivery: Delivery) -> OutgoingMail:
        letter = _letter_of(delivery)
        if not letter.to_address:
            raise DomainError("The letter has no address.")
        account = MailAccount.objects.filter(owner=letter.owner).first()
        if account is None and not host_may_send_letters():
            raise DomainError("The mail account that it was to leave by is gone.")
        return OutgoingMail(
            to=bare_address(letter.to_address),
            subject=letter.subject,
            body=letter.body,
            cc=addresses_in(letter.cc),
            bcc=_copy_to_self(letter.owner, account),
            reply_to=letter.owner.email if account is None else "",
            in_reply_to=letter.in_reply_to,
            references=letter.in_reply_to,
            from_name=(account.from_name if account else "") or letter.owner.name,
            account=account,
        )

    def lock(self, delivery: Delivery) -> None:
        """Lock the application: all code that ends it or changes a letter locks it before the delivery."""
        concerned = Letter.objects.filter(delivery=delivery).values("withdrawal__application")
        Application.objects.select_for_update().filter(pk__in=concerned).values_list("pk").first()

    def on_sent(self, delivery: Delivery, *, now: datetime) -> None:
        letter = _letter_of(delivery)
        if letter.state == LetterState.READY:
            mark_letter_sent(letter, at=delivery.sent_at or now, how=SentHow.BY_US, actor=None, now=now)

    def on_unknown(self, delivery: Delivery, *, now: datetime) -> None:
        _report_trouble(delivery, "Nobody knows whether your letter to {} left. Check your Sent folder.", now=now)

    def on_failed(self, delivery: Delivery, *, now: datetime) -> None:
        _report_trouble(delivery, "Your letter to {} was not sent.", now=now)

    def on_needs_decision(self, delivery: Delivery, *, now: datetime) -> None:
        _report_trouble(delivery, "Your letter to {} is late and was not sent. Decide what to do.", now=now)


def _letter_of(delivery: Delivery) -> Letter:
    letters = Letter.objects.select_related(
        "withdrawal__application__company", "withdrawal__owner", "owner", "delivery"
    )
    letter = letters.filter(delivery=delivery).first()
    if letter is None:
        raise DomainError("The letter is gone.")
    return letter


def _copy_to_self(owner: User, account: MailAccount | None) -> tuple[str, ...]:
    if account is None:
        return (owner.email,)
    return (account.from_email,) if account.copy_to_self else ()


def _report_trouble(delivery: Delivery, words: str, *, now: datetime) -> None:
    letter = _letter_of(delivery)
    withdrawal = letter.withdrawal
    record_event(withdrawal, EventKind.LETTER_TROUBLE, actor=None, now=now, letter=letter.pk, delivery=delivery.state)
    warn_user(withdrawal, words.format(shorten_name(letter.to_name or withdrawal.application.company.name)), now=now)
