"""The words of leaving a process, shared by pages, letters, review and command line.

Plain enums and no Django, so that the pure rooms (letters, review, timing, duties) can use them.
Every value is part of the command surface: scripts depend on it.
"""

from enum import StrEnum
from typing import Final


class Situation(StrEnum):
    """How far the process has come when the candidate leaves it."""

    APPLIED = "applied"
    SCREENING_SCHEDULED = "screening_scheduled"
    INTERVIEW_SCHEDULED = "interview_scheduled"
    AFTER_INTERVIEW = "after_interview"
    OFFER_IN_HAND = "offer_in_hand"
    OFFER_ACCEPTED = "offer_accepted"


class Channel(StrEnum):
    """The way a letter reaches the employer."""

    EMAIL = "email"
    PHONE = "phone"
    VOICEMAIL = "voicemail"
    LINKEDIN = "linkedin"
    TEXT = "text"


class Tone(StrEnum):
    """The voice of a letter."""

    FORMAL = "formal"
    WARM = "warm"
    BRIEF = "brief"


class Depth(StrEnum):
    """How much of the reason the employer is told."""

    NONE = "none"
    GENERAL = "general"
    SPECIFIC = "specific"


class Reason(StrEnum):
    """Why the candidate leaves, as the candidate knows it. Private."""

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
    """What a letter is for. Only a *notice* ends the process; *reply* and *keep_touch* are prepared words, not composed."""

    NOTICE = "notice"
    RESCHEDULE = "reschedule"
    QUESTION = "question"
    PAUSE = "pause"
    APOLOGY = "apology"
    FEEDBACK = "feedback"
    COME_BACK = "come_back"
    REPLY = "reply"
    KEEP_TOUCH = "keep_touch"


#: Letters that notify the employer, and so end the process.
NOTICE_PURPOSES: Final = (Purpose.NOTICE, Purpose.APOLOGY)
#: Letters that ask for something else instead of leaving.
ALTERNATIVE_PURPOSES: Final = (Purpose.RESCHEDULE, Purpose.QUESTION, Purpose.PAUSE)
#: Letters whose words lie ready for what was replied (withdrawals/data) instead of being composed from parts.
PREPARED_PURPOSES: Final = (Purpose.REPLY, Purpose.KEEP_TOUCH)
#: Letters that follow once the employer was notified.
FOLLOWING_PURPOSES: Final = (*PREPARED_PURPOSES, Purpose.FEEDBACK)

#: Channels on which a letter is spoken.
SPOKEN_CHANNELS: Final = (Channel.PHONE, Channel.VOICEMAIL)

#: An interview is booked.
SCHEDULED_SITUATIONS: Final = (Situation.SCREENING_SCHEDULED, Situation.INTERVIEW_SCHEDULED)
#: There is an offer, accepted or not.
OFFER_SITUATIONS: Final = (Situation.OFFER_IN_HAND, Situation.OFFER_ACCEPTED)


class ResponseKind(StrEnum):
    """What the employer's answer to a withdrawal comes to."""

    ACKNOWLEDGED = "acknowledged"
    ASKS_WHY = "asks_why"
    ASKS_TO_RECONSIDER = "asks_to_reconsider"
    COUNTER_OFFER = "counter_offer"
    ANGRY = "angry"
    FEEDBACK = "feedback"
    OTHER = "other"


class Urgency(StrEnum):
    """How much notice the employer gets, from the thresholds of docs/architecture.md."""

    AMPLE = "ample"
    FAIR = "fair"
    SHORT = "short"
    LATE = "late"
    MISSED = "missed"
