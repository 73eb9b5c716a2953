"""What one does with a letter. Every act saves what was typed first; each answers with the workspace."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_POST

from accounts.errors import Conflict, DomainError
from accounts.http import HtmxRequest, flash, parse_moment, parse_pk, person
from tracker.models import Contact
from withdrawals.domain.letters.alarm import alarm_file
from withdrawals.domain.letters.drafts import (
    change_recipient,
    restore_version,
    rewrite_letter,
    update_choices,
)
from withdrawals.domain.letters.mail_app import draft_file
from withdrawals.domain.letters.sending import (
    keep_finding,
    must_check_signed,
    recall_letter,
    record_letter_sent,
    reschedule_letter,
    resend_letter,
    send_letter,
    send_scheduled_letter_now,
)
from withdrawals.domain.letters.suggestions import apply_suggestion
from withdrawals.domain.letters.threads import reply_to_message
from withdrawals.forms.letters import ChoicesForm, ScheduleForm
from withdrawals.language.composition.limits import count_words
from withdrawals.models import Letter
from withdrawals.states import LetterState
from withdrawals.views.editing import Unreadable, act_on_letter, answer_conflict, conflict_context, save_typed
from withdrawals.views.page import SPOKEN_WORDS, answer_page, fetch_letter, fetch_withdrawal, page_context, tab_of
from withdrawals.views.qr import address_for_phone, qr_code
from withdrawals.vocabulary import SPOKEN_CHANNELS, Tone


@require_POST
@login_required
def letter_save(request: HtmxRequest, pk: int) -> HttpResponse:
    """Autosave answers with the findings and what hangs on them; without scripts the page comes back."""
    now = timezone.now()
    letter = fetch_letter(request, pk)
    if not request.htmx or request.POST.get("keep_over"):
        return act_on_letter(request, letter, lambda _: None, now=now)
    try:
        letter = save_typed(request, letter, now=now)
    except Unreadable:
        return HttpResponse(status=400)
    except Conflict:
        return answer_conflict(request, letter, now=now)
    withdrawal = fetch_withdrawal(request, letter.withdrawal_id)
    context = page_context(withdrawal, user=person(request), now=now, tab=tab_of(letter))
    moved_on = context["standing"] != request.POST.get("seen")
    return render(request, "withdrawals/_saved.html", {**context, "moved_on": moved_on})


@require_POST
@login_required
def letter_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """The text typed here beside the one that another tab saved. Changes nothing."""
    letter = fetch_letter(request, pk)
    context = {"letter": letter, "conflict": conflict_context(request, letter)}
    return render(request, "withdrawals/_conflict.html", context)


@require_POST
@login_required
def letter_rewrite(request: HtmxRequest, pk: int) -> HttpResponse:
    """Another tone (``tone``) or the next wording (``another``); one's own words stay among the versions."""
    now = timezone.now()
    tone = request.POST.get("to_tone", "")

    def rewrite(letter: Letter) -> None:
        was_edited = letter.edited
        if tone in list(Tone) and letter.withdrawal.is_live:
            update_choices(letter.withdrawal, now=now, tone=tone)
            letter.refresh_from_db()
        variant = letter.variant + 1 if "another" in request.POST else None
        rewrite_letter(letter, version=letter.version, now=now, variant=variant)
        if was_edited:
            flash(request, "Written anew. Your own words are among the versions.")

    return act_on_letter(request, fetch_letter(request, pk), rewrite, now=now)


@require_POST
@login_required
def letter_address(request: HtmxRequest, pk: int) -> HttpResponse:
    """Write to one of the person's contacts."""
    now = timezone.now()
    letter = fetch_letter(request, pk)
    contact = Contact.objects.for_user(person(request)).filter(pk=parse_pk(request.POST.get("contact", ""))).first()

    def address(one: Letter) -> None:
        if contact is None:
            raise DomainError("That contact is gone. Choose another one, or type the address.")
        change_recipient(one, contact, version=one.version, now=now)

    return act_on_letter(request, letter, address, now=now)


