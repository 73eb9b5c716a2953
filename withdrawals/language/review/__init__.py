"""Review a letter before it is sent: find what is missing and what could do harm (docs/domain.md 3).

The package is pure and local. It parses a letter once (greeting, own words, closing, signature, quoted thread) and
masks the names on record. Each module of checks reads the result. Findings quote spans of the original text, which
never changes.
"""

from withdrawals.language.review.model import Finding, LetterContents, Review, ReviewContext, ReviewRequest
from withdrawals.language.review.runner import CHECKS, review

__all__ = ["CHECKS", "Finding", "LetterContents", "Review", "ReviewContext", "ReviewRequest", "review"]
