"""The workspace as a page: everything it shows, gathered once. Any answer about a withdrawal or a letter is this page."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.errors import DomainError
from accounts.http import person
from accounts.models import User
from accounts.text.names import first_name
from tracker.models import Contact
from tracker.states import InterviewStatus
from withdrawals.domain.core.request_builders import ApplicationFacts, letter_request
from withdrawals.domain.letters.comparing import changes_between
from withdrawals.domain.letters.drafts import get_or_draft_letter
from withdrawals.domain.letters.mail_app import holds_text, mail_link, text_link
from withdrawals.domain.letters.sending import check_readiness, quote_finding
from withdrawals.domain.letters.suggestions import REPLACED, can_apply
from withdrawals.domain.process.alternatives import alternatives_for
from withdrawals.domain.status import Course, Standing, course_of, slot_has_passed, was_told_otherwise
from withdrawals.language.composition import variants_available
from withdrawals.language.composition.limits import count_words
from withdrawals.language.review import Finding
from withdrawals.models import Letter, Reflection, Withdrawal
from withdrawals.states import (
    CHANNEL_LABELS,
    FIRST_REASONS,
    PURPOSE_LABELS,
    REASON_LABELS,
    LetterState,
    WithdrawalState,
)
from withdrawals.views.after import after_context, after_letter, is_after
from withdrawals.views.formatting import call_label, notice_clock, plan_lines, short_when
from withdrawals.vocabulary import ALTERNATIVE_PURPOSES, SPOKEN_CHANNELS, Channel, Purpose, Reason

FINDINGS_SHOWN = 3
CONTACTS_SHOWN = 8
VERSIONS_SHOWN = 20
LATE_PICK_UP = 90  # seconds after which a letter that nobody takes up is worth a word
ASKS = {
    Purpose.RESCHEDULE: "Ask for another time",
    Purpose.QUESTION: "Ask your question first",
    Purpose.PAUSE: "Ask for a pause",
}
SPOKEN_WORDS = 140  # a minute (docs/domain.md 2.2)
MAY_SCHEDULE = frozenset({Standing.READY, Standing.NIGHT, Standing.APOLOGY, Standing.SCHEDULED})
BY_HAND = frozenset({Standing.FAILED, Standing.LATE, Standing.UNKNOWN})


def fetch_withdrawal(request: HttpRequest, pk: int) -> Withdrawal:
    """The person's own withdrawal, or 404."""
    rows = (
        Withdrawal.objects.for_user(person(request))
        .select_related("owner", "application__company", "application__owner", "application__contact", "interview")
        .prefetch_related("application__agreements")
    )
    return get_object_or_404(rows, pk=pk)


def fetch_letter(request: HttpRequest, pk: int) -> Letter:
    """The person's own letter with all that it hangs on, or 404."""
    rows = Letter.objects.for_user(person(request)).select_related(
        "owner",
        "withdrawal__owner",
        "withdrawal__application__company",
        "withdrawal__application__owner",
        "withdrawal__application__contact",
        "withdrawal__interview",
        "recipient",
        "delivery",
    )
    return get_object_or_404(rows, pk=pk)


def letters_of(withdrawal: Withdrawal) -> list[Letter]:
    """All letters, each holding this withdrawal, so that nothing is fetched twice."""
    letters = list(withdrawal.letters.select_related("delivery", "recipient").order_by("pk"))
    if withdrawal.state == WithdrawalState.COMMITTED and not any(one.state == LetterState.READY for one in letters):
        _read_again(withdrawal)
    for letter in letters:
        letter.withdrawal, letter.owner = withdrawal, withdrawal.owner
    return letters


def _read_again(withdrawal: Withdrawal) -> None:
    """The letter left between reading the withdrawal and reading its letters: take what the withdrawal is by now."""
    withdrawal.refresh_from_db(fields=["state", "notified_at", "ended_event", "conflict"])
    withdrawal.application.refresh_from_db(fields=["outcome", "ended_at", "touched_at"])
    if withdrawal.interview is not None:
        withdrawal.interview.refresh_from_db(fields=["status"])


def address_of(withdrawal: Withdrawal, letter: Letter | None = None) -> str:
    """The page's address, on the tab of the letter."""
    address = reverse("withdrawal_detail", args=[withdrawal.pk])
    return f"{address}?tab={tab_of(letter)}" if letter is not None else address


def tab_of(letter: Letter) -> str:
    """A notice stands on the tab of its channel, anything else on that of its purpose."""
    own_tab = letter.purpose in ALTERNATIVE_PURPOSES or is_after(letter)
    return letter.purpose if own_tab else letter.channel


def back_to_page(withdrawal: Withdrawal, letter: Letter | None = None) -> HttpResponse:
    """Post/Redirect/Get; htmx follows it and takes the workspace out of the page."""
    return redirect(address_of(withdrawal, letter))


