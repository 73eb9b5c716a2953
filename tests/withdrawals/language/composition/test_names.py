"""Names pass through unharmed, whatever they hold; what is missing falls back."""

import re
from datetime import datetime

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from accounts.text.names import display_name
from tests.withdrawals.language.composition.samples import ask
from withdrawals.language.composition import Recipient, Sender, compose
from withdrawals.language.composition.limits import count_words
from withdrawals.vocabulary import Channel, Depth, Purpose, Reason, Situation, Tone

ODD = ['O\'Neil & Söhne "Beta" <GmbH>', "Ünal 🦊 Fox", "שרה לוי", "张伟", "A" * 80, "Łódź ${x} {role} %s [x]", "Yahoo!"]
names = st.one_of(
    st.sampled_from(ODD),
    st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=80),
    st.lists(st.text("abcdefg'&<é", min_size=1, max_size=12), min_size=1, max_size=6).map(" ".join),
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    named=st.fixed_dictionaries({"company": names, "role": names, "recipient": names, "sender": names}),
    situation=st.sampled_from(Situation),
    tone=st.sampled_from(Tone),
    variant=st.integers(0, 5),
)
def test_odd_names_stand_in_the_letter_unharmed(
    named: dict[str, str], situation: Situation, tone: Tone, variant: int
) -> None:
    recipient, sender, role = display_name(named["recipient"]), named["sender"], named["role"]
    assume(recipient)
    record = {**named, "recipient": Recipient(recipient), "sender": Sender(sender)}
    draft = compose(ask(record, reason=None, situation=situation, tone=tone, variant=variant, accepted_on=None))
    assert role in draft.body
    assert draft.body.endswith(sender)
    if tone is Tone.FORMAL:
        assert draft.body.startswith(f"Dear {recipient},\n\n")
    assert "\n" not in draft.subject
    assert len(draft.subject) <= 78
    assert 1 <= count_words(draft.subject) <= 12


@given(text=st.text(max_size=60))
@settings(max_examples=150)
def test_any_typed_text_leaves_one_plain_letter(text: str) -> None:
    bare = {"recipient": Recipient(), "sender": Sender()}
    private = {"appreciated": text, "specific_reason": text}
    draft = compose(ask({**bare, **private}, reason=Reason.LOCATION, depth=Depth.SPECIFIC))
    assert draft.body.count("\n\n") == 3
    assert len(re.findall(r"withdraw", draft.body)) == 1


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("Maya Lindqvist", "Hello Maya,"),
        ("Maya", "Hello Maya,"),
        ("Dr Ada Berg", "Hello Dr Ada Berg,"),
        ("Prof. Ada Berg", "Hello Prof. Ada Berg,"),
        ("J. Smith", "Hello J. Smith,"),
        ("Maya Lindqvist and Tom Reyes", "Hello Maya Lindqvist and Tom Reyes,"),
        ("Berg, Ada", "Hello Ada,"),
        ("van der Berg, Pieter", "Hello Pieter,"),
        ("Mme Dupont", "Hello Mme Dupont,"),
        ("Dott. Rossi", "Hello Dott. Rossi,"),
        ("Doctor Berg", "Hello Doctor Berg,"),
        ("Judge Smith", "Hello Judge Smith,"),
        ("Mette Berg via Greenhouse", "Hello Mette,"),
        ("Anna Berg (she/her)", "Hello Anna,"),
        ("'Mette Berg'", "Hello Mette,"),
        ("no-reply", "Hello,"),
        ("Talent Team", "Hello Talent Team,"),
        ("Hiring team", "Hello hiring team,"),
        ("People team", "Hello people team,"),
        ("HR team", "Hello HR team,"),
        ("Northwind team", "Hello Northwind team,"),
        ("Talent", "Hello Talent,"),
        ("张伟", "Hello 张伟,"),
        ("🦊 Fox", "Hello 🦊 Fox,"),
        ("Jean-Luc Picard", "Hello Jean-Luc,"),
        ("  Maya \n Lindqvist ", "Hello Maya,"),
        ("", "Hello,"),
    ],
)
def test_warm_greeting_uses_the_first_name_only_where_that_is_safe(name: str, greeting: str) -> None:
    assert compose(ask({"recipient": Recipient(name)})).body.startswith(greeting + "\n\n")


