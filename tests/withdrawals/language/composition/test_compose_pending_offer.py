"""Another offer that still waits for an answer is never called accepted."""

import re
from datetime import UTC, datetime

import pytest

from withdrawals.language.composition import LetterRequest, compose
from withdrawals.vocabulary import Channel, Situation, Tone

TOO_LONG = "the other team showed me " + "a great deal of very patient and kind attention " * 5


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("tone", Tone)
@pytest.mark.parametrize(("depth", "words"), [("general", ""), ("specific", ""), ("specific", TOO_LONG)])
@pytest.mark.parametrize("situation", [Situation.APPLIED, Situation.INTERVIEW_SCHEDULED, Situation.OFFER_IN_HAND])
def test_pending_offer_is_not_called_accepted(
    channel: Channel, tone: Tone, depth: str, words: str, situation: Situation
) -> None:
    for variant in range(3):
        request = {
            "now": datetime(2026, 11, 25, 9, tzinfo=UTC).isoformat(),
            "situation": situation,
            "channel": channel,
            "tone": tone,
            "reason": "accepted_other_offer",
            "depth": depth,
            "variant": variant,
            "record": {
                "company": "Fernway",
                "role": "Analyst",
                "specific_reason": words,
                "other_offer_accepted": False,
            },
        }
        body = compose(LetterRequest.from_json(request)).body
        assert not re.search(r"accepted (another|a position)|taken another", body)
        assert "another offer" in body


def test_other_offer_counts_as_accepted_where_nothing_else_is_said() -> None:
    request = {
        "now": datetime(2026, 11, 25, 9, tzinfo=UTC).isoformat(),
        "situation": "applied",
        "reason": "accepted_other_offer",
        "depth": "general",
    }
    assert "accepted another position" in compose(LetterRequest.from_json(request)).body
