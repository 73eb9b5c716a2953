"""Tags that show a withdrawal on the tracker's pages.

- ``{% withdraw_button subject %}``: a button that opens a withdrawal of an application or an interview, later a link
  to the workspace.
- ``{% withdrawal_panel application %}``: the progress of the withdrawal; empty if there is none.
- ``{% others_panel application %}``: after an accepted offer, the other employers to notify.
- ``{% learned_card application interviews %}``: feedback and reflections; empty until there can be any.
- ``{% leaving_history subject %}``: the letters sent to a company or a contact, and the reflections on a company.
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
#: Number of feedback entries and of reflections on the card; the history shows all.
LEARNED_SHOWN: Final = 3

#: Number of entries of each kind on the page of a company or a contact.
HISTORY_SHOWN = 10


@register.inclusion_tag("withdrawals/_withdraw_button.html", takes_context=True)
def withdraw_button(
    context: dict[str, Any],
    subject: Application | Interview,
    primary: bool = False,  # noqa: FBT001, FBT002  (template tags are called by position or name alike)
) -> dict[str, Any]:
    """Return the button's context, with one query.

    ``primary=True`` makes "Finish withdrawing" and "See what was sent" the page's primary button.
    """
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
    return {**found, "label": _withdraw_label(application), "action": reverse(name, args=[subject.pk])}


@register.inclusion_tag("withdrawals/_withdrawal_panel.html", takes_context=True)
def withdrawal_panel(context: dict[str, Any], application: Application) -> dict[str, Any]:
    """Return the panel's context, with at most two queries: the withdrawal and its letters."""
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
    """Return the panel's context, with two queries if the offer was accepted, else none."""
    tally = count_others(application, now=timezone.now()) if acceptance_is_current(application) else None
    return {"application": application, "tally": tally}


@register.inclusion_tag("withdrawals/_learned_card.html")
def learned_card(application: Application, interviews: Sequence[Interview]) -> dict[str, Any]:
    """Return the card's context, with two queries, and a third for the withdrawal of a first reflection."""
    feedback = list(application.feedback.latest_first()[: LEARNED_SHOWN + 1])
    reflections = list(application.reflections.latest_first()[: LEARNED_SHOWN + 1])
    is_time = is_worth_reflecting(application, interviews)
    return {
        "application": application,
        "feedback": feedback[:LEARNED_SHOWN],
        "reflections": reflections[:LEARNED_SHOWN],
        "has_more": max(len(feedback), len(reflections)) > LEARNED_SHOWN,
        "is_time": is_time,
        "reflect": _reflect_url(application) if is_time and not reflections else "",
    }


def _reflect_url(application: Application) -> str:
    """Return the URL of the withdrawal's own reflection if the employer was notified, else the application's."""
    left = application.withdrawals.notified().order_by("-created_at", "-pk").first()
    return reverse("withdrawal_reflect", args=[left.pk]) if left else reverse("reflection_add", args=[application.pk])


@register.inclusion_tag("withdrawals/_leaving_history.html", takes_context=True)
def leaving_history(context: dict[str, Any], subject: Company | Contact) -> dict[str, Any]:
    """Return the history's context, newest first, with three queries for a company and one for a contact."""
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


def _withdraw_label(application: Application) -> str:
    """Return the button's label. A person withdraws an application and declines an offer (docs/domain.md 1.1)."""
    if application.outcome == Outcome.ACCEPTED:
        return "Withdraw my acceptance"
    return "Decline the offer" if application.stage == Stage.OFFER else "Withdraw"


def _latest(application: Application) -> Withdrawal | None:
    return application.withdrawals.select_related("interview").order_by("-created_at", "-pk").first()


def _letters(withdrawal: Withdrawal) -> list[Letter]:
    return list(withdrawal.letters.select_related("delivery").order_by("pk"))


def _sent_at(letter: Letter) -> Any:
    return letter.sent_at
