"""Database models of a withdrawal and of what follows it."""

from withdrawals.models.feedback import Feedback
from withdrawals.models.letter import KeptFinding, Letter, LetterVersion
from withdrawals.models.reflection import Reflection
from withdrawals.models.response import Response
from withdrawals.models.withdrawal import Withdrawal

__all__ = ["Feedback", "KeptFinding", "Letter", "LetterVersion", "Reflection", "Response", "Withdrawal"]
