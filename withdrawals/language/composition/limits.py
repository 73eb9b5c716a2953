"""Define how long a letter may be, and how its words are counted."""

from functools import lru_cache

from withdrawals.vocabulary import Channel, Purpose, Situation, Tone

SUBJECT_CHARACTERS = 78
SUBJECT_WORDS = (4, 12)
REASON_WORDS = 25
SHORT_REASON_WORDS = 8

_NOTICE_LIMITS: dict[Channel, dict[Tone, tuple[int, int]]] = {
    Channel.EMAIL: {Tone.BRIEF: (30, 70), Tone.WARM: (60, 130), Tone.FORMAL: (60, 140)},
    Channel.PHONE: {Tone.BRIEF: (50, 90), Tone.WARM: (70, 130), Tone.FORMAL: (70, 130)},
    Channel.VOICEMAIL: {Tone.BRIEF: (35, 60), Tone.WARM: (45, 75), Tone.FORMAL: (45, 75)},
    Channel.LINKEDIN: {Tone.BRIEF: (30, 60), Tone.WARM: (45, 90), Tone.FORMAL: (45, 90)},
    Channel.TEXT: {Tone.BRIEF: (20, 35), Tone.WARM: (25, 50), Tone.FORMAL: (25, 50)},
}
_ACCEPTANCE_EMAIL_LIMITS = (80, 170)
_OTHER_LIMITS = (30, 140)


def word_limits(
    channel: Channel, tone: Tone, situation: Situation, purpose: Purpose = Purpose.NOTICE
) -> tuple[int, int]:
    """Return the fewest and most words of a body, with greeting and closing, without the subject.

    An e-mail that withdraws an acceptance needs more words than its tone alone allows. A letter that is no notice has
    the same wide limits in every tone.
    """
    if purpose is not Purpose.NOTICE:
        return _OTHER_LIMITS
    if channel is Channel.EMAIL and situation is Situation.OFFER_ACCEPTED:
        return _ACCEPTANCE_EMAIL_LIMITS
    return _NOTICE_LIMITS[channel][tone]


@lru_cache(maxsize=4096)
def count_words(text: str) -> int:
    """Count the words as a reader does: runs without white space that hold a letter or a digit."""
    return sum(token[0].isalnum() or any(map(str.isalnum, token)) for token in text.split())
