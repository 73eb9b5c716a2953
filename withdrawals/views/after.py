"""The section "After" of the told page: the answers, at most three next steps, and what may be set."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from accounts.text.names import first_name
from withdrawals.domain.aftercare.next_steps import STEPS_SHOWN, NextStep, aftercare_of
from withdrawals.domain.core.request_builders import ApplicationFacts
from withdrawals.domain.status import Course
from withdrawals.language.replies.reading import read_reply
from withdrawals.models import Letter, Reflection, Response, Withdrawal
from withdrawals.states import RESPONSE_LABELS, LetterState, WithdrawalState
from withdrawals.vocabulary import FOLLOWING_PURPOSES, Channel, Purpose, ResponseKind

ANSWERS_SHOWN = 5
TONES = {
    ResponseKind.ACKNOWLEDGED: "green",
    ResponseKind.ASKS_WHY: "blue",
    ResponseKind.ASKS_TO_RECONSIDER: "amber",
    ResponseKind.COUNTER_OFFER: "violet",
    ResponseKind.ANGRY: "red",
    ResponseKind.FEEDBACK: "cyan",
    ResponseKind.OTHER: "slate",
}


def is_after(letter: Letter) -> bool:
    """Whether it follows being told and is written in the editor."""
    return letter.purpose in FOLLOWING_PURPOSES and letter.channel == Channel.EMAIL


def after_letter(letters: Sequence[Letter], tab: str) -> Letter | None:
    """The draft that the tab asks for."""
    drafts = (one for one in letters if is_after(one) and one.state == LetterState.DRAFT)
    return next((one for one in drafts if one.purpose == tab), None)


def after_context(
    withdrawal: Withdrawal,
    letters: Sequence[Letter],
    course: Course,
    shown: Letter | None,
    *,
    now: datetime,
    around: ApplicationFacts,
) -> dict[str, Any]:
    """What the section shows, or what stands above one of its letters in the editor."""
    if shown is not None and course.is_writing and is_after(shown):
        response = withdrawal.responses.filter(reply=shown).first()
        words = read_reply(response.text).words if response else ""
        return {"is_after": True, "plan": [], "answered": response, "answered_words": words}
    if withdrawal.state != WithdrawalState.NOTIFIED or course.is_writing or course.is_under_way:
        return {"is_after": False}
    reflected = Reflection.objects.filter(withdrawal=withdrawal).exists()
    # Beside the line for oneself, which is a step too, there is room for one less.
    care = aftercare_of(withdrawal, now=now, shown=STEPS_SHOWN if reflected else STEPS_SHOWN - 1, around=around)
    note = next((one for one in letters if _is_note(one)), None)
    told = next((one.to_name for one in letters if one.sent_at is not None), "")
    return {
        "is_after": False,
        "care": care,
        "after_rows": [step for step in care.steps if step != NextStep.RECORD and (step != NextStep.NOTE or not note)],
        "answers": [shown_answer(one) for one in care.responses[:ANSWERS_SHOWN]],
        "response_kinds": RESPONSE_LABELS,
        "told_name": told,
        "told_first": first_name(told) or withdrawal.application.company.name,
        "told_uri": _tel_uri(letters),
        "touch_note": note,
        "feedback_kept": list(withdrawal.application.feedback.latest_first()[:ANSWERS_SHOWN]),
        "answer_typed": {},
    }


def shown_answer(response: Response) -> tuple[Response, str, str]:
    """An answer, its colour, and its words without the headers and the thread that were pasted along."""
    return response, TONES[ResponseKind(response.kind)], read_reply(response.text).words


def _is_note(letter: Letter) -> bool:
    waits = letter.state == LetterState.DRAFT
    return waits and letter.purpose == Purpose.KEEP_TOUCH and letter.channel == Channel.LINKEDIN


def _tel_uri(letters: Sequence[Letter]) -> str:
    """The link that dials whoever was told."""
    return next((one.recipient.tel_uri for one in letters if one.recipient is not None and one.recipient.tel_uri), "")
