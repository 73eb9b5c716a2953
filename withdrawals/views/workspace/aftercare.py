"""The section "After", shown once the employer is notified: responses, at most three next steps, and settings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse

from accounts.templatetags.clock import day
from accounts.text.names import first_name
from withdrawals.domain.aftercare.next_steps import STEPS_SHOWN, Aftercare, NextStep, aftercare_of, was_replied
from withdrawals.domain.core.request_builders import ApplicationFacts
from withdrawals.domain.status import WithdrawalStatus
from withdrawals.language.replies.reading import read_reply
from withdrawals.models import Feedback, Letter, Reflection, Response, Withdrawal
from withdrawals.states import RESPONSE_LABELS, LetterState, WithdrawalState
from withdrawals.views.workspace.addresses import aftercare_url, follows
from withdrawals.views.workspace.choices import Choice
from withdrawals.views.workspace.next_action import Action, Way
from withdrawals.views.workspace.prompt import Prompt
from withdrawals.vocabulary import Channel, Purpose, ResponseKind

ANSWERS_SHOWN: Final = 5
TONES: Final = {
    ResponseKind.ACKNOWLEDGED: "green",
    ResponseKind.ASKS_WHY: "blue",
    ResponseKind.ASKS_TO_RECONSIDER: "amber",
    ResponseKind.COUNTER_OFFER: "violet",
    ResponseKind.ANGRY: "red",
    ResponseKind.FEEDBACK: "cyan",
    ResponseKind.OTHER: "slate",
}
_PLAIN: Final = "btn btn-sm btn-outline-secondary"
_QUIET: Final = "btn btn-sm btn-quiet"


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """A response with its colour and kind. ``words`` excludes pasted headers and quoted thread."""

    response: Response
    tone: str
    label: str
    words: str
    kinds: tuple[Choice, ...]
    was_replied: bool

    @property
    def may_reply(self) -> bool:
        reply = self.response.reply
        return reply is None or reply.state == LetterState.DRAFT


@dataclass(frozen=True, slots=True)
class StepForm:
    """Buttons that post to one URL."""

    url: str
    buttons: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class StepRow:
    """A next step. ``link`` and ``forms`` are its actions."""

    icon: str
    tone: str
    title: str
    sub: str = ""
    link: Action | None = None
    forms: tuple[StepForm, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactFold:
    """The setting for staying in touch. ``check_in`` sets, reschedules or ends the reminder."""

    words: str
    check_in: StepForm | None
    invites: bool


@dataclass(frozen=True, slots=True)
class AftercarePanel:
    """The section's content. ``typed`` is a response that could not be saved, and ``error`` is the reason."""

    answers: tuple[ShownAnswer, ...]
    stop: str
    is_settled: bool
    needs_nothing: bool
    steps: tuple[StepRow, ...]
    note: Letter | None
    told_name: str
    told_first: str
    chased: str
    feedback: tuple[Feedback, ...]
    contact: ContactFold
    kinds: tuple[Choice, ...]
    error: str
    typed: dict[str, str]

    @property
    def has_steps(self) -> bool:
        return bool(self.steps or self.note)

    @property
    def has_details(self) -> bool:
        """Return whether the response that could not be saved has more fields than its text."""
        return any(self.typed.get(name) for name in ("from_name", "received_at", "kind"))


@dataclass(frozen=True, slots=True)
class FollowingLetter:
    """The header above a letter that follows the notice: what it replies to or asks for, and the link back."""

    title: str
    explanation: str
    answered: Response | None
    answered_words: str
    back_url: str
    drop_url: str


def following_draft(letters: Sequence[Letter], tab: str) -> Letter | None:
    """Return the draft of a following letter that ``tab`` names, or None."""
    drafts = (one for one in letters if follows(one) and one.state == LetterState.DRAFT)
    return next((one for one in drafts if one.purpose == tab), None)


