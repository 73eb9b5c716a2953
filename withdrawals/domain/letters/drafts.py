"""Draft a letter, update its choices, save it, and keep its versions."""

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

#: Autosave runs every few seconds; a version is kept once a minute at most.
VERSION_INTERVAL = timedelta(minutes=1)
#: Prefix of the subject of a reply.
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
class LetterText:
    """A subject and a body with white space as it is stored: a subject of one line, and LF line ends in the body."""

    subject: str
    body: str

    @classmethod
    def typed(cls, subject: str, body: str) -> "LetterText":
        return cls(" ".join(subject.split()), "\n".join(body.splitlines()))

    @classmethod
    def of(cls, letter: Letter) -> "LetterText":
        return cls.typed(letter.subject, letter.body)


#: What a letter says and where it stands, without the rows that it refers to.
OWN_COLUMNS: Final = [field.name for field in Letter._meta.concrete_fields if not field.is_relation]


class LetterConflict(Conflict):
    """The letter was saved in another tab; ``current`` is its stored text."""

    def __init__(self, current: Letter) -> None:
        super().__init__("Changed in another tab. Compare.")
        self.current = current


class TextChanged(DomainError):
    """The letter's text changed since the person saw it."""

    def __init__(self) -> None:
        super().__init__("The letter says something else by now. Read it once more, then send it.")


def purpose_for(withdrawal: Withdrawal, *, now: datetime) -> Purpose:
    """Return notice, or apology after the start of a booked interview."""
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
    """Compose a letter for a channel and store it as a draft. Name and address default to the recipient's.

    Raises ValueError, with a reason of one line, when there is no wording for the situation.
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
    facts: ApplicationFacts | None = None,
) -> Letter:
    """Return the letter that ``draft_letter`` stores, without storing it."""
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
    draft = compose(letter_request(letter, now=now, facts=facts))
    letter.subject, letter.body = draft.subject, draft.body
    return letter


@transaction.atomic
def get_or_draft_letter(
    withdrawal: Withdrawal, channel: Channel, *, now: datetime, recipient: Contact | None
) -> Letter:
    """Return the up-to-date draft for another channel, composed if there is none.

    Raises DomainError when there is no wording for the channel.
    """
    update_from_record(withdrawal, now=now)
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
    facts: ApplicationFacts | None = None,
) -> Letter:
    """Return a letter for another channel without storing it. Raises DomainError when there is no wording for it."""
    purpose = purpose_for(withdrawal, now=now) if withdrawal.is_live else Purpose.NOTICE
    try:
        return new_letter(withdrawal, now=now, recipient=recipient, channel=channel, purpose=purpose, facts=facts)
    except ValueError as error:
        raise DomainError("There are no words for this channel yet. Write them yourself.") from error


def _address(recipient: Contact | None, channel: Channel) -> str:
    if recipient is None or channel == Channel.LINKEDIN:
        return ""
    return recipient.email if channel == Channel.EMAIL else recipient.phone


@transaction.atomic
def update_choices(withdrawal: Withdrawal, *, now: datetime, **choices: Any) -> Withdrawal:
    """Write choices that shape the text, and compose every unedited draft again.

    ``depth`` becomes *none* without a reason, so that the depth is never raised (docs/domain.md 1.5). Raises Conflict
    once the employer was notified.
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
    return update_from_record(withdrawal, now=now)


def update_from_record(withdrawal: Withdrawal, *, now: datetime, facts: ApplicationFacts | None = None) -> Withdrawal:
    """Update a live withdrawal's situation and its unedited drafts by the current record.

    Called by each action that changes the record. Effects: the situation and each unedited draft are written if they
    changed; a draft that another request saved meanwhile is skipped.
    """
    if not withdrawal.is_live:
        return withdrawal
    facts = facts or ApplicationFacts(withdrawal.application)
    _store_situation(withdrawal, now=now, facts=facts)
    drafts = withdrawal.letters.filter(state=LetterState.DRAFT, edited=False).select_related("recipient")
    for letter in list(drafts):
        letter.withdrawal, letter.owner = withdrawal, withdrawal.owner
        with suppress(LetterConflict):
            refresh_draft(letter, now=now, facts=facts)
    return withdrawal


