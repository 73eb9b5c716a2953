"""Names that look like something else: our own letters for such records raise nothing, and ordinary words stay
words.
"""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.withdrawals.language.review.test_drafts import as_sent
from withdrawals.language.composition import InterviewFacts, LetterRequest, Recipient, Record, Sender
from withdrawals.language.review import Finding, ReviewContext, ReviewRequest, review
from withdrawals.vocabulary import Channel, Situation, Tone

NOW = datetime.fromisoformat("2026-11-25T09:00:00+01:00")
PLACEHOLDERS = [
    "TBD Media", "[x] Labs", "AXXXXA", "XXXX", "[Name]", "{{role}}", "<Company>", "____", "=" * 60, "_" * 60, "INSERT",
    "Your Name", "Company Name", "Job Title", "(position)", "TBC", "undefined", "None", "[Company", "Team]", "%NAME%",
]  # fmt: skip
TRIGGERS = [
    "Fraud Lawyer", "Joke Labs", "Sue", "Thank You", "Thank", "Withdraw", "I Withdraw", "Unless", "If You Can", "May",
    "Maybe", "Sorry", "So Sorry", "Pay & Reward", "£60,000", "50k", "Better Offer", "Offer", "Decline", "NDA", "Leak",
    "Accepted Inc", "Toxic Culture", "Cancer Research", "LOL", "Sure!", "ChatGPT", "Today", "Tomorrow", "Demand",
    "Best", "Kind Regards", "Dear", "Hello", "Mr. Savage", "Interview", "Another Offer", "Red Flags", "Unprofessional",
    "On Monday Anna wrote:", "From: Anna", "Subject: Hi", "Sent from my iPhone", "--", "> Quoted", "*Bold*", "**Bold**",
]  # fmt: skip
ODD = [
    'O\'Neil & Söhne "Beta" <GmbH>', "Ünal 🦊 Fox", "🎉🎉🎉", "שרה לוי", "张伟", "محمد علي", "A" * 80, "Yahoo!",
    "a", "X", "?!",
    "Łódź ${x} {role} %s [x]", "Smith, Jones and Co.", "R&D", "C++", "St. Mary's", "d’Été – “Quoted”", "x\u200by",
    "Zoe\u0301",
]  # fmt: skip
names = st.one_of(
    st.sampled_from(PLACEHOLDERS + TRIGGERS + ODD),
    st.builds(" ".join, st.lists(st.sampled_from(PLACEHOLDERS + TRIGGERS + ODD), min_size=2, max_size=3)).map(
        lambda name: name[:80]
    ),
    st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=80),
    st.lists(st.text("abcdefgXY'&<[_é", min_size=1, max_size=12), min_size=1, max_size=5).map(" ".join),
)


def request_for(named: dict[str, str], **shape: Any) -> LetterRequest:
    """A letter for a record with these names, an interview in a week where one is booked."""
    record = Record(
        company=named["company"],
        role=named["role"],
        recipient=Recipient(named["recipient"]),
        sender=Sender(named["sender"], phone="+49 170 5550123"),
        interview=InterviewFacts(starts_at=NOW + timedelta(days=8), time_zone="Europe/Berlin"),
        other_companies=(named["other"],) if named["other"] else (),
    )
    return LetterRequest(now=NOW, record=record, **shape)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@example(
    named={"company": "TBD Media", "role": "< <<<<", "recipient": "Maya", "sender": "Anna", "other": "<<<"},
    situation=Situation.APPLIED,
    tone=Tone.WARM,
    channel=Channel.EMAIL,
    variant=0,
)
@given(
    named=st.fixed_dictionaries(dict.fromkeys(("company", "role", "recipient", "sender", "other"), names)),
    situation=st.sampled_from(Situation),
    tone=st.sampled_from(Tone),
    channel=st.sampled_from([Channel.EMAIL, Channel.EMAIL, *Channel]),
    variant=st.integers(0, 5),
)
def test_our_own_letter_for_an_odd_record_is_not_held_back(
    named: dict[str, str], situation: Situation, tone: Tone, channel: Channel, variant: int
) -> None:
    request = request_for(named, situation=situation, tone=tone, channel=channel, variant=variant)
    found = review(as_sent(request)).findings
    # Names of a hundred characters leave no room in a text message, and then that is true.
    excused = {"too_long"} if sum(map(len, named.values())) > 100 else set()
    assert [(one.id, one.message) for one in found if one.severity != "hint" and one.id not in excused] == []