@require_POST
@login_required
def letter_thread(request: HtmxRequest, pk: int) -> HttpResponse:
    """Answer the message in ``theirs``, or none any more where that is empty; what cannot be read stands in the field again."""
    now = timezone.now()
    theirs = request.POST.get("theirs", "")
    return act_on_letter(
        request,
        fetch_letter(request, pk),
        lambda one: reply_to_message(one, theirs, version=one.version, now=now),
        now=now,
        again={"theirs": theirs},
    )


@require_POST
@login_required
def letter_keep_finding(request: HtmxRequest, pk: int) -> HttpResponse:
    """Keep these words in spite of a finding; ``keep`` is the check's id and, after a colon, the words."""
    now = timezone.now()
    check, _, quote = request.POST.get("keep", "").partition(":")
    return act_on_letter(
        request, fetch_letter(request, pk), lambda one: keep_finding(one, check_id=check, quote=quote, now=now), now=now
    )


@require_POST
@login_required
def letter_take_up(request: HtmxRequest, pk: int) -> HttpResponse:
    """Write a suggestion into the letter; ``take`` is the check's id and, after a colon, the words."""
    now = timezone.now()
    check, _, quote = request.POST.get("take", "").partition(":")
    return act_on_letter(
        request,
        fetch_letter(request, pk),
        lambda one: apply_suggestion(one, check_id=check, quote=quote, now=now),
        now=now,
    )


@require_POST
@login_required
def letter_send(request: HtmxRequest, pk: int) -> HttpResponse:
    """Send after the undo window. What is sent is what was seen: choices that change the words show them first."""
    return _send(request, pk, at=None, now=timezone.now(), again={})


@require_POST
@login_required
def letter_schedule(request: HtmxRequest, pk: int) -> HttpResponse:
    """Send at ``moment`` (proposed, ISO 8601) or ``at`` (typed, on the reader's clock)."""
    now = timezone.now()
    moment = parse_moment(request.POST.get("moment", ""))
    if moment is None:
        form = ScheduleForm(request.POST)
        moment = form.moment() if form.is_valid() else None
    if moment is None:
        letter = fetch_letter(request, pk)
        problem = "Choose a day and a time, like 2026-12-01 09:05."
        return act_on_letter(request, letter, lambda _: _refuse(problem), now=now, again={"schedule_error": problem})
    return _send(request, pk, at=moment, now=now, again={"confirm_moment": moment.isoformat()})


def _refuse(problem: str) -> None:
    raise DomainError(problem)


def _send(request: HtmxRequest, pk: int, *, at: datetime | None, now: datetime, again: dict[str, Any]) -> HttpResponse:
    letter = fetch_letter(request, pk)

    def send(one: Letter) -> None:
        if _choices_change_words(request, one, now=now):
            raise DomainError("The letter follows your choices now. Read it once more, then send it.")
        send_letter(
            one,
            version=one.version,
            actor=person(request),
            now=now,
            at=at,
            confirmed="confirmed" in request.POST,
        )

    return act_on_letter(request, letter, send, now=now, again=again)


def _choices_change_words(request: HttpRequest, letter: Letter, *, now: datetime) -> bool:
    """Keep choices that came along (a page without scripts posts all at once); say whether the words followed them."""
    form = ChoicesForm(request.POST)
    withdrawal = letter.withdrawal
    if not form.is_valid() or not withdrawal.is_live:
        return False
    chosen = {name: value for name, value in form.chosen().items() if getattr(withdrawal, name) != value}
    if not chosen:
        return False
    update_choices(withdrawal, now=now, **chosen)
    before = letter.version
    letter.refresh_from_db()
    return letter.version != before


@require_POST
@login_required
def letter_recall(request: HtmxRequest, pk: int) -> HttpResponse:
    """Undo: take it back before it left."""
    now = timezone.now()
    return _act(
        request, pk, "Taken back. Nothing was sent.", lambda one: recall_letter(one, actor=one.owner, now=now), now
    )


