"""What the page shows and asks after an action was refused."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse

from accounts.errors import DomainError
from accounts.http import parse_moment
from withdrawals.domain.letters.drafts import LetterText
from withdrawals.domain.letters.sending import NeedsConfirmation, quote_finding
from withdrawals.forms.letters import LETTER_FIELDS, LetterForm, ScheduleForm
from withdrawals.models import Letter
from withdrawals.states import LetterState


class Unreadable(DomainError):
    """The posted letter is invalid, for example its subject is too long. ``messages`` are the reasons."""

    def __init__(self, form: LetterForm) -> None:
        super().__init__("Not saved. See below.")
        self.messages = first_messages(form)


class NoMoment(DomainError):
    """The typed day and time are missing or invalid."""

    def __init__(self) -> None:
        super().__init__("Choose a day and a time, like 2026-12-01 09:05.")


def first_messages(form: BaseForm) -> tuple[str, ...]:
    """Return the first error message of each field of a form."""
    return tuple(str(messages[0]) for messages in form.errors.values())


@dataclass(frozen=True, slots=True)
class QuotedFinding:
    """A finding to confirm, and the words that it is about."""

    quote: str
    message: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The findings to confirm before a POST to ``url`` sends the letter at ``moment`` (ISO 8601, "" for at once)."""

    findings: tuple[QuotedFinding, ...]
    url: str
    moment: str


@dataclass(frozen=True, slots=True)
class TextConflict:
    """The typed text beside the stored letter. ``is_settled`` is true if the stored letter is no longer a draft."""

    mine: Mapping[str, str]
    theirs: Letter
    is_settled: bool


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a refused action adds to the page. It is empty for a page that is only opened."""

    error: str = ""
    #: The typed letter by field. The editor shows it although it could not be saved.
    typed: Mapping[str, str] = field(default_factory=dict)
    #: The version that the text was typed over, if the form must post it again; "" for the present version.
    version: str = ""
    letter_errors: tuple[str, ...] = ()
    choice_errors: tuple[str, ...] = ()
    confirm: Confirmation | None = None
    schedule_error: str = ""
    #: The pasted message, which could not be parsed.
    theirs: str = ""
    #: Ask before sending again, because the letter may arrive twice.
    asks_twice: bool = False
    #: Ask for the check of what was signed, because sending again takes an acceptance back.
    asks_signed: bool = False
    conflict: TextConflict | None = None
    answer_error: str = ""
    answer: Mapping[str, str] = field(default_factory=dict)


def prompt_for(request: HttpRequest, front: Letter, error: DomainError) -> Prompt:
    """Return the prompt for a refused action, with ``front`` in the editor."""
    asked = error if isinstance(error, NeedsConfirmation) else None
    return Prompt(
        error="" if asked else str(error),
        typed=_typed_to_show(request, front),
        letter_errors=error.messages if isinstance(error, Unreadable) else (),
        confirm=_confirmation(request, asked) if asked else None,
        schedule_error=str(error) if isinstance(error, NoMoment) else "",
        theirs=request.POST.get("theirs", ""),
    )


def _confirmation(request: HttpRequest, asked: NeedsConfirmation) -> Confirmation:
    quoted = tuple(QuotedFinding(quote_finding(asked.letter, found), found.message) for found in asked.findings)
    is_scheduling = request.path == reverse("letter_schedule", args=[asked.letter.pk])
    moment = posted_moment(request) if is_scheduling else None
    return Confirmation(quoted, request.path, moment.isoformat() if moment else "")


def _typed_to_show(request: HttpRequest, front: Letter) -> dict[str, str]:
    """Return the typed fields, without generated words that nobody edited: the page shows their present text."""
    typed = typed_fields(request)
    if front.edited or not is_as_shown(request):
        return typed
    return {name: value for name, value in typed.items() if name not in ("subject", "body")}


def conflict_prompt(request: HttpRequest, current: Letter) -> Prompt:
    """Return a prompt with both texts: the typed text in the editor, the stored one beside it."""
    conflict = text_conflict(request, current)
    return Prompt(
        typed={} if conflict.is_settled else conflict.mine,
        version=request.POST.get("version", ""),
        conflict=conflict,
    )


def text_conflict(request: HttpRequest, current: Letter) -> TextConflict:
    stored = Letter.objects.get(pk=current.pk)
    return TextConflict(typed_fields(request), stored, stored.state != LetterState.DRAFT)


def typed_fields(request: HttpRequest) -> dict[str, str]:
    """Return the posted letter by field, unchanged, to show it again."""
    return {name: request.POST[name] for name in LETTER_FIELDS if name in request.POST}


def posted_words(request: HttpRequest) -> LetterText | None:
    """Return the posted subject and text, or None if no editor was posted."""
    if "body" not in request.POST:
        return None
    return LetterText.typed(request.POST.get("subject", ""), request.POST["body"])


def posted_moment(request: HttpRequest) -> datetime:
    """Return the posted ``moment`` (ISO 8601), else ``at`` (typed, in the reader's time zone), or raise NoMoment."""
    moment = parse_moment(request.POST.get("moment", ""))
    if moment is None:
        form = ScheduleForm(request.POST)
        moment = form.moment() if form.is_valid() else None
    if moment is None:
        raise NoMoment
    return moment


def fingerprint(words: LetterText) -> str:
    """Return a hash of the words on a page, from which a POST detects whether the person edited them."""
    return hashlib.sha256(f"{words.subject}\n{words.body}".encode()).hexdigest()[:16]


def is_as_shown(request: HttpRequest) -> bool:
    """Return whether the posted words equal those that the page showed (``shown``)."""
    words = posted_words(request)
    return words is not None and fingerprint(words) == request.POST.get("shown")
