"""How long a letter may be, and how its words are counted."""

from functools import lru_cache

from withdrawals.vocabulary import Channel, Purpose, Situation, Tone

SUBJECT_CHARACTERS = 78
SUBJECT_WORDS = (4, 12)
TEXT_CHARACTERS = 320
REASON_WORDS = 25
SHORT_REASON_WORDS = 8

_CELLS: dict[Channel, dict[Tone, tuple[int, int]]] = {
    Channel.EMAIL: {Tone.BRIEF: (30, 70), Tone.WARM: (60, 130), Tone.FORMAL: (60, 140)},
    Channel.PHONE: {Tone.BRIEF: (50, 90), Tone.WARM: (70, 130), Tone.FORMAL: (70, 130)},
    Channel.VOICEMAIL: {Tone.BRIEF: (35, 60), Tone.WARM: (45, 75), Tone.FORMAL: (45, 75)},
    Channel.LINKEDIN: {Tone.BRIEF: (30, 60), Tone.WARM: (45, 90), Tone.FORMAL: (45, 90)},
    Channel.TEXT: {Tone.BRIEF: (20, 35), Tone.WARM: (25, 50), Tone.FORMAL: (25, 50)},
}
_ACCEPTED_EMAIL = (80, 170)
_OTHER_EMAIL = (30, 140)


def word_limits(
    channel: Channel, tone: Tone, situation: Situation, purpose: Purpose = Purpose.NOTICE
) -> tuple[int, int]:
    """Fewest and most words of a body, greeting and sign-off included, subject excluded.

    An e-mail that takes an acceptance back has more to say than its tone alone would allow. A letter that
    is no notice is as short as its matter allows.
    """
    if purpose is not Purpose.NOTICE:
        return _OTHER_EMAIL
    if channel is Channel.EMAIL and situation is Situation.OFFER_ACCEPTED:
        return _ACCEPTED_EMAIL
    return _CELLS[channel][tone]


@lru_cache(maxsize=4096)
def count_words(text: str) -> int:
    """Words as a reader counts them: runs without white space that hold a letter or a digit."""
    return sum(token[0].isalnum() or any(map(str.isalnum, token)) for token in text.split())
