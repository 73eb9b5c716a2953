"""The letter in the editor: its fields, findings and versions, and the alternatives to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from tracker.models import Contact
from withdrawals.domain.core.request_builders import ApplicationFacts, letter_request
from withdrawals.domain.letters.comparing import Piece, changes_between
from withdrawals.domain.letters.drafts import LetterText
from withdrawals.domain.letters.mail_app import text_link
from withdrawals.domain.letters.sending import Readiness, check_readiness, quote_finding
from withdrawals.domain.letters.suggestions import REPLACED, can_apply
from withdrawals.domain.process.alternatives import alternatives_for
from withdrawals.domain.status import StatusCode, WithdrawalStatus, slot_has_passed
from withdrawals.language.composition import variants_available
from withdrawals.language.composition.limits import count_words
from withdrawals.language.review import Finding
from withdrawals.models import Letter, LetterVersion, Withdrawal
from withdrawals.states import CHANNEL_LABELS, PURPOSE_LABELS, LetterState
from withdrawals.views.workspace.addresses import follows, letter_url, page_url, tab_of
from withdrawals.views.workspace.choices import Choice, tone_buttons
from withdrawals.views.workspace.prompt import Prompt, fingerprint
from withdrawals.vocabulary import ALTERNATIVE_PURPOSES, SPOKEN_CHANNELS, Channel, Purpose, Reason

FINDINGS_SHOWN: Final = 3
CONTACTS_SHOWN: Final = 8
VERSIONS_SHOWN: Final = 20
#: Speaking rate (docs/domain.md 2.2).
SPOKEN_WORDS_PER_MINUTE: Final = 140
ASKS: Final = {
    Purpose.RESCHEDULE: "Ask for another time",
    Purpose.QUESTION: "Ask your question first",
    Purpose.PAUSE: "Ask for a pause",
}
_DONE_LABELS: Final = {Channel.PHONE: "Reached", Channel.VOICEMAIL: "Voicemail left"}
#: Channels on which the person sends the text themselves. "Mark as sent" stays there while a call is due.
_WRITTEN_BY_HAND: Final = (Channel.LINKEDIN, Channel.TEXT)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding, the words that it is about, and the actions on it. ``key`` is the value that the buttons post."""

    severity: str
    message: str
    said: str
    key: str
    #: The suggested words, with the verb of the button that applies them. ``hint`` has no button.
    verb: str
    suggestion: str
    hint: str
    may_keep: bool


@dataclass(frozen=True, slots=True)
class Findings:
    """Problems that block sending, and findings to check: at most three rows, and ``more`` counts the others."""

    errors: tuple[str, ...]
    address_problems: tuple[str, ...]
    body_problems: tuple[str, ...]
    rows: tuple[FindingRow, ...]
    more: int
    wants_apology: bool
    is_clear: bool


@dataclass(frozen=True, slots=True)
class ChannelTab:
    """A letter that exists (``url``) or that can be drafted (``key`` is posted)."""

    key: str
    label: str
    url: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Alternative:
    """A request that the person could make instead of withdrawing."""

    purpose: str
    label: str
    act: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """An earlier version, and its difference from the present text."""

    kept: LetterVersion
    pieces: tuple[Piece, ...]
    has_other_subject: bool


@dataclass(frozen=True, slots=True)
class LetterUrls:
    """The URLs of the actions on the letter in the editor."""

    save: str
    compare: str
    address: str
    thread: str
    rewrite: str
    take_up: str
    keep_finding: str
    restore_version: str
    mark_sent: str
    card: str


@dataclass(frozen=True, slots=True)
class LetterEditor:
    """A draft in the editor. ``key`` names it in the form, ``keep_key`` its copy in the browser's storage."""

    letter: Letter
    key: str
    keep_key: str
    version: str
    #: Hash of the words that the page shows, see ``prompt.fingerprint``.
    shown: str
    urls: LetterUrls
    tabs: tuple[ChannelTab, ...]
    alternatives: tuple[Alternative, ...]
    tones: tuple[Choice, ...]
    contacts: tuple[Contact, ...]
    findings: Findings
    versions: tuple[VersionRow, ...]
    words: int
    seconds: int
    is_email: bool
    is_spoken: bool
    has_number: bool
    is_alternative: bool
    is_following: bool
    may_vary: bool
    wants_address: bool
    offers_alternative_first: bool
    is_saved: bool
    #: Links that dial, open the messages app or open the profile, and the label of the button that records the letter
    #: as done; each is "" if it does not apply.
    tel_uri: str
    text_link: str
    profile_url: str
    done_label: str

    @property
    def rows(self) -> int:
        """Return the height of the text field in lines."""
        return 9 if self.is_spoken else 13

    @property
    def leads_with(self) -> Alternative | None:
        """Return the alternative to show first, or None."""
        return self.alternatives[0] if self.offers_alternative_first else None


