"""Views that act on a letter: fetch it, save the typed text, act, and show the page."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_POST

from accounts.errors import Conflict, DomainError
from accounts.http import HtmxRequest, flash, parse_moment, parse_pk, person
from reminders.states import DeliveryState
from tracker.models import Contact
from withdrawals.domain.letters.alarm import alarm_file
from withdrawals.domain.letters.drafts import (
    change_recipient,
    restore_version,
    rewrite_letter,
    store_current_text,
    update_choices,
    update_in_memory,
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
from withdrawals.models import Letter
from withdrawals.states import LetterState
from withdrawals.views.actions import letter_action, save_typed, show_conflict
from withdrawals.views.fetching import fetch_letter, fetch_withdrawal
from withdrawals.views.qr import address_for_phone, qr_code
from withdrawals.views.workspace.addresses import page_url, redirect_to_page, tab_of
from withdrawals.views.workspace.editor import seconds_to_say
from withdrawals.views.workspace.page import build_page, render_page
from withdrawals.views.workspace.prompt import (
    NoMoment,
    Prompt,
    Unreadable,
    posted_moment,
    posted_words,
    text_conflict,
)
from withdrawals.vocabulary import SPOKEN_CHANNELS, Tone


@require_POST
@login_required
@letter_action
def letter_save(request: HtmxRequest, letter: Letter, now: datetime) -> HttpResponse:
    """Save the typed text. Return the findings and the parts that depend on them; without htmx, redirect to the page.

    For htmx, unreadable text gives 400, a conflict 409, and a letter that can no longer be edited 204.
    """
    if not request.htmx or request.POST.get("keep_over"):
        return redirect_to_page(letter.withdrawal, save_typed(request, letter, now=now))
    try:
        letter = save_typed(request, letter, now=now)
    except Unreadable:
        return HttpResponse(status=400)
    except Conflict:
        return show_conflict(request, letter, now=now)
    withdrawal = fetch_withdrawal(request, letter.withdrawal_id)
    page = build_page(withdrawal, person(request), now=now, tab=tab_of(letter))
    if page.editor is None:
        return HttpResponse(status=204)
    is_new = page.status.code != request.POST.get("seen")
    return render(request, "withdrawals/_saved.html", {"page": page, "is_new_status": is_new})


@require_POST
@login_required
def letter_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the typed text beside the text that another tab saved. Write nothing."""
    conflict = text_conflict(request, fetch_letter(request, pk))
    return render(request, "withdrawals/_conflict.html", {"conflict": conflict})


@require_POST
@login_required
@letter_action
def letter_rewrite(request: HtmxRequest, letter: Letter, now: datetime) -> HttpResponse:
    """Rewrite the letter in another tone (``to_tone``) or in the next wording (``another``).

    The person's own words are kept as a version.
    """
    front = save_typed(request, letter, now=now)
    was_edited = letter.edited
    tone = request.POST.get("to_tone", "")
    if tone in list(Tone) and letter.withdrawal.is_live:
        update_choices(letter.withdrawal, now=now, tone=tone)
        letter.refresh_from_db()
    variant = letter.variant + 1 if "another" in request.POST else None
    rewrite_letter(letter, version=letter.version, now=now, variant=variant)
    if was_edited:
        flash(request, "Written anew. Your own words are among the versions.")
    return redirect_to_page(letter.withdrawal, front)


@require_POST
@login_required
@letter_action
def letter_address(request: HtmxRequest, letter: Letter, now: datetime) -> HttpResponse:
    """Address the letter to one of the person's contacts (``contact``)."""
    front = save_typed(request, letter, now=now)
    contact = Contact.objects.for_user(person(request)).filter(pk=parse_pk(request.POST.get("contact", ""))).first()
    if contact is None:
        raise DomainError("That contact is gone. Choose another one, or type the address.")
    change_recipient(letter, contact, version=letter.version, now=now)
    return redirect_to_page(letter.withdrawal, front)


