"""The plan as people will read it: scenarios with their urgency, send-by, best moment and steps."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from withdrawals.timing import (
    InterviewSlot,
    NoticePlan,
    NoticeRequest,
    RecipientFacts,
    plan_notice,
)
from withdrawals.vocabulary import Situation

BERLIN, NEW_YORK, LONDON = "Europe/Berlin", "America/New_York", "Europe/London"
TOKYO, RIYADH, KATHMANDU = "Asia/Tokyo", "Asia/Riyadh", "Asia/Kathmandu"


def make_plan(
    now: str,
    start: str | None,
    zone: str = BERLIN,
    *,
    situation: str = "interview_scheduled",
    kind: str = "person",
    phone: str = "+49 30 1",
    email: str = "maya@fernway.example",
    theirs: str | None = None,
    country: str = "",
    interview_kind: str = "video",
    round_: int | str | None = 1,
    campus: float | None = None,
) -> NoticePlan:
    """`now` and `start` are wall times in the interview's zone."""
    tz = ZoneInfo(zone)
    slot = None
    if start:
        starts_at = datetime.fromisoformat(start).replace(tzinfo=tz)
        slot = InterviewSlot(starts_at, tz, interview_kind, round_)
    recipient = RecipientFacts(
        name="Maya",
        kind=kind,  # type: ignore[arg-type]
        phone=phone,
        email=email,
        time_zone=ZoneInfo(theirs) if theirs else None,
        country=country,
    )
    moment = datetime.fromisoformat(now).replace(tzinfo=tz)
    return plan_notice(NoticeRequest(moment, Situation(situation), slot, recipient, campus))


def wall(moment: datetime | None, zone: str) -> str | None:
    return moment.astimezone(ZoneInfo(zone)).strftime("%m-%d %H:%M") if moment else None


def channels(plan: NoticePlan) -> str:
    return " ".join(step.channel.value for step in plan.steps)


def summary(plan: NoticePlan, zone: str) -> list[str | None]:
    return [plan.urgency.value, wall(plan.send_by, zone), wall(plan.propose_at, zone), channels(plan)]


URGENT = "phone voicemail email"
CLOSED = "email phone voicemail"

