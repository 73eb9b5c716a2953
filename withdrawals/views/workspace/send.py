"""The panel that sends: the next action, a confirmation, another time, and sending without the app."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from withdrawals.domain.letters.mail_app import holds_text, mail_link
from withdrawals.domain.status import StatusCode
from withdrawals.models import Letter
from withdrawals.views.formatting import short_when
from withdrawals.views.workspace.addresses import letter_url
from withdrawals.views.workspace.next_action import ActionFacts, NextAction, next_action
from withdrawals.views.workspace.prompt import Confirmation, Prompt

MAY_SCHEDULE: Final = frozenset({StatusCode.READY, StatusCode.NIGHT, StatusCode.APOLOGY, StatusCode.SCHEDULED})
BY_HAND: Final = frozenset({StatusCode.FAILED, StatusCode.LATE, StatusCode.UNKNOWN})


@dataclass(frozen=True, slots=True)
class SchedulePanel:
    """A chosen time in the reader's time zone. ``at`` fills the field, ``words`` is the same time beside the title."""

    is_scheduled: bool
    title: str
    words: str
    at: datetime
    url: str
    button: str
    alarm_url: str
    error: str


@dataclass(frozen=True, slots=True)
class MailLinks:
    """Links that open the letter in another program. ``copied`` is the id of the element that holds its text."""

    copied: str
    link: str
    file_url: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class ByHandPanel:
    """Sending without the app. With ``goes_with_letter`` the button posts the letter's form, so that edits are kept."""

    links: MailLinks
    mark_url: str
    goes_with_letter: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class SendPanel:
    """The panel. ``card_url`` opens the words for the call in large type; it is "" if there are none."""

    next: NextAction
    confirm: Confirmation | None
    schedule: SchedulePanel | None
    by_hand: ByHandPanel | None
    card_url: str
    may_settle: bool

    @property
    def has_menu(self) -> bool:
        """Return whether there are actions besides the primary button."""
        return bool(self.schedule or self.by_hand or self.may_settle or self.next.records_call)


def build_send(facts: ActionFacts, prompt: Prompt) -> SendPanel:
    """Return the panel. ``prompt`` is what a refused action asks for."""
    status, letter = facts.status, facts.status.letter
    may_schedule = status.code in MAY_SCHEDULE and not status.cannot_send
    return SendPanel(
        next=next_action(facts, prompt),
        confirm=prompt.confirm,
        schedule=_schedule(facts, prompt.schedule_error) if may_schedule else None,
        by_hand=_by_hand(facts) if status.is_writing or status.code in BY_HAND else None,
        card_url=letter_url("letter_card", facts.words, letter) if facts.words else "",
        may_settle=facts.withdrawal.is_live,
    )


def _schedule(facts: ActionFacts, error: str) -> SchedulePanel:
    is_scheduled = facts.status.code is StatusCode.SCHEDULED
    at = timezone.localtime(facts.delivery.due_at if is_scheduled else facts.status.plan.propose_at)
    alarm = reverse("letter_alarm", args=[facts.letter.pk])
    return SchedulePanel(
        is_scheduled=is_scheduled,
        title="Another time" if is_scheduled else "Schedule",
        words=short_when(at, facts.user, now=facts.now),
        at=at,
        url=reverse("letter_reschedule" if is_scheduled else "letter_schedule", args=[facts.letter.pk]),
        button="Change the time" if is_scheduled else "Schedule",
        alarm_url=alarm if is_scheduled else f"{alarm}?{urlencode({'at': at.isoformat()})}",
        error=error,
    )


def _by_hand(facts: ActionFacts) -> ByHandPanel:
    return ByHandPanel(
        links=_mail_links(facts.letter, copied="#body" if facts.status.is_writing else "#letter-text"),
        mark_url=reverse("letter_mark_sent", args=[facts.letter.pk]),
        goes_with_letter=facts.status.is_writing,
        is_open=facts.status.code is StatusCode.FAILED,
    )


def _mail_links(letter: Letter, *, copied: str) -> MailLinks:
    link = mail_link(letter)
    return MailLinks(copied, link, reverse("letter_file", args=[letter.pk]), holds_text(link))