def letter(
    sentence: str,
    *,
    other: str = "Globex",
    subject: str = "Withdrawal – Data Analyst",
    company: str = "Northwind",
    role: str = "Data Analyst",
    sender: str = "Anna Schmidt",
) -> ReviewRequest:
    """A letter that is right but for the sentence."""
    greeting = "Hello Maya,"
    if sentence.startswith(("Dear", "Hello")):
        greeting, sentence = sentence, ""
    text = (
        f"{greeting}\n\nI am withdrawing from the Data Analyst role at Northwind. {sentence} Thank you.\n\nBest,\nAnna"
    )
    context = ReviewContext(
        company=company, role=role, recipient="Maya Lind", sender=sender, other_companies=(other,), now=NOW
    )
    return ReviewRequest(Channel.EMAIL, Situation.APPLIED, text, subject, context)


def about_names(request: ReviewRequest) -> list[Finding]:
    return [one for one in review(request).findings if one.id in ("wrong_name", "names_competitor")]


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ("Accepted Inc", "I have accepted a position elsewhere."),
        ("Accepted Inc", "Accepted offers have to be kept."),
        ("Notion", "I had no notion of that."),
        ("Indeed", "Indeed, it was a pleasure."),
        ("Indeed", "Indeed it was a pleasure."),
        ("Apple", "I like an apple a day."),
        ("Target", "Target dates have moved."),
        ("May", "My plans have changed from May to June."),
        ("May", "We spoke on Monday 4 May."),
        ("Monday", "We spoke last Monday."),
        ("Here", "Here are my best wishes."),
        ("Thank You", "Thank you for your time."),
        ("Withdraw", "I have to withdraw."),
        ("Zoom", "We met with Zoom."),
        ("Outlook", "The invitation came from Outlook."),
        ("Best", "Please pass on my best wishes."),
        ("Hello", "Hello Maya,"),
        ("Hiring Team", "Dear Hiring Team,"),
        ("box", "The form has a box for that."),
    ],
)
def test_ordinary_word_is_no_employer(other: str, sentence: str) -> None:
    assert about_names(letter(sentence, other=other)) == []


@pytest.mark.parametrize(
    ("other", "sentence", "check"),
    [
        ("Accepted Inc", "I admire Accepted Inc.", "wrong_name"),
        ("Accepted Inc", "I am joining Accepted in spring.", "names_competitor"),
        ("Notion", "I have taken an offer from Notion.", "names_competitor"),
        ("Apple", "I would have liked to work at Apple.", "names_competitor"),
        ("Target", "Dear Target team,", "wrong_name"),
        ("Here", "The people at Here were kind.", "wrong_name"),
        ("Zoom", "I am joining Zoom.", "names_competitor"),
        ("Best Buy", "It was good to see Best Buy.", "wrong_name"),
        ("May Ltd", "I am off to May Ltd soon.", "wrong_name"),
        ("Globex", "I am excited about globex.", None),
        ("Initrode", "I am excited about initrode.", "wrong_name"),
    ],
)
def test_name_that_stands_as_one_is_found(other: str, sentence: str, check: str | None) -> None:
    found = [one for one in about_names(letter(sentence, other=other)) if one.severity != "hint"]
    assert {one.id for one in found} == ({check} if check else set())


def test_capitalised_ordinary_word_is_at_most_a_hint() -> None:
    found = about_names(letter("I have always admired Notion very much.", other="Notion"))
    assert [(one.id, one.severity) for one in found] == [("wrong_name", "hint")]
    subject = about_names(letter("", other="Notion", subject="Withdrawal – Data Analyst, Notion"))
    assert [(one.field, one.severity) for one in subject] == [("subject", "hint")]


@pytest.mark.parametrize("name", PLACEHOLDERS)
def test_placeholder_beside_a_name_that_looks_like_one_is_still_found(name: str) -> None:
    request = letter("Please tell [Recruiter Name] at once.", company=name, role=f"{name} Analyst")
    assert [one.quote(request) for one in review(request).findings if one.id == "unfilled_placeholder"] == [
        "[Recruiter Name]"
    ]