@dataclass(frozen=True, slots=True)
class Desk:
    """The inputs from which the page builds an editor."""

    withdrawal: Withdrawal
    letters: Sequence[Letter]
    status: WithdrawalStatus
    prompt: Prompt
    now: datetime
    facts: ApplicationFacts


def build_editor(desk: Desk, letter: Letter) -> LetterEditor:
    """Return the editor of a draft. ``prompt`` holds the text that could not be saved."""
    status, channel = desk.status, Channel(letter.channel)
    alternatives = _alternatives(desk, letter)
    shown = fingerprint(LetterText.of(letter))
    _apply_typed(letter, desk.prompt)
    return LetterEditor(
        letter=letter,
        key=str(letter.pk) if letter.pk else letter.channel,
        keep_key=str(letter.pk) if letter.pk else f"{letter.channel}-of-{letter.withdrawal_id}",
        version=desk.prompt.version or str(letter.version),
        shown=shown,
        urls=_urls(letter, status.letter),
        tabs=_tabs(desk, letter),
        alternatives=alternatives,
        tones=tone_buttons(desk.withdrawal),
        contacts=tuple(_contacts(letter)),
        findings=_findings(desk, letter),
        versions=_versions(letter),
        words=count_words(letter.body),
        seconds=seconds_to_say(letter),
        is_email=channel is Channel.EMAIL,
        is_spoken=channel in SPOKEN_CHANNELS,
        has_number=channel in (*SPOKEN_CHANNELS, Channel.TEXT),
        is_alternative=letter.purpose in ALTERNATIVE_PURPOSES,
        is_following=follows(letter),
        may_vary=not follows(letter) or letter.purpose == Purpose.FEEDBACK,
        wants_address=status.code is StatusCode.NO_ADDRESS,
        offers_alternative_first=_leads_with_another_time(desk.withdrawal, alternatives),
        is_saved=not desk.prompt.letter_errors and desk.prompt.conflict is None,
        tel_uri=letter.tel_uri if channel in SPOKEN_CHANNELS else "",
        text_link=text_link(letter) if channel is Channel.TEXT and letter.to_address else "",
        profile_url=letter.recipient.linkedin if channel is Channel.LINKEDIN and letter.recipient else "",
        done_label=_done_label(channel, status),
    )


def seconds_to_say(letter: Letter) -> int:
    """Return the seconds that it takes to say the letter calmly."""
    return round(count_words(letter.body) / SPOKEN_WORDS_PER_MINUTE * 60)


def _apply_typed(letter: Letter, prompt: Prompt) -> None:
    """Set the typed values that could not be saved on the letter in memory, so that the editor shows them."""
    for name, value in prompt.typed.items():
        setattr(letter, name, value)


def _urls(letter: Letter, main: Letter | None) -> LetterUrls:
    return LetterUrls(
        save=letter_url("letter_save", letter, main),
        compare=letter_url("letter_compare", letter, main),
        address=letter_url("letter_address", letter, main),
        thread=letter_url("letter_thread", letter, main),
        rewrite=letter_url("letter_rewrite", letter, main),
        take_up=letter_url("letter_take_up", letter, main),
        keep_finding=letter_url("letter_keep_finding", letter, main),
        restore_version=letter_url("letter_restore_version", letter, main),
        mark_sent=letter_url("letter_mark_sent", letter, main),
        card=letter_url("letter_card", letter, main),
    )


def _done_label(channel: Channel, status: WithdrawalStatus) -> str:
    """Return the label of the button that records the letter as done.

    It is "" for an e-mail, and while a call comes first, because the call is recorded beside the button that dials.
    """
    if channel is Channel.EMAIL or (status.code is StatusCode.CALL and channel not in _WRITTEN_BY_HAND):
        return ""
    return _DONE_LABELS.get(channel, "Mark as sent")


