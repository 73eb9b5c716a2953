"""A letter that is no longer edited: being sent, failed, archived or sent, and the record after the notice."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from accounts.models import User
from accounts.templatetags.clock import clock_of
from accounts.text.names import first_name
from withdrawals.domain.status import StatusCode, WithdrawalStatus, was_told_otherwise
from withdrawals.models import Letter, Reflection, Withdrawal
from withdrawals.views.formatting import full_when
from withdrawals.views.workspace.next_action import Action, ActionFacts, Asks, NextAction, Way
from withdrawals.vocabulary import SPOKEN_CHANNELS, Channel, Depth

_BUTTON: Final = "btn btn-outline-secondary"


@dataclass(frozen=True, slots=True)
class SentText:
    """The letter to read, with a title."""

    title: str
    letter: Letter


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why the letter was not sent, and the actions. ``look_for`` is what to search for in the Sent folder."""

    title: str
    style: str
    label: str
    text: str
    element_id: str = ""
    look_for: str = ""
    warning: str = ""
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class SentRow:
    """One sent letter, as the employer has it."""

    letter: Letter
    title: str
    text_title: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class SentPanel:
    """All sent letters. ``what_they_have`` names the channel of the first, such as "e-mail"."""

    rows: tuple[SentRow, ...]
    told_otherwise: bool
    reflection: Reflection | None
    what_they_have: str
    #: How much of the reason the letter states.
    reads: str


def letter_text(status: WithdrawalStatus) -> SentText | None:
    """Return the letter that is being sent or has failed, or None once it is sent."""
    if status.letter is None or status.code in (StatusCode.TOLD, StatusCode.CALL_DUE, StatusCode.RESTORED):
        return None
    return SentText("On its way" if status.is_under_way else "The letter", status.letter)


def build_trouble(facts: ActionFacts, action: NextAction) -> Trouble | None:
    """Return what stopped the letter, or None."""
    match facts.status.code:
        case StatusCode.UNKNOWN:
            return _unknown(facts, action)
        case StatusCode.FAILED:
            return _failed(facts)
        case StatusCode.LATE:
            return _late(facts)
        case StatusCode.ASIDE:
            words = f"{facts.company} hasn't been told, and nothing is due. Your letter is kept as it was."
            return Trouble("Put aside", "card", "", words)
    return None


def _unknown(facts: ActionFacts, action: NextAction) -> Trouble:
    when = full_when(facts.delivery.due_at, facts.user)
    again = _press("It is not there: send again", "letter_send_again", facts.letter)
    warning = ""
    if action.asks is Asks.TWICE:
        again = _press("Send it again, even if twice", "letter_send_again", facts.letter, name="twice", value="1")
        warning = f"If the first one left after all, {facts.who} gets it twice. Send it again?"
    return Trouble(
        "Check your Sent folder",
        "card card-warn",
        "What happened",
        f"Your mail server took it, then went silent, {when}.",
        element_id="settle",
        look_for=facts.letter.subject,
        warning=warning,
        actions=(_press("It is there: mark as sent", "letter_mark_sent", facts.letter), again),
    )


def _failed(facts: ActionFacts) -> Trouble:
    is_live = facts.withdrawal.is_live
    untold = f" {facts.company} hasn't been told." if is_live else ""
    actions = [_press("Change the letter or the address", "letter_recall", facts.letter)]
    if facts.tel_uri and is_live:
        call = Action(f"Call {facts.who}", facts.tel_uri, Way.LINK, "telephone", style=_BUTTON)
        actions.insert(0, call)
    if not facts.status.must_check:
        actions.append(_press("Send again", "letter_send_again", facts.letter))
    text = f"{facts.delivery.last_error or 'The mail server refused it.'}{untold}"
    return Trouble("Not sent", "card card-danger", "Not sent", text, actions=tuple(actions))


def _late(facts: ActionFacts) -> Trouble:
    title = "Too late to go by itself"
    untold = f", and {facts.company} hasn't been told" if facts.withdrawal.is_live else ""
    when = full_when(facts.delivery.due_at, facts.user)
    text = f"It should have left {when}; this server was not running then. Nothing was sent{untold}."
    return Trouble(
        title, "card card-warn", title, text, actions=(_press("Change the letter", "letter_recall", facts.letter),)
    )


def _press(label: str, view: str, letter: Letter, *, name: str = "", value: str = "") -> Action:
    return Action(label, reverse(view, args=[letter.pk]), name=name, value=value, style=_BUTTON)


def build_sent(withdrawal: Withdrawal, letters: Sequence[Letter], user: User, *, opens_first: bool) -> SentPanel:
    """Return the sent letters, oldest first, and the reflection. ``opens_first`` opens the first letter."""
    sent = sorted((one for one in letters if one.sent_at is not None), key=lambda one: (one.sent_at, one.pk))
    settled = not withdrawal.is_live
    return SentPanel(
        rows=tuple(_sent_row(one, user, is_open=opens_first and one is sent[0]) for one in sent),
        told_otherwise=was_told_otherwise(withdrawal, letters),
        reflection=Reflection.objects.filter(withdrawal=withdrawal).first() if settled else None,
        what_they_have=sent[0].get_channel_display().lower() if sent else "word",
        reads=_stated_reason(withdrawal),
    )


def _sent_row(letter: Letter, user: User, *, is_open: bool) -> SentRow:
    is_spoken = letter.channel in SPOKEN_CHANNELS
    return SentRow(letter, _title(letter, user), "The words prepared" if is_spoken else "The exact text", is_open)


def _title(letter: Letter, user: User) -> str:
    match letter.channel:
        case Channel.PHONE:
            return "Told by telephone."
        case Channel.VOICEMAIL:
            return "Voicemail left."
    clock = clock_of(letter.sent_at, user) if letter.sent_at else ""
    return f"Sent {clock} to {addressee(letter)}."


def addressee(letter: Letter) -> str:
    """Return the recipient's first name, else the company's name."""
    return first_name(letter.to_name) or letter.withdrawal.application.company.name


def _stated_reason(withdrawal: Withdrawal) -> str:
    if withdrawal.depth == Depth.NONE or not withdrawal.reason:
        return "No reason"
    return "A general one" if withdrawal.depth == Depth.GENERAL else "Your own words"
