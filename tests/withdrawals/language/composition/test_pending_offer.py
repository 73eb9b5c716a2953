"""Another offer that still waits for an answer is never called accepted."""

import re

import pytest

from tests.withdrawals.language.composition.samples import ask
from withdrawals.language.composition import compose
from withdrawals.vocabulary import Channel, Depth, Situation, Tone

TOO_LONG = "the other team showed me " + "a great deal of very patient and kind attention " * 5


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("tone", Tone)
@pytest.mark.parametrize(("depth", "words"), [(Depth.GENERAL, ""), (Depth.SPECIFIC, ""), (Depth.SPECIFIC, TOO_LONG)])
@pytest.mark.parametrize("situation", [Situation.APPLIED, Situation.INTERVIEW_SCHEDULED, Situation.OFFER_IN_HAND])
def test_pending_offer_is_not_called_accepted(
    channel: Channel, tone: Tone, depth: Depth, words: str, situation: Situation
) -> None:
    record = {"specific_reason": words, "other_offer_accepted": False}
    for variant in range(3):
        request = ask(record, situation=situation, channel=channel, tone=tone, depth=depth, variant=variant)
        body = compose(request).body
        assert not re.search(r"accepted (another|a position)|taken another", body)
        assert "another offer" in body


def test_other_offer_counts_as_accepted_where_nothing_else_is_said() -> None:
    assert "accepted another position" in compose(ask(depth=Depth.GENERAL)).body
