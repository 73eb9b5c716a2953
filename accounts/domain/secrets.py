"""Encrypt and decrypt stored secrets, such as the password of a mail account. Keys are derived from SECRET_KEY."""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from accounts.errors import DomainError

KEY_PURPOSE = b"bowout secrets v1"  # separates these keys from other keys that are derived from SECRET_KEY


def encrypt(text: str) -> bytes:
    """Return a token that only SECRET_KEY, or one of SECRET_KEY_FALLBACKS, can decrypt."""
    return _keys().encrypt(text.encode())


def decrypt(token: bytes) -> str:
    """Return the text that ``encrypt`` got. Raises DomainError when no key decrypts the token."""
    try:
        return _keys().decrypt(bytes(token)).decode()
    except InvalidToken:
        raise DomainError(
            "A saved password cannot be read: SECRET_KEY has changed. Enter the password again."
        ) from None


def _keys() -> MultiFernet:
    return MultiFernet([_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _fernet(secret_key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=KEY_PURPOSE).derive(secret_key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