@require_POST
@login_required
@letter_action
def letter_thread(request: HtmxRequest, letter: Letter, now: datetime) -> HttpResponse:
    """Make the letter a reply to the message in ``theirs``, or to none if that is empty.

    A message that cannot be parsed is shown in the field again.
    """
    front = save_typed(request, letter, now=now)
    reply_to_message(letter, request.POST.get("theirs", ""), version=letter.version, now=now)
    return redirect_to_page(letter.withdrawal, front)


@require_POST
@login_required
@letter_action
def letter_keep_finding(request: HtmxRequest, letter: Letter, now: datetime) -> HttpResponse:
    """Keep the words that a finding is about. ``keep`` is "check id:words"."""
    front = save_typed(request, letter, now=now)
    check, _, quote = request.POST.get("keep", "").partition(":")
    keep_finding(letter, check_id=check, quote=quote, now=now)
    return redirect_to_page(letter.withdrawal, front)


@require_POST
@login_required
@letter_action
def letter_take_up(request: HtmxRequest, letter: Letter, now: datetime) -> HttpResponse:
    """Apply a suggestion to the letter. ``take`` is "check id:words"."""
    front = save_typed(request, letter, now=now)
    check, _, quote = request.POST.get("take", "").partition(":")
    apply_suggestion(letter, check_id=check, quote=quote, now=now)
    return redirect_to_page(letter.withdrawal, front)


@require_POST
@login_required
@letter_action
def letter_send_after_undo_window(request: HtmxRequest, letter: Letter, now: datetime) -> HttpResponse:
    """Send the letter, as the page showed it, at the end of the undo window (UNDO_SECONDS)."""
    front = save_typed(request, letter, now=now)
    _send(request, letter, front, at=None, now=now)
    return redirect_to_page(letter.withdrawal)


@require_POST
@login_required
@letter_action
def letter_schedule(request: HtmxRequest, letter: Letter, now: datetime) -> HttpResponse:
    """Schedule the letter, as the page showed it.

    The time is ``moment`` (proposed, ISO 8601) or ``at`` (typed, in the reader's time zone).
    """
    front = save_typed(request, letter, now=now)
    _send(request, letter, front, at=posted_moment(request), now=now)
    return redirect_to_page(letter.withdrawal)


def _send(request: HtmxRequest, letter: Letter, front: Letter, *, at: datetime | None, now: datetime) -> None:
    _keep_choices(request, letter, now=now)
    store_current_text(letter, shown=posted_words(request) if front is letter else None, now=now)
    confirmed = "confirmed" in request.POST
    send_letter(letter, version=letter.version, actor=person(request), now=now, at=at, confirmed=confirmed)


def _keep_choices(request: HtmxRequest, letter: Letter, *, now: datetime) -> None:
    """Save the posted choices; a page without scripts posts them together with the letter.

    Raise DomainError if they change the letter's words, which the person has then not read.
    """
    form, withdrawal = ChoicesForm(request.POST), letter.withdrawal
    if not form.is_valid() or not withdrawal.is_live:
        return
    chosen = {name: value for name, value in form.chosen().items() if getattr(withdrawal, name) != value}
    if not chosen:
        return
    seen = letter.version
    update_choices(withdrawal, now=now, **chosen)
    letter.refresh_from_db()
    if letter.version != seen:
        raise DomainError("The letter follows your choices now. Read it once more, then send it.")


@require_POST
@login_required
@letter_action
def letter_recall(request: HtmxRequest, letter: Letter, now: datetime) -> HttpResponse:
    """Cancel the sending of a letter that has not left yet; it becomes a draft again."""
    recall_letter(letter, actor=person(request), now=now)
    flash(request, "Taken back. Nothing was sent.")
    return redirect_to_page(letter.withdrawal, letter)


@require_POST
@login_required
@letter_action
def letter_send_scheduled_now(request: HtmxRequest, letter: Letter, now: datetime) -> HttpResponse:
    """Send a scheduled letter at once."""
    send_scheduled_letter_now(letter, now=now)
    return redirect_to_page(letter.withdrawal)


