"""Parse a letter once: its parts, and the plain views that the checks read."""

import re
from dataclasses import dataclass
from functools import cached_property

from accounts.text.names import read_name
from withdrawals.language.review.layout import Layout, Line, find_layout
from withdrawals.language.review.matching import FlatText, flatten
from withdrawals.language.review.model import Field, Finding, ReviewContext, ReviewRequest, Severity
from withdrawals.language.review.names import MASKS, ROLE, lower_words, mask_names, phrase, short_company
from withdrawals.language.review.placeholders import Placeholder, find_placeholders
from withdrawals.vocabulary import OFFER_SITUATIONS, SCHEDULED_SITUATIONS, Channel, Purpose

GREETING_WORDS = 8


@dataclass(frozen=True)
class ParsedLetter:
    """A letter with its parts and views, each computed when it is first read.

    ``plain`` is the sender's own text from greeting to name. ``masked`` is ``plain`` with the names on record masked.
    """

    request: ReviewRequest

    @property
    def context(self) -> ReviewContext:
        return self.request.context

    @property
    def channel(self) -> Channel:
        return self.request.channel

    @property
    def is_notice(self) -> bool:
        return self.request.purpose is Purpose.NOTICE

    @property
    def is_reply(self) -> bool:
        """Return whether the letter belongs to a thread that already names role and company."""
        return self.request.purpose is Purpose.REPLY

    @property
    def has_offer(self) -> bool:
        return self.request.situation in OFFER_SITUATIONS

    @property
    def has_slot(self) -> bool:
        return self.request.situation in SCHEDULED_SITUATIONS

    @cached_property
    def layout(self) -> Layout:
        return find_layout(self.request.text, lower_words(self.context.sender), lower_words(self.context.recipient))

    @cached_property
    def placeholders(self) -> list[Placeholder]:
        """Return the placeholders in the own text and the signature, not those in the quoted thread."""
        text = self.request.text
        found = find_placeholders(text, self._own_names)
        spans = [(line.start, line.end) for line in (*self.layout.own, *self.layout.signature)]
        spans = [span for span in spans if span not in self.layout.ignored]
        return [item for item in found if any(start <= item.start < end for start, end in spans)]

    @cached_property
    def subject_placeholders(self) -> list[Placeholder]:
        return find_placeholders(self.request.subject, (*self._own_names, *self._cut_roles))

    @cached_property
    def _cut_roles(self) -> tuple[str, ...]:
        """Return the role cut before each of its later words, the longest first: a subject may hold it cut."""
        words = self.context.role.split()
        return tuple(" ".join(words[:length]) for length in range(len(words) - 1, 0, -1))

    @cached_property
    def _own_names(self) -> tuple[str, ...]:
        """Return the names on record in every form that a letter uses. None of them is a placeholder."""
        context = self.context
        read = [read_name(name) for name in (context.recipient, context.sender)]
        return (
            context.role,
            context.company,
            short_company(context.company),
            context.recipient,
            context.sender,
            *(name.display for name in read),
            *(name.first for name in read),
        )

    @cached_property
    def placeholder_kinds(self) -> frozenset[str]:
        """Return what the placeholders represent: role, company, date, name, reason."""
        return frozenset(kind for item in self.placeholders + self.subject_placeholders for kind in item.kinds)

    @cached_property
    def plain(self) -> FlatText:
        text = self.request.text
        keep = [False] * len(text)
        for line in self.layout.own:
            keep[line.start : line.end + 1] = [True] * (min(line.end + 1, len(text)) - line.start)
        for start, end in (*self.layout.ignored, *((item.start, item.end) for item in self.placeholders)):
            keep[start:end] = [False] * (end - start)
        return flatten(text, keep, self._breaks())

    def _breaks(self) -> frozenset[int]:
        """Return the offsets where a new paragraph certainly starts: after the greeting, at and after the closing."""
        breaks: set[int] = set()
        greeting, closing = self.layout.greeting, self.layout.closing
        if greeting and len(greeting.text.split()) <= GREETING_WORDS:
            breaks.add(greeting.end + 1)
        if closing:
            breaks.update((closing.start, closing.end + 1))
        return frozenset(breaks)

    @cached_property
    def masked(self) -> FlatText:
        return self.plain.with_text(self._mask(self.plain.text))

    @cached_property
    def masked_sparingly(self) -> FlatText:
        """Return ``masked`` with common words left in. It is needed to find what a letter must contain."""
        return self.plain.with_text(self._mask(self.plain.text, keep_ordinary=True))

    @cached_property
    def views(self) -> tuple[FlatText, ...]:
        """Return the views in which a check looks for something that a letter must contain."""
        return (
            (self.masked,) if self.masked_sparingly.text == self.masked.text else (self.masked, self.masked_sparingly)
        )

    def starts_in_name(self, position: int) -> bool:
        """Return whether the character at ``position`` of the plain view belongs to a name on record."""
        return self.masked.text[position] in MASKS

    @cached_property
    def subject(self) -> FlatText:
        """Return the subject with known names masked, without gateway tags and placeholders."""
        flat = self.subject_plain
        text = flat.text
        for cut in self._cut_roles:
            if found := phrase(cut, re.NOFLAG).search(text):
                text = f"{text[: found.start()]}{ROLE * len(found[0])}{text[found.end() :]}"
                break
        return flat.with_text(self._mask(text))

    @cached_property
    def subject_plain(self) -> FlatText:
        source = self.request.subject
        keep = [True] * len(source)
        for item in self.subject_placeholders:
            keep[item.start : item.end] = [False] * (item.end - item.start)
        return flatten(source, keep)

    def _mask(self, text: str, *, keep_ordinary: bool = False) -> str:
        context = self.context
        return mask_names(
            text,
            role=context.role,
            company=context.company,
            recipient=context.recipient,
            sender=context.sender,
            keep_ordinary=keep_ordinary,
        )

    @cached_property
    def signature_text(self) -> str:
        return "\n".join(line.text for line in self.layout.signature)

    @cached_property
    def word_count(self) -> int:
        """Count the own words, with greeting and closing, without quoted thread and signature."""
        return len(self.plain.text.split())

    def line_number(self, offset: int) -> int:
        return self.request.text.count("\n", 0, offset) + 1

    def finding(
        self, check: str, severity: Severity, span: tuple[int, int], message: str, suggestion: str | None = None
    ) -> Finding:
        """Return a finding on a span of the plain or masked view of the text."""
        source_start, source_end = self.plain.source_span(*span)
        return Finding(check, severity, "text", source_start, source_end, message, suggestion)

    def finding_on_line(
        self, check: str, severity: Severity, line: Line | None, message: str, suggestion: str | None = None
    ) -> Finding:
        """Return a finding on a whole line, or at the start of the text where ``line`` is None."""
        start, end = (line.start, line.start + len(line.text)) if line else (0, 0)
        return Finding(check, severity, "text", start, end, message, suggestion)

    def finding_in_subject(
        self, check: str, severity: Severity, span: tuple[int, int] | None, message: str, suggestion: str | None = None
    ) -> Finding:
        """Return a finding on a span of the plain subject, or on all of it where ``span`` is None."""
        field: Field = "subject"
        start, end = self.subject_plain.source_span(*span) if span else (0, len(self.request.subject))
        return Finding(check, severity, field, start, end, message, suggestion)

    def quote(self, start: int, end: int, limit: int = 60) -> str:
        """Return the words of a span of the plain view on one line, cut to ``limit`` characters."""
        words = self.plain.text[start:end].replace("\n", " ").strip()
        return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"

    @cached_property
    def first_line(self) -> Line | None:
        return next((line for line in self.layout.own if not line.is_blank), None)

    @cached_property
    def last_line(self) -> Line | None:
        return next((line for line in reversed(self.layout.own) if not line.is_blank), None)
