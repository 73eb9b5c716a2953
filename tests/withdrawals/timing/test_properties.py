"""What holds for every moment, zone and situation."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from withdrawals.timing import (
    InterviewSlot,
    NoticeRequest,
    RecipientFacts,
    next_working_moment,
    not_after,
    plan_notice,
    previous_working_moment,
    urgency,
)
from withdrawals.timing.hours import is_working
from withdrawals.vocabulary import Channel, Situation, Urgency

RANK = list(Urgency)
ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Africa/Casablanca",
]
START = datetime(2026, 3, 1, tzinfo=UTC)
zones = st.sampled_from(ZONES).map(ZoneInfo)
moments = st.integers(0, 366 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
notices = st.integers(-3 * 24 * 60, 10 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
recipients = st.builds(
    RecipientFacts,
    name=st.sampled_from(["", "Maya"]),
    kind=st.sampled_from(["person", "panel", "agency"]),
    phone=st.sampled_from(["", "+1 555 0100"]),
    email=st.sampled_from(["", "maya@fernway.example"]),
    time_zone=st.none() | zones,
    country=st.sampled_from(["", "US", "IL"]),
)


@st.composite
def requests(draw: st.DrawFn) -> NoticeRequest:
    now = draw(moments)
    slot = None
    if draw(st.booleans()):
        slot = InterviewSlot(
            now + draw(notices),
            draw(zones),
            draw(st.sampled_from(["video", "panel"])),
            draw(st.sampled_from([None, 1, 3, "final"])),
        )
    return NoticeRequest(
        now,
        draw(st.sampled_from(list(Situation))),
        slot,
        draw(recipients),
        draw(st.sampled_from([None, 0, 24, 48, 72])),
    )


@given(moments, notices, notices)
def test_less_notice_never_lowers_urgency(now: datetime, first: timedelta, second: timedelta) -> None:
    less, more = sorted([first, second])

    assert RANK.index(urgency(now, now + less)) >= RANK.index(urgency(now, now + more))


@given(requests(), st.integers(0, 5 * 24 * 60))
def test_urgency_never_falls_as_time_passes(request: NoticeRequest, minutes: int) -> None:
    later = NoticeRequest(
        request.now + timedelta(minutes=minutes),
        request.situation,
        request.interview,
        request.recipient,
        request.campus_hours,
    )

    assert RANK.index(plan_notice(later).urgency) >= RANK.index(plan_notice(request).urgency)


@given(requests())
def test_plan_never_looks_into_the_past(request: NoticeRequest) -> None:
    plan = plan_notice(request)

    assert min(plan.propose_at, *[step.by for step in plan.steps]) >= request.now
    assert plan.send_by is None or plan.send_by >= request.now


@given(requests())
def test_best_moment_is_never_after_the_last_courteous_one(request: NoticeRequest) -> None:
    plan = plan_notice(request)

    assert plan.send_by is None or plan.propose_at <= plan.send_by


@given(requests())
def test_steps_end_before_a_slot_that_is_still_ahead(request: NoticeRequest) -> None:
    if request.starts_at and request.starts_at > request.now:
        assert all(step.by <= request.starts_at for step in plan_notice(request).steps)


@given(requests())
def test_plan_always_writes_and_calls_only_a_known_number(request: NoticeRequest) -> None:
    channels = [step.channel for step in plan_notice(request).steps]

    assert Channel.EMAIL in channels
    assert request.recipient.phone or not {Channel.PHONE, Channel.VOICEMAIL} & set(channels)


@given(requests())
def test_voicemail_is_always_paired_with_a_call_and_an_email(request: NoticeRequest) -> None:
    channels = {step.channel for step in plan_notice(request).steps}

    assert Channel.VOICEMAIL not in channels or {Channel.PHONE, Channel.EMAIL} <= channels


@given(requests())
def test_best_moment_waits_only_for_an_opening_that_leaves_fair_notice(request: NoticeRequest) -> None:
    plan = plan_notice(request)

    if plan.propose_at > request.now:
        assert plan.propose_at.astimezone(request.zone).strftime("%H:%M") == "09:05"
        assert request.starts_at is None or request.starts_at - plan.propose_at >= timedelta(hours=24)


@given(requests())
def test_send_by_lies_in_working_time_or_is_now(request: NoticeRequest) -> None:
    plan = plan_notice(request)

    if plan.send_by not in {None, request.now}:
        assert is_working(plan.send_by, hours=request.recipient.hours, zone=request.zone)


@given(requests(), notices)
def test_letter_never_leaves_by_itself_after_the_start(request: NoticeRequest, wait: timedelta) -> None:
    due = request.now + abs(wait)
    limit = not_after(request, due)

    if request.starts_at and request.starts_at > request.now:
        assert limit <= request.starts_at
    else:
        assert limit == due + timedelta(hours=2)


@given(moments, zones, recipients)
def test_working_moments_enclose_the_moment(moment: datetime, zone: ZoneInfo, recipient: RecipientFacts) -> None:
    before = previous_working_moment(moment, hours=recipient.hours, zone=zone)
    after = next_working_moment(moment, hours=recipient.hours, zone=zone)

    assert before <= moment <= after
    assert is_working(before, hours=recipient.hours, zone=zone)
    assert is_working(after, hours=recipient.hours, zone=zone)
    assert after - before <= timedelta(days=4)


@given(requests())
def test_same_request_gives_the_same_plan(request: NoticeRequest) -> None:
    assert plan_notice(request) == plan_notice(request)
