"""Sentence by sentence: what an ordinary letter may hold, and what it may not."""

import pytest

from tests.withdrawals.language.review.labelled_letters import letter, plain
from tests.withdrawals.language.review.labelled_sentences import (
    CLEAR,
    CLOSINGS,
    GRATITUDE,
    GREETINGS,
    HARMFUL,
    HARMLESS,
    OPEN_ENDED,
)
from tests.withdrawals.language.review.test_labelled import serious
from withdrawals.language.review import review

SLOT = "I know we were due to speak on Tuesday at 09:00."


def compose(
    greeting: str = "Dear Maya,", decision: str = CLEAR[0], thanks: str = GRATITUDE[0], closing: str = CLOSINGS[0]
) -> str:
    return f"{greeting}\n\n{SLOT} {decision} {thanks}\n\n{closing}\n"


@pytest.mark.parametrize("sentence", HARMLESS)
def test_harmless_sentence_passes(sentence: str) -> None:
    assert serious(review(plain(sentence))) == set()


@pytest.mark.parametrize(("check", "sentence"), HARMFUL)
def test_harmful_sentence_gets_its_finding(check: str, sentence: str) -> None:
    assert serious(review(plain(sentence))) == {check}


@pytest.mark.parametrize("decision", CLEAR)
def test_clear_decision_passes(decision: str) -> None:
    result = review(letter(compose(decision=decision)))

    assert serious(result) == set()
    assert result.has.clear_withdrawal


@pytest.mark.parametrize("decision", OPEN_ENDED)
def test_open_ended_decision_is_found(decision: str) -> None:
    result = review(letter(compose(decision=decision)))

    assert serious(result) == {"ambiguous_withdrawal"}
    assert not result.has.clear_withdrawal


@pytest.mark.parametrize("thanks", GRATITUDE)
def test_gratitude_is_seen(thanks: str) -> None:
    assert serious(review(letter(compose(thanks=thanks)))) == set()


@pytest.mark.parametrize("greeting", GREETINGS)
def test_greeting_is_seen(greeting: str) -> None:
    result = review(letter(compose(greeting=greeting)))

    assert serious(result) == set()
    assert result.has.greeting


@pytest.mark.parametrize("closing", CLOSINGS)
def test_closing_is_seen(closing: str) -> None:
    result = review(letter(compose(closing=closing)))

    assert serious(result) == set()
    assert result.has.sign_off
