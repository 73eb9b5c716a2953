"""Writing a letter: drafting, choosing its words, saving, keeping versions."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Case, F, When

from accounts.errors import Conflict, DomainError
from accounts.text.addresses import bare_address
from tracker.models import Contact
from withdrawals.domain.core.request_builders import ApplicationFacts, letter_request, situation_of
from withdrawals.language.composition import Draft, compose, reframe
from withdrawals.models import Letter, LetterVersion, Withdrawal
from withdrawals.states import LetterState
from withdrawals.vocabulary import (
    NOTICE_PURPOSES,
    PREPARED_PURPOSES,
    SCHEDULED_SITUATIONS,
    Channel,
    Depth,
    Purpose,
    Situation,
)

#: Autosave comes every few seconds; a version worth going back to is kept once a minute.
VERSION_INTERVAL = timedelta(minutes=1)
#: How the subject of an answer begins.
REPLY_PREFIX: Final = "Re: "
CHOICE_FIELDS: Final[frozenset[str]] = frozenset(
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


@dataclass(frozen=True, slots=True)
class Words:
    """A subject and a text, white space as it is stored: one line, and lines that end alike."""

    subject: str
    body: str

    @classmethod
    def typed(cls, subject: str, body: str) -> "Words":
        return cls(" ".join(subject.split()), "\n".join(body.splitlines()))

    @classmethod
    def of(cls, letter: Letter) -> "Words":
        """Those of a letter."""
        return cls.typed(letter.subject, letter.body)


#: What a letter says and where it stands, without the rows that it refers to.
OWN_COLUMNS: Final = [field.name for field in Letter._meta.concrete_fields if not field.is_relation]


class LetterConflict(Conflict):
    """The letter was saved in another tab; ``current`` is what stands there now."""

    def __init__(self, current: Letter) -> None:
        super().__init__("Changed in another tab. Compare.")
        self.current = current


class UnreadWords(DomainError):
    """The letter says something else by now than what the person saw."""

    def __init__(self) -> None:
        super().__init__("The letter says something else by now. Read it once more, then send it.")


def purpose_for(withdrawal: Withdrawal, *, now: datetime) -> Purpose:
    """A notice, or an apology once the booked slot has passed."""
    interview = withdrawal.interview
    booked = withdrawal.situation in SCHEDULED_SITUATIONS
    return Purpose.APOLOGY if interview and booked and interview.starts_at <= now else Purpose.NOTICE


def draft_letter(
    withdrawal: Withdrawal,
    *,
    now: datetime,
    recipient: Contact | None,
    channel: Channel = Channel.EMAIL,
    purpose: Purpose | None = None,
    to_name: str = "",
    to_address: str = "",
) -> Letter:
    """Write a whole letter for a channel and keep it as a draft. Name and address are the recipient's unless given.

    Raises ValueError, with one line that says why, where nothing can be written.
    """
    letter = new_letter(
        withdrawal,
        now=now,
        recipient=recipient,
        channel=channel,
        purpose=purpose,
        to_name=to_name,
        to_address=to_address,
    )
    letter.save(force_insert=True)
    return letter


def new_letter(
    withdrawal: Withdrawal,
    *,
    now: datetime,
    recipient: Contact | None,
    channel: Channel = Channel.EMAIL,
    purpose: Purpose | None = None,
    to_name: str = "",
    to_address: str = "",
    around: ApplicationFacts | None = None,
) -> Letter:
    """The letter that ``draft_letter`` would keep, in memory only."""
    letter = Letter(
        owner=withdrawal.owner,
        withdrawal=withdrawal,
        purpose=purpose or purpose_for(withdrawal, now=now),
        channel=channel,
        recipient=recipient,
        to_name=to_name or (recipient.name if recipient else ""),
        to_address=to_address or _address(recipient, channel),
        created_at=now,
        saved_at=now,
    )
    draft = compose(letter_request(letter, now=now, around=around))
    letter.subject, letter.body = draft.subject, draft.body
    return letter


@transaction.atomic
def get_or_draft_letter(
    withdrawal: Withdrawal, channel: Channel, *, now: datetime, recipient: Contact | None
) -> Letter:
    """The draft for another channel, written if there is none yet, and true at ``now``.

    Raises DomainError where nothing can be written.
    """
    follow_record(withdrawal, now=now)
    drafts = withdrawal.letters.filter(channel=channel, state=LetterState.DRAFT, purpose__in=NOTICE_PURPOSES)
    letter = drafts.select_related("recipient").first()
    if letter is None:
        letter = letter_for_channel(withdrawal, channel, now=now, recipient=recipient)
        letter.save(force_insert=True)
    letter.withdrawal = withdrawal
    return letter


def letter_for_channel(
    withdrawal: Withdrawal,
    channel: Channel,
    *,
    now: datetime,
    recipient: Contact | None,
    around: ApplicationFacts | None = None,
) -> Letter:
    """The letter for another channel, in memory only. Raises DomainError where nothing can be written."""
    purpose = purpose_for(withdrawal, now=now) if withdrawal.is_live else Purpose.NOTICE
    try:
        return new_letter(withdrawal, now=now, recipient=recipient, channel=channel, purpose=purpose, around=around)
    except ValueError as error:
        raise DomainError("There are no words for this channel yet. Write them yourself.") from error


def _address(recipient: Contact | None, channel: Channel) -> str:
    if recipient is None or channel == Channel.LINKEDIN:
        return ""
    return recipient.email if channel == Channel.EMAIL else recipient.phone


@transaction.atomic
def update_choices(withdrawal: Withdrawal, *, now: datetime, **choices: Any) -> Withdrawal:
    """Write choices that shape the words, and let every draft that nobody edited follow them.

    ``depth`` falls back to *none* without a reason and to *general* without a text of one's own, so that no depth is ever
    upgraded (docs/domain.md 1.5). Raises Conflict once the employer was told.
    """
    unknown = set(choices) - CHOICE_FIELDS
    if unknown:
        raise TypeError(f"not choices of a withdrawal: {sorted(unknown)}")
    for name, value in choices.items():
        setattr(withdrawal, name, value)
    if not withdrawal.reason:
        withdrawal.depth = Depth.NONE
    written = {**choices, "depth": withdrawal.depth}
    if Withdrawal.objects.live().filter(pk=withdrawal.pk).update(**written) == 0:
        raise Conflict("This withdrawal is settled; its letter no longer changes.")
    return follow_record(withdrawal, now=now)


def follow_record(withdrawal: Withdrawal, *, now: datetime, around: ApplicationFacts | None = None) -> Withdrawal:
    """Store what a withdrawal and its drafts say by now, where the employer was not told yet.

    Called by each act that changes the record they follow. Effects: the situation, and every draft that nobody edited, are
    written where they changed; one that was saved in the same moment is the person's own by then and stays.
    """
    if not withdrawal.is_live:
        return withdrawal
    around = around or ApplicationFacts(withdrawal.application)
    _store_situation(withdrawal, now=now, around=around)
    drafts = withdrawal.letters.filter(state=LetterState.DRAFT, edited=False).select_related("recipient")
    for letter in list(drafts):
        letter.withdrawal, letter.owner = withdrawal, withdrawal.owner
        with suppress(LetterConflict):
            refresh_draft(letter, now=now, around=around)
    return withdrawal


def _store_situation(withdrawal: Withdrawal, *, now: datetime, around: ApplicationFacts | None = None) -> None:
    stored, withdrawal.situation = withdrawal.situation, current_situation(withdrawal, now=now, around=around)
    if withdrawal.situation != stored:
        withdrawal.save(update_fields=["situation"])


def current_situation(withdrawal: Withdrawal, *, now: datetime, around: ApplicationFacts | None = None) -> Situation:
    """How far the process has come by now; once they were told, or it was put aside, how far it had come then."""
    if not withdrawal.is_live:
        return Situation(withdrawal.situation)
    return situation_of(withdrawal.application, withdrawal.interview, now=now, around=around)


def read_as_of(
    withdrawal: Withdrawal, letters: Sequence[Letter], *, now: datetime, around: ApplicationFacts | None = None
) -> None:
    """Let the situation, and drafts that nobody edited, say in memory what holds at ``now``. Writes nothing.

    What a page shows is read so; what a person then does with it stores it (``hold_words``).
    """
    if not withdrawal.is_live:
        return
    around = around or ApplicationFacts(withdrawal.application)
    withdrawal.situation = current_situation(withdrawal, now=now, around=around)
    for letter in letters:
        draft = None if _is_settled(letter) else _composed(letter, now=now, around=around)
        if draft is not None:
            letter.subject, letter.body = draft.subject, draft.body


def hold_words(letter: Letter, *, shown: Words | None, now: datetime) -> Letter:
    """Store what a draft that nobody edited says by now, before it leaves.

    ``shown`` are the words that the person saw, None those that are stored. Raises UnreadWords where it says something else
    by now, so that nothing leaves unread; it is stored all the same, and will be what is seen next.
    """
    seen = shown or Words.of(letter)
    if letter.withdrawal.is_live:
        refresh_draft(letter, now=now)
    if Words.of(letter) != seen:
        raise UnreadWords
    return letter


def _is_settled(letter: Letter) -> bool:
    """Whether the words no longer follow the record."""
    return letter.edited or letter.state != LetterState.DRAFT


def refresh_draft(letter: Letter, *, now: datetime, around: ApplicationFacts | None = None) -> Letter:
    """Compose a draft that nobody edited anew and store it; unchanged words change nothing."""
    if _is_settled(letter):
        return letter
    around = around or ApplicationFacts(letter.withdrawal.application)
    _store_situation(letter.withdrawal, now=now, around=around)
    draft = _composed(letter, now=now, around=around)
    if draft is None:
        return letter
    if (draft.subject, draft.body) != (letter.subject, letter.body):
        _write(letter, now=now, subject=draft.subject, body=draft.body, edited=False, purpose=letter.purpose)
    return letter


@transaction.atomic
def rewrite_letter(letter: Letter, *, version: int, now: datetime, variant: int | None = None) -> Letter:
    """Compose anew, over one's own edits too, which stay among the versions. ``variant`` chooses another wording."""
    _refuse_other_version(letter, version)
    if variant is not None:
        letter.variant = variant
    draft = _composed(letter, now=now)
    if draft is None:
        raise DomainError("The slot has passed, so this can no longer be asked.")
    _keep_version(letter, now=now, always=letter.edited)
    _write(
        letter,
        now=now,
        subject=draft.subject,
        body=draft.body,
        edited=False,
        variant=letter.variant,
        purpose=letter.purpose,
    )
    return letter


