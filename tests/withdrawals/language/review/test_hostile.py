"""Text that was made to hurt: 50 kB of it is read like any other."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.withdrawals.language.review.labelled_letters import LETTER
from withdrawals.language.review import ReviewRequest, review
from withdrawals.vocabulary import Channel

SIZE = 50_000
LONG = [
    "a",
    "a ",
    "\n",
    "[a",
    "€1",
    "1 ",
    "if you withdraw ",
    "may have to ",
    "On a wrote:",
    "at Aa and ",
    "you ",
    "so very ",
    "é",
    "'",
]
PIECES = [
    *LONG,
    *(
        "<",
        "{{",
        "_",
        "-",
        ">",
        "!",
        "?",
        "...",
        "n't ",
        "1,",
        "+1 (",
        "not ",
        "I will ",
        "your team ",
        "was ",
        "thank ",
        "sorry ",
    ),
    *(
        "no longer ",
        "On x\n",
        "From: a\n",
        "Dear ",
        "dear dear, ",
        "Aa Bb ",
        "one two ",
        "best ",
        "Mr. ",
        "\u200b",
        "🎉",
        "\ue001",
    ),
    *("X", "%A", "**a", "# ", "@", "ß", "İ", "ﬁ", "\t \r\n", "withdraw ", "Globex ", "Bluebird "),
]


def make_request(text: str, channel: Channel = Channel.EMAIL) -> ReviewRequest:
    return replace(LETTER, channel=channel, subject=text[:2000], text=text)


@pytest.mark.parametrize("piece", LONG)
def test_endless_repetition_is_reviewed(piece: str) -> None:
    text = (piece * SIZE)[:SIZE]

    assert review(make_request(text)).verdict == "fix"


@given(
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
    st.sampled_from([Channel.EMAIL, Channel.VOICEMAIL, Channel.TEXT]),
)
@settings(max_examples=60)
def test_any_text_gets_findings_inside_it(text: str, channel: Channel) -> None:
    request = make_request(text, channel)
    result = review(request)

    for finding in result.findings:
        source = request.subject if finding.field == "subject" else request.text
        assert 0 <= finding.start <= finding.end <= len(source)
    assert result == review(request)


@given(st.text(max_size=300))
@settings(max_examples=60)
def test_any_characters_are_read(text: str) -> None:
    assert review(make_request(text)).verdict == "fix"