def build_following(withdrawal: Withdrawal, letter: Letter) -> FollowingLetter:
    """Return the header above a following letter in the editor."""
    response = withdrawal.responses.filter(reply=letter).first()
    title, explanation = {
        Purpose.REPLY: ("Your reply", ""),
        Purpose.FEEDBACK: (
            "Asking for feedback",
            "Asked once, and free to decline. If nothing comes, nothing follows.",
        ),
    }.get(Purpose(letter.purpose), ("A sign of life", "Two lines that ask for nothing."))
    return FollowingLetter(
        title=title,
        explanation=explanation,
        answered=response if letter.purpose == Purpose.REPLY else None,
        answered_words=read_reply(response.text).words if response else "",
        back_url=aftercare_url(withdrawal),
        drop_url=reverse("letter_drop", args=[letter.pk]),
    )


def build_aftercare(
    withdrawal: Withdrawal,
    letters: Sequence[Letter],
    status: WithdrawalStatus,
    prompt: Prompt,
    *,
    now: datetime,
    facts: ApplicationFacts,
) -> AftercarePanel | None:
    """Return the section's content, or None before the notice and while a letter is written or being sent."""
    if withdrawal.state != WithdrawalState.NOTIFIED or status.is_writing or status.is_under_way:
        return None
    reflected = Reflection.objects.filter(withdrawal=withdrawal).exists()
    # The reflection is a step too. While it is missing, show one step less.
    care = aftercare_of(withdrawal, now=now, shown=STEPS_SHOWN if reflected else STEPS_SHOWN - 1, facts=facts)
    note = next((one for one in letters if _is_note(one)), None)
    told = next((one.to_name for one in letters if one.sent_at is not None), "")
    first = first_name(told) or withdrawal.application.company.name
    hidden = {NextStep.RECORD, NextStep.NOTE} if note else {NextStep.RECORD}
    shown = [step for step in care.steps if step not in hidden]
    return AftercarePanel(
        answers=tuple(shown_answer(one) for one in care.responses[:ANSWERS_SHOWN]),
        stop=care.stop,
        is_settled=care.needs_nothing or bool(care.responses and was_replied(care.responses[0])),
        needs_nothing=care.needs_nothing,
        steps=tuple(_step_row(step, withdrawal, care, first, _tel_uri(letters)) for step in shown),
        note=note,
        told_name=told,
        told_first=first,
        chased=day(care.reply_reminder.due_at) if care.reply_reminder else "",
        feedback=tuple(withdrawal.application.feedback.latest_first()[:ANSWERS_SHOWN]),
        contact=_contact(withdrawal, care, offers_check_in=NextStep.TOUCH in shown),
        kinds=_kinds(prompt.answer.get("kind", "")),
        error=prompt.answer_error,
        typed=dict(prompt.answer),
    )


def shown_answer(response: Response) -> ShownAnswer:
    """Return a response as pages show it."""
    label = "Automatic reply" if response.automatic else response.get_kind_display()
    kind = "" if response.automatic else response.kind
    words = read_reply(response.text).words
    tone = TONES[ResponseKind(response.kind)]
    return ShownAnswer(response, tone, label, words, _kinds(kind), was_replied(response))


def _kinds(present: str) -> tuple[Choice, ...]:
    return tuple(Choice(code, label, code == present) for code, label in RESPONSE_LABELS.items())


def _contact(withdrawal: Withdrawal, care: Aftercare, *, offers_check_in: bool) -> ContactFold:
    months, url = _months(), reverse("touch_remind", args=[withdrawal.pk])
    if withdrawal.do_not_contact:
        words = "Don't contact them"
    elif care.check_in:
        words = f"Reminder {day(care.check_in.due_at)}"
    else:
        words = "The door is open" if withdrawal.keep_door_open else "The door was not left open"
    if care.check_in and not withdrawal.do_not_contact:
        off = Action("Call it off", url, name="months", style=_QUIET)
        return ContactFold(words, StepForm(url, (*months, off)), invites=False)
    invites = bool(care.check_ins_left) and not offers_check_in
    return ContactFold(words, StepForm(url, months) if invites else None, invites=invites)