def test_formal_greeting_gives_the_name_as_it_is_spoken() -> None:
    for name, spoken in [
        ("Berg, Ada", "Ada Berg"),
        ("Weber, Dr. Anna", "Dr. Anna Weber"),
        ("Mme Dupont", "Mme Dupont"),
    ]:
        assert compose(ask({"recipient": Recipient(name)}, tone=Tone.FORMAL)).body.startswith(f"Dear {spoken},\n\n")


def test_formal_greeting_never_guesses_a_title() -> None:
    assert compose(ask(tone=Tone.FORMAL)).body.startswith("Dear Maya Lindqvist,\n\n")
    assert compose(ask({"recipient": Recipient()}, tone=Tone.FORMAL)).body.startswith("Dear Hiring Team,\n\n")


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.TEXT, Channel.VOICEMAIL, Channel.PHONE])
@pytest.mark.parametrize("tone", Tone)
def test_a_team_that_is_no_name_has_no_capital_in_any_greeting(channel: Channel, tone: Tone) -> None:
    body = compose(ask({"recipient": Recipient("Hiring team")}, tone=tone, channel=channel)).body
    assert re.match(r"(Hello|Hi|Dear) hiring team\b", body)


def test_missing_role_and_company_leave_whole_sentences() -> None:
    bare = compose(ask({"role": "", "company": ""}))
    assert "withdraw my application for the role, and" in bare.body
    assert "for the role at Northwind, and" in compose(ask({"role": ""})).body
    assert "for the Data Analyst role, and" in compose(ask({"company": ""})).body


def test_missing_sender_leaves_the_closing_alone() -> None:
    draft = compose(ask({"sender": Sender()}))
    assert draft.body.endswith("\n\nKind regards")
    assert draft.subject == "Withdrawal of my application: Data Analyst"


@pytest.mark.parametrize(
    ("role", "words"), [("Summer Internship", "the Summer Internship at"), ("CTO", "the CTO role at")]
)
def test_role_that_is_a_post_already_is_not_named_twice(role: str, words: str) -> None:
    assert words in compose(ask({"role": role})).body


def test_company_that_ends_in_a_dot_gets_no_second_one() -> None:
    draft = compose(ask({"company": "Acme Inc."}, variant=2))
    assert "role at Acme Inc. " in draft.body
    assert ".." not in draft.body


def test_agency_is_asked_to_tell_its_client() -> None:
    body = compose(ask({"recipient": Recipient("Jo Park", agency=True)})).body
    assert "Could you please let Northwind know?" in body
    named = compose(ask({"recipient": Recipient("Jo Park", agency=True), "company": ""})).body
    assert "Could you please let your client know?" in named


def test_long_role_is_shortened_in_the_subject_at_a_word() -> None:
    role = "Senior Principal Software Engineer (Infrastructure, Platform and Reliability)"
    draft = compose(ask({"role": role}))
    assert draft.subject == "Withdrawal of my application: Senior Principal Software Engineer, Anna Schmidt"
    assert role in draft.body


def test_channels_other_than_e_mail_have_no_subject() -> None:
    for channel in Channel:
        assert bool(compose(ask(channel=channel)).subject) == (channel is Channel.EMAIL)


def test_spoken_words_say_who_calls_whom_as_far_as_known() -> None:
    def opening(**record: object) -> str:
        return compose(ask(record, channel=Channel.PHONE)).body.split(". ")[0]

    assert opening() == "Hello Maya, this is Anna Schmidt"
    assert opening(recipient=Recipient()) == "Hello, this is Anna Schmidt"
    assert opening(sender=Sender()) == "Hello Maya, this is a call about the Data Analyst role at Northwind"


def test_voicemail_gives_the_number_or_the_e_mail_that_follows() -> None:
    assert "My number is +49 170 5550123." in compose(ask(channel=Channel.VOICEMAIL)).body
    assert "email" in compose(ask({"sender": Sender("Anna Schmidt")}, channel=Channel.VOICEMAIL)).body


def test_slot_that_has_passed_is_apologised_for_on_every_channel() -> None:
    for channel in Channel:
        draft = compose(
            ask(channel=channel, purpose=Purpose.APOLOGY, now=datetime.fromisoformat("2026-12-03T12:00:00+01:00"))
        )
        assert draft.body.count("sorry") == 1
        assert "Thursday 3 December" in draft.body