def _store_situation(withdrawal: Withdrawal, *, now: datetime, facts: ApplicationFacts | None = None) -> None:
    stored, withdrawal.situation = withdrawal.situation, current_situation(withdrawal, now=now, facts=facts)
    if withdrawal.situation != stored:
        withdrawal.save(update_fields=["situation"])


def current_situation(withdrawal: Withdrawal, *, now: datetime, facts: ApplicationFacts | None = None) -> Situation:
    """Return the current situation; once a withdrawal is no longer live, the stored one."""
    if not withdrawal.is_live:
        return Situation(withdrawal.situation)
    return situation_of(withdrawal.application, withdrawal.interview, now=now, facts=facts)


def update_in_memory(
    withdrawal: Withdrawal, letters: Sequence[Letter], *, now: datetime, facts: ApplicationFacts | None = None
) -> None:
    """Update the situation and the unedited drafts in memory, for a page. Nothing is written.

    ``store_current_text`` stores the text when the person acts on it.
    """
    if not withdrawal.is_live:
        return
    facts = facts or ApplicationFacts(withdrawal.application)
    withdrawal.situation = current_situation(withdrawal, now=now, facts=facts)
    for letter in letters:
        draft = None if _is_settled(letter) else _composed(letter, now=now, facts=facts)
        if draft is not None:
            letter.subject, letter.body = draft.subject, draft.body


def store_current_text(letter: Letter, *, shown: LetterText | None, now: datetime) -> Letter:
    """Store the current text of an unedited draft before it is sent.

    ``shown`` is the text that the person saw; None means the stored text. Raises TextChanged when the current text is
    another one, so that no unread text is sent; the current text is stored even then, and the page shows it next.
    """
    seen = shown or LetterText.of(letter)
    if letter.withdrawal.is_live:
        refresh_draft(letter, now=now)
    if LetterText.of(letter) != seen:
        raise TextChanged
    return letter


def _is_settled(letter: Letter) -> bool:
    """Return whether the text is no longer composed again."""
    return letter.edited or letter.state != LetterState.DRAFT


def refresh_draft(letter: Letter, *, now: datetime, facts: ApplicationFacts | None = None) -> Letter:
    """Compose an unedited draft again; write it only when the text changed."""
    if _is_settled(letter):
        return letter
    facts = facts or ApplicationFacts(letter.withdrawal.application)
    _store_situation(letter.withdrawal, now=now, facts=facts)
    draft = _composed(letter, now=now, facts=facts)
    if draft is None:
        return letter
    if (draft.subject, draft.body) != (letter.subject, letter.body):
        _write(letter, now=now, subject=draft.subject, body=draft.body, edited=False, purpose=letter.purpose)
    return letter


@transaction.atomic
def rewrite_letter(letter: Letter, *, version: int, now: datetime, variant: int | None = None) -> Letter:
    """Compose the letter again, over edits too, which are kept as a version. ``variant`` selects another wording."""
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


