"""The form of the reminder settings."""

from typing import Any, Final

from django import forms

from accounts.forms import ClockInput, bare_helper
from accounts.models import User

#: Kinds of reminders that a person may switch off, with their labels. Failed letters are always reported.
REMINDER_KINDS: Final[dict[str, str]] = {
    "interview_day": "A day before an interview",
    "interview_hour": "An hour before an interview",
    "thank_you": "To say thank you after an interview",
    "follow_up": "To follow up when nobody answers",
    "notice": "The last good moment to tell an employer that you withdraw",
    "no_answer": "When nobody answers your withdrawal",
    "feedback": "When feedback that you asked for stays away",
    "keep_in_touch": "To stay in touch, once you have set it",
    "closing_date": "Before a posting closes",
}


class RemindersForm(forms.Form):
    """Kinds of reminders, whether they are mailed, and quiet hours."""

    kinds = forms.MultipleChoiceField(
        label="Remind me",
        choices=list(REMINDER_KINDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="A letter that could not be sent, and what you set yourself, is always said.",
    )
    reminder_emails = forms.BooleanField(
        label="By e-mail too",
        required=False,
        help_text="Otherwise only in the app.",
    )
    quiet_from = forms.TimeField(label="No reminder mails from", required=False, widget=ClockInput())
    quiet_until = forms.TimeField(
        label="until",
        required=False,
        widget=ClockInput(),
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        wanted = [kind for kind in REMINDER_KINDS if kind not in user.muted_kinds]
        initial = {
            "kinds": wanted,
            "reminder_emails": user.reminder_emails,
            "quiet_from": user.quiet_from,
            "quiet_until": user.quiet_until,
        }
        super().__init__(*args, **{"initial": initial, **options})
        self.helper = bare_helper()

    def clean(self) -> dict[str, Any]:
        """Require both ends of the quiet hours or none, and different ones."""
        cleaned = super().clean() or self.cleaned_data
        begin, end = cleaned.get("quiet_from"), cleaned.get("quiet_until")
        if not self.errors and (begin is None) != (end is None):
            self.add_error("quiet_until" if end is None else "quiet_from", "Give both times, or neither.")
        elif begin is not None and begin == end:
            self.add_error("quiet_until", "That would be no time, or all of it. Choose two different times.")
        return cleaned

    def preferences(self) -> dict[str, Any]:
        """Return the keyword arguments for ``save_notification_preferences``."""
        data = dict(self.cleaned_data)
        wanted = data.pop("kinds")
        data["muted_kinds"] = [kind for kind in REMINDER_KINDS if kind not in wanted]
        return data
