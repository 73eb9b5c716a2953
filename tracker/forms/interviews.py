"""Forms to record, edit and reschedule an interview."""

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms

from accounts.forms import ZoneField, bare_helper
from accounts.models import User
from accounts.templatetags.clock import place_name
from tracker.domain.interviews import INTERVIEW_FIELDS
from tracker.domain.wall_time import Reading, is_skipped, readings_of
from tracker.forms.applications import selectable_contacts
from tracker.forms.fields import date_field, text_area, text_field, url_field
from tracker.models import Application, Contact, Interview
from tracker.models.company import NAME_LIMIT
from tracker.states import InterviewKind

MAX_ROUND: Final = 99


class WallTimeForm(forms.Form):
    """A day, a time and a zone; cleans to an aware ``starts_at``.

    Offers a choice when the wall time has two readings.
    """

    date = date_field("Day", required=True)
    time = forms.TimeField(label="Time", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    time_zone = ZoneField(label="On the clocks of")
    fold = forms.ChoiceField(label="Which one?", required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = bare_helper()
        self.is_ambiguous = False
        self._offer_readings()

    def clean(self) -> dict[str, Any]:
        """Refuse a wall time that clocks skip or show twice, until the person chooses one of the two readings."""
        data = super().clean() or self.cleaned_data
        readings = self._readings()
        chosen = next((reading for reading in readings if str(reading.fold) == data.get("fold")), None)
        if len(readings) == 1:
            chosen = readings[0]
        elif readings and chosen is None:
            self.add_error("time", self._why(readings))
        if chosen:
            data["starts_at"] = chosen.instant
        return data

    def starts_at(self) -> datetime:
        """Return the cleaned start, aware."""
        moment: datetime = self.cleaned_data["starts_at"]
        return moment

    def _offer_readings(self) -> None:
        """Keep the field ``fold`` only when there are two readings to choose from."""
        readings = self._readings() if self.is_bound else []
        if len(readings) < 2:
            del self.fields["fold"]
            return
        field = self.fields["fold"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(reading.fold), f"{reading.shown:%H:%M} {reading.shown.tzname()}") for reading in readings]
        self.is_ambiguous = True

    def _readings(self) -> list[Reading]:
        try:
            day = self.fields["date"].clean(self["date"].data)
            time = self.fields["time"].clean(self["time"].data)
            zone = self.fields["time_zone"].clean(self["time_zone"].data)
        except forms.ValidationError:
            return []
        return readings_of(datetime.combine(day, time), zone) if isinstance(zone, ZoneInfo) else []

    def _why(self, readings: list[Reading]) -> str:
        local = datetime.combine(self.cleaned_data["date"], self.cleaned_data["time"])
        day = f"{local:%a} {local.day} {local:%b}"
        if is_skipped(local, readings):
            return f"Clocks go forward on {day}, and {local:%H:%M} is skipped there. Choose one of the two below."
        return f"Clocks go back on {day}, and {local:%H:%M} comes twice there. Choose one of the two below."


class InterviewDetailsForm(forms.Form):
    """The details of an interview, without its time."""

    kind = forms.ChoiceField(label="Kind", choices=InterviewKind.choices, initial=InterviewKind.VIDEO)
    round = forms.IntegerField(label="Round", min_value=1, max_value=MAX_ROUND, initial=1)
    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=1440, initial=60)
    link = url_field("Link to join", max_length=1000)
    place = text_field("Place", max_length=300)
    interviewer_names = text_field("Who will be there", max_length=300, help_text="Names, separated by commas.")
    contact = forms.ModelChoiceField(
        label="Arranged by",
        required=False,
        queryset=Contact.objects.none(),
        empty_label="–",
        help_text="They are told first if plans change.",
    )
    contact_name = text_field("Name", max_length=NAME_LIMIT)
    contact_email = forms.EmailField(label="E-mail", required=False, max_length=254)
    contact_phone = text_field("Phone", max_length=40, widget=forms.TextInput(attrs={"type": "tel"}))

    def __init__(self, *args: Any, application: Application, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = bare_helper()
        field = self.fields["contact"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = selectable_contacts(application)

    def clean(self) -> dict[str, Any]:
        """Require a name for a new contact."""
        data = super().clean() or self.cleaned_data
        if (data.get("contact_email") or data.get("contact_phone")) and not data.get("contact_name"):
            self.add_error("contact_name", "Whose is it? Give a name.")
        return data

    def details(self) -> dict[str, Any]:
        """Return the keyword arguments for ``add_interview`` and ``update_interview``, without the contact."""
        return {name: value for name, value in self.cleaned_data.items() if name in INTERVIEW_FIELDS - {"contact"}}

    def new_contact(self) -> dict[str, Any] | None:
        """Return name, e-mail and phone of a contact to add; None when no name was typed."""
        if not self.cleaned_data["contact_name"]:
            return None
        return {name: self.cleaned_data[f"contact_{name}"] for name in ("name", "email", "phone")}


class AddInterviewForm(WallTimeForm, InterviewDetailsForm):
    """The form for a new interview. Zone and contact are by default those of the ``last`` round, if there is one."""

    def __init__(
        self, *args: Any, application: Application, last: Interview | None, reader: User, **options: Any
    ) -> None:
        initial = {
            "time_zone": last.time_zone if last else reader.time_zone,
            "round": min(last.round + 1, MAX_ROUND) if last else 1,
            "contact": (last.contact if last else None) or application.contact,
        }
        super().__init__(*args, application=application, initial=initial, **options)
        if last and last.time_zone != reader.time_zone:
            hint = f"As in round {last.round}. Your own clock is that of {place_name(reader.time_zone)}."
            self.fields["time_zone"].help_text = hint


class EditInterviewForm(InterviewDetailsForm):
    """The form for an existing interview. ``RescheduleForm`` changes its time."""

    def __init__(self, *args: Any, interview: Interview, **options: Any) -> None:
        initial = {name: getattr(interview, name) for name in INTERVIEW_FIELDS}
        super().__init__(*args, application=interview.application, initial=initial, **options)


class RescheduleForm(WallTimeForm):
    """A new time, and which side asked for it."""

    by_them = forms.TypedChoiceField(
        label="Who asked?",
        choices=[("yes", "They asked"), ("no", "I asked, or it was noted wrongly")],
        coerce=lambda value: value == "yes",
        initial="yes",
        widget=forms.RadioSelect,
    )


class PrepForm(forms.Form):
    """Notes to prepare for an interview."""

    prep = text_area("Prepare", max_length=20_000, rows=6)


class DebriefForm(forms.Form):
    """Notes after an interview."""

    debrief = text_area("How did it go?", max_length=20_000, rows=6)
