"""States of a withdrawal and of a letter, their transitions, and the labels of the vocabulary."""

from typing import Final

from django.db.models import TextChoices

from tracker.states import Outcome
from withdrawals.vocabulary import Channel, Depth, Purpose, Reason, ResponseKind, Situation, Tone


class WithdrawalState(TextChoices):
    DRAFTING = "drafting", "Drafting"
    COMMITTED = "committed", "Under way"
    NOTIFIED = "notified", "Told"
    UNDONE = "undone", "Undone"
    ABANDONED = "abandoned", "Put aside"


WITHDRAWAL_TRANSITIONS: Final[dict[str, frozenset[str]]] = {
    WithdrawalState.DRAFTING: frozenset(
        {WithdrawalState.COMMITTED, WithdrawalState.NOTIFIED, WithdrawalState.ABANDONED}
    ),
    WithdrawalState.COMMITTED: frozenset(
        {WithdrawalState.DRAFTING, WithdrawalState.NOTIFIED, WithdrawalState.ABANDONED}
    ),
    WithdrawalState.NOTIFIED: frozenset({WithdrawalState.UNDONE}),
    WithdrawalState.UNDONE: frozenset(),
    # A withdrawal that was put aside can be resumed. A letter already on its way may still notify the employer.
    WithdrawalState.ABANDONED: frozenset({WithdrawalState.DRAFTING, WithdrawalState.NOTIFIED}),
}

#: Outcomes of an application that allow a withdrawal. An acceptance can be withdrawn too.
WITHDRAWABLE_OUTCOMES: Final[tuple[str, ...]] = (Outcome.OPEN, Outcome.ACCEPTED)
#: The employer was not notified yet. An application has at most one withdrawal in these states.
LIVE_WITHDRAWAL_STATES: Final[tuple[str, ...]] = (WithdrawalState.DRAFTING, WithdrawalState.COMMITTED)


class LetterState(TextChoices):
    DRAFT = "draft", "Draft"
    READY = "ready", "On its way"
    SENT = "sent", "Sent"


LETTER_TRANSITIONS: Final[dict[str, frozenset[str]]] = {
    LetterState.DRAFT: frozenset({LetterState.READY, LetterState.SENT}),
    LetterState.READY: frozenset({LetterState.DRAFT, LetterState.SENT}),
    LetterState.SENT: frozenset(),
}


class SentHow(TextChoices):
    """The way in which a letter reached the employer."""

    BY_US = "by_us", "by Bowout"
    BY_HAND = "by_hand", "by you"
    ALREADY_KNOWN = "already_known", "they knew already"


class Owed(TextChoices):
    """What an employer may expect of a candidate who accepted another offer (docs/domain.md 1.1)."""

    NEED = "need", "Need a word"
    DESERVE = "deserve", "Deserve a word"
    CLOSE = "close", "Can close"
    BEGUN = "begun", "Begun"


REASON_LABELS: Final[dict[str, str]] = {
    Reason.ACCEPTED_OTHER_OFFER: "Another offer",
    Reason.NOT_A_FIT: "Not a fit",
    Reason.SALARY: "Pay",
    Reason.LOCATION: "Location",
    Reason.SCHEDULE_CONFLICT: "Can't make the time",
    Reason.TIMING_PERSONAL: "Personal timing",
    Reason.VALUES_RED_FLAGS: "Values or red flags",
    Reason.HEALTH: "Health",
    Reason.PROCESS_TOO_LONG: "Too long a process",
    Reason.STAYING_PUT: "Staying where I am",
    Reason.ROLE_CHANGED: "The role changed",
}
#: The reasons shown at once; the others are under "More".
FIRST_REASONS: Final[tuple[str, ...]] = tuple(list(REASON_LABELS)[:5])

SITUATION_LABELS: Final[dict[str, str]] = {
    Situation.APPLIED: "Applied, nothing booked",
    Situation.SCREENING_SCHEDULED: "Screening call booked",
    Situation.INTERVIEW_SCHEDULED: "Interview booked",
    Situation.AFTER_INTERVIEW: "After an interview",
    Situation.OFFER_IN_HAND: "Offer in hand",
    Situation.OFFER_ACCEPTED: "Offer accepted",
}
CHANNEL_LABELS: Final[dict[str, str]] = {
    Channel.EMAIL: "E-mail",
    Channel.PHONE: "Phone",
    Channel.VOICEMAIL: "Voicemail",
    Channel.LINKEDIN: "LinkedIn",
    Channel.TEXT: "Text",
}
TONE_LABELS: Final[dict[str, str]] = {Tone.WARM: "Warm", Tone.FORMAL: "Formal", Tone.BRIEF: "Brief"}
DEPTH_LABELS: Final[dict[str, str]] = {
    Depth.NONE: "Nothing",
    Depth.GENERAL: "In general",
    Depth.SPECIFIC: "In my words",
}
PURPOSE_LABELS: Final[dict[str, str]] = {
    Purpose.NOTICE: "Notice",
    Purpose.RESCHEDULE: "Another time",
    Purpose.QUESTION: "A question",
    Purpose.PAUSE: "A pause",
    Purpose.APOLOGY: "Apology",
    Purpose.FEEDBACK: "Feedback request",
    Purpose.COME_BACK: "Coming back",
    Purpose.REPLY: "Reply",
    Purpose.KEEP_TOUCH: "Keeping in touch",
}
RESPONSE_LABELS: Final[dict[str, str]] = {
    ResponseKind.ACKNOWLEDGED: "All is well",
    ResponseKind.ASKS_WHY: "They ask why",
    ResponseKind.ASKS_TO_RECONSIDER: "They ask you to reconsider",
    ResponseKind.COUNTER_OFFER: "They offer something else",
    ResponseKind.ANGRY: "They are angry",
    ResponseKind.FEEDBACK: "They send feedback",
    ResponseKind.OTHER: "Something else",
}
