"""Every draft of the finite grid, held against what the domain demands of a perfect one."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from withdrawals.language.composition import (
    Draft,
    InterviewFacts,
    LetterRequest,
    Recipient,
    Record,
    Sender,
    compose,
    variants_available,
)
from withdrawals.language.composition.limits import count_words, word_limits
from withdrawals.vocabulary import Channel, Depth, Reason, Situation, Tone

NOW = datetime.fromisoformat("2026-11-25T09:00:00+01:00")
SOON, LATER = (
    InterviewFacts(starts_at=datetime.fromisoformat(start), time_zone="America/New_York", kind="video")
    for start in ("2026-11-26T15:00:00+00:00", "2026-12-03T09:00:00+00:00")
)
SCHEDULED = {Situation.SCREENING_SCHEDULED, Situation.INTERVIEW_SCHEDULED}
OFFERED = {Situation.OFFER_IN_HAND, Situation.OFFER_ACCEPTED}
SHORT = {Channel.VOICEMAIL, Channel.TEXT}
LETTERS = {Channel.EMAIL, Channel.LINKEDIN}
SECRETS = ("Halcyon", "Globex", "85,000", "anna@example.org")

ORDINARY = Record(
    company="Northwind",
    role="Data Analyst",
    recipient=Recipient("Maya Lindqvist"),
    sender=Sender("Anna Schmidt", phone="+49 170 5550123", email="anna@example.org"),
    confidential_terms=("Halcyon",),
    other_companies=("Globex",),
)
BARE = Record(other_companies=("Globex",))
FULL = replace(
    ORDINARY,
    company="Kirkwall Harbour Trust",
    role="Senior Software Engineer, Platform",
    recipient=Recipient("Dr Ada van der Berg", agency=True),
    appreciated="The way the team spoke about its mistakes.",
    specific_reason="I would like a post with more client contact and less travel than this one would bring",
    keep_door_open=True,
    feedback_wanted=True,
    spelling="US",
)
GUARDED = replace(
    ORDINARY,
    appreciated="the tour of Project Halcyon",
    specific_reason="Globex offered me 85,000 a year",
    keep_door_open=True,
    spelling="US",
)
# name: record, hours until the interview at the scheduled situations, interviews that took place before
PROFILES: dict[str, tuple[Record, float | None, int]] = {
    "bare": (BARE, None, 0),
    "full": (FULL, 200, 2),
    "short_notice": (FULL, 31, 2),
    "guarded": (GUARDED, 31, 1),
}
# Words that give a reason away, for each reason; none may stand in a letter that states another one, or none.
SIGNS: dict[Reason, str] = {
    Reason.ACCEPTED_OTHER_OFFER: r"another position|position elsewhere",
    Reason.NOT_A_FIT: r"\bmatch\b",
    Reason.SALARY: r"\bsalary\b|\bpay\b|\bmoney\b",
    Reason.LOCATION: r"\blocation\b|\brelocat|\bcommut",
    Reason.TIMING_PERSONAL: r"\bcircumstances\b|\btiming\b|\bfamily\b|\bpersonal\b",
    Reason.VALUES_RED_FLAGS: r"kind of workplace|\bculture\b|\bvalues\b",
    Reason.SCHEDULE_CONFLICT: r"\bcommitments?\b|\bschedule\b",
    Reason.HEALTH: r"\bhealth\b|\bill\b",
    Reason.PROCESS_TOO_LONG: r"next stage could|decide sooner|settle my plans|plans had to be settled",
    Reason.STAYING_PUT: r"current role",
    Reason.ROLE_CHANGED: r"role has (?:changed|moved)",
}
DECISION = re.compile(r"\bwithdr[ae]w|\bdeclin|\bturn(?:ing)? down|\bcancel|\bstep(?:ping)? (?:aside|back)", re.I)
THANKS = re.compile(r"\bthank|\bgrateful|\bappreciat", re.I)
SORRY = re.compile(r"\bsorry\b|\bapolog|\bforgive\b", re.I)
HEDGE = re.compile(r"\bmay\b|\bmight\b|\bunless\b|if you can\b|hold off|not sure|thinking of|\bperhaps\b", re.I)
DOOR = re.compile(r"\blater (?:time|on|openings|roles?)|in touch|other roles|talk again|comes up later", re.I)
FEEDBACK = re.compile(r"came across", re.I)
RELATIVE = re.compile(r"\b(?:today|tomorrow|tonight|yesterday|this (?:morning|afternoon|week)|next week)\b", re.I)
BROKEN = re.compile(r"[\[\]{}<>]|XXX|\bTBD\b|undefined|\bnull\b|\bNone\b|  |, ,|\.\.|,\.|\( |\)\w| [,.;:!?]")
PAY = re.compile(r"[$€£]|\d{5,}|\d[.,]\d{3}\b")
CONTRACTION = re.compile(r"\w['’](?:m|s|ve|d|ll|re|t)\b", re.I)
SPELLED = re.compile(r"\b(?:\w+(?:ise|isation|ising|ize|ization|izing)|favou?r\w*|colou?r|cancell?ed|whilst)\b", re.I)
SAME_SPELLING = {"otherwise", "surprise", "exercise", "promise", "precise"}
VERBS = {
    Situation.AFTER_INTERVIEW: r"withdr[ae]w\w*\b.*\bfrom the (?:selection )?process",
    Situation.OFFER_IN_HAND: r"declin\w+ (?:the|your) .*offer|offer.*declin",
    Situation.OFFER_ACCEPTED: r"withdr[ae]w\w*\b.*\bacceptance",
}


def requests(channel: Channel, profile: str) -> Iterator[LetterRequest]:
    record, hours, done = PROFILES[profile]
    for situation, tone, reason, depth in itertools.product(Situation, Tone, Reason, Depth):
        facts = record
        if situation in SCHEDULED and hours is not None:
            facts = replace(facts, interview=SOON if hours == 31 else LATER)
        if situation in {Situation.AFTER_INTERVIEW, *OFFERED}:
            facts = replace(facts, interviews_done=done)
        first = LetterRequest(
            now=NOW, situation=situation, channel=channel, tone=tone, reason=reason, depth=depth, record=facts
        )
        for variant in range(variants_available(first)):
            yield replace(first, variant=variant)


def sentences(text: str) -> list[str]:
    """Sentences of a body; the dot after a title is no end."""
    plain = re.sub(r"\b(Dr)\.? ", r"\1_", text)
    return [part.strip() for part in re.split(r"(?<=[.!?])\s+|\n+", plain) if part.strip()]


def written(request: LetterRequest, draft: Draft) -> str:
    """The body between greeting and closing."""
    if request.channel not in LETTERS:
        return draft.body
    blocks = draft.body.split("\n\n")
    unsigned = request.channel is Channel.LINKEDIN and not request.record.sender.name
    return "\n\n".join(blocks[1:] if unsigned else blocks[1:-1])


def faults(request: LetterRequest, draft: Draft) -> Iterator[str]:
    text = written(request, draft)
    yield from decision_faults(request, text)
    yield from manner_faults(request, draft, text)
    yield from reason_faults(request, text)
    yield from fact_faults(request, draft, text)
    yield from length_faults(request, draft, text)
    if request.channel is Channel.EMAIL:
        yield from subject_faults(request, draft)


def decision_faults(request: LetterRequest, text: str) -> Iterator[str]:
    found = [index for index, sentence in enumerate(sentences(text)) if DECISION.search(sentence)]
    if len(found) != 1:
        yield f"{len(found)} decisions"
        return
    sentence = sentences(text)[found[0]]
    if request.channel in LETTERS:
        if found[0] > 2:
            yield "decision comes late"
    elif count_words(text[: text.index(sentence)]) > 40 or count_words(sentence) > 40:
        yield "decision is spoken late"
    if not re.search(VERBS.get(request.situation, r"withdr[ae]w\w*"), sentence):
        yield f"wrong verb: {sentence}"
    if HEDGE.search(text):
        yield "hedged"


def manner_faults(request: LetterRequest, draft: Draft, text: str) -> Iterator[str]:
    if not 1 <= len(THANKS.findall(text)) <= 2:
        yield f"{len(THANKS.findall(text))} thanks"
    interview = request.record.interview
    near = interview is not None and interview.starts_at - request.now < timedelta(hours=48)
    wanted = int(request.situation is Situation.OFFER_ACCEPTED or near)
    if len(SORRY.findall(text)) != wanted:
        yield f"{len(SORRY.findall(text))} apologies, not {wanted}"
    if request.tone is Tone.FORMAL and (CONTRACTION.search(draft.body) or "!" in draft.body):
        yield "informal"
    if draft.body.count("!") > 1:
        yield "shouted"
    if {word.lower() for word in SPELLED.findall(text)} - SAME_SPELLING:
        yield f"regional spelling: {SPELLED.findall(text)}"
    if request.channel is Channel.EMAIL and RELATIVE.search(text):
        yield "relative date"


def reason_faults(request: LetterRequest, text: str) -> Iterator[str]:
    role = request.record.role
    shown = {reason for reason, sign in SIGNS.items() if re.search(sign, text.replace(role, ""), re.I)}
    own = "more client contact" in text
    if request.depth is Depth.NONE:
        if shown or own:
            yield f"reason given: {shown}"
        return
    if shown - {request.reason}:
        yield f"another reason implied: {shown}"
    crowded = (request.channel, request.tone) == (Channel.LINKEDIN, Tone.BRIEF)
    optional = request.channel in SHORT or (crowded and request.situation is Situation.OFFER_ACCEPTED)
    if not optional and not shown and not own:
        yield "no reason"
    if request.depth is Depth.GENERAL and own:
        yield "deeper than asked"
    full = request.channel in {Channel.EMAIL, Channel.PHONE} and request.tone is not Tone.BRIEF
    if request.depth is Depth.SPECIFIC and "client" in request.record.specific_reason and full and not own:
        yield "own reason left out"


def fact_faults(request: LetterRequest, draft: Draft, text: str) -> Iterator[str]:
    record, body = request.record, draft.subject + "\n" + draft.body
    if any(secret in body for secret in SECRETS) or PAY.search(body.replace(record.sender.phone or "-", "")):
        yield "secret"
    if BROKEN.search(body):
        yield f"broken: {BROKEN.search(body)}"
    if record.role and record.role not in draft.body:
        yield "no role"
    if record.recipient.agency and record.company not in draft.body:
        yield "client not named"
    if record.sender.name and request.channel is not Channel.LINKEDIN and record.sender.name not in draft.body:
        yield "unsigned"
    yield from state_faults(request, text)


def state_faults(request: LetterRequest, text: str) -> Iterator[str]:
    record = request.record
    if record.interviews_done < 1 and re.search(r"into (?:my|the) interview|for (?:the|my) interview", text):
        yield "thanks for an interview that was not"
    if DOOR.search(text) and not record.keep_door_open:
        yield "door opened unasked"
    roomy = request.tone is not Tone.BRIEF or record.role == "Data Analyst"
    if request.channel is Channel.EMAIL and record.keep_door_open and roomy and not DOOR.search(text):
        yield "door not opened"
    asked = record.feedback_wanted and record.interviews_done and request.situation is not Situation.OFFER_ACCEPTED
    if FEEDBACK.search(text) and not asked:
        yield "feedback asked"
    if record.interview and not re.search(r"(?:3 December|December 3|November 26)\b.*New York time", text):
        yield "slot not named"
    if request.situation in SCHEDULED and not record.interview and not re.search(r"\b(?:call|interview)\b", text):
        yield "undated slot not named"
    owed = "anything else you need from me" in text and "already received" in text
    if request.situation is Situation.OFFER_ACCEPTED and request.channel is Channel.EMAIL and not owed:
        yield "nothing said of what is owed"


def length_faults(request: LetterRequest, draft: Draft, text: str) -> Iterator[str]:
    fewest, most = word_limits(request.channel, request.tone, request.situation)
    if draft.words != count_words(draft.body) or not fewest <= draft.words <= most:
        yield f"{draft.words} words, not {fewest} to {most}"
    if request.channel is Channel.EMAIL:
        if len(text.split("\n\n")) != 2:
            yield "not two paragraphs"
        if max(count_words(sentence) for sentence in sentences(text)) > 30:
            yield "long sentence"
    if request.channel is Channel.TEXT and len(draft.body) > 320:
        yield f"{len(draft.body)} characters"


def subject_faults(request: LetterRequest, draft: Draft) -> Iterator[str]:
    subject = draft.subject
    if not 4 <= count_words(subject) <= 12 or len(subject) > 78:
        yield f"subject length: {subject}"
    if not re.search(r"withdr[ae]w|declin|decision", subject, re.I) or re.search(r"urgent|sorry|[A-Z]{4}|!", subject):
        yield f"subject words: {subject}"
    interview = request.record.interview
    if interview and interview.starts_at - request.now < timedelta(hours=48) and "November 26" not in subject:
        yield f"subject without the day: {subject}"


@pytest.mark.parametrize(
    ("channel", "profile"),
    [*itertools.product([Channel.EMAIL], PROFILES), *itertools.product(list(Channel)[1:], ["bare", "short_notice"])],
)
def test_every_draft_of_the_grid_is_without_fault(channel: Channel, profile: str) -> None:
    seen: dict[str, str] = {}
    checked: dict[tuple[object, ...], Draft] = {}
    count = 0
    for request in requests(channel, profile):
        draft = compose(request)
        count += 1
        told = None if request.depth is Depth.NONE else request.reason
        case = (request.situation, request.tone, request.variant, told, request.depth is Depth.GENERAL)
        if checked.setdefault(case, draft) is not draft and checked[case] == draft:
            continue
        for fault in faults(request, draft):
            key = f"{request.situation} {request.tone} {request.variant}: {fault}"
            seen.setdefault(key, f"{request.reason} {request.depth}\n{draft.subject}\n{draft.body}\n")
    assert count >= len(Situation) * len(Tone) * len(Reason) * len(Depth)
    assert seen == {}


def test_e_mail_has_three_wordings_that_differ() -> None:
    for request in requests(Channel.EMAIL, "bare"):
        assert variants_available(request) >= 3
        if request.variant == 1:
            plain = LetterRequest(now=NOW, situation=request.situation, tone=request.tone, record=ORDINARY)
            bodies = {compose(replace(plain, variant=number)).body for number in range(3)}
            assert len(bodies) == 3


def test_same_request_gives_the_same_text() -> None:
    for request in itertools.islice(requests(Channel.EMAIL, "full"), 0, None, 7):
        assert compose(request) == compose(request)


def test_two_companies_share_no_name() -> None:
    other = replace(
        ORDINARY,
        company="Bramble & Sons",
        role="Head Gardener",
        recipient=Recipient("Tom Reyes"),
        sender=Sender("Anna Schmidt"),
    )
    tokens = {"northwind", "data", "analyst", "maya", "lindqvist"}
    for situation, tone, channel in itertools.product(Situation, Tone, Channel):
        draft = compose(LetterRequest(now=NOW, situation=situation, tone=tone, channel=channel, record=other))
        assert not tokens & set(re.findall(r"\w+", (draft.subject + " " + draft.body).lower()))
