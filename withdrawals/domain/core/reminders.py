"""Remind the user to notify the employer."""

from datetime import datetime, timedelta
from typing import Final

from reminders.domain.reminders import add_reminder, cancel_reminders
from reminders.domain.subjects import shorten_name, subject_key
from reminders.states import Lane
from tracker.states import InterviewStatus
from withdrawals.domain.core.request_builders import notice_request
from withdrawals.models import Withdrawal
from withdrawals.timing import send_by

NOTICE_KIND: Final = "notice"
#: Time before the interview of the last reminder, when a call still helps.
LAST_CALL_LEAD_TIME = timedelta(hours=4)


def set_notice_reminders(withdrawal: Withdrawal, *, now: datetime) -> None:
    """Remind at the last courteous moment and four hours before the start; earlier reminders of the kind are replaced.

    No reminder is set without a scheduled interview.
    """
    end_notice_reminders(withdrawal, now=now)
    interview = withdrawal.interview
    if interview is None or interview.status != InterviewStatus.SCHEDULED or not withdrawal.is_live:
        return
    company = shorten_name(withdrawal.application.company.name)
    latest = send_by(notice_request(withdrawal, withdrawal.application.contact, now=now))
    moments = {interview.starts_at - LAST_CALL_LEAD_TIME: f"{company} hasn't been told. A call still helps."}
    if latest is not None:
        moments[latest] = f"{company} hasn't been told. Tell them now."
    for moment, title in moments.items():
        if moment > now:
            add_reminder(
                owner=withdrawal.owner,
                kind=NOTICE_KIND,
                title=title,
                url=withdrawal.get_absolute_url(),
                about=subject_key(withdrawal),
                anchor_at=interview.starts_at,
                offset=moment - interview.starts_at,
                lane=Lane.DEADLINE,
                now=now,
            )


def end_notice_reminders(withdrawal: Withdrawal, *, now: datetime) -> None:
    """Cancel the reminders of the notice's deadlines; warnings about letters stay."""
    cancel_reminders(owner=withdrawal.owner, about=subject_key(withdrawal), kinds=[NOTICE_KIND], now=now)


def cancel_notice_reminders(withdrawal: Withdrawal, *, now: datetime) -> None:
    """Cancel all reminders about a withdrawal that is notified, abandoned or undone."""
    cancel_reminders(owner=withdrawal.owner, about=subject_key(withdrawal), now=now)


def warn_user(withdrawal: Withdrawal, title: str, *, now: datetime) -> None:
    """Notify the user at once about a problem with a letter."""
    add_reminder(
        owner=withdrawal.owner,
        kind="letter_trouble",
        title=title,
        body=withdrawal.application.company_and_role,
        url=withdrawal.get_absolute_url(),
        about=subject_key(withdrawal),
        due_at=now,
        lane=Lane.DEADLINE,
        now=now,
    )