def _findings(desk: Desk, letter: Letter) -> Findings:
    look = _readiness(desk, letter)
    rows = tuple(_finding_row(letter, found) for found in look.findings[:FINDINGS_SHOWN])
    wants_apology = slot_has_passed(desk.withdrawal, now=desk.now) and letter.purpose == Purpose.NOTICE
    return Findings(
        errors=desk.prompt.letter_errors,
        address_problems=tuple(one.message for one in look.blocks if one.field in ("to_address", "cc")),
        body_problems=() if rows else tuple(one.message for one in look.blocks if one.field == "body"),
        rows=rows,
        more=len(look.findings) - len(rows),
        wants_apology=wants_apology,
        is_clear=not rows and not look.blocks and not wants_apology,
    )


def _readiness(desk: Desk, letter: Letter) -> Readiness:
    """Return the status's readiness if it is about this letter; check unsaved typed words again."""
    if letter is desk.status.letter and not desk.prompt.typed:
        return desk.status.look
    return check_readiness(letter, now=desk.now, facts=desk.facts)


def _finding_row(letter: Letter, found: Finding) -> FindingRow:
    quote = quote_finding(letter, found)
    is_hint = found.severity == "hint"
    is_about_words = not is_hint and not found.id.startswith(("missing_", "no_"))
    may_take = can_apply(found)
    suggestion = found.suggestion or ""
    return FindingRow(
        severity=found.severity,
        message=found.message,
        said=quote if is_about_words and quote not in found.message else "",
        key=f"{found.id}:{quote}",
        verb="Write" if found.id in REPLACED else "Add",
        suggestion=suggestion if may_take else "",
        hint="" if may_take else suggestion,
        may_keep=not is_hint and found.id != "unfilled_placeholder",
    )


def _versions(letter: Letter) -> tuple[VersionRow, ...]:
    kept = letter.versions.all()[:VERSIONS_SHOWN] if letter.pk else []
    return tuple(
        VersionRow(one, tuple(changes_between(one.body, letter.body)), one.subject != letter.subject) for one in kept
    )


def _contacts(letter: Letter) -> list[Contact]:
    """Return the possible recipients: the company's contacts and the application's contact, who may be an agency."""
    application = letter.withdrawal.application
    found = list(application.company.contacts.order_by("name", "pk")[:CONTACTS_SHOWN])
    if application.contact is not None and application.contact not in found:
        found.insert(0, application.contact)
    return found


def _tabs(desk: Desk, shown: Letter) -> tuple[ChannelTab, ...]:
    """Return the tabs: channels with a draft or a wording, and drafted alternatives; none if there is only one."""
    if follows(shown):
        return ()
    written = _written_tabs(desk)
    request = letter_request(_notice(desk, shown), now=desk.now, facts=desk.facts)
    labels = {
        key: label
        for key, label in CHANNEL_LABELS.items()
        if key in written or variants_available(replace(request, channel=Channel(key)))
    }
    labels |= {purpose: PURPOSE_LABELS[purpose] for purpose in ALTERNATIVE_PURPOSES if purpose in written}
    tabs = tuple(_tab(desk, key, label, shown, is_written=key in written) for key, label in labels.items())
    return tabs if len(tabs) > 1 else ()


def _tab(desk: Desk, key: str, label: str, shown: Letter, *, is_written: bool) -> ChannelTab:
    url = f"{page_url(desk.withdrawal)}?tab={key}" if is_written else ""
    return ChannelTab(key, label, url, tab_of(shown) == key)


def _written_tabs(desk: Desk) -> set[str]:
    return {tab_of(letter) for letter in desk.letters if letter.state == LetterState.DRAFT}


def _notice(desk: Desk, shown: Letter) -> Letter:
    notices = (one for one in desk.letters if one.purpose not in ALTERNATIVE_PURPOSES)
    return next(notices, desk.status.letter or shown)


def _alternatives(desk: Desk, shown: Letter) -> tuple[Alternative, ...]:
    """Return the alternatives that suit the situation and have no draft yet."""
    if follows(shown):
        return ()
    written = _written_tabs(desk)
    request = letter_request(_notice(desk, shown), now=desk.now, facts=desk.facts)
    likely = [purpose for purpose in alternatives_for(desk.withdrawal, request) if purpose not in written]
    return tuple(Alternative(one, PURPOSE_LABELS[one], ASKS[one]) for one in likely)


def _leads_with_another_time(withdrawal: Withdrawal, alternatives: Sequence[Alternative]) -> bool:
    is_busy = withdrawal.reason == Reason.SCHEDULE_CONFLICT
    return is_busy and any(one.purpose == Purpose.RESCHEDULE for one in alternatives)
