"""How records look on a page."""

import time
from decimal import Decimal

import pytest
from django.template import Context, Template

from tests.factories import ApplicationFactory, InterviewFactory
from tracker.domain.events import append_event
from tracker.models import Application, Event
from tracker.states import EventKind
from tracker.templatetags.records import initial, mark_of, markdown, salary, stage_steps


@pytest.mark.parametrize(
    ("amounts", "currency", "period", "words"),
    [
        ((None, None), "EUR", "year", ""),
        ((Decimal(70000), None), "EUR", "year", "€70,000 a year"),
        ((Decimal(70000), Decimal(80000)), "EUR", "", "€70,000 to 80,000"),
        ((Decimal(96000), Decimal(120000)), "SGD", "year", "SGD 96,000 to 120,000 a year"),
        ((Decimal(70000), Decimal(70000)), "USD", "", "$70,000"),
        ((Decimal("31.50"), None), "CHF", "hour", "CHF 31.50 an hour"),
        ((None, Decimal(500)), "", "day", "500 a day"),
    ],
)
def test_salary_says_what_is_known(
    amounts: tuple[Decimal | None, Decimal | None], currency: str, period: str, words: str
) -> None:
    application = Application(salary_min=amounts[0], salary_max=amounts[1], currency=currency, period=period)

    assert salary(application) == words


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        "[x](data:text/html,<script>alert(1)</script>)",
        "<a href='javascript:alert(1)'>x</a>",
    ],
)
def test_markdown_lets_nothing_run(text: str) -> None:
    html = markdown(text)

    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert 'href="data' not in html


@pytest.mark.parametrize("piece", ["://", "http://", "a://b.c ", "[", "![", "*a ", "> ", "`", "@", "a@b.c "])
def test_markdown_of_a_hostile_note_is_quick(piece: str) -> None:
    began = time.process_time()
    markdown(piece * (50_000 // len(piece)))
    assert time.process_time() - began < 6


def test_markdown_makes_links_that_leak_nothing() -> None:
    assert markdown("https://fernway.example") == (
        '<p><a href="https://fernway.example" rel="noopener noreferrer nofollow">https://fernway.example</a></p>\n'
    )


def test_mark_is_the_same_for_the_same_name() -> None:
    assert mark_of("Fernway") == mark_of("FERNWAY")
    assert {mark_of(f"Company {number}") for number in range(100)} == set(range(8))
    assert (initial("émile & co"), initial("(X)"), initial("…")) == ("É", "X", "?")


def test_stage_steps_are_done_current_and_to_come() -> None:
    assert [step.css for step in stage_steps(Application(stage="screening"))] == [
        "is-done",
        "is-done",
        "is-current",
        "",
        "",
    ]


def title(event: Event) -> str:
    template = Template("{% load timeline %}{% event_title event %}{% if event|event_icon %}{% endif %}")
    return template.render(Context({"event": event}))


@pytest.mark.django_db
def test_events_are_told_in_one_line() -> None:
    interview = InterviewFactory.create(kind="technical")
    application = interview.application
    now = interview.created_at

    def told(kind: EventKind, /, **data: object) -> str:
        return title(append_event(application, kind, actor=None, now=now, data=data, interview=interview))

    start = "2027-02-03T09:00:00+00:00"
    assert told(EventKind.ADDED, stage="saved") == "Saved"
    assert told(EventKind.ADDED, stage="applied") == "Added as applied"
    assert told(EventKind.STAGE, old="saved", new="offer") == "Moved to Offer"
    assert told(EventKind.ENDED, outcome="no_response") == "No response"
    assert told(EventKind.EDITED, fields=["salary_max", "salary_min", "url"]) == "Edited: salary, link"
    assert told(EventKind.INTERVIEW_ADDED, kind="final", starts_at=start) == "Final round set for Wed 3 Feb 2027, 09:00"
    assert told(EventKind.INTERVIEW_MOVED, by_them=True, old=start, new=start) == (
        "Technical interview moved by them to Wed 3 Feb 2027, 09:00, from Wed 3 Feb 2027, 09:00"
    )
    assert told(EventKind.INTERVIEW_STATUS, old="scheduled", new="missed") == "Technical interview: missed"
    assert told(EventKind.INTERVIEW_EDITED, fields=["minutes"]) == "Technical interview, edited: length"
    assert told(EventKind.INTERVIEW_REMOVED, kind="phone", starts_at=start) == (
        "Phone interview of Wed 3 Feb 2027, 09:00 removed"
    )
    assert told(EventKind.AGREEMENT, kind="nda") == "Non-disclosure agreement"
    assert told(EventKind.LETTER_SENT) == "Letter sent"


@pytest.mark.django_db
def test_every_kind_of_event_that_records_make_has_words() -> None:
    application = ApplicationFactory.create()

    assert title(application.events.get()) == "Added as applied"
