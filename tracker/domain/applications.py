"""Add, edit, end, archive and delete applications. Only this module and tracker/domain/stages.py write their states."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from accounts.domain.compare_and_set import compare_and_set
from accounts.errors import Conflict, DomainError
from accounts.models import User
from reminders.domain.reminders import cancel_reminders
from reminders.domain.subjects import subject_key
from tracker import ports
from tracker.domain.companies import get_or_add_company, get_or_add_source, get_or_add_tags
from tracker.domain.events import Change, append_event, cancelled_reminders, record_change
from tracker.domain.interviews import end_coming_interviews
from tracker.domain.reminders import NEXT_ACTION, REMINDER_FIELDS, cancel_follow_ups, update_date_reminders
from tracker.models import Application, Event, Interview, Posting, Tag
from tracker.states import (
    INTERVIEWS_AFTER,
    OUTCOME_TRANSITIONS,
    STAGE_RANK,
    EventKind,
    Outcome,
    Stage,
)

#: Fields that ``update_application`` writes. Forms take their fields from here.
APPLICATION_FIELDS: Final[frozenset[str]] = frozenset(
    [
        "title",
        "contact",
        "source",
        "applied_on",
        "closes_on",
        "location",
        "work_mode",
        "url",
        "posting",
        "salary_min",
        "salary_max",
        "currency",
        "period",
        "excitement",
        "next_action",
        "next_action_on",
        "notes",
    ]
)
#: Long texts, private texts and pay are not copied into the timeline. An edit of them is recorded, but cannot be
#: undone.
FIELDS_NOT_COPIED: Final[frozenset[str]] = frozenset(
    {"company", "posting", "notes", "contact", "source", "salary_min", "salary_max", "currency", "period"}
)


@transaction.atomic
def add_application(
    *,
    owner: User,
    title: str,
    company_name: str,
    actor: User,
    now: datetime,
    stage: str = Stage.SAVED,
    tag_names: Iterable[str] = (),
    **details: Any,
) -> Application:
    """Record a new application. ``details`` are APPLICATION_FIELDS and ``source_name``.

    Effects, in order: company, source and tags are found by name or added; the application is written; an *added* event
    is appended; a reminder of the closing date is set; participants are notified. From stage *applied* on,
    ``applied_on`` defaults to the owner's current date. Raises TypeError for an unknown field, DomainError for an empty
    company name.
    """
    _resolve_source(details, owner)
    unknown = set(details) - APPLICATION_FIELDS
    if unknown:
        raise TypeError(f"not details of an application: {sorted(unknown)}")
    if STAGE_RANK[stage] >= STAGE_RANK[Stage.APPLIED] and not details.get("applied_on"):
        details["applied_on"] = now.astimezone(owner.time_zone).date()
    posting = details.pop("posting", "")
    application = Application.objects.create(
        owner=owner,
        title=title.strip(),
        company=get_or_add_company(owner=owner, name=company_name, now=now),
        stage=stage,
        furthest_stage=stage,
        stage_since=now,
        created_at=now,
        touched_at=now,
        **details,
    )
    application.tags.set(get_or_add_tags(owner=owner, names=tag_names))
    if posting:
        _save_posting(application, posting)
    append_event(application, EventKind.ADDED, actor=actor, now=now, data={"stage": stage})
    if application.closes_on:
        update_date_reminders(application, now=now)
    for participant in ports.participants:
        participant.application_added(application, actor=actor, now=now)
    return application


@transaction.atomic
def update_application(application: Application, *, actor: User, now: datetime, **changes: Any) -> Application:
    """Write edited fields, update the reminders of their dates, and append one *edited* event that names the fields.

    ``changes`` are APPLICATION_FIELDS, ``company_name`` and ``source_name``; company and source are found by name or
    added. Nothing is written when no value differs. Raises TypeError for any other field.
    """
    _resolve_source(changes, application.owner)
    unknown = set(changes) - APPLICATION_FIELDS - {"company_name"}
    if unknown:
        raise TypeError(f"not editable here: {sorted(unknown)}")
    if "company_name" in changes:
        changes["company"] = get_or_add_company(owner=application.owner, name=changes.pop("company_name"), now=now)
    old = {name: getattr(application, name) for name in changes}
    changed = {name: value for name, value in changes.items() if old[name] != value}
    if not changed:
        return application
    columns = {name: value for name, value in changed.items() if name != "posting"}
    for name, value in columns.items():
        setattr(application, name, value)
    application.save(update_fields=list(columns))
    if "posting" in changed:
        _save_posting(application, changed["posting"])
    followed = update_date_reminders(application, now=now) if REMINDER_FIELDS & set(changed) else []
    copied = {name: (old[name], value) for name, value in changed.items() if name not in FIELDS_NOT_COPIED}
    append_event(
        application,
        EventKind.EDITED,
        actor=actor,
        now=now,
        data={"fields": sorted(changed)},
        changes=[record_change(application, **copied), *cancelled_reminders(followed)]
        if len(copied) == len(changed)
        else [],
    )
    return application


@transaction.atomic
def set_next_step(
    application: Application,
    *,
    next_action: str,
    next_action_on: date | None,
    remind: bool,
    actor: User,
    now: datetime,
) -> Application:
    """Write the next step and its day.

    ``remind`` sets a reminder in the morning of that day; without it none remains.
    """
    update_application(application, actor=actor, now=now, next_action=next_action, next_action_on=next_action_on)
    if remind:
        update_date_reminders(application, now=now, add_next_action=True)
    else:
        cancel_reminders(owner=application.owner, about=subject_key(application), kinds=[NEXT_ACTION], now=now)
    return application


@transaction.atomic
def set_tags(application: Application, *, names: Iterable[str]) -> Application:
    """Replace the tags by those with ``names``; missing tags are added. No event: the timeline does not show tags."""
    application.tags.set(get_or_add_tags(owner=application.owner, names=names))
    return application


@transaction.atomic
def add_tags(application: Application, *, names: Iterable[str]) -> list[Tag]:
    """Add the tags with ``names`` and keep the others. Return the tags that the application did not have before."""
    there = set(application.tags.all())
    new = [tag for tag in get_or_add_tags(owner=application.owner, names=names) if tag not in there]
    application.tags.add(*new)
    return new


def remove_tags(application: Application, *, keys: Iterable[int]) -> Application:
    """Remove the tags with these primary keys."""
    application.tags.remove(*keys)
    return application


@transaction.atomic
def end_application(
    application: Application,
    outcome: str,
    *,
    actor: User | None,
    now: datetime,
    ended_at: datetime | None = None,
) -> Event:
    """Record how an application ended.

    Effects, in order: the outcome is written and the stage stays; upcoming interviews are cancelled by the side that
    ended the application; reminders about the application and these interviews are cancelled, and so are those to thank
    or follow up after past interviews; one *ended* event stores all that undo needs; participants are notified. Raises
    Conflict if the outcome changed meanwhile or OUTCOME_TRANSITIONS does not allow the new one.
    """
    old = application.outcome
    if outcome not in OUTCOME_TRANSITIONS[old] or outcome == Outcome.OPEN:
        raise Conflict(f"An application that is {old.replace('_', ' ')} cannot become {outcome.replace('_', ' ')}.")
    before = (application.outcome, application.ended_at)
    compare_and_set(application, expected={"outcome": old}, outcome=outcome, ended_at=ended_at or now)
    ended: list[Interview] = []
    changes: list[Change] = [
        record_change(application, outcome=(before[0], outcome), ended_at=(before[1], application.ended_at))
    ]
    if outcome in INTERVIEWS_AFTER:
        ended, undoing = end_coming_interviews(application, INTERVIEWS_AFTER[outcome], now=now)
        changes += undoing
    ids = cancel_reminders(owner=application.owner, about=subject_key(application), now=now)
    changes += cancelled_reminders(ids + cancel_follow_ups(application, now=now))
    event = append_event(
        application,
        EventKind.ENDED,
        actor=actor,
        now=now,
        at=ended_at,
        data={"outcome": outcome, "stage": application.stage},
        changes=changes,
    )
    for participant in ports.participants:
        for interview in ended:
            participant.interview_ended(interview, actor=actor, now=now)
        participant.application_ended(application, actor=actor, now=now)
    return event


@transaction.atomic
def archive_application(application: Application, *, actor: User, now: datetime) -> Event:
    """Archive an application: board, table and Today no longer show it.

    Nothing is deleted. Raises Conflict if archived.
    """
    if application.archived_at is not None:
        raise Conflict("It is in the archive already.")
    compare_and_set(application, expected={"archived_at": None}, archived_at=now)
    ids = update_date_reminders(application, now=now)
    return append_event(
        application,
        EventKind.ARCHIVED,
        actor=actor,
        now=now,
        changes=[record_change(application, archived_at=(None, now)), *cancelled_reminders(ids)],
    )


@transaction.atomic
def unarchive_application(application: Application, *, actor: User, now: datetime) -> Event:
    """Take an application out of the archive. Raises Conflict if it is not archived."""
    before = application.archived_at
    if before is None:
        raise Conflict("It is not in the archive.")
    compare_and_set(application, expected={"archived_at": before}, archived_at=None)
    update_date_reminders(application, now=now)
    return append_event(
        application,
        EventKind.UNARCHIVED,
        actor=actor,
        now=now,
        changes=[record_change(application, archived_at=(before, None))],
    )


@transaction.atomic
def log_note(application: Application, text: str, *, actor: User, now: datetime, at: datetime | None = None) -> Event:
    """Append a dated note to the timeline. Raises DomainError for an empty one."""
    text = text.strip()
    if not text:
        raise DomainError("The note is empty.")
    return append_event(application, EventKind.NOTE, actor=actor, now=now, at=at, text=text)


@transaction.atomic
def correct_note(note: Event, *, text: str, at: datetime, actor: User, now: datetime) -> Event:
    """Append a corrected version of a note, with its time; the timeline shows the old version folded below the new one.

    Raises DomainError for an empty note, a time in the future, or an event that is no note; Conflict when the note was
    corrected already.
    """
    text = text.strip()
    if note.kind != EventKind.NOTE:
        raise DomainError("Only a note is corrected. What the record did is undone.")
    if not text:
        raise DomainError("The note is empty.")
    if at > now:
        raise DomainError("A note tells what happened. For a time to come, set a reminder.")
    application = Application.objects.select_for_update().get(pk=note.application_id)
    if Event.objects.filter(corrects=note).exists():
        raise Conflict("This note was corrected in another tab. Look again.")
    return append_event(
        application,
        EventKind.NOTE,
        actor=actor,
        now=now,
        at=at,
        text=text,
        interview=note.interview,
        corrects=note,
    )


@transaction.atomic
def delete_application(application: Application, *, actor: User, now: datetime) -> None:
    """Delete an application and all rows that depend on it; its reminders are cancelled first.

    Raises the DomainError of a participant that forbids it.
    """
    for participant in ports.participants:
        participant.application_deleting(application, actor=actor, now=now)
    cancel_reminders(owner=application.owner, about=subject_key(application), now=now)
    for interview in application.interviews.all():
        cancel_reminders(owner=application.owner, about=subject_key(interview), now=now)
    application.delete()


def _resolve_source(details: dict[str, Any], owner: User) -> None:
    """Replace ``source_name`` in ``details``, if present, by the source with that name."""
    if "source_name" in details:
        details["source"] = get_or_add_source(owner=owner, name=details.pop("source_name"))


def _save_posting(application: Application, text: str) -> None:
    """Write the pasted posting; an empty text deletes it."""
    if text:
        Posting.objects.update_or_create(application=application, defaults={"owner": application.owner, "text": text})
    else:
        Posting.objects.filter(application=application).delete()
    application.refresh_from_db(fields=["kept_posting"])
