"""Set, delete and restore reminders about an application or an interview."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.errors import DomainError
from accounts.http import flash, next_url, person, redirect_with_error
from accounts.models import User
from accounts.templatetags.clock import day, format_time
from reminders.domain.reminders import cancel_reminder, restore_reminders
from reminders.domain.subjects import subject_key
from reminders.models import Reminder
from tracker.domain.follow_ups import add_follow_up_reminder
from tracker.domain.reminders import FOLLOW_UP, REMINDERS_BEFORE, THANK_YOU, add_own_reminder
from tracker.forms.reminders import RemindForm
from tracker.models import Application, Interview
from tracker.views.records import fetch_application, fetch_interview


def reminders_of(*subjects: Application | Interview, now: datetime) -> list[Reminder]:
    """Return open reminders about ``subjects`` of one owner, of kinds not switched off, the next first. One query.

    A past automatic reminder before an interview is left out: it was shown once and needs no action.
    """
    owner = subjects[0].owner
    rows = Reminder.objects.for_user(owner).wanted_by(owner).open().unexpired(now)
    rows = rows.exclude(kind__in=REMINDERS_BEFORE, due_at__lte=now)
    return list(rows.filter(about__in=[subject_key(subject) for subject in subjects]).order_by("due_at", "pk"))


@require_POST
@login_required
def application_remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a reminder about an application."""
    return _remind(request, fetch_application(request, pk), reverse("application_detail", args=[pk]))


@require_POST
@login_required
def interview_remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a reminder about an interview."""
    return _remind(request, fetch_interview(request, pk), reverse("interview_detail", args=[pk]))


def _remind(request: HttpRequest, subject: Application | Interview, home: str) -> HttpResponse:
    back = f"{home}#reminders"
    form = RemindForm(request.POST, user=person(request))
    if not form.is_valid():
        return redirect_with_error(request, DomainError("A reminder needs a few words, a real day and a time."), back)
    title, now = form.cleaned_data["title"], timezone.now()
    return _add_and_flash(request, lambda: add_own_reminder(subject, title=title, at=form.at(), now=now), back)


@require_POST
@login_required
def interview_thank(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a reminder to say thank you after an interview."""
    return _add_follow_up(request, fetch_interview(request, pk), THANK_YOU)


@require_POST
@login_required
def interview_follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a reminder to follow up after an interview."""
    return _add_follow_up(request, fetch_interview(request, pk), FOLLOW_UP)


def _add_follow_up(request: HttpRequest, interview: Interview, kind: str) -> HttpResponse:
    back = next_url(request, f"{reverse('interview_detail', args=[interview.pk])}#afterwards")
    return _add_and_flash(request, lambda: add_follow_up_reminder(interview, kind, now=timezone.now()), back)


def _add_and_flash(request: HttpRequest, remind: Callable[[], Reminder], back: str) -> HttpResponse:
    """Call ``remind``, flash when the reminder is due with an Undo link, and redirect to ``back``."""
    try:
        reminder = remind()
    except DomainError as error:
        return redirect_with_error(request, error, back)
    flash(request, _confirmation(reminder, person(request)), undo=_action_url("reminder_delete", reminder, back))
    return redirect(back)


@require_POST
@login_required
def reminder_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a reminder. Undo is offered for one that is not yet due."""
    reminder = _fetch_reminder(request, pk)
    now, back = timezone.now(), next_url(request, reverse("today"))
    cancel_reminder(reminder, now=now)
    undo = _action_url("reminder_restore", reminder, back) if reminder.due_at > now else ""
    flash(request, f"No reminder any more: {reminder.title}", undo=undo)
    return redirect(back)


@require_POST
@login_required
def reminder_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Restore a cancelled reminder."""
    reminder = _fetch_reminder(request, pk)
    back = next_url(request, reverse("today"))
    if not restore_reminders(owner=person(request), ids=[reminder.pk], now=timezone.now()):
        return redirect_with_error(request, DomainError("Its time is over."), back)
    flash(request, _confirmation(reminder, person(request)))
    return redirect(back)


def _confirmation(reminder: Reminder, user: User) -> str:
    """Return "You will be reminded on Thu 3 Dec at 09:00: Call Maya", in the reader's clock format."""
    at = format_time(reminder.due_at, None, user.clock)
    return f"You will be reminded on {day(reminder.due_at)} at {at}: {reminder.title}"


def _action_url(name: str, reminder: Reminder, back: str) -> str:
    return f"{reverse(name, args=[reminder.pk])}?{urlencode({'next': back})}"


def _fetch_reminder(request: HttpRequest, pk: int) -> Reminder:
    return get_object_or_404(Reminder.objects.for_user(person(request)), pk=pk)