# 2026-03-02 is a Monday. now, start, options, urgency, send_by, propose_at, channels.
SCENARIOS = [
    # Ample notice.
    ("03-02 10:00", "03-06 10:00", {}, "ample", "03-05 10:00", "03-02 10:00", "email"),
    ("03-02 10:00", "03-04 10:00", {}, "ample", "03-03 10:00", "03-02 10:00", "email"),
    ("03-02 22:00", "03-06 10:00", {}, "ample", "03-05 10:00", "03-03 09:05", "email"),
    ("03-02 06:00", "03-06 10:00", {}, "ample", "03-05 10:00", "03-02 09:05", "email"),
    ("03-02 10:00", "03-06 08:00", {}, "ample", "03-04 17:00", "03-02 10:00", "email"),
    ("03-02 10:00", "03-06 19:00", {}, "ample", "03-05 17:00", "03-02 10:00", "email"),
    ("03-02 17:00", "03-06 10:00", {}, "ample", "03-05 10:00", "03-02 17:00", "email"),
    ("03-02 09:02", "03-06 10:00", {}, "ample", "03-05 10:00", "03-02 09:02", "email"),
    # Weekends.
    ("03-04 10:00", "03-09 10:00", {}, "ample", "03-06 17:00", "03-04 10:00", "email"),
    ("03-06 18:00", "03-09 10:00", {}, "ample", "03-06 18:00", "03-06 18:00", "email"),
    ("03-06 18:00", "03-10 14:00", {}, "ample", "03-09 14:00", "03-09 09:05", "email"),
    ("03-07 12:00", "03-11 09:00", {}, "ample", "03-10 09:00", "03-09 09:05", "email"),
    ("03-07 12:00", "03-10 09:04", {}, "ample", "03-09 09:04", "03-07 12:00", "email"),
    ("03-07 10:00", "03-08 14:00", {}, "fair", "03-07 10:00", "03-07 10:00", "email phone"),
    ("03-08 12:00", "03-09 09:00", {}, "short", "03-08 12:00", "03-08 12:00", CLOSED),
    # Fair notice: e-mail, then confirm.
    ("03-02 10:00", "03-04 09:59", {}, "fair", "03-03 09:59", "03-02 10:00", "email phone"),
    ("03-02 10:00", "03-03 10:00", {}, "fair", "03-02 10:00", "03-02 10:00", "email phone"),
    ("03-02 10:00", "03-04 09:59", {"phone": ""}, "fair", "03-03 09:59", "03-02 10:00", "email"),
    ("03-02 20:00", "03-04 12:00", {}, "fair", "03-03 12:00", "03-03 09:05", "email phone"),
    ("03-02 20:00", "03-04 09:00", {}, "fair", "03-03 09:00", "03-02 20:00", "email phone"),
    # Short and late notice.
    ("03-02 10:00", "03-03 09:59", {}, "short", "03-02 10:00", "03-02 10:00", URGENT),
    ("03-02 10:00", "03-02 14:00", {}, "short", "03-02 10:00", "03-02 10:00", URGENT),
    ("03-02 10:00", "03-02 13:59", {}, "late", "03-02 10:00", "03-02 10:00", URGENT),
    ("03-02 10:00", "03-02 10:01", {}, "late", "03-02 10:00", "03-02 10:00", URGENT),
    ("03-02 19:00", "03-03 09:00", {}, "short", "03-02 19:00", "03-02 19:00", CLOSED),
    ("03-02 19:00", "03-03 09:00", {"phone": ""}, "short", "03-02 19:00", "03-02 19:00", "email"),
    ("03-02 06:00", "03-02 09:00", {}, "late", "03-02 06:00", "03-02 06:00", CLOSED),
    ("03-02 08:15", "03-02 09:00", {}, "late", "03-02 08:15", "03-02 08:15", URGENT),
    ("03-02 17:30", "03-02 20:00", {}, "late", "03-02 17:30", "03-02 17:30", URGENT),
    ("03-02 10:00", "03-02 12:00", {"phone": ""}, "late", "03-02 10:00", "03-02 10:00", "email"),
    # The slot has passed.
    ("03-02 10:00", "03-02 10:00", {}, "missed", "03-02 10:00", "03-02 10:00", URGENT),
    ("03-02 18:00", "03-02 16:00", {}, "missed", "03-02 18:00", "03-02 18:00", URGENT),
    ("03-03 23:00", "03-02 16:00", {}, "missed", "03-03 23:00", "03-03 23:00", CLOSED),
    ("03-03 11:00", "03-02 16:00", {"phone": ""}, "missed", "03-03 11:00", "03-03 11:00", "email"),
    # Agencies, panels, late rounds.
    ("03-02 10:00", "03-06 10:00", {"kind": "agency"}, "ample", "03-05 10:00", "03-02 10:00", "phone email"),
    ("03-02 22:00", "03-06 10:00", {"kind": "agency"}, "ample", "03-05 10:00", "03-03 09:05", "phone email"),
    ("03-02 22:00", "03-04 08:00", {"kind": "agency"}, "fair", "03-02 22:00", "03-02 22:00", "email phone"),
    (
        "03-02 10:00",
        "03-06 10:00",
        {"kind": "agency", "phone": ""},
        "ample",
        "03-05 10:00",
        "03-02 10:00",
        "email",
    ),
    ("03-02 10:00", "03-06 10:00", {"kind": "panel"}, "ample", "03-05 10:00", "03-02 10:00", "phone email"),
    (
        "03-02 10:00",
        "03-06 10:00",
        {"interview_kind": "panel"},
        "ample",
        "03-05 10:00",
        "03-02 10:00",
        "phone email",
    ),
    ("03-02 10:00", "03-06 10:00", {"round_": 3}, "ample", "03-05 10:00", "03-02 10:00", "phone email"),
    ("03-02 10:00", "03-06 10:00", {"round_": "final"}, "ample", "03-05 10:00", "03-02 10:00", "phone email"),
    ("03-02 10:00", "03-06 10:00", {"round_": "round 2"}, "ample", "03-05 10:00", "03-02 10:00", "email"),
    # No slot, offers.
    ("03-02 10:00", None, {"situation": "applied"}, "ample", None, "03-02 10:00", "email"),
    ("03-07 10:00", None, {"situation": "after_interview"}, "ample", None, "03-09 09:05", "email"),
    ("03-02 10:00", None, {"situation": "offer_in_hand"}, "ample", None, "03-02 10:00", "phone email"),
    ("03-02 10:00", None, {"situation": "offer_accepted"}, "ample", None, "03-02 10:00", "phone email"),
    (
        "03-02 10:00",
        None,
        {"situation": "offer_accepted", "phone": ""},
        "ample",
        None,
        "03-02 10:00",
        "email",
    ),
    ("03-07 10:00", None, {"situation": "offer_accepted"}, "ample", None, "03-09 09:05", "phone email"),
    (
        "03-02 10:00",
        "02-25 10:00",
        {"situation": "after_interview"},
        "missed",
        "03-02 10:00",
        "03-02 10:00",
        "email",
    ),
    # Campus floors.
    ("03-02 10:00", "03-06 10:00", {"campus": 72}, "ample", "03-03 10:00", "03-02 10:00", "email"),
    ("03-02 10:00", "03-04 12:00", {"campus": 72}, "ample", "03-02 10:00", "03-02 10:00", "email email"),
    ("03-02 22:00", "03-05 10:00", {"campus": 48}, "ample", "03-03 10:00", "03-03 09:05", "email"),
    ("03-02 22:00", "03-05 09:00", {"campus": 48}, "ample", "03-03 09:00", "03-02 22:00", "email"),
    ("03-02 10:00", "03-06 10:00", {"campus": 4}, "ample", "03-05 10:00", "03-02 10:00", "email"),
    ("03-02 10:00", "03-02 12:00", {"campus": 24}, "late", "03-02 10:00", "03-02 10:00", URGENT + " email"),
]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[f"{row[0]} for {row[1]} {row[2] or ''}" for row in SCENARIOS])
def test_plan_in_one_zone(scenario: Any) -> None:
    now, start, options, *expected = scenario
    plan = make_plan(f"2026-{now}", f"2026-{start}" if start else None, **options)

    assert summary(plan, BERLIN) == expected