def answer_page(
    request: HttpRequest,
    withdrawal: Withdrawal,
    *,
    now: datetime,
    status: int = 200,
    tab: str = "",
    typed: dict[str, Any] | None = None,
    around: ApplicationFacts | None = None,
    **more: Any,
) -> HttpResponse:
    """The page; ``typed`` is text that could not be saved and stands in the editor all the same."""
    context = page_context(withdrawal, user=person(request), now=now, tab=tab, typed=typed, around=around)
    return render(request, "withdrawals/detail.html", {**context, **more}, status=status)


def page_context(
    withdrawal: Withdrawal,
    *,
    user: User,
    now: datetime,
    tab: str = "",
    typed: dict[str, Any] | None = None,
    around: ApplicationFacts | None = None,
) -> dict[str, Any]:
    """Everything that the page shows."""
    letters = letters_of(withdrawal)
    around = around or ApplicationFacts(withdrawal.application)
    course = course_of(withdrawal, letters, now=now, about=after_letter(letters, tab), around=around)
    if course.standing in (Standing.CALL, Standing.CALL_DUE):
        letters += _words_for_the_call(letters, course, now=now)
        tab = tab or Channel.PHONE
    shown = _shown(letters, course, tab)
    if shown is not None and shown.purpose in ALTERNATIVE_PURPOSES and shown is not course.letter:
        course = course_of(withdrawal, letters, now=now, about=shown, around=around)
    tried = typed or {}
    for name in (name for name in tried if shown and name != "version"):
        setattr(shown, name, tried[name])
    return {
        "now": now,
        "withdrawal": withdrawal,
        "application": withdrawal.application,
        "company": withdrawal.application.company,
        "interview": withdrawal.interview,
        "section": "applications",
        **choices_context(withdrawal, around),
        **side_context(withdrawal, letters, course, user=user, now=now),
        **letter_context(shown, course, now=now, around=around),
        **_told_context(withdrawal, letters),
        **_tabs_context(withdrawal, letters, course, shown, now=now, around=around),
        **after_context(withdrawal, letters, course, shown, now=now, around=around),
        "agreements": list(withdrawal.application.agreements.all()),
        "did_it_happen": course.is_writing and _is_unsettled(withdrawal, now=now),
    }


def _is_unsettled(withdrawal: Withdrawal, *, now: datetime) -> bool:
    """The interview is over and nobody said whether it took place, which decides between a notice and an apology."""
    interview = withdrawal.interview
    if interview is None or not withdrawal.is_live:
        return False
    return interview.status == InterviewStatus.SCHEDULED and interview.ends_at <= now


def _words_for_the_call(letters: Sequence[Letter], course: Course, *, now: datetime) -> list[Letter]:
    """Where a call is due, its words are written when the page opens, unless they are there."""
    if course.letter is None or any(letter.channel == Channel.PHONE for letter in letters):
        return []
    withdrawal = course.letter.withdrawal
    with suppress(DomainError):
        return [get_or_draft_letter(withdrawal, Channel.PHONE, now=now, recipient=course.letter.recipient)]
    return []


def _shown(letters: Sequence[Letter], course: Course, tab: str) -> Letter | None:
    """The letter in the editor: the one asked for by its tab, else the one at hand."""
    drafts = [letter for letter in letters if tab_of(letter) == tab and letter.state == LetterState.DRAFT]
    return drafts[0] if course.is_writing and drafts else course.letter


def choices_context(withdrawal: Withdrawal, around: ApplicationFacts) -> dict[str, Any]:
    first = {code: REASON_LABELS[code] for code in FIRST_REASONS}
    return {
        "first_reasons": first,
        "more_reasons": {code: label for code, label in REASON_LABELS.items() if code not in first},
        "another_offer": withdrawal.reason == Reason.ACCEPTED_OTHER_OFFER,
        "may_ask_feedback": withdrawal.reason != Reason.ACCEPTED_OTHER_OFFER and around.interviews_done > 0,
    }


def side_context(
    withdrawal: Withdrawal, letters: Sequence[Letter], course: Course, *, user: User, now: datetime
) -> dict[str, Any]:
    """The clock, the plan and the acts."""
    letter = course.letter
    delivery = letter.delivery if letter else None
    link = mail_link(letter) if letter else ""
    phone = next((one for one in letters if one.channel == Channel.PHONE), None)
    recipient = letter.recipient if letter else None
    return {
        "course": course,
        "standing": course.standing.value,
        "main": letter,
        "delivery": delivery,
        "clock": notice_clock(withdrawal, course, user, now=now),
        "plan": plan_lines(course.plan, letter, user, now=now),
        "who": (first_name(letter.to_name) if letter else "") or withdrawal.application.company.name,
        "undo_seconds": int(settings.UNDO_SECONDS),
        "due_words": short_when(delivery.due_at, user, now=now) if delivery else "",
        "waits": bool(delivery and delivery.due_at <= now and (now - delivery.due_at).total_seconds() > LATE_PICK_UP),
        "propose_words": short_when(course.plan.propose_at, user, now=now),
        "their_zone": course.plan.zone,
        "call_words": call_label(course.call, user, now=now) if course.call else "",
        "call_phone": recipient.phone if recipient else "",
        "call_uri": recipient.tel_uri if recipient else "",
        "call_letter": phone,
        "mail_link": link,
        "mail_link_full": holds_text(link),
        "may_schedule": course.standing in MAY_SCHEDULE and not course.cannot_send,
        "by_hand": course.is_writing or course.standing in BY_HAND,
    }