def _composed(letter: Letter, *, now: datetime, around: ApplicationFacts | None = None) -> Draft | None:
    """Compose for what holds now, a notice as an apology once the slot has passed; None when it cannot be said any more.

    An answer to a message of theirs keeps that message's subject.
    """
    withdrawal = letter.withdrawal
    withdrawal.situation = current_situation(withdrawal, now=now, around=around)
    if letter.purpose in NOTICE_PURPOSES:
        letter.purpose = purpose_for(withdrawal, now=now)
    try:
        draft = compose(letter_request(letter, now=now, around=around))
    except ValueError:
        return None
    is_answer = letter.in_reply_to or letter.subject.startswith(REPLY_PREFIX)
    return replace(draft, subject=letter.subject) if is_answer else draft


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
    way or sent. A save that changes nothing raises no version and conflicts with nothing. An address that a contact of the
    person has makes that contact the recipient, whose hours the plan keeps.
    """
    reread_letter(letter)
    _refuse_settled(letter)
    words = Words.typed(subject, body)
    wanted: dict[str, Any] = {"subject": words.subject, "body": words.body}
    optional = {"to_name": to_name, "to_address": to_address, "cc": cc, "in_reply_to": in_reply_to}
    wanted |= {name: value.strip() for name, value in optional.items() if value is not None}
    changed = {name: value for name, value in wanted.items() if getattr(letter, name) != value}
    if not changed:
        return letter
    if letter.version != version:
        raise LetterConflict(letter)
    if changed.get("to_address"):
        changed["recipient"] = find_contact(letter, changed["to_address"]) or letter.recipient
    if changed.keys() & {"subject", "body"}:
        _keep_version(letter, now=now, always=not letter.edited)
        changed["edited"] = True
    greeted = letter.to_name
    _write(letter, now=now, **changed)
    return _greet(letter, greeted, now=now) if "to_name" in changed else letter


@transaction.atomic
def restore_version(letter: Letter, kept: LetterVersion, *, version: int, now: datetime) -> Letter:
    """Bring an earlier text back; the present one is kept."""
    if kept.letter_id != letter.pk:
        raise DomainError("That version belongs to another letter.")
    return save_letter(letter, version=version, subject=kept.subject, body=kept.body, now=now)


@transaction.atomic
def change_recipient(letter: Letter, contact: Contact, *, version: int, now: datetime) -> Letter:
    """Write to this contact instead; an unedited letter greets them."""
    if contact.owner_id != letter.owner_id:
        raise DomainError("That contact belongs to somebody else.")
    _refuse_other_version(letter, version)
    greeted = letter.to_name
    _write(
        letter, now=now, recipient=contact, to_name=contact.name, to_address=_address(contact, Channel(letter.channel))
    )
    return _greet(letter, greeted, now=now)


@transaction.atomic
def set_thread(
    letter: Letter, *, version: int, now: datetime, in_reply_to: str, subject: str, **addressee: Any
) -> Letter:
    """Put the letter into a thread, or with an empty ``in_reply_to`` out of it; one that nobody edited follows.

    ``addressee`` are ``to_name``, ``to_address`` and ``recipient``, where they change with it. A subject of one's own stays
    among the versions.
    """
    _refuse_other_version(letter, version)
    if letter.edited and subject != letter.subject:
        _keep_version(letter, now=now, always=True)
    greeted = letter.to_name
    _write(letter, now=now, in_reply_to=in_reply_to, subject=subject, **addressee)
    return _greet(letter, greeted, now=now)


def compose_subject(letter: Letter, *, now: datetime) -> str:
    """The subject that the letter has outside of any thread."""
    try:
        return compose(letter_request(letter, now=now)).subject
    except ValueError:
        return letter.subject.removeprefix(REPLY_PREFIX)


def _greet(letter: Letter, greeted: str, *, now: datetime) -> Letter:
    """Let a letter that nobody edited greet whom it goes to; ``greeted`` is the name that it was written for.

    Words that were prepared cannot be composed anew: between greeting and closing they stay as they are.
    """
    if letter.purpose not in PREPARED_PURPOSES or letter.edited:
        return refresh_draft(letter, now=now)
    request = letter_request(letter, now=now)
    written_for = replace(
        request, record=replace(request.record, recipient=replace(request.record.recipient, name=greeted))
    )
    body = reframe(letter.body, written_for, request)
    if body != letter.body:
        _write(letter, now=now, body=body)
    return letter


def find_contact(letter: Letter, address: str) -> Contact | None:
    """The person's own contact with this address, one at the same company first."""
    found = Contact.objects.for_user(letter.owner)
    by_mail = letter.channel == Channel.EMAIL
    found = found.filter(email__iexact=bare_address(address)) if by_mail else found.filter(phone=address)
    at_company = Case(When(company=letter.withdrawal.application.company_id, then=0), default=1)
    return found.order_by(at_company, "pk").first()


def reread_letter(letter: Letter) -> None:
    """Read the letter's own columns anew, and keep the rows that it refers to: a change of them raises the version."""
    letter.refresh_from_db(fields=OWN_COLUMNS)


def _refuse_settled(letter: Letter) -> None:
    if letter.state != LetterState.DRAFT:
        raise Conflict("This letter is on its way. Take it back to change it.")


def _refuse_other_version(letter: Letter, version: int) -> None:
    reread_letter(letter)
    _refuse_settled(letter)
    if letter.version != version:
        raise LetterConflict(letter)


def _keep_version(letter: Letter, *, now: datetime, always: bool) -> None:
    last = letter.versions.first()
    if always or last is None or now - last.created_at >= VERSION_INTERVAL:
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
