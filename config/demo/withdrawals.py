"""The withdrawals of the demo: two with a sent letter and a reply, one whose letter is still a draft."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from accounts.models import User
from config.demo.applications import Lesson
from tracker.models import Application, Interview
from tracker.states import Stage
from withdrawals.domain.aftercare.responses import add_response
from withdrawals.domain.learning.reflections import add_reflection
from withdrawals.domain.letters.drafts import update_choices
from withdrawals.domain.letters.sending import record_letter_sent
from withdrawals.domain.process.lifecycle import open_withdrawal
from withdrawals.models import Withdrawal
from withdrawals.vocabulary import Depth, Reason, Tone

WRITING_TIME: Final = timedelta(minutes=12)
MAYA_REPLY: Final = (
    "From: Maya Brandt <maya@fernway.example>\n"
    "Subject: Re: Withdrawal of my application: Site Data Engineer, Robin Hale\n\n"
    "Hello Robin,\n\n"
    "thank you for telling us, and so early: Owen can give the afternoon to somebody else.\n\n"
    "You did not ask, but here are some thoughts all the same. You came across as calm and well prepared, and your "
    "question about gaps in the sensor data is still going round the team. If one thing could be stronger: say sooner "
    "what you need "
    "in order to say yes. We would have liked to talk about the rota in our first call.\n\n"
    "I hope our paths cross again.\n\n"
    "Maya"
)
SAM_REPLY: Final = (
    "From: Sam Whitby <sam@ledgerline.example>\n\n"
    "Hi Robin, no problem at all, and thank you for letting me know. All the best with the search!\n\n"
    "Sam"
)


@dataclass(frozen=True)
class DemoReply:
    """The pasted reply of an employer, received ``day`` days ago at ``clock``."""

    day: int
    clock: str
    text: str


@dataclass(frozen=True)
class DemoWithdrawal:
    """A withdrawal opened ``day`` days ago at ``clock``; the person sends the letter WRITING_TIME later."""

    company: str
    day: int
    clock: str
    reason: Reason
    private_note: str
    lesson: Lesson
    reply: DemoReply
    depth: Depth = Depth.NONE
    tone: Tone = Tone.WARM
    keep_door_open: bool = True


WITHDRAWALS: Final = (
    DemoWithdrawal(
        "Fernway", 40, "19:10", Reason.ROLE_CHANGED, "On call every third week, and nobody had said so.",
        Lesson(
            39, "Ask about the on-call rota in the first call.",
            "The posting said nothing of it, Maya mentioned it in passing, and I prepared for another week "
            "before I asked.",
            details={"learned_at": Stage.SCREENING, "would_again": True,
                     "ask_earlier": "Who is on call, and how often was somebody woken last month?"},
        ),
        DemoReply(39, "09:12", MAYA_REPLY),
        depth=Depth.GENERAL,
    ),
    DemoWithdrawal(
        "Ledgerline", 45, "08:40", Reason.VALUES_RED_FLAGS,
        "Three left since spring, and both interviewers joked about it.",
        Lesson(
            44, "Ask why the last person left, and listen to the pause.",
            "The answer took a joke and a glance. I knew then, and stayed polite for another hour.",
            details={"learned_at": Stage.INTERVIEWING, "would_again": True,
                     "ask_earlier": "How long have the people on the team been here?"},
        ),
        DemoReply(45, "11:35", SAM_REPLY),
        tone=Tone.BRIEF,
        keep_door_open=False,
    ),
)  # fmt: skip


def withdraw(application: Application, planned: DemoWithdrawal, *, actor: User, now: datetime) -> Withdrawal:
    """Open the withdrawal at ``now``, choose the wording and record the letter as sent, which cancels interviews."""
    withdrawal = open_withdrawal(application, actor=actor, now=now)
    update_choices(
        withdrawal,
        now=now,
        reason=planned.reason,
        depth=planned.depth,
        tone=planned.tone,
        private_note=planned.private_note,
        keep_door_open=planned.keep_door_open,
    )
    letter = withdrawal.letters.get()
    record_letter_sent(letter, actor=actor, now=now + WRITING_TIME)
    return withdrawal


def add_reply(withdrawal: Withdrawal, reply: DemoReply, *, actor: User, now: datetime) -> None:
    """Record the employer's reply; its kind is read from the text."""
    add_response(withdrawal, actor=actor, now=now, text=reply.text)


def add_lesson(withdrawal: Withdrawal, lesson: Lesson, *, actor: User, now: datetime) -> None:
    """Record the reflection on the withdrawal."""
    add_reflection(
        withdrawal.application,
        withdrawal=withdrawal,
        actor=actor,
        now=now,
        finished=lesson.finished,
        lesson=lesson.lesson,
        body=lesson.body,
        **lesson.details,
    )


def start_withdrawal(interview: Interview, *, actor: User, now: datetime) -> Withdrawal:
    """Open a withdrawal from ``interview`` and leave its letter a draft."""
    withdrawal = open_withdrawal(interview.application, actor=actor, now=now, interview=interview)
    return update_choices(
        withdrawal, now=now, reason=Reason.NOT_A_FIT, private_note="The hours would eat every evening."
    )
