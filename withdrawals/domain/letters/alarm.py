"""An alarm for the person's own calendar, in case the machine that sends the letter is asleep."""

from datetime import UTC, datetime, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event

from withdrawals.models import Letter

ALARM_LEAD_TIME: Final = timedelta(minutes=5)


def alarm_file(letter: Letter, *, at: datetime, url: str, now: datetime) -> bytes:
    """Return an .ics file with a ten-minute event at ``at`` (aware) and an alarm five minutes before.

    It contains the recipient's name and the page's URL, and none of the letter's text.
    """
    at = at.astimezone(UTC)
    event = Event()
    event.add("uid", f"letter-{letter.pk}-{letter.created_at:%Y%m%d%H%M%S}@bowout")
    event.add("dtstamp", now)
    event.add("dtstart", at)
    event.add("dtend", at + timedelta(minutes=10))
    event.add("summary", f"Tell {letter.to_name or letter.withdrawal.application.company.name}")
    event.add("description", url)
    event.add("url", url)
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", "Is the letter on its way?")
    alarm.add("trigger", -ALARM_LEAD_TIME)
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//Bowout//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    found: bytes = calendar.to_ical()
    return found
