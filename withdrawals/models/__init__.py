"""Leaving well, as kept in the database."""

from withdrawals.models.letter import KeptFinding, Letter, LetterVersion
from withdrawals.models.reflection import Reflection
from withdrawals.models.withdrawal import Withdrawal

__all__ = ["KeptFinding", "Letter", "LetterVersion", "Reflection", "Withdrawal"]
