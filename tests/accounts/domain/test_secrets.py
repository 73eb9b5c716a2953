import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from accounts.domain.secrets import decrypt, encrypt
from accounts.errors import DomainError


@given(st.text(max_size=300))
def test_secret_comes_back_as_it_was(text: str) -> None:
    assert decrypt(encrypt(text)) == text


def test_secret_is_not_readable_in_its_token() -> None:
    assert b"hunter2" not in encrypt("hunter2")


def test_secret_of_a_former_key_opens_by_the_fallbacks(settings: Settings) -> None:
    token = encrypt("kept")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "n" * 60

    assert decrypt(token) == "kept"


def test_secret_of_a_forgotten_key_says_what_to_do(settings: Settings) -> None:
    token = encrypt("lost")
    settings.SECRET_KEY = "n" * 60

    with pytest.raises(DomainError, match="Enter the password again"):
        decrypt(token)


def test_secret_that_was_tampered_with_is_refused() -> None:
    token = bytearray(encrypt("text"))
    token[20] ^= 1

    with pytest.raises(DomainError):
        decrypt(bytes(token))