@require_POST
@login_required
@letter_action
def letter_reschedule(request: HtmxRequest, letter: Letter, now: datetime) -> HttpResponse:
    """Change the time of a scheduled letter."""
    form = ScheduleForm(request.POST)
    moment = form.moment() if form.is_valid() else None
    if moment is None:
        raise NoMoment
    reschedule_letter(letter, at=moment, now=now)
    flash(request, "Moved.")
    return redirect_to_page(letter.withdrawal)


@require_POST
@login_required
@letter_action
def letter_send_again(request: HtmxRequest, letter: Letter, now: datetime) -> HttpResponse:
    """Send a letter again that was not sent, or may not have been sent.

    If it may have left, the page first asks (422) and warns that it may arrive twice. If the letter takes an
    acceptance back, the page asks the person first to check what they signed.
    """
    prompt = _asked_before_sending_again(request, letter)
    if prompt is not None:
        withdrawal = fetch_withdrawal(request, letter.withdrawal_id)
        return render_page(request, withdrawal, now=now, prompt=prompt, status=422)
    resend_letter(letter, actor=person(request), now=now)
    return redirect_to_page(letter.withdrawal)


def _asked_before_sending_again(request: HtmxRequest, letter: Letter) -> Prompt | None:
    if must_check_signed(letter):
        return Prompt(asks_signed=True)
    is_unknown = letter.delivery is not None and letter.delivery.state == DeliveryState.UNKNOWN
    return Prompt(asks_twice=True) if is_unknown and "twice" not in request.POST else None


@require_POST
@login_required
@letter_action
def letter_mark_sent(request: HtmxRequest, letter: Letter, now: datetime) -> HttpResponse:
    """Record that the person sent the letter as the page showed it, or found it in their Sent folder."""
    save_typed(request, letter, now=now, as_shown=True)
    record_letter_sent(letter, actor=person(request), now=now)
    flash(request, "Recorded as sent.")
    return redirect_to_page(letter.withdrawal)


@require_POST
@login_required
@letter_action
def letter_restore_version(request: HtmxRequest, letter: Letter, now: datetime) -> HttpResponse:
    """Restore the version with the number ``restore``. The present text is kept as a version."""
    front = save_typed(request, letter, now=now)
    kept = letter.versions.filter(version=parse_pk(request.POST.get("restore", ""))).first()
    if kept is None:
        raise DomainError("That version is gone.")
    restore_version(letter, kept, version=letter.version, now=now)
    return redirect_to_page(letter.withdrawal, front)


@require_GET
@login_required
def letter_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the letter as an .eml file that opens as a draft in the person's mail program."""
    letter = fetch_letter(request, pk)
    update_in_memory(letter.withdrawal, [letter], now=timezone.now())
    name = slugify(letter.subject)[:60] or "letter"
    response = HttpResponse(draft_file(letter), content_type="message/rfc822")
    response["Content-Disposition"] = f'attachment; filename="{name}.eml"'
    return response


@require_GET
@login_required
def letter_alarm(request: HttpRequest, pk: int) -> HttpResponse:
    """Return an .ics alarm for the time at which the letter is due; for a draft that time is ``at`` (ISO 8601)."""
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
    """Show the words for a call in large type, with QR codes of this page and of the number for the phone."""
    letter = fetch_letter(request, pk)
    update_in_memory(letter.withdrawal, [letter], now=timezone.now())
    uri = letter.tel_uri
    address = address_for_phone(request)
    context = {
        "section": "applications",
        "letter": letter,
        "withdrawal": letter.withdrawal,
        "page_url": page_url(letter.withdrawal, letter),
        "seconds": seconds_to_say(letter),
        "may_settle": letter.state == LetterState.DRAFT and letter.channel in SPOKEN_CHANNELS,
        "number_code": qr_code(uri) if uri else "",
        "card_code": qr_code(address) if address else "",
    }
    return render(request, "withdrawals/card.html", context)
