"""Run every check over one parsed letter, and keep the strongest of overlapping findings."""

from collections.abc import Callable, Iterator
from itertools import islice

from withdrawals.language.review.checks import decision, disclosure, form, leftovers, naming, tone
from withdrawals.language.review.courtesy import has_open_door, has_reason, has_thanks
from withdrawals.language.review.identity import has_sign_off, names_role
from withdrawals.language.review.letter import ParsedLetter
from withdrawals.language.review.model import SEVERITY_ORDER, Finding, LetterContents, Review, ReviewRequest

# The ids of the checks in the order of docs/domain.md 3, with what each one finds.
CHECKS: dict[str, str] = {
    "unfilled_placeholder": "A placeholder that was never filled in",
    "ambiguous_withdrawal": "No withdrawal, or one that is conditional or uncertain",
    "wrong_name": "Another person greeted, or another tracked employer named",
    "insult": "An insult",
    "threat": "A threat of lawyers, reviews or publicity",
    "discloses_confidential": "A confidential term, a secret, or somebody else's employment",
    "leftover_ai_text": "Chatter of a writing tool or a template",
    "dishonest_hint": "A reason that reads as untrue or contradicts the noted one",
    "wrong_term_for_stage": "An offer that is neither declined nor its acceptance withdrawn",
    "salary_disclosure": "A figure about pay",
    "names_competitor": "The new employer's name",
    "blames_interviewer": "Blame of a person",
    "criticism": "Criticism of process, product or culture",
    "over_apology": "More than two apologies, or one too heavy",
    "demands": "A demand",
    "missing_thanks": "No thanks",
    "missing_role": "The role is not named",
    "missing_interview_ref": "The booked slot is not mentioned",
    "no_greeting": "No greeting",
    "no_signoff": "No closing and name",
    "too_long": "More words than the channel bears",
    "oversharing": "Private misery",
    "unprofessional_tone": "Slang, shouting, too many pictures",
    "missing_company": "An agency is not told which client",
    "missing_callback": "A voicemail without number or e-mail",
    "comparison": "A comparison with another offer or employer",
    "subject_missing": "An empty subject",
    "subject_vague": "A subject that says nothing",
    "relative_date": "A day that shifts with the reading",
    "door_open_absent": "The door was to stay open and is not mentioned",
    "wrong_channel_timing": "Writing alone when a call is due",
    "mixed_requests": "Another matter in the same letter",
    "long_sentence": "A very long sentence",
}

CHECK_FUNCTIONS: tuple[Callable[[ParsedLetter], Iterator[Finding]], ...] = (
    leftovers.unfilled_placeholder,
    decision.ambiguous_withdrawal,
    naming.wrong_name,
    tone.insult,
    tone.threat,
    disclosure.discloses_confidential,
    leftovers.leftover_ai_text,
    decision.dishonest_hint,
    decision.wrong_term_for_stage,
    disclosure.salary_disclosure,
    naming.names_competitor,
    tone.blames_interviewer,
    tone.criticism,
    tone.over_apology,
    tone.demands,
    form.missing_thanks,
    naming.missing_role,
    decision.missing_interview_ref,
    naming.no_greeting,
    naming.no_signoff,
    form.too_long,
    disclosure.oversharing,
    tone.unprofessional_tone,
    naming.missing_company,
    form.missing_callback,
    tone.comparison,
    form.check_subject,
    form.relative_date,
    decision.door_open_absent,
    form.wrong_channel_timing,
    form.mixed_requests,
    form.long_sentence,
)
MAX_FINDINGS_PER_CHECK = 25
# Where findings of these checks overlap, only the first in this order is kept.
EXCLUSIVE_CHECKS = (
    "insult",
    "threat",
    "discloses_confidential",
    "salary_disclosure",
    "names_competitor",
    "oversharing",
    "demands",
    "blames_interviewer",
    "criticism",
    "comparison",
    "unprofessional_tone",
    "mixed_requests",
)


def review(request: ReviewRequest) -> Review:
    """Review one letter. The same request always gives the same result; no data leaves the machine."""
    letter = ParsedLetter(request)
    found = [finding for check in CHECK_FUNCTIONS for finding in islice(check(letter), MAX_FINDINGS_PER_CHECK)]
    findings = _without_overlaps(found)
    findings.sort(key=lambda finding: (SEVERITY_ORDER[finding.severity], finding.field != "subject", finding.start))
    needs_work = any(finding.severity != "hint" for finding in findings)
    return Review("fix" if needs_work else "send", tuple(findings), _contents(letter), request.id)


def _contents(letter: ParsedLetter) -> LetterContents:
    return LetterContents(
        greeting=letter.layout.greeting is not None,
        names_role=names_role(letter),
        names_company=naming.names_company(letter),
        clear_withdrawal=decision.has_clear_withdrawal(letter),
        reason=has_reason(letter),
        thanks=has_thanks(letter),
        door_open=has_open_door(letter),
        sign_off=has_sign_off(letter),
    )


def _without_overlaps(findings: list[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for finding in sorted(findings, key=_rank):
        if finding.id in EXCLUSIVE_CHECKS and any(_is_about_same_words(finding, other) for other in kept):
            continue
        kept.append(finding)
    return kept


def _rank(finding: Finding) -> int:
    return EXCLUSIVE_CHECKS.index(finding.id) if finding.id in EXCLUSIVE_CHECKS else -1


def _is_about_same_words(one: Finding, other: Finding) -> bool:
    overlap = one.field == other.field and one.start < other.end and other.start < one.end
    return overlap and other.id in EXCLUSIVE_CHECKS