def _months() -> tuple[Action, ...]:
    return tuple(Action(f"In {n} months", "", name="months", value=str(n), style=_PLAIN) for n in (3, 6))


def _step_row(step: NextStep, withdrawal: Withdrawal, care: Aftercare, first: str, tel_uri: str) -> StepRow:
    match step:
        case NextStep.CALL:
            return _call_row(withdrawal, care, tel_uri)
        case NextStep.REPLY:
            return _reply_row(care.responses[0], first)
        case NextStep.CHECK_IN:
            return _check_in_row(withdrawal, care)
        case NextStep.FEEDBACK:
            form = _form("feedback_ask", withdrawal.pk, _button("See the letter"))
            title = f"Ask {first} for a remark or two?"
            return StepRow("chat-left-quote", "cyan", title, "Once, and free to decline.", forms=(form,))
        case NextStep.NOTE:
            form = _form("touch_note", withdrawal.pk, _button("See the note", name="channel", value="linkedin"))
            title = f"Connect with {first} on LinkedIn?"
            return StepRow("linkedin", "blue", title, "One short note that asks for nothing.", forms=(form,))
    form = _form("touch_remind", withdrawal.pk, *_months())
    title = f"A word to {first} some day?"
    return StepRow("bell", "slate", title, "You are reminded, they are not written to.", forms=(form,))


def _call_row(withdrawal: Withdrawal, care: Aftercare, tel_uri: str) -> StepRow:
    link = Action("Call", tel_uri, Way.LINK, style=_PLAIN) if tel_uri else None
    reached = _form("withdrawal_spoke", withdrawal.pk, _button("Reached", name="how", value="phone"))
    leave = _form("withdrawal_leave_it", withdrawal.pk, _quiet("Leave it", name="kind", value="no_answer"))
    title = care.reply_reminder.title if care.reply_reminder else ""
    return StepRow("telephone", "amber", title, link=link, forms=(reached, leave))


def _reply_row(response: Response, first: str) -> StepRow:
    is_begun = response.reply is not None
    title = "Your reply is not sent yet." if is_begun else f"Two lines for {first} are ready."
    form = _form("response_reply", response.pk, _button("Finish the reply" if is_begun else "See the reply"))
    return StepRow("reply", "blue", title, forms=(form,))


def _check_in_row(withdrawal: Withdrawal, care: Aftercare) -> StepRow:
    later = (_quiet("In 3 months", name="months", value="3"),) if care.check_ins_left else ()
    see = _form("touch_note", withdrawal.pk, _button("See two lines", name="channel", value="email"))
    put_off = _form("touch_remind", withdrawal.pk, *later, _quiet("Leave it", name="months"))
    title = care.check_in.title if care.check_in else ""
    return StepRow("envelope-open", "green", title, forms=(see, put_off))


def _form(name: str, pk: int, *buttons: Action) -> StepForm:
    return StepForm(reverse(name, args=[pk]), buttons)


def _button(label: str, *, name: str = "", value: str = "") -> Action:
    return Action(label, "", name=name, value=value, style=_PLAIN)


def _quiet(label: str, *, name: str = "", value: str = "") -> Action:
    return Action(label, "", name=name, value=value, style=_QUIET)


def _is_note(letter: Letter) -> bool:
    waits = letter.state == LetterState.DRAFT
    return waits and letter.purpose == Purpose.KEEP_TOUCH and letter.channel == Channel.LINKEDIN


def _tel_uri(letters: Sequence[Letter]) -> str:
    """Return the ``tel:`` link of the first recipient with a number, or ""."""
    return next((one.recipient.tel_uri for one in letters if one.recipient is not None and one.recipient.tel_uri), "")
