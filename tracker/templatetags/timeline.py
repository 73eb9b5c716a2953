"""Template tags that describe events."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django import template
from django.utils.dateparse import parse_datetime

from accounts.templatetags.clock import day, format_time
from tracker.models import Event
from tracker.states import AgreementKind, EventKind, InterviewStatus, Outcome, Stage, interview_name

register = template.Library()

ICONS: Final[dict[str, str]] = {
    EventKind.ADDED: "bookmark-plus",
    EventKind.EDITED: "pencil",
    EventKind.STAGE: "arrow-right",
    EventKind.ENDED: "flag",
    EventKind.REOPENED: "arrow-counterclockwise",
    EventKind.ARCHIVED: "archive",
    EventKind.UNARCHIVED: "archive",
    EventKind.NOTE: "chat-left-text",
    EventKind.INTERVIEW_ADDED: "calendar-plus",
    EventKind.INTERVIEW_MOVED: "arrow-repeat",
    EventKind.INTERVIEW_STATUS: "calendar-check",
    EventKind.INTERVIEW_EDITED: "pencil",
    EventKind.INTERVIEW_REMOVED: "calendar-x",
    EventKind.WITHDRAWAL_OPENED: "door-open",
    EventKind.WITHDRAWAL_ABANDONED: "door-open",
    EventKind.WITHDRAWAL_RESUMED: "door-open",
    EventKind.WITHDRAWAL_UNDONE: "arrow-counterclockwise",
    EventKind.LETTER_READY: "envelope",
    EventKind.LETTER_RECALLED: "envelope-open",
    EventKind.LETTER_SENT: "envelope-check",
    EventKind.LETTER_TROUBLE: "envelope-x",
    EventKind.RESPONSE: "reply",
    EventKind.FEEDBACK: "chat-left-quote",
    EventKind.REFLECTION: "lightbulb",
    EventKind.AGREEMENT: "file-earmark-lock",
}
FIELD_LABELS: Final[dict[str, str]] = {
    "applied_on": "date applied",
    "closes_on": "closing date",
    "contact": "contact",
    "interviewer_names": "interviewers",
    "minutes": "length",
    "next_action": "next step",
    "next_action_on": "next step's date",
    "salary_max": "salary",
    "salary_min": "salary",
    "url": "link",
    "work_mode": "way of working",
}

FormatMoment = Callable[[str], str]


@register.filter
def event_icon(event: Event) -> str:
    """Return the name of the event's icon."""
    return ICONS.get(event.kind, "clock")


@register.simple_tag(takes_context=True)
def event_title(context: dict[str, Any], event: Event) -> str:
    """Return one line that says what happened, with times in the active zone and the reader's clock format."""
    style = getattr(context.get("user"), "clock", "24")

    def moment(text: str) -> str:
        at = parse_datetime(text)
        return f"{day(at)}, {format_time(at, None, style)}" if isinstance(at, datetime) else ""

    words = EVENT_TITLES.get(event.kind)
    return words(event, moment) if words else event.get_kind_display()


def _added(event: Event, _: FormatMoment) -> str:
    stage = event.data.get("stage", Stage.SAVED)
    return "Saved" if stage == Stage.SAVED else f"Added as {Stage(stage).label.lower()}"


def _edited(event: Event, _: FormatMoment) -> str:
    fields = [FIELD_LABELS.get(name, name.replace("_", " ")) for name in event.data.get("fields", [])]
    return f"Edited: {', '.join(dict.fromkeys(fields))}" if fields else "Edited"


def _ended(event: Event, _: FormatMoment) -> str:
    return Outcome(event.data["outcome"]).label


def _moved(event: Event, _: FormatMoment) -> str:
    return f"Moved to {Stage(event.data['new']).label}"


def _interview_name(event: Event) -> str:
    kind = event.data.get("kind") or (event.interview.kind if event.interview else "")
    return interview_name(kind) if kind else "Interview"


def _interview_added(event: Event, moment: FormatMoment) -> str:
    return f"{_interview_name(event)} set for {moment(event.data['starts_at'])}"


def _interview_moved(event: Event, moment: FormatMoment) -> str:
    whose = " by them" if event.data.get("by_them") else ""
    return f"{_interview_name(event)} moved{whose} to {moment(event.data['new'])}, from {moment(event.data['old'])}"


def _interview_status(event: Event, _: FormatMoment) -> str:
    return f"{_interview_name(event)}: {InterviewStatus(event.data['new']).label.lower()}"


def _interview_edited(event: Event, moment: FormatMoment) -> str:
    return f"{_interview_name(event)}, {_edited(event, moment).lower()}"


def _interview_removed(event: Event, moment: FormatMoment) -> str:
    return f"{_interview_name(event)} of {moment(event.data['starts_at'])} removed"


def _agreement(event: Event, _: FormatMoment) -> str:
    return AgreementKind(event.data["kind"]).label


EVENT_TITLES: Final[dict[str, Callable[[Event, FormatMoment], str]]] = {
    EventKind.ADDED: _added,
    EventKind.EDITED: _edited,
    EventKind.ENDED: _ended,
    EventKind.STAGE: _moved,
    EventKind.INTERVIEW_ADDED: _interview_added,
    EventKind.INTERVIEW_MOVED: _interview_moved,
    EventKind.INTERVIEW_STATUS: _interview_status,
    EventKind.INTERVIEW_EDITED: _interview_edited,
    EventKind.INTERVIEW_REMOVED: _interview_removed,
    EventKind.AGREEMENT: _agreement,
}
