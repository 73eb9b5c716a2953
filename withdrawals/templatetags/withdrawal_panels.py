"""What pages of the tracker show of a withdrawal.

``{% withdraw_button subject %}`` is the way in, for an application or an interview: a neutral button, later the way to the
workspace. ``{% withdrawal_panel application %}`` says how far leaving has come, and nothing where nobody leaves.
"""

from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone

from tracker.models import Application, Interview
from tracker.states import Outcome, Stage
from withdrawals.models import Letter, Withdrawal
from withdrawals.states import LetterState, WithdrawalState

register = template.Library()


@register.inclusion_tag("withdrawals/_withdraw_button.html", takes_context=True)
def withdraw_button(
    context: dict[str, Any],
    subject: Application | Interview,
    primary: bool = False,  # noqa: FBT001, FBT002  (template tags are called by position or name alike)
) -> dict[str, Any]:
    """One query. ``primary=True`` makes "Finish withdrawing" and "See what was sent" the page's primary button."""
    application = subject if isinstance(subject, Application) else subject.application
    withdrawal = _latest(application)
    found: dict[str, Any] = {"csrf_token": context.get("csrf_token"), "withdrawal": None, "primary": primary}
    if withdrawal is not None and withdrawal.is_live:
        return {**found, "withdrawal": withdrawal, "label": "Finish withdrawing"}
    if withdrawal is not None and withdrawal.state == WithdrawalState.NOTIFIED and not application.is_open:
        return {**found, "withdrawal": withdrawal, "label": "See what was sent"}
    if not application.is_open and application.outcome != Outcome.ACCEPTED:
        return {**found, "label": ""}
    name = "application_withdraw" if isinstance(subject, Application) else "interview_withdraw"
    return {**found, "label": _way_in(application), "action": reverse(name, args=[subject.pk])}


@register.inclusion_tag("withdrawals/_withdrawal_panel.html", takes_context=True)
def withdrawal_panel(context: dict[str, Any], application: Application) -> dict[str, Any]:
    """At most two queries: the withdrawal and its letters."""
    withdrawal = _latest(application)
    letters = _letters(withdrawal) if withdrawal else []
    waiting = next((letter for letter in letters if letter.state == LetterState.READY), None)
    sent = [letter for letter in letters if letter.state == LetterState.SENT]
    return {
        "csrf_token": context.get("csrf_token"),
        "user": context.get("user"),
        "now": timezone.now(),
        "application": application,
        "withdrawal": withdrawal,
        "waiting": waiting,
        "delivery": waiting.delivery if waiting else None,
        "sent": min(sent, key=_sent_at) if sent else None,
    }


def _way_in(application: Application) -> str:
    """One withdraws an application and declines an offer (docs/domain.md 1.1)."""
    if application.outcome == Outcome.ACCEPTED:
        return "Withdraw my acceptance"
    return "Decline the offer" if application.stage == Stage.OFFER else "Withdraw"


def _latest(application: Application) -> Withdrawal | None:
    return application.withdrawals.select_related("interview").order_by("-created_at", "-pk").first()


def _letters(withdrawal: Withdrawal) -> list[Letter]:
    return list(withdrawal.letters.select_related("delivery").order_by("pk"))


def _sent_at(letter: Letter) -> Any:
    return letter.sent_at
