"""The withdrawal page: gather everything that it shows once.

Every full response about a withdrawal or a letter renders this page.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.errors import DomainError
from accounts.http import person
from accounts.models import User
from tracker.models import Agreement, Application, Company, Interview
from tracker.states import InterviewStatus
from withdrawals.domain.core.request_builders import ApplicationFacts
from withdrawals.domain.letters.drafts import letter_for_channel, update_in_memory
from withdrawals.domain.status import StatusCode, WithdrawalStatus, status_of
from withdrawals.models import Letter, Withdrawal
from withdrawals.states import LetterState, WithdrawalState
from withdrawals.views.fetching import letters_of
from withdrawals.views.workspace.addresses import tab_of
from withdrawals.views.workspace.aftercare import (
    AftercarePanel,
    FollowingLetter,
    build_aftercare,
    build_following,
    following_draft,
)
from withdrawals.views.workspace.choices import ChoicesPanel, build_choices
from withdrawals.views.workspace.editor import Desk, LetterEditor, build_editor
from withdrawals.views.workspace.next_action import ActionFacts
from withdrawals.views.workspace.notice import NoticeClock, PlanLine, notice_clock, plan_lines
from withdrawals.views.workspace.prompt import Prompt
from withdrawals.views.workspace.send import SendPanel, build_send
from withdrawals.views.workspace.sent import SentPanel, SentText, Trouble, build_sent, build_trouble, letter_text
from withdrawals.vocabulary import ALTERNATIVE_PURPOSES, Channel, Situation

#: Statuses whose next action is a call, so the page shows the words for it.
CALLING: Final = frozenset({StatusCode.CALL, StatusCode.CALL_DUE})


@dataclass(frozen=True, slots=True)
class WorkspacePage:
    """The parts of a withdrawal page. A part that is None is not shown."""

    withdrawal: Withdrawal
    status: WithdrawalStatus
    now: datetime
    clock: NoticeClock | None
    plan: tuple[PlanLine, ...]
    choices: ChoicesPanel | None
    editor: LetterEditor | None
    following: FollowingLetter | None
    send: SendPanel
    trouble: Trouble | None
    text: SentText | None
    #: The words for a call that is still due.
    call_words: Letter | None
    call_phone: str
    sent: SentPanel
    aftercare: AftercarePanel | None
    agreements: tuple[Agreement, ...]
    prompt: Prompt
    #: It is not recorded whether the interview took place, which decides between a notice and an apology.
    asks_whether_it_happened: bool

    @property
    def application(self) -> Application:
        return self.withdrawal.application

    @property
    def company(self) -> Company:
        return self.application.company

    @property
    def interview(self) -> Interview | None:
        return self.withdrawal.interview

    @property
    def is_told(self) -> bool:
        return self.withdrawal.state == WithdrawalState.NOTIFIED

    @property
    def is_restored(self) -> bool:
        return self.withdrawal.state == WithdrawalState.UNDONE

    @property
    def crumb(self) -> str:
        return "Decline" if self.withdrawal.situation == Situation.OFFER_IN_HAND else "Withdraw"

    @property
    def badge(self) -> str:
        if self.withdrawal.is_live:
            return "Not told yet"
        return "Record restored" if self.is_restored else self.withdrawal.get_state_display()

    @property
    def wants_signed(self) -> bool:
        """Return whether the person must check what they signed before they take an acceptance back."""
        return self.status.must_check or self.status.code is StatusCode.CHECK_SIGNED

    @property
    def sends_what_is_edited(self) -> bool:
        """Return whether the panel beside the editor sends the letter in the editor."""
        return self.editor is not None and self.editor.letter is self.status.letter

    @property
    def poll_seconds(self) -> int:
        """Return the polling interval in seconds, or 0 for no polling."""
        if not self.status.is_under_way:
            return 0
        return 20 if self.status.code is StatusCode.SCHEDULED else 2


def render_page(
    request: HttpRequest,
    withdrawal: Withdrawal,
    *,
    now: datetime,
    tab: str = "",
    prompt: Prompt | None = None,
    status: int = 200,
) -> HttpResponse:
    """Respond with the page. ``prompt`` is what a refused action adds to it."""
    page = build_page(withdrawal, person(request), now=now, tab=tab, prompt=prompt)
    return render(request, "withdrawals/detail.html", {"section": "applications", "page": page}, status=status)


def build_page(
    withdrawal: Withdrawal, user: User, *, now: datetime, tab: str = "", prompt: Prompt | None = None
) -> WorkspacePage:
    """Return the page at ``now`` with the letter that ``tab`` names. Write nothing: generated words stay in memory."""
    prompt, shared = prompt or Prompt(), ApplicationFacts(withdrawal.application)
    letters = letters_of(withdrawal)
    update_in_memory(withdrawal, letters, now=now, facts=shared)
    status = status_of(withdrawal, letters, now=now, about=following_draft(letters, tab), facts=shared)
    words = _words_for_call(withdrawal, letters, status, now=now, facts=shared)
    if status.code in CALLING:
        tab = tab or Channel.PHONE
    shown = _shown(letters, status, tab)
    if shown is not None and shown.purpose in ALTERNATIVE_PURPOSES and shown is not status.letter:
        status = status_of(withdrawal, letters, now=now, about=shown, facts=shared)
    desk = Desk(withdrawal, letters, status, prompt, now, shared)
    editor = build_editor(desk, shown) if shown is not None and status.is_writing else None
    facts = ActionFacts(withdrawal, status, user, now, words)
    send = build_send(facts, prompt)
    aftercare = build_aftercare(withdrawal, letters, status, prompt, now=now, facts=shared)
    opens_first = aftercare is None or not (aftercare.answers or aftercare.steps)
    return WorkspacePage(
        withdrawal=withdrawal,
        status=status,
        now=now,
        clock=notice_clock(withdrawal, status, user, now=now),
        plan=_plan(status, editor, user, now=now),
        choices=build_choices(withdrawal, shared, prompt.choice_errors) if withdrawal.is_live else None,
        editor=editor,
        following=build_following(withdrawal, editor.letter) if editor and editor.is_following else None,
        send=send,
        trouble=build_trouble(facts, send.next),
        text=letter_text(status),
        call_words=words if status.code is StatusCode.CALL_DUE else None,
        call_phone=facts.phone,
        sent=build_sent(withdrawal, letters, user, opens_first=opens_first),
        aftercare=aftercare,
        agreements=tuple(withdrawal.application.agreements.all()),
        prompt=prompt,
        asks_whether_it_happened=status.is_writing and _is_unsettled(withdrawal, now=now),
    )


def _words_for_call(
    withdrawal: Withdrawal, letters: list[Letter], status: WithdrawalStatus, *, now: datetime, facts: ApplicationFacts
) -> Letter | None:
    """Return the words for a call. If a call is due and none are stored, compose them and append to ``letters``."""
    stored = next((one for one in letters if one.channel == Channel.PHONE), None)
    if stored is not None or status.letter is None or status.code not in CALLING:
        return stored
    recipient = status.letter.recipient
    with suppress(DomainError):
        words = letter_for_channel(withdrawal, Channel.PHONE, now=now, recipient=recipient, facts=facts)
        letters.append(words)
        return words
    return None


def _shown(letters: Sequence[Letter], status: WithdrawalStatus, tab: str) -> Letter | None:
    """Return the letter in the editor: the draft that ``tab`` names, else the page's main letter."""
    drafts = [letter for letter in letters if tab_of(letter) == tab and letter.state == LetterState.DRAFT]
    return drafts[0] if status.is_writing and drafts else status.letter


def _plan(status: WithdrawalStatus, editor: LetterEditor | None, user: User, *, now: datetime) -> tuple[PlanLine, ...]:
    """Return the plan's lines while the notice is written, else none."""
    if editor is None or editor.is_following:
        return ()
    return tuple(plan_lines(status.plan, status.letter, user, now=now))


def _is_unsettled(withdrawal: Withdrawal, *, now: datetime) -> bool:
    interview = withdrawal.interview
    if interview is None or not withdrawal.is_live:
        return False
    return interview.status == InterviewStatus.SCHEDULED and interview.ends_at <= now