def letter_context(letter: Letter | None, course: Course, *, now: datetime, around: ApplicationFacts) -> dict[str, Any]:
    """The letter in the editor, with at most three findings."""
    if letter is None:
        return {"letter": None}
    context: dict[str, Any] = {
        "letter": letter,
        "words": count_words(letter.body),
        "is_spoken": letter.channel in SPOKEN_CHANNELS,
        "seconds": round(count_words(letter.body) / SPOKEN_WORDS * 60),
        "is_draft": letter.state == LetterState.DRAFT,
    }
    if letter.state != LetterState.DRAFT:
        return context
    look = course.look if letter is course.letter else check_readiness(letter, now=now, around=around)
    shown = [_finding_context(letter, found) for found in look.findings[:FINDINGS_SHOWN]]
    return {
        **context,
        "blocks": look.blocks,
        "findings": shown,
        "more_findings": len(look.findings) - len(shown),
        "contacts": _contacts(letter),
        "versions": [
            {"kept": kept, "changes": changes_between(kept.body, letter.body)}
            for kept in letter.versions.all()[:VERSIONS_SHOWN]
        ],
        "text_link": text_link(letter) if letter.channel == Channel.TEXT else "",
        "apology_wanted": slot_has_passed(letter.withdrawal, now=now) and letter.purpose == Purpose.NOTICE,
    }


def _finding_context(letter: Letter, found: Finding) -> dict[str, Any]:
    """A finding with its words, said once, and what can be done about it."""
    quote = quote_finding(letter, found)
    is_about_words = found.severity != "hint" and not found.id.startswith(("missing_", "no_"))
    return {
        "finding": found,
        "key": f"{found.id}:{quote}",
        "said": quote if is_about_words and quote not in found.message else "",
        "may_keep": found.severity != "hint" and found.id != "unfilled_placeholder",
        "may_take": can_apply(found),
        "in_place": found.id in REPLACED,
    }


def _contacts(letter: Letter) -> list[Contact]:
    """Whom one might write to: the people at the company, and the application's own contact, who may be an agency."""
    application = letter.withdrawal.application
    found = list(application.company.contacts.order_by("name", "pk")[:CONTACTS_SHOWN])
    if application.contact is not None and application.contact not in found:
        found.insert(0, application.contact)
    return found


def _tabs_context(
    withdrawal: Withdrawal,
    letters: Sequence[Letter],
    course: Course,
    shown: Letter | None,
    *,
    now: datetime,
    around: ApplicationFacts,
) -> dict[str, Any]:
    """Channels that the letter could also be written for, and what could be asked instead.

    A tab without a draft is written when it is asked for.
    """
    if shown is None or course.letter is None or not course.is_writing or is_after(shown):
        return {"tabs": [], "alternatives": []}
    drafts = {tab_of(letter) for letter in letters if letter.state == LetterState.DRAFT}
    notice = next((one for one in letters if one.purpose not in ALTERNATIVE_PURPOSES), course.letter)
    request = letter_request(notice, now=now, around=around)
    tabs = [
        {"key": key, "label": label, "written": key in drafts, "on": tab_of(shown) == key}
        for key, label in CHANNEL_LABELS.items()
        if key in drafts or variants_available(replace(request, channel=Channel(key)))
    ]
    asked = [purpose for purpose in ALTERNATIVE_PURPOSES if purpose in drafts]
    tabs += [{"key": key, "label": PURPOSE_LABELS[key], "written": True, "on": tab_of(shown) == key} for key in asked]
    likely = [purpose for purpose in alternatives_for(withdrawal, request) if purpose not in drafts]
    return {
        "tabs": tabs if len(tabs) > 1 else [],
        "alternatives": [{"purpose": one, "label": PURPOSE_LABELS[one], "act": ASKS[one]} for one in likely],
        "offer_first": withdrawal.reason == Reason.SCHEDULE_CONFLICT and Purpose.RESCHEDULE in likely,
        "is_alternative": shown.purpose in ALTERNATIVE_PURPOSES,
    }


def _told_context(withdrawal: Withdrawal, letters: Sequence[Letter]) -> dict[str, Any]:
    """What was sent, and the reflection that may follow."""
    sent = sorted((one for one in letters if one.sent_at is not None), key=lambda one: (one.sent_at, one.pk))
    settled = not withdrawal.is_live
    return {
        "sent_letters": sent,
        "told_otherwise": was_told_otherwise(withdrawal, letters),
        "reflection": Reflection.objects.filter(withdrawal=withdrawal).first() if settled else None,
    }
