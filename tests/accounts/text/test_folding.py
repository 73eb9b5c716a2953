"""What counts as the same word, and as the same company."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.text.folding import fold, fold_case, fold_company, without_legal_form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller", "MÜLLER"),
        ("Société Générale", "Socie\u0301te\u0301 Ge\u0301ne\u0301rale"),
        ("Fern\u200bway", "Fernway"),
        ("O’Neil", "O'Neil"),
        ("Ｆｅｒｎ", "fern"),
        ("Straße", "STRASSE"),
        ("Fern\u00a0 way", "fern way"),
        ("“Fern”", '"fern"'),
    ],
)
def test_case_width_composition_and_marks_make_no_difference(one: str, other: str) -> None:
    assert fold_case(one) == fold_case(other)


def test_accents_make_a_difference_until_they_are_folded() -> None:
    assert fold_case("Hällberg") != fold_case("Hallberg")
    assert fold("Hällberg") == fold("Hallberg") == "hallberg"
    assert fold("Łódź Ørsted") == "lodz orsted"


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold_case(fold_case(text)) == fold_case(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("company", "bare"),
    [
        ("Acme Inc.", "Acme"),
        ("Acme, Inc.", "Acme"),
        ("Müller GmbH & Co. KG", "Müller"),
        ("Fernway LLP", "Fernway"),
        ("Fernway S.A.", "Fernway"),
        ("Fernway Ltd", "Fernway"),
        ("Fernway", "Fernway"),
        ("SE", "SE"),
        ("Limited", "Limited"),
        ("Park & Co", "Park"),
        ("", ""),
    ],
)
def test_legal_forms_are_left_out_but_never_the_whole_name(company: str, bare: str) -> None:
    assert without_legal_form(company) == bare


def test_companies_are_one_whatever_their_legal_form_and_case() -> None:
    assert fold_company("MÜLLER GMBH") == fold_company("Müller GmbH & Co. KG") == fold_company("müller")
    assert fold_company("Hällberg AB") != fold_company("Hallberg AB")


def test_a_name_too_long_for_a_company_stays() -> None:
    assert without_legal_form("Inc " * 20_000) == "Inc " * 20_000
