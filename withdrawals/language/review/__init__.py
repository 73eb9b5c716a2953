"""The review of a letter before it is sent: what is missing, and what would do harm (docs/domain.md 3).

Pure and local. A letter is parsed once (greeting, own words, closing, signature, quoted thread), the names the
record knows are masked, and one module per family of checks reads the result. Findings quote spans of the text
as it was given. Nothing is rewritten.
"""

from withdrawals.language.review.model import Finding, Has, Review, ReviewContext, ReviewRequest
from withdrawals.language.review.runner import CHECKS, review

__all__ = ["CHECKS", "Finding", "Has", "Review", "ReviewContext", "ReviewRequest", "review"]
