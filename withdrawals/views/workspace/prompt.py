"""What a press that was refused says and asks for."""

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
    """What was posted cannot be a letter, such as a subject that is too long; ``messages`` say why."""

    def __init__(self, form: LetterForm) -> None:
        super().__init__("Not saved. See below.")
        self.messages = first_messages(form)


class NoMoment(DomainError):
    """The day and the time that were typed are none."""

    def __init__(self) -> None:
        super().__init__("Choose a day and a time, like 2026-12-01 09:05.")


def first_messages(form: BaseForm) -> tuple[str, ...]:
    """The first message of each field of a form."""
    return tuple(str(messages[0]) for messages in form.errors.values())


@dataclass(frozen=True, slots=True)
class QuotedFinding:
    """A finding that is to be looked at once more, and the words that it is about."""

    quote: str
    message: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What is to be confirmed before the letter leaves, and where: at ``moment`` (ISO 8601), or with "" at once."""

    findings: tuple[QuotedFinding, ...]
    url: str
    moment: str


@dataclass(frozen=True, slots=True)
class TextConflict:
    """The text typed here beside the one that is stored; ``is_settled`` where that one can no longer be changed."""

    mine: Mapping[str, str]
    theirs: Letter
    is_settled: bool


@dataclass(frozen=True, slots=True)
class Prompt:
    """Everything that a refused press adds to the page; a page that is only opened has an empty one."""

    error: str = ""
    #: The letter that was typed, by field; it stands in the editor although it could not be saved.
    typed: Mapping[str, str] = field(default_factory=dict)
    #: The version that the text was typed over, where that must stay as it was; "" for the present one.
    version: str = ""
    letter_errors: tuple[str, ...] = ()
    choice_errors: tuple[str, ...] = ()
    confirm: Confirmation | None = None
    schedule_error: str = ""
    #: Their message, which could not be read.
    theirs: str = ""
    #: Sending once more may reach them twice.
    asks_twice: bool = False
    #: Sending once more would take an acceptance back.
    asks_signed: bool = False
    conflict: TextConflict | None = None
    answer_error: str = ""
    answer: Mapping[str, str] = field(default_factory=dict)


def prompt_for(request: HttpRequest, front: Letter, error: DomainError) -> Prompt:
    """What the refusal of a press asks for, with ``front`` in the editor."""
    asked = error if isinstance(error, NeedsConfirmation) else None
    return Prompt(
        error="" if asked else str(error),
        typed=_typed_anew(request, front),
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


def _typed_anew(request: HttpRequest, front: Letter) -> dict[str, str]:
    """What was typed; words that follow the record and were left as they stood are shown as they are by now."""
    typed = typed_fields(request)
    if front.edited or not is_as_shown(request):
        return typed
    return {name: value for name, value in typed.items() if name not in ("subject", "body")}


def conflict_prompt(request: HttpRequest, current: Letter) -> Prompt:
    """Both texts: the one typed here stays in the editor, the other one stands beside it."""
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
    """The posted letter just as it came, by field, for showing it again."""
    return {name: request.POST[name] for name in LETTER_FIELDS if name in request.POST}


def posted_words(request: HttpRequest) -> LetterText | None:
    """The subject and the text of the posted editor; None where none was posted."""
    if "body" not in request.POST:
        return None
    return LetterText.typed(request.POST.get("subject", ""), request.POST["body"])


def posted_moment(request: HttpRequest) -> datetime:
    """``moment`` (proposed, ISO 8601) or ``at`` (typed, on the reader's clock). Raises NoMoment for what is none."""
    moment = parse_moment(request.POST.get("moment", ""))
    if moment is None:
        form = ScheduleForm(request.POST)
        moment = form.moment() if form.is_valid() else None
    if moment is None:
        raise NoMoment
    return moment


def fingerprint(words: LetterText) -> str:
    """A mark of the words on a page, by which a press tells whether somebody typed over them."""
    return hashlib.sha256(f"{words.subject}\n{words.body}".encode()).hexdigest()[:16]


def is_as_shown(request: HttpRequest) -> bool:
    """Whether the posted words are those that the page showed (``shown``)."""
    words = posted_words(request)
    return words is not None and fingerprint(words) == request.POST.get("shown")