@require_POST
@login_required
def letter_send_now(request: HtmxRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    return _act(request, pk, "", lambda one: send_scheduled_letter_now(one, now=now), now)


@require_POST
@login_required
def letter_move(request: HtmxRequest, pk: int) -> HttpResponse:
    """Let a scheduled letter leave at another time."""
    now = timezone.now()
    form = ScheduleForm(request.POST)
    moment = form.moment() if form.is_valid() else None
    if moment is None:
        problem = "Choose a day and a time, like 2026-12-01 09:05."
        return act_on_letter(
            request, fetch_letter(request, pk), lambda _: _refuse(problem), now=now, again={"schedule_error": problem}
        )
    return _act(request, pk, "Moved.", lambda one: reschedule_letter(one, at=moment, now=now), now)


@require_POST
@login_required
def letter_resend(request: HtmxRequest, pk: int) -> HttpResponse:
    """Send once more. Where the first one may have left, only after it was said that they may get it twice.

    Before an acceptance is taken back the page asks for what was signed instead, which then is its primary button.
    """
    now = timezone.now()
    letter = fetch_letter(request, pk)
    delivery = letter.delivery
    ask_twice = delivery is not None and delivery.state == "unknown" and "twice" not in request.POST
    ask_signed = must_check_signed(letter)
    if ask_twice or ask_signed:
        withdrawal = fetch_withdrawal(request, letter.withdrawal_id)
        more: dict[str, Any] = {"ask_signed": ask_signed, "ask_twice": ask_twice and not ask_signed}
        return answer_page(request, withdrawal, now=now, status=422, **more)
    return _act(request, pk, "", lambda one: resend_letter(one, actor=one.owner, now=now), now)


@require_POST
@login_required
def letter_mark_sent(request: HtmxRequest, pk: int) -> HttpResponse:
    """The person sent it by their own hand, or found it in their Sent folder."""
    now = timezone.now()
    return _act(request, pk, "Recorded as sent.", lambda one: record_letter_sent(one, actor=one.owner, now=now), now)


@require_POST
@login_required
def letter_restore_version(request: HtmxRequest, pk: int) -> HttpResponse:
    """Bring back ``restore``, a version's number; the present text is kept among them."""
    now = timezone.now()
    letter = fetch_letter(request, pk)
    kept = letter.versions.filter(version=parse_pk(request.POST.get("restore", ""))).first()

    def restore(one: Letter) -> None:
        if kept is None:
            raise DomainError("That version is gone.")
        restore_version(one, kept, version=one.version, now=now)

    return act_on_letter(request, letter, restore, now=now)


@require_GET
@login_required
def letter_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as an .eml file that opens as a draft in the person's mail program."""
    letter = fetch_letter(request, pk)
    name = slugify(letter.subject)[:60] or "letter"
    response = HttpResponse(draft_file(letter), content_type="message/rfc822")
    response["Content-Disposition"] = f'attachment; filename="{name}.eml"'
    return response


@require_GET
@login_required
def letter_alarm(request: HttpRequest, pk: int) -> HttpResponse:
    """An alarm for one's own calendar at the time the letter leaves (``at``, ISO 8601, while it is still a draft)."""
    now = timezone.now()
    letter = fetch_letter(request, pk)
    asked = parse_moment(request.GET.get("at", "")) or now
    at = letter.delivery.due_at if letter.state == LetterState.READY and letter.delivery else asked
    url = request.build_absolute_uri(reverse("withdrawal_detail", args=[letter.withdrawal_id]))
    response = HttpResponse(alarm_file(letter, at=at, url=url, now=now), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="alarm.ics"'
    return response


@require_GET
@login_required
def letter_card(request: HttpRequest, pk: int) -> HttpResponse:
    """The words for a call in large type, with codes that take the card or the number to the phone."""
    letter = fetch_letter(request, pk)
    words = count_words(letter.body)
    uri = letter.tel_uri
    address = address_for_phone(request)
    context = {
        "section": "applications",
        "letter": letter,
        "withdrawal": letter.withdrawal,
        "seconds": round(words / SPOKEN_WORDS * 60),
        "may_settle": letter.state == LetterState.DRAFT and letter.channel in SPOKEN_CHANNELS,
        "number_code": qr_code(uri) if uri else "",
        "card_code": qr_code(address) if address else "",
    }
    return render(request, "withdrawals/card.html", context)


def _act(request: HtmxRequest, pk: int, said: str, act: Any, now: datetime) -> HttpResponse:
    def do(letter: Letter) -> None:
        act(letter)
        if said:
            flash(request, said)

    return act_on_letter(request, fetch_letter(request, pk), do, now=now)
