"""Adding, editing, ending, reopening, noting and deleting an application."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.errors import Conflict, DomainError
from reminders.domain.reminders import add_reminder
from reminders.models import Delivery, Reminder
from reminders.states import DeliveryState
from tests.factories import (
    NOW,
    AgreementFactory,
    ApplicationFactory,
    InterviewFactory,
    TagFactory,
    UserFactory,
)
from tracker.domain.agreements import delete_agreement
from tracker.domain.applications import (
    add_application,
    delete_application,
    end_application,
    log_note,
    set_tags,
    update_application,
)
from tracker.domain.stages import change_stage, reopen_application
from tracker.models import Application, Event, Interview, Posting
from tracker.states import INTERVIEWS_AFTER, EventKind, InterviewStatus, Outcome, Stage

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


def kinds(application: Application) -> list[str]:
    return list(Event.objects.filter(application=application).order_by("pk").values_list("kind", flat=True))


def remind(application: Application, *, at_days: int = 3) -> Reminder:
    return add_reminder(
        owner=application.owner,
        kind="follow_up",
        title="Follow up",
        about=f"application:{application.pk}",
        due_at=NOW + timedelta(days=at_days),
        now=NOW,
    )


def test_posting_is_kept_beside_the_application_changed_and_taken_away() -> None:
    application = ApplicationFactory.create(posting="We run the trains.")
    owner = application.owner

    def keep(text: str) -> str:
        update_application(application, actor=owner, now=LATER, posting=text)
        return application.posting

    assert application.posting == Posting.objects.for_user(owner).get().text == "We run the trains."
    assert keep("We run the buses.") == Posting.objects.get().text == "We run the buses."
    assert keep("") == ""
    assert not Posting.objects.exists()
    assert keep("We run again.") == Posting.objects.get().text == "We run again."
    edits = Event.objects.filter(application=application, kind=EventKind.EDITED).order_by("pk")
    assert [(edit.data, edit.changes) for edit in edits] == [({"fields": ["posting"]}, [])] * 3


def test_no_posting_no_row() -> None:
    assert ApplicationFactory.create().posting == ""
    assert not Posting.objects.exists()


def test_title_and_company_suffice() -> None:
    owner = UserFactory()

    application = add_application(owner=owner, title=" Analyst ", company_name="Kestrel", actor=owner, now=NOW)

    kept = Application.objects.get()
    assert (kept.title, kept.company.name, kept.stage, kept.outcome) == ("Analyst", "Kestrel", "saved", "open")
    assert (kept.applied_on, kept.touched_at, kept.stage_since) == (None, NOW, NOW)
    event = Event.objects.get()
    assert (event.kind, event.actor, event.data) == (EventKind.ADDED, owner, {"stage": "saved"})
    assert application == kept


def test_application_added_as_applied_is_dated_on_the_owners_calendar() -> None:
    owner = UserFactory(time_zone="Pacific/Auckland")
    late_evening = NOW.replace(hour=20)

    application = ApplicationFactory(owner=owner, now=late_evening)

    assert application.applied_on == date(2026, 11, 24)


def test_application_keeps_the_date_that_was_given() -> None:
    assert ApplicationFactory(applied_on=date(2026, 11, 1)).applied_on == date(2026, 11, 1)


def test_unknown_details_are_refused() -> None:
    owner = UserFactory()

    with pytest.raises(TypeError, match="outcome"):
        add_application(owner=owner, title="A", company_name="B", actor=owner, now=NOW, outcome="accepted")
    with pytest.raises(TypeError, match="stage"):
        update_application(ApplicationFactory(), actor=owner, now=NOW, stage="offer")
    with pytest.raises(TypeError, match="company"):
        update_application(ApplicationFactory(), actor=owner, now=NOW, company=None)


def test_edit_names_the_fields_and_only_writes_what_changed() -> None:
    application = ApplicationFactory(title="Analyst", location="Leeds")

    update_application(application, actor=application.owner, now=LATER, title="Senior Analyst", location="Leeds")

    event = Event.objects.latest("pk")
    assert (event.kind, event.data) == (EventKind.EDITED, {"fields": ["title"]})
    assert event.changes[0]["fields"] == {"title": ["Analyst", "Senior Analyst"]}
    assert Application.objects.get().touched_at == LATER


def test_edit_that_changes_nothing_writes_nothing() -> None:
    application = ApplicationFactory(title="Analyst")

    update_application(application, actor=application.owner, now=LATER, title="Analyst")

    assert kinds(application) == [EventKind.ADDED]
    assert Application.objects.get().touched_at == NOW


def test_edit_of_private_fields_copies_nothing_into_the_timeline() -> None:
    application = ApplicationFactory()

    update_application(
        application, actor=application.owner, now=LATER, notes="a secret", salary_min=Decimal(51_000), currency="EUR"
    )

    event = Event.objects.latest("pk")
    assert (event.data, event.changes) == ({"fields": ["currency", "notes", "salary_min"]}, [])


def test_company_can_be_changed_by_name() -> None:
    application = ApplicationFactory(company_name="Kestrel")

    update_application(application, actor=application.owner, now=LATER, company_name="Heron")

    assert Application.objects.get().company.name == "Heron"


def test_tags_are_replaced_without_a_story() -> None:
    tag = TagFactory()
    application = ApplicationFactory(owner=tag.owner, tags=[TagFactory(owner=tag.owner)])

    set_tags(application, names=[tag.name])

    assert list(application.tags.all()) == [tag]
    assert kinds(application) == [EventKind.ADDED]


def test_stage_rises_and_falls_but_the_furthest_stays() -> None:
    application = ApplicationFactory(stage=Stage.SAVED)
    actor = application.owner

    change_stage(application, Stage.OFFER, actor=actor, now=LATER)
    event = change_stage(application, Stage.APPLIED, actor=actor, now=LATER)

    kept = Application.objects.get()
    assert (kept.stage, kept.furthest_stage, kept.applied_on) == ("applied", "offer", NOW.date())
    assert event is not None
    assert (event.kind, event.data) == (EventKind.STAGE, {"old": "offer", "new": "applied"})


def test_ending_keeps_the_stage() -> None:
    application = ApplicationFactory(stage=Stage.INTERVIEWING)

    event = end_application(application, Outcome.WITHDRAWN, actor=application.owner, now=LATER)

    kept = Application.objects.get()
    assert (kept.stage, kept.furthest_stage, kept.ended_at) == ("interviewing", "interviewing", LATER)
    assert event.data == {"outcome": "withdrawn", "stage": "interviewing"}


def test_ending_can_be_dated_back() -> None:
    application = ApplicationFactory()
    then = NOW - timedelta(days=4)

    event = end_application(application, Outcome.REJECTED, actor=application.owner, now=NOW, ended_at=then)

    assert Application.objects.get().ended_at == then
    assert (event.at, event.recorded_at) == (then, NOW)


@pytest.mark.parametrize("outcome", [state for state in Outcome.values if state != Outcome.OPEN])
def test_ending_cancels_what_no_longer_comes(outcome: str) -> None:
    application = ApplicationFactory()
    coming = InterviewFactory(application=application)
    past = InterviewFactory(application=application, starts_at=NOW - timedelta(days=1))
    about = remind(application)

    end_application(application, outcome, actor=application.owner, now=LATER)

    expected = INTERVIEWS_AFTER.get(outcome, InterviewStatus.SCHEDULED)
    assert Interview.objects.get(pk=coming.pk).status == expected
    assert Interview.objects.get(pk=past.pk).status == InterviewStatus.SCHEDULED
    left = set(Reminder.objects.open().values_list("about", flat=True))
    assert left == (set() if outcome in INTERVIEWS_AFTER else {f"interview:{coming.pk}"})
    assert Delivery.objects.about(about.about).live().count() == 0


def test_ending_by_a_stale_tab_is_a_conflict() -> None:
    application = ApplicationFactory()
    other_tab = Application.objects.get()
    end_application(application, Outcome.REJECTED, actor=application.owner, now=NOW)

    with pytest.raises(Conflict, match="another tab"):
        end_application(other_tab, Outcome.WITHDRAWN, actor=application.owner, now=LATER)

    assert Application.objects.get().outcome == Outcome.REJECTED


def test_moving_by_a_stale_tab_is_a_conflict() -> None:
    application = ApplicationFactory()
    other_tab = Application.objects.get()
    change_stage(application, Stage.OFFER, actor=application.owner, now=NOW)

    with pytest.raises(Conflict, match="another tab"):
        change_stage(other_tab, Stage.SCREENING, actor=application.owner, now=LATER)

    assert Application.objects.get().stage == Stage.OFFER


def test_ending_an_application_that_is_gone_is_a_conflict() -> None:
    application = ApplicationFactory()
    other_tab = Application.objects.get()
    delete_application(application, actor=application.owner, now=NOW)

    with pytest.raises(Conflict):
        end_application(other_tab, Outcome.REJECTED, actor=other_tab.owner, now=NOW)


def test_reopening_brings_the_stage_back_and_leaves_interviews() -> None:
    application = ApplicationFactory(stage=Stage.OFFER)
    interview = InterviewFactory(application=application)
    end_application(application, Outcome.REJECTED, actor=application.owner, now=NOW)

    event = reopen_application(application, actor=application.owner, now=LATER)

    kept = Application.objects.get()
    assert (kept.stage, kept.outcome, kept.ended_at) == ("offer", "open", None)
    assert event.data == {"old": "rejected"}
    assert Interview.objects.get(pk=interview.pk).status == InterviewStatus.CANCELLED_BY_THEM


def test_note_is_put_on_the_timeline_at_its_time() -> None:
    application = ApplicationFactory()
    then = NOW - timedelta(days=2)

    event = log_note(application, "  They called.  ", actor=application.owner, now=LATER, at=then)

    assert (event.text, event.at, event.recorded_at) == ("They called.", then, LATER)
    assert Application.objects.get().touched_at == LATER
    with pytest.raises(DomainError):
        log_note(application, " \n ", actor=application.owner, now=LATER)


def test_agreement_is_told_without_its_content() -> None:
    application = ApplicationFactory()

    agreement = AgreementFactory(application=application, notes="a secret", confidential_terms="Project Heron")

    event = Event.objects.latest("pk")
    assert (event.kind, event.data, event.text) == (EventKind.AGREEMENT, {"kind": "nda"}, "")
    delete_agreement(agreement)
    assert not application.agreements.exists()


def test_deleting_takes_everything_along_and_reminds_of_nothing() -> None:
    application = ApplicationFactory()
    InterviewFactory(application=application)
    remind(application)

    delete_application(application, actor=application.owner, now=LATER)

    assert not Application.objects.exists()
    assert not Interview.objects.exists()
    assert not Event.objects.exists()
    assert not Reminder.objects.open().exists()
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.CANCELLED}


def test_names_of_the_greatest_length_fit_everywhere() -> None:
    application = ApplicationFactory(title="t" * 160, company_name="ç" * 160)

    InterviewFactory(application=application)

    assert max(len(title) for title in Reminder.objects.values_list("title", flat=True)) <= 200
