"""Word by word, nothing of either text is lost."""

from hypothesis import given
from hypothesis import strategies as st

from withdrawals.domain.letters.comparing import MAX_COMPARED_CHARACTERS, Piece, changes_between

TEXTS = st.text(alphabet="ab \n", max_size=60)


@given(TEXTS, TEXTS)
def test_pieces_make_up_both_texts(earlier: str, later: str) -> None:
    pieces = changes_between(earlier, later)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == earlier
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == later


def test_a_changed_word_is_one_piece_each_way() -> None:
    assert changes_between("I withdraw now.", "I withdraw today.") == [
        Piece("same", "I withdraw "),
        Piece("gone", "now."),
        Piece("new", "today."),
    ]


def test_long_texts_are_shown_whole() -> None:
    long = "a " * MAX_COMPARED_CHARACTERS
    assert [piece.kind for piece in changes_between(long, "b")] == ["gone", "new"]
