"""Recording, editing and moving an interview: a wall time on the clock of a zone."""

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms

from accounts.forms import ZoneField, bare_helper
from accounts.models import User
from accounts.templatetags.clock import place_words
from tracker.domain.interviews import INTERVIEW_FIELDS
from tracker.domain.wall_time import Reading, is_skipped, readings_of
from tracker.forms.applications import people_for
from tracker.forms.fields import date_field, text_area, text_field, url_field
from tracker.models import Application, Contact, Interview
from tracker.models.company import NAME_LIMIT
from tracker.states import InterviewKind

#: Cleaned values that ``add_interview`` and ``update_interview`` take under the same name.
MOST_ROUNDS: Final = 99


class WallTimeForm(forms.Form):
    """Day, time and zone; cleans to ``starts_at``, aware. Asks which of two is meant where clocks change."""

    date = date_field("Day", required=True)
    time = forms.TimeField(label="Time", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    time_zone = ZoneField(label="On the clocks of")
    fold = forms.ChoiceField(label="Which one?", required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = bare_helper()
        self.asks_which = False
        self._offer_readings()

    def clean(self) -> dict[str, Any]:
        """Refuse a wall time that clocks skip or show twice until one of the two is chosen."""
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
        """The cleaned start."""
        moment: datetime = self.cleaned_data["starts_at"]
        return moment

    def _offer_readings(self) -> None:
        """A choice between two readings stands in the form only where there are two."""
        readings = self._readings() if self.is_bound else []
        if len(readings) < 2:
            del self.fields["fold"]
            return
        field = self.fields["fold"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(reading.fold), f"{reading.shown:%H:%M} {reading.shown.tzname()}") for reading in readings]
        self.asks_which = True

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
    """All but the time."""

    kind = forms.ChoiceField(label="Kind", choices=InterviewKind.choices, initial=InterviewKind.VIDEO)
    round = forms.IntegerField(label="Round", min_value=1, max_value=MOST_ROUNDS, initial=1)
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
        field.queryset = people_for(application)

    def clean(self) -> dict[str, Any]:
        """Somebody new needs a name."""
        data = super().clean() or self.cleaned_data
        if (data.get("contact_email") or data.get("contact_phone")) and not data.get("contact_name"):
            self.add_error("contact_name", "Whose is it? Give a name.")
        return data

    def details(self) -> dict[str, Any]:
        """What the verbs take besides the contact."""
        return {name: value for name, value in self.cleaned_data.items() if name in INTERVIEW_FIELDS - {"contact"}}

    def new_contact(self) -> dict[str, Any] | None:
        """Name, e-mail and phone of somebody not known yet."""
        if not self.cleaned_data["contact_name"]:
            return None
        return {name: self.cleaned_data[f"contact_{name}"] for name in ("name", "email", "phone")}


class AddInterviewForm(WallTimeForm, InterviewDetailsForm):
    """A new interview, on the clocks of the ``last`` round where there is one and arranged by the same person."""

    def __init__(
        self, *args: Any, application: Application, last: Interview | None, reader: User, **options: Any
    ) -> None:
        initial = {
            "time_zone": last.time_zone if last else reader.time_zone,
            "round": min(last.round + 1, MOST_ROUNDS) if last else 1,
            "contact": (last.contact if last else None) or application.contact,
        }
        super().__init__(*args, application=application, initial=initial, **options)
        if last and last.time_zone != reader.time_zone:
            said = f"As in round {last.round}. Your own clock is that of {place_words(reader.time_zone)}."
            self.fields["time_zone"].help_text = said


class EditInterviewForm(InterviewDetailsForm):
    """An existing one; its time is moved by ``RescheduleForm``."""

    def __init__(self, *args: Any, interview: Interview, **options: Any) -> None:
        initial = {name: getattr(interview, name) for name in INTERVIEW_FIELDS}
        super().__init__(*args, application=interview.application, initial=initial, **options)


class RescheduleForm(WallTimeForm):
    """Another time, and whose wish it was."""

    by_them = forms.TypedChoiceField(
        label="Who asked?",
        choices=[("yes", "They asked"), ("no", "I asked, or it was noted wrongly")],
        coerce=lambda value: value == "yes",
        initial="yes",
        widget=forms.RadioSelect,
    )


class PrepForm(forms.Form):
    """What to know and ask."""

    prep = text_area("Prepare", max_length=20_000, rows=6)


class DebriefForm(forms.Form):
    """How it went."""

    debrief = text_area("How did it go?", max_length=20_000, rows=6)
