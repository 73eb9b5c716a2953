"""Writing a letter: drafting, choosing its words, saving, keeping versions."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F

from accounts.errors import Conflict, DomainError
from tracker.models import Contact
from withdrawals.domain.letters import compose
from withdrawals.domain.records import letter_request
from withdrawals.models import Letter, LetterVersion, Withdrawal
from withdrawals.states import LetterState
from withdrawals.vocabulary import Channel, Depth, Purpose, Situation

#: Autosave comes every few seconds; a version worth going back to is kept once a minute.
VERSION_EVERY = timedelta(minutes=1)
CHOICES: Final[frozenset[str]] = frozenset(
    [
        "reason",
        "other_offer_accepted",
        "depth",
        "specific_reason",
        "tone",
        "keep_door_open",
        "feedback_wanted",
        "private_note",
    ]
)


class LetterConflict(Conflict):
    """The letter was saved in another tab; ``current`` is what stands there now."""

    def __init__(self, current: Letter) -> None:
        super().__init__("Changed in another tab. Compare.")
        self.current = current


def purpose_for(withdrawal: Withdrawal, *, now: datetime) -> Purpose:
    """A notice, or an apology once the booked slot has passed."""
    interview = withdrawal.interview
    booked = withdrawal.situation in (Situation.INTERVIEW_SCHEDULED, Situation.SCREENING_SCHEDULED)
    return Purpose.APOLOGY if interview and booked and interview.starts_at <= now else Purpose.NOTICE


def draft_letter(
    withdrawal: Withdrawal,
    *,
    now: datetime,
    recipient: Contact | None,
    channel: Channel = Channel.EMAIL,
    purpose: Purpose | None = None,
) -> Letter:
    """Write a whole letter for a channel and keep it as a draft."""
    letter = Letter(
        owner=withdrawal.owner,
        withdrawal=withdrawal,
        purpose=purpose or purpose_for(withdrawal, now=now),
        channel=channel,
        recipient=recipient,
        to_name=recipient.name if recipient else "",
        to_address=_address(recipient, channel),
        created_at=now,
        saved_at=now,
    )
    draft = compose(letter_request(letter, now=now))
    letter.subject, letter.body = draft.subject, draft.body
    letter.save(force_insert=True)
    return letter


def _address(recipient: Contact | None, channel: Channel) -> str:
    if recipient is None or channel == Channel.LINKEDIN:
        return ""
    return recipient.email if channel == Channel.EMAIL else recipient.phone


@transaction.atomic
def choose(withdrawal: Withdrawal, *, now: datetime, **choices: Any) -> Withdrawal:
    """Write choices that shape the words, and let every draft that nobody edited follow them.

    ``depth`` falls back to *none* without a reason and to *general* without a text of one's own, so that no depth is ever
    upgraded (docs/domain.md 1.5). Raises Conflict once the employer was told.
    """
    unknown = set(choices) - CHOICES
    if unknown:
        raise TypeError(f"not choices of a withdrawal: {sorted(unknown)}")
    if not withdrawal.is_live:
        raise Conflict("This withdrawal is settled; its letter no longer changes.")
    for name, value in choices.items():
        setattr(withdrawal, name, value)
    if not withdrawal.reason:
        withdrawal.depth = Depth.NONE
    withdrawal.save(update_fields=[*choices, "depth"])
    for letter in withdrawal.letters.filter(state=LetterState.DRAFT, edited=False):
        letter.withdrawal = withdrawal
        follow_record(letter, now=now)
    return withdrawal


def follow_record(letter: Letter, *, now: datetime) -> Letter:
    """Compose a draft that nobody edited anew; unchanged words change nothing."""
    if letter.edited or letter.state != LetterState.DRAFT:
        return letter
    if letter.purpose in (Purpose.NOTICE, Purpose.APOLOGY):
        letter.purpose = purpose_for(letter.withdrawal, now=now)
    draft = compose(letter_request(letter, now=now))
    if (draft.subject, draft.body) != (letter.subject, letter.body):
        _write(letter, now=now, subject=draft.subject, body=draft.body, edited=False, purpose=letter.purpose)
    return letter


@transaction.atomic
def rewrite_letter(letter: Letter, *, version: int, now: datetime, variant: int | None = None) -> Letter:
    """Compose anew, over one's own edits too, which stay among the versions. ``variant`` chooses another wording."""
    _refuse_other_version(letter, version)
    if variant is not None:
        letter.variant = variant
    draft = compose(letter_request(letter, now=now))
    _keep_version(letter, now=now, always=True)
    _write(letter, now=now, subject=draft.subject, body=draft.body, edited=False, variant=letter.variant)
    return letter


@transaction.atomic
def save_letter(
    letter: Letter,
    *,
    version: int,
    subject: str,
    body: str,
    now: datetime,
    to_name: str | None = None,
    to_address: str | None = None,
    cc: str | None = None,
    in_reply_to: str | None = None,
) -> Letter:
    """Save what was typed onto the version it was typed over.

    Raises LetterConflict, holding the other text, when the letter was saved elsewhere meanwhile; Conflict when it is on its
    way or sent. A save that changes nothing raises no version.
    """
    _refuse_other_version(letter, version)
    body = "\n".join(body.splitlines())
    wanted: dict[str, Any] = {"subject": " ".join(subject.split()), "body": body}
    optional = {"to_name": to_name, "to_address": to_address, "cc": cc, "in_reply_to": in_reply_to}
    wanted |= {name: value.strip() for name, value in optional.items() if value is not None}
    changed = {name: value for name, value in wanted.items() if getattr(letter, name) != value}
    if not changed:
        return letter
    if changed.keys() & {"subject", "body"}:
        _keep_version(letter, now=now, always=not letter.edited)
        changed["edited"] = True
    _write(letter, now=now, **changed)
    if "to_name" in changed and not letter.edited:
        follow_record(letter, now=now)
    return letter


@transaction.atomic
def restore_version(letter: Letter, kept: LetterVersion, *, version: int, now: datetime) -> Letter:
    """Bring an earlier text back; the present one is kept."""
    if kept.letter_id != letter.pk:
        raise DomainError("That version belongs to another letter.")
    return save_letter(letter, version=version, subject=kept.subject, body=kept.body, now=now)


def _refuse_other_version(letter: Letter, version: int) -> None:
    letter.refresh_from_db()
    if letter.state != LetterState.DRAFT:
        raise Conflict("This letter is on its way. Take it back to change it.")
    if letter.version != version:
        raise LetterConflict(letter)


def _keep_version(letter: Letter, *, now: datetime, always: bool) -> None:
    last = letter.versions.first()
    if always or last is None or now - last.created_at >= VERSION_EVERY:
        LetterVersion.objects.get_or_create(
            letter=letter,
            version=letter.version,
            defaults={"subject": letter.subject, "body": letter.body, "edited": letter.edited, "created_at": now},
        )


def _write(letter: Letter, *, now: datetime, **fields: Any) -> None:
    """The one door of a draft's text: onto the version read, else LetterConflict."""
    fields["saved_at"] = now
    rows = Letter.objects.filter(pk=letter.pk, version=letter.version, state=LetterState.DRAFT)
    if rows.update(version=F("version") + 1, **fields) == 0:
        raise LetterConflict(Letter.objects.get(pk=letter.pk))
    letter.version += 1
    for name, value in fields.items():
        setattr(letter, name, value)
