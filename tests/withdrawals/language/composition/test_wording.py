"""The wording files are whole, and a faulty one is refused with its place."""

from pathlib import Path
from typing import Any

import pytest

from withdrawals.language.composition import wording
from withdrawals.vocabulary import PREPARED_PURPOSES, Channel, Purpose, Reason, Tone

RECIPE: dict[str, Any] = {
    "orders": [[["decision"], ["thanks"]]],
    "decision": {"default": "I withdraw."},
    "thanks": ["Thank you."],
}


def test_every_channel_has_a_notice_in_every_tone() -> None:
    for channel in Channel:
        assert {tone for purpose, tone in wording.recipes(channel) if purpose is Purpose.NOTICE} == set(Tone)
    assert {purpose for purpose, _ in wording.recipes(Channel.EMAIL)} == set(Purpose) - set(PREPARED_PURPOSES)


def test_every_general_reason_is_one_short_clause() -> None:
    for reason in Reason:
        for key, texts in wording.reasons()[reason].items():
            for text in [texts] if isinstance(texts, str) else texts:
                assert text.endswith(".")
                assert len(text.split()) <= (8 if key == "short" else 20)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"orders": []}, "here: orders is missing or empty"),
        ({"orders": [[["decision"], ["thanks", "wish"]]]}, "here: the part wish has no words"),
        ({"wish": "Good luck."}, "here: the part wish stands in no order"),
        ({"decision": {"applied": "I withdraw."}}, "here.decision: screening_scheduled is missing"),
        ({"thanks": []}, "here.thanks: must be a text or a list of texts"),
        ({"tight": {"wish": "Luck."}}, "here: the part wish stands in no order"),
    ],
)
def test_faulty_recipe_is_refused_with_its_place(change: dict[str, Any], message: str) -> None:
    with pytest.raises(wording.WordingError, match=message):
        wording.read_recipe("here", {**RECIPE, **change})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('a = "x', "bad.toml: "),
        ('a = "for {rolle}"', "bad.toml: a uses the unknown placeholder {rolle}"),
        ('a = "for {role"', "bad.toml: a has a stray brace"),
        ('[a]\nb = ["two  spaces"]', "bad.toml: a.b has a line break or too many spaces"),
    ],
)
def test_faulty_file_is_refused_with_its_place(
    text: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wording, "FOLDER", tmp_path)
    (tmp_path / "bad.toml").write_text(text)
    with pytest.raises(wording.WordingError) as caught:
        wording.load("bad.toml")
    assert message in str(caught.value)
    with pytest.raises(wording.WordingError, match=r"none\.toml: there is no such file"):
        wording.load("none.toml")
