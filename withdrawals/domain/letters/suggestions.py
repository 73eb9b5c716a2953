"""Apply the review's suggestion for one finding, at the person's request only."""

from datetime import datetime
from typing import Final

from accounts.errors import DomainError
from withdrawals.domain.letters.drafts import save_letter
from withdrawals.domain.letters.sending import check_readiness, quote_finding
from withdrawals.language.review import Finding
from withdrawals.models import Letter

#: The suggestion replaces the text that the finding is about.
REPLACED: Final = frozenset({"unfilled_placeholder", "wrong_name"})
WHOLE_SUBJECT: Final = frozenset({"subject_missing", "subject_vague"})
PREPENDED: Final = frozenset({"no_greeting"})
APPENDED: Final = frozenset({"no_signoff"})
_APPLICABLE: Final = REPLACED | WHOLE_SUBJECT | PREPENDED | APPENDED


def can_apply(finding: Finding) -> bool:
    """Return whether the suggestion can be written into the letter unchanged."""
    return bool(finding.suggestion) and finding.id in _APPLICABLE


def apply_suggestion(letter: Letter, *, check_id: str, quote: str, now: datetime) -> Letter:
    """Write the suggestion for the finding on ``quote`` into the letter. Raises DomainError without such a finding."""
    for finding in check_readiness(letter, now=now).findings:
        if finding.id == check_id and quote_finding(letter, finding) == quote and can_apply(finding):
            subject, body = _with_suggestion(letter, finding)
            return save_letter(letter, version=letter.version, subject=subject, body=body, now=now)
    raise DomainError("That is no longer in the letter.")


def _with_suggestion(letter: Letter, finding: Finding) -> tuple[str, str]:
    words = finding.suggestion or ""
    if finding.id in WHOLE_SUBJECT:
        return words, letter.body
    if finding.id in PREPENDED:
        return letter.subject, f"{words}\n\n{letter.body.lstrip()}"
    if finding.id in APPENDED:
        return letter.subject, f"{letter.body.rstrip()}\n\n{words}"
    if finding.field == "subject":
        return _replace_quote(letter.subject, finding, words), letter.body
    return letter.subject, _replace_quote(letter.body, finding, words)


def _replace_quote(text: str, finding: Finding, words: str) -> str:
    return text[: finding.start] + words + text[finding.end :]
