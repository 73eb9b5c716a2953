"""Today: what needs the person now. Employers to notify, interviews, due steps, open questions, quiet applications."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Final

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.errors import DomainError
from accounts.http import flash, next_url, person, redirect_with_error
from accounts.models import User
from reminders.domain.reminders import acknowledge_reminder, snooze_reminder
from reminders.models import Reminder
from tracker.domain.reminders import NEXT_ACTION, REMINDERS_BEFORE
from tracker.models import Application, Interview
from tracker.states import InterviewStatus, Stage
from tracker.views.interviews import JOIN_FROM
from withdrawals.domain.core.reminders import NOTICE_KIND
from withdrawals.domain.process.after_acceptance import count_in_need, latest_acceptance
from withdrawals.models import Letter, Reflection, Withdrawal

SOON_SPAN: Final = timedelta(hours=48)
#: Rows of a list before "7 more" is pressed, and the maximum after it.
ROWS_SHOWN, ROW_LIMIT = 5, 100
#: Kinds of reminders that the page shows in another place: under interviews, as a next step, under "not told yet".
SHOWN_ELSEWHERE: Final = (*REMINDERS_BEFORE, NEXT_ACTION, NOTICE_KIND)


@dataclass(frozen=True)
class DueRow:
    """One due row: a reminder, or the next step of an application."""

    title: str
    sub: str
    url: str
    due: datetime | date
    done_url: str
    snooze_url: str = ""
    overdue: bool = False

    @property
    def day(self) -> date:
        return timezone.localdate(self.due) if isinstance(self.due, datetime) else self.due


@dataclass(frozen=True)
class WeekDay:
    """One day of the week strip."""

    date: date
    interviews: int
    is_today: bool


@dataclass(frozen=True)
class AcceptedOffer:
    """An accepted offer, and the number of other employers to notify of it."""

    accepted: Application
    need: int


@require_GET
@login_required
def today(request: HttpRequest) -> HttpResponse:
    """Show what needs the person now."""
    user, now = person(request), timezone.now()
    applications = Application.objects.for_user(user)
    interviews = Interview.objects.for_user(user).with_application()
    shown = ROW_LIMIT if "all" in request.GET else ROWS_SHOWN
    untold, others = _not_notified(user), _accepted_offer(user, now)
    due, due_count = _due(user, now, shown, excluded=[f"withdrawal:{withdrawal.pk}" for withdrawal in untold])
    soon = list(interviews.within(now, SOON_SPAN)[:ROW_LIMIT])
    asking = list(interviews.unanswered(now)[:ROWS_SHOWN])
    later = list(interviews.upcoming(now + SOON_SPAN)[: ROWS_SHOWN + 1])
    week, counts = _week(user), _counts(user)
    coming = [interview for interview in later if timezone.localdate(interview.starts_at) <= week[-1].date]
    context = {
        "section": "today",
        "now": now,
        "untold": untold,
        "untold_interviews": {withdrawal.interview_id for withdrawal in untold},
        "others": others,
        "soon": soon,
        "due": due,
        "due_more": due_count - len(due),
        "asking": asking,
        "quiet": applications.quiet(now).count(),
        "counts": counts,
        "any_open": any(count for _, count in counts),
        "week": week,
        "coming": coming[:ROWS_SHOWN],
        "more_coming": len(coming) > ROWS_SHOWN,
        "reflection": Reflection.objects.for_user(user).unfinished().with_application().latest_first().first(),
        "next_interview": later[0] if later and not soon else None,
        "join": _to_join(soon, now),
        "primary": _primary(untold, others, soon, due, now),
    }
    return render(request, "today.html", context)


def _not_notified(user: User) -> list[Withdrawal]:
    """Return withdrawals not yet notified, nearest interview first; ``waiting`` holds ready letters."""
    waiting = Letter.objects.waiting().select_related("delivery")
    rows = Withdrawal.objects.for_user(user).live().with_application()
    found = list(rows.prefetch_related(Prefetch("letters", queryset=waiting, to_attr="waiting"))[:ROW_LIMIT])
    far = datetime.max.replace(tzinfo=timezone.get_current_timezone())
    return sorted(found, key=lambda withdrawal: withdrawal.interview.starts_at if withdrawal.interview else far)


def _accepted_offer(user: User, now: datetime) -> AcceptedOffer | None:
    """Return the accepted offer if other employers still have to be notified of it, else None."""
    accepted = latest_acceptance(user, now=now)
    need = count_in_need(accepted, now=now) if accepted else 0
    return AcceptedOffer(accepted, need) if accepted and need else None


def _due(user: User, now: datetime, shown: int, *, excluded: list[str]) -> tuple[list[DueRow], int]:
    """Return due reminders and next steps, oldest first, and their total. ``excluded``: subjects to leave out."""
    reminders = Reminder.objects.for_user(user).wanted_by(user).open().due(now)
    reminders = reminders.exclude(kind__in=SHOWN_ELSEWHERE).exclude(about__in=excluded)
    actions = (
        Application.objects.for_user(user).due_action(timezone.localdate()).for_lists().order_by("next_action_on", "pk")
    )
    rows = [_reminder_row(reminder) for reminder in reminders[: shown + 1]]
    rows += [_action_row(application) for application in actions[: shown + 1]]
    count = len(rows) if len(rows) <= shown else reminders.count() + actions.count()
    return sorted(rows, key=attrgetter("day"))[:shown], count


def _reminder_row(reminder: Reminder) -> DueRow:
    return DueRow(
        title=reminder.title,
        sub=reminder.body,
        url=reminder.url if reminder.url.startswith("/") else "",
        due=reminder.due_at,
        done_url=reverse("reminder_done", args=[reminder.pk]),
        snooze_url=reverse("reminder_snooze", args=[reminder.pk]),
        overdue=timezone.localdate(reminder.due_at) < timezone.localdate(),
    )


def _action_row(application: Application) -> DueRow:
    assert application.next_action_on is not None
    return DueRow(
        title=application.next_action or "Next step",
        sub=application.company_and_role,
        url=reverse("application_detail", args=[application.pk]),
        due=application.next_action_on,
        done_url=reverse("application_action_done", args=[application.pk]),
        overdue=application.next_action_on < timezone.localdate(),
    )


def _week(user: User) -> list[WeekDay]:
    """Return the reader's current week with the number of interviews a day, without cancelled and missed ones."""
    today_ = timezone.localdate()
    first = today_ - timedelta(days=(today_.weekday() - user.first_weekday) % 7)
    days = [first + timedelta(days=n) for n in range(7)]
    rows = Interview.objects.for_user(user).on_days(days[0], days[-1])
    kept = rows.filter(status__in=[InterviewStatus.SCHEDULED, InterviewStatus.HAPPENED])
    count = Counter(timezone.localdate(moment) for moment in kept.values_list("starts_at", flat=True))
    return [WeekDay(day, count[day], day == today_) for day in days]


