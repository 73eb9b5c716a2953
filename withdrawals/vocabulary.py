"""The terms of a withdrawal, shared by pages, letters, review and command line.

Plain enums without Django, so that the pure packages (language, timing, command_line) can use them. Every value is part
of the command-line interface: scripts depend on it.
"""

from enum import StrEnum
from typing import Final


class Situation(StrEnum):
    """The stage of the process when the candidate leaves it."""

    APPLIED = "applied"
    SCREENING_SCHEDULED = "screening_scheduled"
    INTERVIEW_SCHEDULED = "interview_scheduled"
    AFTER_INTERVIEW = "after_interview"
    OFFER_IN_HAND = "offer_in_hand"
    OFFER_ACCEPTED = "offer_accepted"


class Channel(StrEnum):
    """The channel on which a letter reaches the employer."""

    EMAIL = "email"
    PHONE = "phone"
    VOICEMAIL = "voicemail"
    LINKEDIN = "linkedin"
    TEXT = "text"


class Tone(StrEnum):
    """The tone of a letter."""

    FORMAL = "formal"
    WARM = "warm"
    BRIEF = "brief"


class Depth(StrEnum):
    """How much of the reason a letter states."""

    NONE = "none"
    GENERAL = "general"
    SPECIFIC = "specific"


class Reason(StrEnum):
    """The candidate's reason to leave. Private."""

    ACCEPTED_OTHER_OFFER = "accepted_other_offer"
    NOT_A_FIT = "not_a_fit"
    SALARY = "salary"
    LOCATION = "location"
    TIMING_PERSONAL = "timing_personal"
    VALUES_RED_FLAGS = "values_red_flags"
    SCHEDULE_CONFLICT = "schedule_conflict"
    HEALTH = "health"
    PROCESS_TOO_LONG = "process_too_long"
    STAYING_PUT = "staying_put"
    ROLE_CHANGED = "role_changed"


class Purpose(StrEnum):
    """The purpose of a letter. Only a notice ends the process.

    The words of *reply* and *keep_touch* are prepared, not composed.
    """

    NOTICE = "notice"
    RESCHEDULE = "reschedule"
    QUESTION = "question"
    PAUSE = "pause"
    APOLOGY = "apology"
    FEEDBACK = "feedback"
    COME_BACK = "come_back"
    REPLY = "reply"
    KEEP_TOUCH = "keep_touch"


#: Letters that notify the employer, which ends the process.
NOTICE_PURPOSES: Final = (Purpose.NOTICE, Purpose.APOLOGY)
#: Letters that ask for something else instead of leaving.
ALTERNATIVE_PURPOSES: Final = (Purpose.RESCHEDULE, Purpose.QUESTION, Purpose.PAUSE)
#: Letters whose words are prepared (withdrawals/data) and not composed from parts.
PREPARED_PURPOSES: Final = (Purpose.REPLY, Purpose.KEEP_TOUCH)
#: Letters that can follow once the employer was notified.
FOLLOWING_PURPOSES: Final = (*PREPARED_PURPOSES, Purpose.FEEDBACK)

#: Characters that a text message holds: two segments, so that no phone takes it apart.
TEXT_MESSAGE_CHARACTERS: Final = 320
#: Channels on which a letter is spoken.
SPOKEN_CHANNELS: Final = (Channel.PHONE, Channel.VOICEMAIL)

#: Situations with a booked interview.
SCHEDULED_SITUATIONS: Final = (Situation.SCREENING_SCHEDULED, Situation.INTERVIEW_SCHEDULED)
#: Situations with an offer, accepted or not.
OFFER_SITUATIONS: Final = (Situation.OFFER_IN_HAND, Situation.OFFER_ACCEPTED)


class ResponseKind(StrEnum):
    """The kind of an employer's reply to a withdrawal."""

    ACKNOWLEDGED = "acknowledged"
    ASKS_WHY = "asks_why"
    ASKS_TO_RECONSIDER = "asks_to_reconsider"
    COUNTER_OFFER = "counter_offer"
    ANGRY = "angry"
    FEEDBACK = "feedback"
    OTHER = "other"


class Urgency(StrEnum):
    """How much notice the employer gets, by the thresholds of docs/architecture.md."""

    AMPLE = "ample"
    FAIR = "fair"
    SHORT = "short"
    LATE = "late"
    MISSED = "missed"