def test_brackets_left_around_the_right_name_are_still_found() -> None:
    request = letter("It was good to meet [Northwind].")
    assert "unfilled_placeholder" in {one.id for one in review(request).findings}


def test_company_called_thank_you_has_to_be_thanked() -> None:
    request = letter("", company="Thank You", sender="Thank Withdraw")
    silent = ReviewRequest(
        request.channel, request.situation, request.text.replace(" Thank you.", ""), request.subject, request.context
    )
    assert "missing_thanks" not in {one.id for one in review(request).findings}
    assert "missing_thanks" in {one.id for one in review(silent).findings}


@pytest.mark.parametrize(
    ("left", "words"), [(timedelta(hours=20, minutes=5), "20 h"), (timedelta(minutes=40), "40 min")]
)
def test_time_left_is_said_in_hours_or_minutes(left: timedelta, words: str) -> None:
    context = ReviewContext(now=NOW, interview_at=NOW + left)
    text = "Hello,\n\nI am withdrawing from the interview. Thank you.\n\nBest,\nAnna"
    found = review(ReviewRequest(Channel.EMAIL, Situation.INTERVIEW_SCHEDULED, text, "Withdrawal", context)).findings
    assert [one.message for one in found if one.id == "wrong_channel_timing"] == [
        f"The interview is in {words}: a call as well makes sure."
    ]


@pytest.mark.parametrize("situation", Situation)
@pytest.mark.parametrize("tone", Tone)
def test_employer_called_like_a_word_of_our_letter_is_not_found_in_it(situation: Situation, tone: Tone) -> None:
    named = {"company": "Northwind", "role": "Clerk", "recipient": "Maya Lind", "sender": "Anna Berg", "other": ""}
    sent = as_sent(request_for(named, situation=situation, tone=tone))
    written = set(re.findall(r"[^\W\d_]{2,}", f"{sent.subject} {sent.text}"))
    own = {"Northwind", "Clerk", "Maya", "Lind", "Anna", "Berg"}
    others = tuple(sorted({spelled for word in written - own for spelled in (word, word.capitalize())}))
    request = replace(sent, context=replace(sent.context, other_companies=others))
    assert [one.message for one in review(request).findings if one.severity != "hint"] == []


@pytest.mark.parametrize(
    ("recipient", "greeting"),
    [
        ("Berg, Anna", "Hello Anna,"),
        ("Berg, Anna", "Dear Anna Berg,"),
        ("van der Berg, Pieter", "Hello Pieter,"),
        ("Mme Dupont", "Dear Mme Dupont,"),
        ("Judge Smith", "Dear Judge Smith,"),
        ("Anna Berg (she/her)", "Hello Anna,"),
        ("Mette Berg via Greenhouse", "Hello Mette,"),
    ],
)
def test_a_greeting_that_fits_the_name_is_not_a_wrong_one(recipient: str, greeting: str) -> None:
    assert "wrong_name" not in greeted(recipient, greeting)
    assert "wrong_name" in greeted(recipient, "Hello Tom,")


@pytest.mark.parametrize(("recipient", "words"), [("Dr Weber", "Hello Dr Weber,"), ("Berg, Anna", "Hello Anna,")])
def test_the_greeting_that_is_proposed_never_leaves_a_title_out(recipient: str, words: str) -> None:
    assert greeted(recipient, "")["no_greeting"].suggestion == words


def greeted(recipient: str, greeting: str) -> dict[str, Finding]:
    """What is found in a short withdrawal with this greeting, by the check."""
    text = f"{greeting}\n\nI withdraw my application for the Data Analyst role.\n\nKind regards,\nAda Marsh".strip()
    context = ReviewContext(company="Fernway", role="Data Analyst", recipient=recipient, sender="Ada Marsh")
    request = ReviewRequest(
        id="1",
        channel=Channel.EMAIL,
        situation=Situation.APPLIED,
        subject="Withdrawal: Data Analyst",
        text=text,
        context=context,
    )
    return {one.id: one for one in review(request).findings}
