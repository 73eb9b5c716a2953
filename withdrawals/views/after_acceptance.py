"""The page for the other applications after an acceptance: the list, the action on the chosen ones, and its undo."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import DomainError
from accounts.http import flash, load_undo, next_url, person, redirect_with_error, redirect_with_refusals, undo_url
from tracker.models import Application, Event
from tracker.views.records import fetch_application, selected_applications
from withdrawals.domain.process.after_acceptance import (
    OTHERS_SHOWN,
    Other,
    Settled,
    begun_others,
    count_others,
    first_others,
    require_current_acceptance,
    settle_others,
    undo_settling,
)
from withdrawals.models import Withdrawal
from withdrawals.states import Owed

#: POST names of the checkboxes: write a letter, or close the application without a letter.
LETTER, CLOSE = "letter", "close"


@dataclass(frozen=True)
class Group:
    """A section of the page.

    ``name`` is the POST name of its checkboxes, ``count`` the number of all its rows, and ``table`` the URL of the
    application list that shows all of them.
    """

    owed: Owed
    name: str
    why: str
    rows: list[Other]
    count: int
    table: str

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


#: Each group's POST name, its explanation, and the sort key that puts its rows first in the application list.
GROUPS: Final = {
    Owed.NEED: (LETTER, "An interview to come, or an offer that waits for your answer.", "-stage"),
    Owed.DESERVE: (LETTER, "An interview took place, or they are taking a closer look at you.", "-stage"),
    Owed.CLOSE: (CLOSE, "Only saved or applied for. Nobody there waits for you; it ends as withdrawn.", "stage"),
}


@require_http_methods(["GET", "POST"])
@login_required
def application_others(request: HttpRequest, pk: int) -> HttpResponse:
    """List the other applications after an accepted offer. On POST, write letters and close what was ticked."""
    accepted, now = fetch_application(request, pk), timezone.now()
    try:
        require_current_acceptance(accepted)
        if request.method == "POST":
            return _settle(request, accepted, now)
    except DomainError as error:
        return redirect_with_error(
            request, error, _others_url(accepted) if request.method == "POST" else _application_url(accepted)
        )
    tally = count_others(accepted, now=now)
    groups = [_group(accepted, owed, getattr(tally, owed), now) for owed in GROUPS if getattr(tally, owed)]
    context = {
        "section": "applications",
        "accepted": accepted,
        "now": now,
        "tally": tally,
        "groups": groups,
        "preselected": sum(len(group.rows) for group in groups if group.name == LETTER),
        "begun": begun_others(accepted) if tally.begun else [],
    }
    return render(request, "withdrawals/others.html", context)


def _group(accepted: Application, owed: Owed, count: int, now: datetime) -> Group:
    name, why, sort = GROUPS[owed]
    rows = first_others(accepted, owed, now=now)
    table = f"{reverse('application_list')}?{urlencode({'show': 'open', 'sort': sort})}"
    return Group(owed, name, why, rows, count, table)


def _settle(request: HttpRequest, accepted: Application, now: datetime) -> HttpResponse:
    """Write the letters and close the applications that were ticked, and show what was refused.

    Redirect to the letter if there is one, to Today if there are several, else back to the page.
    """
    letters = selected_applications(request, LETTER, most=2 * OTHERS_SHOWN)
    close = selected_applications(request, CLOSE, most=OTHERS_SHOWN)
    if not letters and not close:
        raise DomainError("Choose who gets a letter, or what to close.")
    settled = settle_others(accepted, letters=letters, close=close, actor=person(request), now=now)
    if settled.letters or settled.closed:
        flash(request, _describe_settled(settled), undo=_settling_undo_url(settled, _others_url(accepted)))
    to = _others_url(accepted)
    if settled.letters:
        to = reverse("today")
    if len(settled.letters) == 1:
        to = reverse("withdrawal_detail", args=[settled.letters[0].pk])
    return redirect_with_refusals(request, settled.refused, to)


def _describe_settled(settled: Settled) -> str:
    letters, closed = len(settled.letters), len(settled.closed)
    parts = [f"{letters} letter{'' if letters == 1 else 's'} written, nothing sent yet."] if letters else []
    parts += [f"{closed} closed."] if closed else []
    return " ".join(parts)


def _settling_undo_url(settled: Settled, back: str) -> str:
    """Return the URL whose POST undoes the whole action. The signed URL holds the primary keys that it needs."""
    did = {
        "letters": [withdrawal.pk for withdrawal in settled.letters],
        "closed": [event.pk for event in settled.closed],
    }
    return undo_url("others_undo", did, back)


@require_POST
@login_required
def others_undo(request: HttpRequest) -> HttpResponse:
    """Undo the whole action. Rows that changed since then stay as they are, and the page names them."""
    user, back = person(request), next_url(request, reverse("today"))
    try:
        did = load_undo(request, "others_undo")
    except DomainError as error:
        return redirect_with_error(request, error, back)
    letters = Withdrawal.objects.for_user(user).filter(pk__in=did["letters"]).select_related("owner")
    closed = Event.objects.for_user(user).filter(pk__in=did["closed"])
    done, refused = undo_settling(
        list(letters.select_related("application__company").order_by("pk")),
        list(closed.select_related("application__company").order_by("-pk")),
        actor=user,
        now=timezone.now(),
    )
    if done:
        flash(request, f"Undone for {done}.")
    return redirect_with_refusals(request, refused, back)


def _others_url(accepted: Application) -> str:
    return reverse("application_others", args=[accepted.pk])


def _application_url(accepted: Application) -> str:
    return reverse("application_detail", args=[accepted.pk])
