"""Create the demo's data: each application, interview and letter by the domain functions, at its own past moment."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import count
from typing import Final
from zoneinfo import ZoneInfo

from accounts.models import User
from config.demo.applications import ROLES, Lesson, Remark, Role, Round
from config.demo.people import DEMO_PEOPLE, Person, domain_of
from config.demo.posting import posting_of
from config.demo.withdrawals import WITHDRAWALS, DemoWithdrawal, add_lesson, add_reply, start_withdrawal, withdraw
from reminders.domain.reminders import add_reminder
from tracker.domain.agreements import add_agreement
from tracker.domain.applications import add_application, end_application, log_note
from tracker.domain.companies import add_contact, get_or_add_company, update_company
from tracker.domain.interviews import add_interview, set_interview_status
from tracker.domain.stages import change_stage
from tracker.models import Application, Contact, Interview
from tracker.states import AgreementKind, InterviewKind, InterviewStatus, Stage
from withdrawals.domain.aftercare.feedback import add_feedback
from withdrawals.domain.learning.reflections import add_reflection
from withdrawals.models import Withdrawal

ReplayStep = Callable[[datetime], None]

#: Days before an interview when it is agreed, though never later than yesterday.
AGREED_BEFORE: Final = 5
#: The company of the draft withdrawal. Its interview is in a zone of OFFICES with office hours at that time.
DRAFT_COMPANY: Final = "Larkspur Health"
NEXT_INTERVIEW_IN: Final = timedelta(hours=40)
OFFICES: Final = ("America/New_York", "Europe/London", "America/Los_Angeles", "Asia/Kolkata", "Australia/Sydney")
PEOPLE_BY_NAME: Final = {person.name: person for person in DEMO_PEOPLE}
SATURDAY: Final = 5


@dataclass
class Replay:
    """The planned acts of one person, called in the order of their moments. An act may plan others."""

    user: User
    now: datetime
    acts: list[tuple[datetime, int, ReplayStep]] = field(default_factory=list)
    planned: Iterator[int] = field(default_factory=count)
    applications: dict[str, Application] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.user.time_zone).date()

    def moment(self, days_ago: int, clock: str) -> datetime:
        """Return the UTC moment ``days_ago`` at ``clock`` in the person's zone."""
        return datetime.combine(self.day(days_ago), time.fromisoformat(clock), self.user.time_zone).astimezone(UTC)

    def day(self, days_ago: int) -> date:
        return self.today - timedelta(days=days_ago)

    def plan(self, moment: datetime, act: ReplayStep) -> None:
        """Plan to call ``act`` with ``moment`` as its ``now``."""
        heappush(self.acts, (moment, next(self.planned), act))

    def run(self) -> None:
        """Call all planned acts, the oldest first."""
        while self.acts:
            moment, _, act = heappop(self.acts)
            act(moment)


def replay_search(user: User, *, now: datetime) -> None:
    """Create the whole demo search of ``user``, up to ``now``."""
    replay = Replay(user, now)
    for role in ROLES:
        _plan_role(replay, role)
    for planned in WITHDRAWALS:
        _plan_withdrawal(replay, planned)
    replay.plan(replay.moment(6, "11:00"), partial(_add_draft_interview, replay))
    _plan_agreements(replay)
    _plan_reminders(replay)
    replay.run()


def _plan_role(replay: Replay, role: Role) -> None:
    replay.plan(replay.moment(role.found, "20:30"), partial(_add_application, replay, role))
    if role.applied is not None:
        replay.plan(replay.moment(role.applied, "21:15"), partial(_change_stage, replay, role.company, Stage.APPLIED))
    for round_ in role.rounds:
        _plan_round(replay, role, round_)
    for day, stage in role.stage_changes:
        replay.plan(replay.moment(day, "12:00"), partial(_change_stage, replay, role.company, stage))
    for day, text in role.notes:
        replay.plan(replay.moment(day, "18:00"), partial(_note, replay, role.company, text))
    if role.end is not None:
        replay.plan(replay.moment(role.end[0], "10:00"), partial(_end, replay, role.company, role.end[1]))
    if role.remark is not None:
        heard = replay.moment(role.remark.day, role.remark.clock)
        replay.plan(heard, partial(_add_feedback, replay, role.company, role.remark))
    if role.lesson is not None:
        replay.plan(replay.moment(role.lesson.day, "20:45"), partial(_add_lesson, replay, role.company, role.lesson))