def _counts(user: User) -> list[tuple[Stage, int]]:
    """Return the number of open applications by stage."""
    rows = Application.objects.for_user(user).open().order_by().values_list("stage").annotate(n=Count("pk"))
    found = dict(rows)
    return [(stage, found.get(stage.value, 0)) for stage in Stage]


def _to_join(soon: list[Interview], now: datetime) -> Interview | None:
    """Return the interview whose link becomes the primary button: from JOIN_FROM before its start until its end."""
    return next((i for i in soon if i.link and i.starts_at - JOIN_FROM <= now < i.ends_at), None)


def _primary(
    untold: list[Withdrawal], others: AcceptedOffer | None, soon: list[Interview], due: list[DueRow], now: datetime
) -> str:
    """Return the name of the primary button. To notify an employer comes before everything else."""
    if untold:
        return "tell"
    if others:
        return "others"
    if _to_join(soon, now):
        return "join"
    return "done" if due else "add"


@require_POST
@login_required
def reminder_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Acknowledge a reminder; Today no longer shows it."""
    reminder = get_object_or_404(Reminder.objects.for_user(person(request)), pk=pk)
    acknowledge_reminder(reminder, now=timezone.now())
    flash(request, f"Done: {reminder.title}")
    return redirect(next_url(request, reverse("today")))


@require_POST
@login_required
def reminder_snooze(request: HttpRequest, pk: int) -> HttpResponse:
    """Snooze a reminder for an hour, until tomorrow morning or for a week, in the reader's zone."""
    user, now = person(request), timezone.now()
    reminder = get_object_or_404(Reminder.objects.for_user(user), pk=pk)
    until = snoozed_until(request.POST.get("until", ""), user, now)
    try:
        snooze_reminder(reminder, until=until, now=now)
    except DomainError as error:
        return redirect_with_error(request, error, next_url(request, reverse("today")))
    local = timezone.localtime(until)
    flash(request, f"Back on {local:%a} {local.day} {local:%b} at {local:%H:%M}.")
    return redirect(next_url(request, reverse("today")))


def snoozed_until(choice: str, user: User, now: datetime) -> datetime:
    """Return the end of a snooze: in an hour for ``hour``, else at ``work_start`` in a week (``week``) or tomorrow."""
    if choice == "hour":
        return now + timedelta(hours=1)
    day = timezone.localdate(now, user.time_zone) + timedelta(days=7 if choice == "week" else 1)
    return datetime.combine(day, user.work_start, user.time_zone)
