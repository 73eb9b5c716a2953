"""What no page of ours posts, but anybody can: the answer is a page, never a crash, and nobody else's record."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import ApplicationFactory, ContactFactory, InterviewFactory, TagFactory
from tests.markup import compact
from tracker.forms.applications import CorrectNoteForm
from tracker.models import Application

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signed_in")]

FAR_DAYS = ["0001-01-01", "1850-01-01", "9999-12-31", "2201-01-01"]


@pytest.fixture
def application(owner: User) -> Application:
    return ApplicationFactory.create(owner=owner)


@pytest.mark.parametrize("day", FAR_DAYS)
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_interview_beyond_any_calendar_is_refused(
    client: Client, application: Application, day: str, zone: str
) -> None:
    typed = {"kind": "video", "round": "1", "minutes": "60", "date": day, "time": "23:59", "time_zone": zone}
    assert client.post(reverse("interview_add", args=[application.pk]), typed).status_code == 422
    interview = InterviewFactory.create(application=application)
    moved = {**typed, "by_them": "yes"}
    assert client.post(reverse("interview_reschedule", args=[interview.pk]), moved).status_code == 422


@pytest.mark.parametrize("day", FAR_DAYS)
@pytest.mark.parametrize("field", ["applied_on", "closes_on", "next_action_on"])
def test_day_beyond_any_calendar_is_refused(client: Client, application: Application, field: str, day: str) -> None:
    typed = {"title": "Analyst", "company_name": "Acme", "stage": "saved", "next_action": "Call", field: day}
    assert client.post(reverse("application_add"), typed).status_code == 422


@pytest.mark.parametrize("on", [*FAR_DAYS, "2026-13-45", "0000-00-00", "2200-12-31", "1970-01-01"])
def test_calendar_of_any_day_is_a_page(client: Client, application: Application, on: str) -> None:
    for view in ("month", "week"):
        assert client.get(reverse("calendar"), {"on": on, "view": view}).status_code == 200


@pytest.mark.parametrize("number", ["0", "-1", "²", "9" * 30, "9" * 5000, "last"])
def test_any_page_number_is_a_page(client: Client, application: Application, number: str) -> None:
    for name in ("application_list", "contact_list", "company_list", "reflection_list"):
        assert client.get(reverse(name), {"page": number}).status_code == 200


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "JaVaScRiPt://x.example/%0aalert(1)", "data:text/html,x", "//[", "vbscript:x"]
)
def test_links_lead_to_the_web_only(client: Client, application: Application, link: str) -> None:
    typed = {"title": "Analyst", "company_name": "Acme", "stage": "saved", "url": link}
    assert client.post(reverse("application_add"), typed).status_code == 422
    person = {"name": "Maya", "kind": "person", "work_start": "09:00", "work_end": "17:00", "linkedin": link}
    assert client.post(reverse("contact_add"), person).status_code == 422
    company = {"name": "Acme", "website": link}
    assert client.post(reverse("company_edit", args=[application.company_id]), company).status_code == 422


NOTES = "[a](javascript:alert(1)) <img src=x onerror=alert(1)> [b](data:text/html,x) <script>alert(1)</script> ![c](https://spy.example/c.gif)"


def test_notes_run_nothing(client: Client, application: Application) -> None:
    Application.objects.filter(pk=application.pk).update(notes=NOTES, title="<script>alert(1)</script>")
    page = client.get(reverse("application_detail", args=[application.pk])).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in compact(page)
    assert 'href="javascript:' not in page
    assert 'href="data:' not in page


def test_nobody_elses_contact_can_be_chosen(client: Client, application: Application) -> None:
    stranger = ContactFactory.create()
    typed = {"title": "Analyst", "company_name": "Acme", "contact": stranger.pk}
    assert client.post(reverse("application_edit", args=[application.pk]), typed).status_code == 422
    interview = {"kind": "video", "round": "1", "minutes": "60", "date": "2026-12-01", "time": "10:00"}
    interview |= {"time_zone": "Europe/Berlin", "contact": str(stranger.pk)}
    assert client.post(reverse("interview_add", args=[application.pk]), interview).status_code == 422


def test_acts_on_many_pass_over_what_is_not_ones_own(client: Client, application: Application) -> None:
    stranger = ApplicationFactory.create()
    tag = TagFactory.create(owner=stranger.owner, name="theirs")
    for name, more in [
        ("bulk_archive", {}),
        ("bulk_move", {"stage": "offer"}),
        ("bulk_end", {"outcome": "rejected"}),
        ("bulk_tag", {"tag_names": "theirs"}),
        ("bulk_delete", {"sure": "yes"}),
    ]:
        client.post(reverse(name), {"pk": [stranger.pk, "²", "9" * 30], **more})
    stranger.refresh_from_db()
    assert (stranger.archived_at, stranger.outcome) == (None, "open")
    assert not tag.applications.exists()


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example", "javascript:alert(1)", "/\\evil.example", "http:evil"]
)
def test_next_stays_here(client: Client, application: Application, wanted: str) -> None:
    answer = client.post(reverse("application_archive", args=[application.pk]), {"next": wanted})
    assert answer["Location"] == reverse("application_detail", args=[application.pk])


@pytest.mark.parametrize("moment", ["0001-01-01 00:00", "9999-12-31 23:59"])
def test_note_beyond_any_calendar_is_refused(moment: str) -> None:
    assert "at" in CorrectNoteForm({"text": "Called.", "at": moment}).errors
