"""Prepared replies pass the review, and every kind of reply has a stop rule."""

import pytest

from withdrawals.language.replies.classification import classify_reply
from withdrawals.language.replies.wording import advice_for, keep_in_touch_lines, reply_lines, reply_subject
from withdrawals.language.review import ReviewContext, ReviewRequest, review
from withdrawals.vocabulary import Channel, Purpose, ResponseKind, Situation, Tone


@pytest.mark.parametrize("tone", Tone)
@pytest.mark.parametrize("kind", ResponseKind)
@pytest.mark.parametrize("told", [False, True])
def test_replies_pass_the_review(kind: ResponseKind, tone: Tone, told: bool) -> None:
    greeting, closing = (
        ("Dear Maya Chen,", "Yours sincerely,") if tone == Tone.FORMAL else ("Hello Maya,", "Best wishes,")
    )
    lines = reply_lines(kind, tone, reason_told=told)
    assert all(line.endswith(".") for line in lines)
    letter = f"{greeting}\n\n{' '.join(lines)}\n\n{closing}\nAda Marsh\n+49 30 5550 100"
    found = review(request_for(letter, Purpose.REPLY, reply_subject("", "Our call on Thursday")))
    assert [one for one in found.findings if one.severity != "hint"] == []


@pytest.mark.parametrize("tone", Tone)
@pytest.mark.parametrize("channel", [Channel.LINKEDIN, Channel.EMAIL])
def test_notes_that_keep_in_touch_pass_the_review(channel: Channel, tone: Tone) -> None:
    lines = [line.replace("{post}", "the Data Analyst role at Fernway") for line in keep_in_touch_lines(channel, tone)]
    letter = f"Hello Maya,\n\n{' '.join(lines)}\n\nBest wishes,\nAda Marsh"
    found = review(request_for(letter, Purpose.KEEP_TOUCH, "Staying in touch: Data Analyst", channel))
    assert [one for one in found.findings if one.severity != "hint"] == []
    assert "?" not in letter
    assert len(letter) <= 200


def request_for(text: str, purpose: Purpose, subject: str, channel: Channel = Channel.EMAIL) -> ReviewRequest:
    return ReviewRequest(
        id="1",
        channel=channel,
        situation=Situation.AFTER_INTERVIEW,
        subject=subject if channel == Channel.EMAIL else "",
        text=text,
        purpose=purpose,
        context=ReviewContext(company="Fernway", role="Data Analyst", recipient="Maya Chen", sender="Ada Marsh"),
    )


def test_good_luck_leaves_nothing_to_do() -> None:
    advice = advice_for(classify_reply("No problem, good luck!"))
    assert (advice.stop, advice.reply_owed) == ("Nothing left to do.", False)


def test_every_kind_has_a_stop_rule() -> None:
    assert all(advice_for(kind).stop for kind in ResponseKind)


def test_reply_subject_has_one_re() -> None:
    assert reply_subject("RE: Re: Interview", "") == "Re: Interview"
    assert reply_subject("", "Withdrawal: Data Analyst") == "Re: Withdrawal: Data Analyst"
    assert reply_subject("", "") == ""