def _plan_round(replay: Replay, role: Role, round_: Round) -> None:
    """Plan an interview; it is added some days before. Its status is recorded at its end, unless still scheduled."""
    day = _working_day(replay.day(round_.day), forward=round_.day < 0)
    if round_.day == -1:
        day = replay.day(-1)  # stays tomorrow, even on a weekend
    zone = ZoneInfo(round_.zone)
    starts_at = datetime.combine(day, time.fromisoformat(round_.clock), zone).astimezone(UTC)
    agreed = max((replay.today - day).days + AGREED_BEFORE, 1)
    replay.plan(replay.moment(agreed, "11:00"), partial(_add_interview, replay, role.company, round_, starts_at))


def _working_day(day: date, *, forward: bool) -> date:
    """Return ``day``, or for a day of a weekend the Monday after (``forward``) or the Friday before."""
    past_friday = max(day.weekday() - SATURDAY + 1, 0)
    if not past_friday:
        return day
    return day + timedelta(days=3 - past_friday) if forward else day - timedelta(days=past_friday)


def _add_application(replay: Replay, role: Role, now: datetime) -> None:
    pay = role.pay or (None, None, "")
    action, action_day = role.next_action or ("", None)
    application = add_application(
        owner=replay.user,
        title=role.title,
        company_name=role.company,
        actor=replay.user,
        now=now,
        tag_names=role.tags,
        source_name=role.source,
        contact=_contact(replay, role.contact, now),
        location=role.location,
        work_mode=role.mode,
        url=f"https://{domain_of(role.company)}/careers/{role.title.lower().replace(',', '').replace(' ', '-')}",
        posting=posting_of(role),
        salary_min=pay[0],
        salary_max=pay[1],
        currency=pay[2],
        period="year" if role.pay else "",
        excitement=role.excitement,
        closes_on=None if role.closes is None else replay.day(role.closes),
        next_action=action,
        next_action_on=None if action_day is None else replay.day(action_day),
    )
    update_company(
        application.company, website=f"https://{domain_of(role.company)}", location=role.location.split(",")[0]
    )
    replay.applications[role.company] = application


def _contact(replay: Replay, name: str, now: datetime) -> Contact | None:
    """Return the contact with this name, added at its first use; None for no name."""
    if not name:
        return None
    if name not in replay.contacts:
        replay.contacts[name] = _new_contact(replay.user, PEOPLE_BY_NAME[name], now)
    return replay.contacts[name]


def _new_contact(user: User, person: Person, now: datetime) -> Contact:
    return add_contact(
        owner=user,
        name=person.name,
        company=get_or_add_company(owner=user, name=person.company, now=now),
        role=person.role,
        kind=person.kind,
        agency=person.agency,
        email=person.email,
        phone=person.phone,
        time_zone=ZoneInfo(person.zone),
        country=person.country,
        notes=person.notes,
        now=now,
    )


def _change_stage(replay: Replay, company: str, stage: Stage, now: datetime) -> None:
    change_stage(replay.applications[company], stage, actor=replay.user, now=now)


def _note(replay: Replay, company: str, text: str, now: datetime) -> None:
    log_note(replay.applications[company], text, actor=replay.user, now=now)


def _end(replay: Replay, company: str, outcome: str, now: datetime) -> None:
    end_application(replay.applications[company], outcome, actor=replay.user, now=now)


def _add_feedback(replay: Replay, company: str, remark: Remark, now: datetime) -> None:
    application = replay.applications[company]
    add_feedback(application, actor=replay.user, now=now, text=remark.text, from_name=remark.from_name)


def _add_lesson(replay: Replay, company: str, lesson: Lesson, now: datetime) -> None:
    add_reflection(
        replay.applications[company],
        actor=replay.user,
        now=now,
        finished=lesson.finished,
        lesson=lesson.lesson,
        body=lesson.body,
        **lesson.details,
    )


def _add_interview(replay: Replay, company: str, round_: Round, starts_at: datetime, now: datetime) -> None:
    application = replay.applications[company]
    contact = _contact(replay, round_.contact, now)
    interview = add_interview(
        application,
        starts_at=starts_at,
        time_zone=ZoneInfo(round_.zone),
        actor=replay.user,
        now=now,
        interviewers=[contact] if contact else [],
        contact=contact,
        kind=round_.kind,
        round=application.interviews.count() + 1,
        minutes=round_.minutes,
        link=f"https://meet.{domain_of(company)}/{application.pk}-{round_.kind}" if round_.link else "",
        place=round_.place,
        prep=round_.prep,
        debrief=round_.debrief,
    )
    if round_.status != InterviewStatus.SCHEDULED and interview.ends_at < replay.now:
        replay.plan(interview.ends_at, partial(_record_status, replay, interview, round_.status))


