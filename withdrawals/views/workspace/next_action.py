"""The next action of each status: the button, its URL, the input that it needs, and the note beside it.

Each status has exactly one next action.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.text.names import first_name
from reminders.models import Delivery
from reminders.states import DeliveryState
from withdrawals.domain.letters.mail_app import holds_text, mail_link
from withdrawals.domain.status import StatusCode, WithdrawalStatus
from withdrawals.models import Letter, Withdrawal
from withdrawals.views.formatting import full_when, other_zone_when, short_when
from withdrawals.views.workspace.notice import call_label
from withdrawals.views.workspace.prompt import Prompt

#: From this age on, the page notes that no worker has claimed the letter.
LATE_CLAIM_SECONDS: Final = 90
HOME: Final = "/"


class Way(Enum):
    """How the browser requests an action."""

    LINK = auto()
    #: A button of the letter's form, which posts the typed text too.
    LETTER = auto()
    #: A button with its own form.
    FORM = auto()


class Asks(Enum):
    """What the person must provide before the letter can be sent."""

    NOTHING = auto()
    SIGNED = auto()
    CALL = auto()
    ADDRESS = auto()
    WORDS = auto()
    OWN_HAND = auto()
    SENT_FOLDER = auto()
    TWICE = auto()


@dataclass(frozen=True, slots=True)
class Action:
    """A button or a link. A button posts ``name`` and ``value``; ``style`` is the CSS class."""

    label: str
    url: str
    way: Way = Way.FORM
    icon: str = ""
    name: str = ""
    value: str = ""
    element_id: str = ""
    style: str = "btn btn-primary"
    #: The end of the countdown (aware), and its label.
    until: datetime | None = None
    countdown: str = ""

    @property
    def is_link(self) -> bool:
        return self.way is Way.LINK

    @property
    def goes_with_letter(self) -> bool:
        return self.way is Way.LETTER


@dataclass(frozen=True, slots=True)
class Note:
    """The note beside the button. ``lead`` is hidden on a phone; ``link`` or ``command`` follow the text."""

    text: str = ""
    lead: str = ""
    style: str = ""
    link: Action | None = None
    command: str = ""
    is_progress: bool = False


@dataclass(frozen=True, slots=True)
class NextAction:
    """The next action. ``primary`` is the primary button, or None. ``others`` are the actions beside it.

    On a phone they are in a menu: ``menu_first``, then the actions of the page itself, then ``menu``.
    """

    primary: Action | None
    asks: Asks = Asks.NOTHING
    note: Note | None = None
    others: tuple[Action, ...] = ()
    menu_first: tuple[Action, ...] = ()
    menu: tuple[Action, ...] = ()
    #: Offer to record both results of a call: reached, or voicemail left.
    records_call: bool = False

    @property
    def has_others(self) -> bool:
        return bool(self.others) or self.records_call


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """The inputs of the actions. ``words`` are the words for the call, stored or only in memory."""

    withdrawal: Withdrawal
    status: WithdrawalStatus
    user: User
    now: datetime
    words: Letter | None = None

    @property
    def letter(self) -> Letter:
        if self.status.letter is None:
            raise ValueError("There is no letter.")
        return self.status.letter

    @property
    def delivery(self) -> Delivery:
        if self.letter.delivery is None:
            raise ValueError("The letter is not on its way.")
        return self.letter.delivery

    @property
    def company(self) -> str:
        return self.withdrawal.application.company.name

    @property
    def who(self) -> str:
        """Return the recipient's first name, else the company's name."""
        letter = self.status.letter
        return (first_name(letter.to_name) if letter else "") or self.company

    @property
    def phone(self) -> str:
        letter = self.status.letter
        return letter.recipient.phone if letter and letter.recipient else ""

    @property
    def tel_uri(self) -> str:
        """Return the ``tel:`` link of the recipient, or "" without a number."""
        letter = self.status.letter
        return letter.recipient.tel_uri if letter and letter.recipient else ""


def next_action(facts: ActionFacts, prompt: Prompt) -> NextAction:
    """Return the action of the status. The check of what was signed comes first if it is needed."""
    action = _TABLE[facts.status.code](facts)
    wants_signed = facts.status.must_check and action.asks is not Asks.SENT_FOLDER
    if prompt.asks_signed or wants_signed:
        return replace(action, primary=_check_signed(facts).primary, asks=Asks.SIGNED)
    return replace(action, asks=Asks.TWICE) if prompt.asks_twice else action


def _check_signed(_facts: ActionFacts) -> NextAction:
    return NextAction(Action("Check what I signed", "#signed", Way.LINK), Asks.SIGNED)


def _call(facts: ActionFacts) -> NextAction:
    may_send = not facts.status.cannot_send
    send = _send(facts, "Send e-mail now", icon="send")
    ready = ". The words are ready." if facts.words else ""
    return NextAction(
        _call_button(facts),
        Asks.CALL,
        Note(f"{facts.phone}{ready}"),
        others=(replace(send, icon="", style=_PLAIN),) if may_send and not facts.status.look.blocks else (),
        menu=(replace(send, style=_MENU),) if may_send else (),
        records_call=True,
    )


def _call_button(facts: ActionFacts) -> Action:
    label = call_label(facts.status.call, facts.user, now=facts.now) if facts.status.call else ""
    return Action(label, facts.tel_uri, Way.LINK, "telephone")


def _call_due(facts: ActionFacts) -> NextAction:
    why = f"{facts.status.call.why} " if facts.status.call else ""
    home = replace(_HOME, style="btn btn-quiet")
    return NextAction(_call_button(facts), Asks.CALL, Note(facts.phone, lead=why), others=(home,), records_call=True)


def _no_address(_facts: ActionFacts) -> NextAction:
    note = Note("The letter is written; it needs an address.")
    return NextAction(Action("Add e-mail", "#to-address", Way.LINK), Asks.ADDRESS, note)


def _fix(facts: ActionFacts) -> NextAction:
    blocks = facts.status.look.blocks
    label = f"Fix {len(blocks)} thing{'' if len(blocks) == 1 else 's'}"
    return NextAction(
        Action(label, "#body", Way.LINK), Asks.WORDS, Note(blocks[0].message if blocks else "", style="text-break")
    )


def _no_server(facts: ActionFacts) -> NextAction:
    may_set_up = facts.user.may_send and not facts.user.is_demo
    link = Action("Set one up", reverse("mail_account"), Way.LINK) if may_set_up else None
    return _by_hand(facts, Note(facts.status.cannot_send, style="only-desktop", link=link))


def _by_hand(facts: ActionFacts, note: Note | None) -> NextAction:
    link = mail_link(facts.letter)
    is_whole = holds_text(link)
    primary = Action(
        "Open in mail app",
        link if is_whole else reverse("letter_file", args=[facts.letter.pk]),
        Way.LINK,
        "envelope" if is_whole else "download",
        element_id="mail-primary",
    )
    mark = Action("Mark as sent", reverse("letter_mark_sent", args=[facts.letter.pk]), Way.LETTER, "check2")
    return NextAction(
        primary, Asks.OWN_HAND, note, others=(replace(mark, style=_PLAIN),), menu_first=(replace(mark, style=_MENU),)
    )


def _apology(facts: ActionFacts) -> NextAction:
    if facts.status.cannot_send:
        return _by_hand(facts, None)
    return NextAction(_send(facts, "Send apology", icon="send"), note=_seconds_to_undo())


def _night(facts: ActionFacts) -> NextAction:
    plan = facts.status.plan
    there = full_when(plan.propose_at, facts.user, plan.zone)
    words = f"{facts.who} is off now: that is {there}. If this computer sleeps then, it leaves when it wakes."
    primary = Action(
        f"Send {short_when(plan.propose_at, facts.user, now=facts.now)}",
        reverse("letter_schedule", args=[facts.letter.pk]),
        Way.LETTER,
        "clock",
        name="moment",
        value=timezone.localtime(plan.propose_at).isoformat(),
    )
    return NextAction(
        primary,
        note=Note(words, style="only-desktop"),
        others=(replace(_send(facts, "Send now all the same"), style=_PLAIN),),
        menu=(replace(_send(facts, "Send e-mail now", icon="send"), style=_MENU),),
    )


def _ready(facts: ActionFacts) -> NextAction:
    return NextAction(_send(facts, "Send e-mail now", icon="send"), note=_seconds_to_undo())


def _send(facts: ActionFacts, label: str, *, icon: str = "") -> Action:
    return Action(label, reverse("letter_send_after_undo_window", args=[facts.letter.pk]), Way.LETTER, icon)


def _seconds_to_undo() -> Note:
    return Note(f"You have {int(settings.UNDO_SECONDS)} seconds to undo.", style="only-desktop")


def _undo(facts: ActionFacts) -> NextAction:
    recall = replace(_recall(facts, "Undo"), until=facts.delivery.due_at, countdown="Undo ({s} s)")
    return NextAction(recall, note=Note(f"To {facts.who}. It sends even if you close this."))


def _recall(facts: ActionFacts, label: str) -> Action:
    return Action(label, reverse("letter_recall", args=[facts.letter.pk]))


def _sending(facts: ActionFacts) -> NextAction:
    delivery = facts.delivery
    if delivery.state == DeliveryState.SENDING:
        return NextAction(None, note=Note(f"Being sent to {facts.who}…", is_progress=True))
    note = Note(f"About to be sent to {facts.who}…", is_progress=True)
    if delivery.attempts:
        note = replace(note, text='The mail server said "not now". It is tried again by itself.')
    elif (facts.now - delivery.due_at).total_seconds() > LATE_CLAIM_SECONDS:
        words = (
            "Not picked up yet: the part of Bowout that sends seems to stand still. Whoever runs it can see why with"
        )
        note = replace(note, text=words, command="manage.py doctor")
    return NextAction(replace(_recall(facts, "Take it back"), style=_PLAIN), note=note)


def _scheduled(facts: ActionFacts) -> NextAction:
    due = facts.delivery.due_at
    there = other_zone_when(due, facts.user, facts.status.plan.zone)
    words = f"Leaves {full_when(due, facts.user)}, even if you close this."
    return NextAction(
        Action("Send now", reverse("letter_send_scheduled_now", args=[facts.letter.pk])),
        note=Note(f"{words} For {facts.who}: {there}." if there else words),
        others=(replace(_recall(facts, "Take it back to change it"), style=_PLAIN),),
    )


def _unknown(_facts: ActionFacts) -> NextAction:
    note = Note("Your mail server took it, then went silent.")
    return NextAction(Action("Check your Sent folder", "#settle", Way.LINK), Asks.SENT_FOLDER, note)


def _failed(facts: ActionFacts) -> NextAction:
    untold = f" {facts.company} hasn't been told." if facts.withdrawal.is_live else ""
    return NextAction(Action("Send it myself", "#myself", Way.LINK), Asks.OWN_HAND, Note(f"Not sent.{untold}"))


def _late(facts: ActionFacts) -> NextAction:
    again = Action("Send it now", reverse("letter_send_again", args=[facts.letter.pk]))
    return NextAction(again, note=Note("It was found too late to go by itself."))


def _told(_facts: ActionFacts) -> NextAction:
    return NextAction(_HOME)


def _aside(facts: ActionFacts) -> NextAction:
    resume = Action("Take it up again", reverse("withdrawal_resume", args=[facts.withdrawal.pk]))
    return NextAction(resume, note=Note(f"{facts.company} hasn't been told."))


_HOME: Final = Action("Back to Today", HOME, Way.LINK)
_PLAIN: Final = "btn btn-outline-secondary"
_MENU: Final = "menu-item"
_TABLE: Final[dict[StatusCode, Callable[[ActionFacts], NextAction]]] = {
    StatusCode.CHECK_SIGNED: _check_signed,
    StatusCode.CALL: _call,
    StatusCode.NO_ADDRESS: _no_address,
    StatusCode.FIX: _fix,
    StatusCode.NO_SERVER: _no_server,
    StatusCode.APOLOGY: _apology,
    StatusCode.NIGHT: _night,
    StatusCode.READY: _ready,
    StatusCode.UNDO: _undo,
    StatusCode.SCHEDULED: _scheduled,
    StatusCode.SENDING: _sending,
    StatusCode.UNKNOWN: _unknown,
    StatusCode.FAILED: _failed,
    StatusCode.LATE: _late,
    StatusCode.CALL_DUE: _call_due,
    StatusCode.TOLD: _told,
    StatusCode.RESTORED: _told,
    StatusCode.ASIDE: _aside,
}
