"""What pages of the tracker show of a withdrawal.

``{% withdraw_button subject %}`` is the way in, for an application or an interview: a neutral button, later the way to
the workspace. ``{% withdrawal_panel application %}`` says how far leaving has come, and nothing where nobody leaves.
``{% others_panel application %}`` says, where an offer was accepted, who else is to hear of it. ``{% learned_card
application interviews %}`` holds what they said and what was learned, once there is something to say. ``{%
leaving_history subject %}`` is what was sent to a company or a contact, and what was learned at a company.
"""

from collections.abc import Sequence
from typing import Any, Final

from django import template
from django.urls import reverse
from django.utils import timezone

from tracker.models import Application, Company, Contact, Interview
from tracker.states import Outcome, Stage
from withdrawals.domain.learning.reflections import is_worth_reflecting
from withdrawals.domain.process.after_acceptance import acceptance_is_current, count_others
from withdrawals.models import Feedback, Letter, Reflection, Withdrawal
from withdrawals.states import LetterState, WithdrawalState

register = template.Library()
#: Of each; the history has the others.
LEARNED_SHOWN: Final = 3

#: Of each kind, on the page of a company or a contact.
HISTORY_SHOWN = 10


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


@register.inclusion_tag("withdrawals/_others_panel.html")
def others_panel(application: Application) -> dict[str, Any]:
    """Two queries where the offer was accepted, else none."""
    tally = count_others(application, now=timezone.now()) if acceptance_is_current(application) else None
    return {"application": application, "tally": tally}


@register.inclusion_tag("withdrawals/_learned_card.html")
def learned_card(application: Application, interviews: Sequence[Interview]) -> dict[str, Any]:
    """Two queries; a third for the withdrawal that a first reflection belongs to."""
    feedback = list(application.feedback.latest_first()[: LEARNED_SHOWN + 1])
    reflections = list(application.reflections.latest_first()[: LEARNED_SHOWN + 1])
    is_time = is_worth_reflecting(application, interviews)
    return {
        "application": application,
        "feedback": feedback[:LEARNED_SHOWN],
        "reflections": reflections[:LEARNED_SHOWN],
        "has_more": max(len(feedback), len(reflections)) > LEARNED_SHOWN,
        "is_time": is_time,
        "reflect": _way_to_reflect(application) if is_time and not reflections else "",
    }


def _way_to_reflect(application: Application) -> str:
    """A withdrawal that the employer knows of has one reflection of its own."""
    left = application.withdrawals.notified().order_by("-created_at", "-pk").first()
    return reverse("withdrawal_reflect", args=[left.pk]) if left else reverse("reflection_add", args=[application.pk])


@register.inclusion_tag("withdrawals/_leaving_history.html", takes_context=True)
def leaving_history(context: dict[str, Any], subject: Company | Contact) -> dict[str, Any]:
    """Three queries for a company, one for a contact; the newest first."""
    letters = Letter.objects.for_user(subject.owner).sent().select_related("withdrawal__application__company")
    found: dict[str, Any] = {"user": context.get("user"), "subject": subject, "reflections": [], "feedback": []}
    if isinstance(subject, Contact):
        letters = letters.filter(recipient=subject)
    else:
        letters = letters.at_company(subject)
        for name, model in (("reflections", Reflection), ("feedback", Feedback)):
            rows = model.objects.for_user(subject.owner).at_company(subject).select_related("application")
            found[name] = list(rows.latest_first()[:HISTORY_SHOWN])
    return {**found, "letters": list(letters.last_sent_first()[:HISTORY_SHOWN])}


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