def _record_status(replay: Replay, interview: Interview, status: str, now: datetime) -> None:
    set_interview_status(interview, status, actor=replay.user, now=now)


def _plan_withdrawal(replay: Replay, planned: DemoWithdrawal) -> None:
    def withdraw_and_plan(now: datetime) -> None:
        withdrawal = withdraw(replay.applications[planned.company], planned, actor=replay.user, now=now)
        reply, lesson = planned.reply, planned.lesson
        heard = partial(_add_reply, replay, withdrawal, planned)
        replay.plan(replay.moment(reply.day, reply.clock), heard)
        replay.plan(replay.moment(lesson.day, "20:45"), partial(_add_withdrawal_lesson, replay, withdrawal, lesson))

    replay.plan(replay.moment(planned.day, planned.clock), withdraw_and_plan)


def _add_reply(replay: Replay, withdrawal: Withdrawal, planned: DemoWithdrawal, now: datetime) -> None:
    add_reply(withdrawal, planned.reply, actor=replay.user, now=now)


def _add_withdrawal_lesson(replay: Replay, withdrawal: Withdrawal, lesson: Lesson, now: datetime) -> None:
    add_lesson(withdrawal, lesson, actor=replay.user, now=now)


def _add_draft_interview(replay: Replay, now: datetime) -> None:
    """Add the interview of the draft withdrawal, and plan the withdrawal."""
    application = replay.applications[DRAFT_COMPANY]
    starts_at = (replay.now + NEXT_INTERVIEW_IN).replace(minute=0, second=0, microsecond=0)
    contact = _contact(replay, "Luis Ferrer", now)
    interview = add_interview(
        application,
        starts_at=starts_at,
        time_zone=_office_open_at(starts_at),
        actor=replay.user,
        now=now,
        interviewers=[contact] if contact else [],
        contact=application.contact,
        kind=InterviewKind.VIDEO,
        round=2,
        minutes=60,
        link=f"https://meet.{domain_of(DRAFT_COMPANY)}/{application.pk}-second",
    )
    replay.plan(replay.now - timedelta(hours=3), partial(_start_draft, replay, interview))


def _start_draft(replay: Replay, interview: Interview, now: datetime) -> None:
    start_withdrawal(interview, actor=replay.user, now=now)


def _office_open_at(moment: datetime) -> ZoneInfo:
    zones = [ZoneInfo(name) for name in OFFICES]
    return next((zone for zone in zones if 9 <= moment.astimezone(zone).hour <= 16), zones[0])


def _plan_agreements(replay: Replay) -> None:
    def sign(company: str, kind: AgreementKind, terms: str, now: datetime) -> None:
        add_agreement(
            replay.applications[company],
            kind=kind,
            signed_on=now.date(),
            confidential_terms=terms,
            actor=replay.user,
            now=now,
        )

    nda = partial(sign, "Harrow & Finch", AgreementKind.NDA, "Project Saffron")
    replay.plan(replay.moment(28, "09:20"), nda)
    replay.plan(replay.moment(3, "16:40"), partial(sign, "Harrow & Finch", AgreementKind.OFFER_LETTER, ""))
    replay.plan(replay.moment(5, "09:05"), partial(sign, "Nordlys Grid", AgreementKind.NDA, "Winter model"))


def _plan_reminders(replay: Replay) -> None:
    """Plan the person's own reminders, overdue ones and future ones."""

    def remind(company: str, kind: str, title: str, due: tuple[int, str], now: datetime) -> None:
        application = replay.applications[company]
        add_reminder(
            owner=replay.user,
            kind=kind,
            title=title,
            body=application.company_and_role,
            url=f"/applications/{application.pk}/",
            about=f"application:{application.pk}",
            local_time=datetime.combine(replay.day(due[0]), time.fromisoformat(due[1])),
            zone=replay.user.time_zone,
            now=now,
        )

    for asked, company, kind, title, due in (
        (3, "Meridian Atlas", "thank_you", "Thank Nora for the call", (1, "09:00")),
        (6, "Tidewell", "follow_up", "Write to Tidewell if nothing came", (-3, "09:00")),
        (4, "Harrow & Finch", "own", "Harrow & Finch wants an answer", (-5, "12:00")),
        (5, "Hollin Energy", "closing_date", "Hollin Energy closes tomorrow", (-3, "18:00")),
    ):
        replay.plan(replay.moment(asked, "21:50"), partial(remind, company, kind, title, due))
