"""Compose letters: a plain request in, a complete draft out. Pure: no clock, no database, no Django."""

from withdrawals.language.composition.compose import Draft, compose, frame, reframe, variants_available
from withdrawals.language.composition.request import InterviewFacts, LetterRequest, Recipient, Record, Sender

__all__ = [
    "Draft",
    "InterviewFacts",
    "LetterRequest",
    "Recipient",
    "Record",
    "Sender",
    "compose",
    "frame",
    "reframe",
    "variants_available",
]