# Interview zone, recipient zone; now and start in the interview's zone, results in the recipient's.
ZONES = [
    # London slot, recruiter in New York: Tuesday 15:00 London is 10:00 there.
    (LONDON, NEW_YORK, "03-02 09:00", "03-05 15:00", "ample", "03-04 10:00", "03-02 09:05", "email"),
    # Recruiter in Tokyo: London noon is 21:00 there, so send-by falls back to 17:00 their time.
    (LONDON, TOKYO, "03-02 09:00", "03-05 12:00", "ample", "03-04 17:00", "03-03 09:05", "email"),
    # A Sunday-to-Thursday week: Sunday 10:00 is working time, Friday is not.
    (RIYADH, RIYADH, "03-06 10:00", "03-10 10:00", "ample", "03-09 10:00", "03-08 09:05", "email"),
    # A zone of 5:45.
    (KATHMANDU, KATHMANDU, "03-02 08:00", "03-05 10:00", "ample", "03-04 10:00", "03-02 09:05", "email"),
]


@pytest.mark.parametrize("scenario", ZONES)
def test_plan_across_zones(scenario: Any) -> None:
    zone, theirs, now, start, *expected = scenario
    country = "SA" if theirs == RIYADH else ""
    plan = make_plan(f"2026-{now}", f"2026-{start}", zone, theirs=theirs, country=country)

    assert summary(plan, theirs) == expected


