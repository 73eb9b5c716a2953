"""States of applications and interviews, and the allowed transitions as data that the domain functions check."""

from typing import Final

from django.db.models import TextChoices


class Stage(TextChoices):
    """How far an application got. The end of the application does not change it."""

    SAVED = "saved", "Saved"
    APPLIED = "applied", "Applied"
    SCREENING = "screening", "Screening"
    INTERVIEWING = "interviewing", "Interviewing"
    OFFER = "offer", "Offer"


STAGE_RANK: Final[dict[str, int]] = {stage: rank for rank, stage in enumerate(Stage.values)}


def later_stage(one: str, other: str) -> str:
    """Return the later of two stages."""
    return max(one, other, key=STAGE_RANK.__getitem__)


class Outcome(TextChoices):
    """How an application ended. Every outcome but *open* is an end, and every end can be reopened."""

    OPEN = "open", "Open"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Offer declined"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"
    NO_RESPONSE = "no_response", "No response"


OUTCOME_TRANSITIONS: Final[dict[str, frozenset[str]]] = {
    Outcome.OPEN: frozenset(set(Outcome.values) - {Outcome.OPEN}),
    # The person may withdraw after an acceptance, and the employer may rescind an accepted offer.
    Outcome.ACCEPTED: frozenset({Outcome.OPEN, Outcome.WITHDRAWN, Outcome.REJECTED}),
    Outcome.DECLINED: frozenset({Outcome.OPEN}),
    Outcome.REJECTED: frozenset({Outcome.OPEN}),
    Outcome.WITHDRAWN: frozenset({Outcome.OPEN}),
    # An employer may reply late.
    Outcome.NO_RESPONSE: frozenset({Outcome.OPEN, Outcome.REJECTED, Outcome.WITHDRAWN}),
}


class InterviewStatus(TextChoices):
    """What became of an interview. Pages ask "did it happen?" of a past one that is still scheduled."""

    SCHEDULED = "scheduled", "Scheduled"
    HAPPENED = "happened", "Happened"
    MISSED = "missed", "Missed"
    CANCELLED_BY_ME = "cancelled_by_me", "Cancelled by me"
    CANCELLED_BY_THEM = "cancelled_by_them", "Cancelled by them"


INTERVIEW_TRANSITIONS: Final[dict[str, frozenset[str]]] = {
    InterviewStatus.SCHEDULED: frozenset(set(InterviewStatus.values) - {InterviewStatus.SCHEDULED}),
    InterviewStatus.HAPPENED: frozenset({InterviewStatus.SCHEDULED, InterviewStatus.MISSED}),
    InterviewStatus.MISSED: frozenset({InterviewStatus.SCHEDULED, InterviewStatus.HAPPENED}),
    InterviewStatus.CANCELLED_BY_ME: frozenset({InterviewStatus.SCHEDULED}),
    InterviewStatus.CANCELLED_BY_THEM: frozenset({InterviewStatus.SCHEDULED}),
}

#: The status that upcoming interviews get when an application ends. Other outcomes leave them as they are.
INTERVIEWS_AFTER: Final[dict[str, str]] = {
    Outcome.WITHDRAWN: InterviewStatus.CANCELLED_BY_ME,
    Outcome.DECLINED: InterviewStatus.CANCELLED_BY_ME,
    Outcome.REJECTED: InterviewStatus.CANCELLED_BY_THEM,
}


class EventKind(TextChoices):
    """Kinds of events on the timeline."""

    ADDED = "added", "Added"
    EDITED = "edited", "Edited"
    STAGE = "stage", "Moved"
    ENDED = "ended", "Ended"
    REOPENED = "reopened", "Reopened"
    ARCHIVED = "archived", "Archived"
    UNARCHIVED = "unarchived", "Taken out of the archive"
    NOTE = "note", "Note"
    INTERVIEW_ADDED = "interview_added", "Interview added"
    INTERVIEW_MOVED = "interview_moved", "Interview moved"
    INTERVIEW_STATUS = "interview_status", "Interview"
    INTERVIEW_EDITED = "interview_edited", "Interview edited"
    INTERVIEW_REMOVED = "interview_removed", "Interview removed"
    WITHDRAWAL_OPENED = "withdrawal_opened", "Withdrawal begun"
    WITHDRAWAL_ABANDONED = "withdrawal_abandoned", "Withdrawal put aside"
    WITHDRAWAL_RESUMED = "withdrawal_resumed", "Withdrawal taken up again"
    WITHDRAWAL_UNDONE = "withdrawal_undone", "Record restored"
    WITHDRAWAL_NOTIFIED = "withdrawal_notified", "They know"
    LETTER_READY = "letter_ready", "Letter on its way"
    LETTER_RECALLED = "letter_recalled", "Letter taken back"
    LETTER_SENT = "letter_sent", "Letter sent"
    LETTER_TROUBLE = "letter_trouble", "Letter not sent"
    RESPONSE = "response", "They answered"
    FEEDBACK = "feedback", "Feedback received"
    REFLECTION = "reflection", "Reflection"
    AGREEMENT = "agreement", "Agreement"
    UNDONE = "undone", "Undone"


class WorkMode(TextChoices):
    REMOTE = "remote", "Remote"
    HYBRID = "hybrid", "Hybrid"
    ONSITE = "onsite", "On site"


class Period(TextChoices):
    HOUR = "hour", "an hour"
    DAY = "day", "a day"
    WEEK = "week", "a week"
    MONTH = "month", "a month"
    YEAR = "year", "a year"


class InterviewKind(TextChoices):
    SCREENING = "screening", "Screening call"
    PHONE = "phone", "Phone"
    VIDEO = "video", "Video"
    ONSITE = "onsite", "On site"
    TECHNICAL = "technical", "Technical"
    PANEL = "panel", "Panel"
    ASSESSMENT = "assessment", "Assessment"
    FINAL = "final", "Final round"
    OTHER = "other", "Other"


#: The name of an interview in a sentence, where it differs from the label of its kind.
INTERVIEW_NAMES: Final[dict[str, str]] = {
    InterviewKind.PHONE: "Phone interview",
    InterviewKind.VIDEO: "Video interview",
    InterviewKind.ONSITE: "On-site interview",
    InterviewKind.TECHNICAL: "Technical interview",
    InterviewKind.PANEL: "Panel interview",
    InterviewKind.OTHER: "Interview",
}


def interview_name(kind: str) -> str:
    """Return the name of an interview in a sentence: "Technical interview", "Screening call", "Final round"."""
    return INTERVIEW_NAMES.get(kind) or InterviewKind(kind).label


class ContactKind(TextChoices):
    PERSON = "person", "A person"
    PANEL = "panel", "A team or panel"
    AGENCY = "agency", "A recruitment agency"


class AgreementKind(TextChoices):
    NDA = "nda", "Non-disclosure agreement"
    OFFER_LETTER = "offer_letter", "Offer letter"
    SIGN_ON_BONUS = "sign_on_bonus", "Sign-on or relocation money"
    EXCLUSIVITY = "exclusivity", "Exclusivity"
    TRAVEL = "travel", "Travel terms"
    OTHER = "other", "Other"