def _composed(letter: Letter, *, now: datetime, facts: ApplicationFacts | None = None) -> Draft | None:
    """Compose from the current record, a notice as an apology after the slot. Return None without a wording.

    A reply to the employer's message keeps that message's subject.
    """
    withdrawal = letter.withdrawal
    withdrawal.situation = current_situation(withdrawal, now=now, facts=facts)
    if letter.purpose in NOTICE_PURPOSES:
        letter.purpose = purpose_for(withdrawal, now=now)
    try:
        draft = compose(letter_request(letter, now=now, facts=facts))
    except ValueError:
        return None
    is_reply = letter.in_reply_to or letter.subject.startswith(REPLY_PREFIX)
    return replace(draft, subject=letter.subject) if is_reply else draft


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
    """Save the person's text if ``version`` is still the stored version.

    Raises LetterConflict, with the stored letter, when the letter was saved elsewhere meanwhile; Conflict when it is
    ready or sent. A save without changes keeps the version number and raises no conflict. The address of one of the
    person's contacts makes that contact the recipient; the plan then keeps to the contact's working hours.
    """
    reread_letter(letter)
    _refuse_settled(letter)
    words = LetterText.typed(subject, body)
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
    previous_name = letter.to_name
    _write(letter, now=now, **changed)
    return _update_greeting(letter, previous_name, now=now) if "to_name" in changed else letter


@transaction.atomic
def restore_version(letter: Letter, kept: LetterVersion, *, version: int, now: datetime) -> Letter:
    """Restore an earlier text; the current one is kept as a version."""
    if kept.letter_id != letter.pk:
        raise DomainError("That version belongs to another letter.")
    return save_letter(letter, version=version, subject=kept.subject, body=kept.body, now=now)


@transaction.atomic
def change_recipient(letter: Letter, contact: Contact, *, version: int, now: datetime) -> Letter:
    """Change the recipient to ``contact``; the greeting of an unedited letter follows."""
    if contact.owner_id != letter.owner_id:
        raise DomainError("That contact belongs to somebody else.")
    _refuse_other_version(letter, version)
    previous_name = letter.to_name
    _write(
        letter, now=now, recipient=contact, to_name=contact.name, to_address=_address(contact, Channel(letter.channel))
    )
    return _update_greeting(letter, previous_name, now=now)


@transaction.atomic
def set_thread(
    letter: Letter, *, version: int, now: datetime, in_reply_to: str, subject: str, **addressee: Any
) -> Letter:
    """Make the letter a reply to ``in_reply_to``, or to no message when that is ""; an unedited text follows.

    ``addressee`` holds ``to_name``, ``to_address`` and ``recipient`` if they change too. An edited subject is kept as a
    version.
    """
    _refuse_other_version(letter, version)
    if letter.edited and subject != letter.subject:
        _keep_version(letter, now=now, always=True)
    previous_name = letter.to_name
    _write(letter, now=now, in_reply_to=in_reply_to, subject=subject, **addressee)
    return _update_greeting(letter, previous_name, now=now)


def compose_subject(letter: Letter, *, now: datetime) -> str:
    """Return the letter's subject when it is not in a thread."""
    try:
        return compose(letter_request(letter, now=now)).subject
    except ValueError:
        return letter.subject.removeprefix(REPLY_PREFIX)


def _update_greeting(letter: Letter, previous_name: str, *, now: datetime) -> Letter:
    """Update the greeting of an unedited letter that was composed for the name ``previous_name``.

    A prepared letter cannot be composed again: only its greeting and closing change.
    """
    if letter.purpose not in PREPARED_PURPOSES or letter.edited:
        return refresh_draft(letter, now=now)
    request = letter_request(letter, now=now)
    written_for = replace(
        request, record=replace(request.record, recipient=replace(request.record.recipient, name=previous_name))
    )
    body = reframe(letter.body, written_for, request)
    if body != letter.body:
        _write(letter, now=now, body=body)
    return letter


def find_contact(letter: Letter, address: str) -> Contact | None:
    """Return the person's contact with this address, one at the same company first, or None."""
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
    """Write a draft: the only place that does. Raises LetterConflict when the stored version is another one."""
    fields["saved_at"] = now
    rows = Letter.objects.filter(pk=letter.pk, version=letter.version, state=LetterState.DRAFT)
    if rows.update(version=F("version") + 1, **fields) == 0:
        raise LetterConflict(Letter.objects.get(pk=letter.pk))
    letter.version += 1
    for name, value in fields.items():
        setattr(letter, name, value)
