"""The choices of a withdrawal: the reason, how much of it the letter states, and the tone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from withdrawals.domain.core.request_builders import ApplicationFacts
from withdrawals.models import Withdrawal
from withdrawals.states import DEPTH_LABELS, FIRST_REASONS, REASON_LABELS
from withdrawals.vocabulary import Depth, Reason, Tone

TONE_BUTTONS: Final = {Tone.BRIEF: "Shorter", Tone.WARM: "Warmer", Tone.FORMAL: "More formal"}
_NO_REASON: Final = ("", "No reason")


@dataclass(frozen=True, slots=True)
class Choice:
    """One option. ``is_on`` marks the present one."""

    value: str
    label: str
    is_on: bool
    is_disabled: bool = False

    @property
    def name(self) -> str:
        """Return the value as a part of an HTML id."""
        return self.value or "none"


@dataclass(frozen=True, slots=True)
class ChoicesPanel:
    """The choices. ``more_reasons`` are inside "More", which is open if one of them is chosen (``is_more_open``)."""

    reasons: tuple[Choice, ...]
    more_reasons: tuple[Choice, ...]
    is_more_open: bool
    depths: tuple[Choice, ...]
    asks_accepted: bool
    is_accepted: bool
    is_not_accepted: bool
    takes_own_words: bool
    may_ask_feedback: bool
    errors: tuple[str, ...]


def build_choices(withdrawal: Withdrawal, facts: ApplicationFacts, errors: tuple[str, ...]) -> ChoicesPanel:
    """Return the present choices. ``errors`` are the messages of the choices that were refused."""
    more = {code: label for code, label in REASON_LABELS.items() if code not in FIRST_REASONS}
    another_offer = withdrawal.reason == Reason.ACCEPTED_OTHER_OFFER
    return ChoicesPanel(
        reasons=_choices(((code, REASON_LABELS[code]) for code in FIRST_REASONS), withdrawal.reason),
        more_reasons=_choices([*more.items(), _NO_REASON], withdrawal.reason),
        is_more_open=withdrawal.reason in more,
        depths=_depths(withdrawal),
        asks_accepted=another_offer,
        is_accepted=withdrawal.other_offer_accepted is True,
        is_not_accepted=withdrawal.other_offer_accepted is False,
        takes_own_words=withdrawal.depth == Depth.SPECIFIC,
        may_ask_feedback=not another_offer and facts.interviews_done > 0,
        errors=errors,
    )


def _choices(options: Iterable[tuple[str, str]], present: str) -> tuple[Choice, ...]:
    return tuple(Choice(value, label, value == present) for value, label in options)


def _depths(withdrawal: Withdrawal) -> tuple[Choice, ...]:
    """Return the depths. Without a reason, only "no reason" is enabled."""
    return tuple(
        Choice(code, label, code == withdrawal.depth, is_disabled=code != Depth.NONE and not withdrawal.reason)
        for code, label in DEPTH_LABELS.items()
    )


def tone_buttons(withdrawal: Withdrawal) -> tuple[Choice, ...]:
    """Return the buttons that rewrite the letter in another tone."""
    return _choices(TONE_BUTTONS.items(), withdrawal.tone)