# Clocks go forward in Berlin on 2026-03-29 and back on 2026-10-25; in New York on 03-08 and 11-01.
CLOCK_CHANGES = [
    # 24 h before Sunday 12:00 summer time is Saturday 11:00 winter time.
    (BERLIN, "2026-03-28 11:00", "2026-03-29 12:00", "fair"),
    (BERLIN, "2026-03-28 12:00", "2026-03-29 12:00", "short"),
    (BERLIN, "2026-10-24 12:00", "2026-10-25 12:00", "fair"),
    (BERLIN, "2026-10-24 13:00", "2026-10-25 12:00", "fair"),
    (BERLIN, "2026-10-24 13:01", "2026-10-25 12:00", "short"),
    (NEW_YORK, "2026-03-06 12:00", "2026-03-08 12:00", "fair"),
    (NEW_YORK, "2026-03-06 11:00", "2026-03-08 12:00", "ample"),
    (NEW_YORK, "2026-10-30 12:00", "2026-11-01 12:00", "ample"),
]


@pytest.mark.parametrize(("zone", "now", "start", "urgency"), CLOCK_CHANGES)
def test_urgency_counts_elapsed_hours_when_the_clocks_change(zone: str, now: str, start: str, urgency: str) -> None:
    assert make_plan(now, start, zone).urgency.value == urgency


def test_send_by_keeps_office_hours_when_the_clocks_change() -> None:
    plan = make_plan("2026-03-25 10:00", "2026-03-30 08:30")

    assert wall(plan.send_by, BERLIN) == "03-27 17:00"


def test_steps_at_night_before_a_nine_o_clock_name_the_call() -> None:
    email, phone, voicemail = make_plan("2026-03-02 19:00", "2026-03-03 09:00").steps

    assert email.why == "They are closed: e-mail now, call at 08:00 on Tuesday."
    assert [wall(step.by, BERLIN) for step in (email, phone, voicemail)] == [
        "03-02 19:00",
        "03-03 08:00",
        "03-03 08:00",
    ]


def test_call_waits_for_the_opening_when_it_leaves_an_hour() -> None:
    _, phone, _ = make_plan("2026-03-02 19:00", "2026-03-03 14:00").steps

    assert wall(phone.by, BERLIN) == "03-03 09:00"


def test_no_phone_number_is_said() -> None:
    (email,) = make_plan("2026-03-02 10:00", "2026-03-02 12:00", phone="").steps

    assert email.why == (
        "Under 4 h left: only a call is sure to be noticed. No phone number on record, so e-mail now and look for one."
    )


def test_no_address_is_said() -> None:
    (email,) = make_plan("2026-03-02 10:00", "2026-03-06 12:00", email="", phone="").steps

    assert email.why.endswith("No e-mail address on record: add one.")


def test_agency_is_told_first_and_alone() -> None:
    plan = make_plan("2026-03-02 10:00", "2026-03-06 10:00", kind="agency")

    assert {step.who for step in plan.steps} == {"Maya"}
    assert plan.steps[0].why == "They answer to the client: tell them first, and tell nobody past them."


def test_accepted_offer_is_called_and_written_the_same_day() -> None:
    phone, email = make_plan("2026-03-02 10:00", None, situation="offer_accepted").steps

    assert wall(phone.by, BERLIN) == wall(email.by, BERLIN) == "03-02 17:00"


def test_accepted_offer_at_the_weekend_is_called_on_monday() -> None:
    phone, email = make_plan("2026-03-07 10:00", None, situation="offer_accepted").steps

    assert wall(phone.by, BERLIN) == wall(email.by, BERLIN) == "03-09 17:00"


def test_fair_notice_is_confirmed_the_same_day() -> None:
    _, confirm = make_plan("2026-03-02 10:00", "2026-03-03 12:00").steps

    assert wall(confirm.by, BERLIN) == "03-02 14:00"


def test_broken_campus_floor_tells_the_career_office() -> None:
    plan = make_plan("2026-03-02 10:00", "2026-03-04 12:00", campus=72)

    assert plan.steps[-1].who == "your career office"
    assert plan.steps[-1].why == "Your programme asks for 72 h and 50 h are left: tell them yourself."
