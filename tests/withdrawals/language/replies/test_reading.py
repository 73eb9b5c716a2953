"""What an answer comes to: real-sounding ones by kind, pasted as people paste them, and replies that pass our own
review.
"""

import time

import pytest

from withdrawals.language.replies.reading import (
    advice_for,
    classify_reply,
    is_automatic,
    keep_in_touch_lines,
    read_reply,
    reply_lines,
    reply_subject,
)
from withdrawals.language.review import ReviewContext, ReviewRequest, review
from withdrawals.vocabulary import Channel, Purpose, ResponseKind, Situation, Tone

K = ResponseKind
ANSWERS = [
    (K.ACKNOWLEDGED, "No problem, good luck!"),
    (K.ACKNOWLEDGED, "Hi Ada, thanks for letting us know in good time. All the best, Maya"),
    (K.ACKNOWLEDGED, "Sorry to hear that, but we understand. If you change your mind, our door is always open."),
    (K.ACKNOWLEDGED, "Congratulations on the new role! I have cancelled Thursday's interview."),
    (K.ACKNOWLEDGED, "Noted. Your application has been withdrawn in our system."),
    (K.ACKNOWLEDGED, "We are very disappointed, but of course we respect your decision. Wishing you well."),
    (K.ACKNOWLEDGED, "Understood. Perhaps another time!"),
    (K.ACKNOWLEDGED, "Thank you for your honesty. There is no need to explain, I understand why."),
    (
        K.ACKNOWLEDGED,
        "Thanks for the heads up. Feel free to reach out when another role in the future catches your eye.",
    ),
    (K.ASKS_WHY, "Thank you for telling us. May I ask why?"),
    (K.ASKS_WHY, "Sorry to hear that. Could you share what led to your decision? It would help us."),
    (K.ASKS_WHY, "Thanks, Ada. Would you mind telling me the reason for your withdrawal?"),
    (K.ASKS_WHY, "We respect that. Do you have any feedback for us on the process?"),
    (K.ASKS_WHY, "All right. Was it something we did?"),
    (K.ASKS_WHY, "Best of luck! Have you accepted another offer?"),
    (K.ASKS_TO_RECONSIDER, "That is a pity. Is there anything we can do to change your mind?"),
    (K.ASKS_TO_RECONSIDER, "Would you be willing to reconsider? The team really liked you."),
    (K.ASKS_TO_RECONSIDER, "We'd hate to lose you. Can we jump on a call tomorrow?"),
    (K.ASKS_TO_RECONSIDER, "If Thursday is the trouble we can reschedule."),
    (K.ASKS_TO_RECONSIDER, "Are you sure? I’d love to keep you in the process."),
    (K.COUNTER_OFFER, "We could improve the offer if that helps."),
    (K.COUNTER_OFFER, "Would you reconsider if we matched it? We can match their offer and add a sign-on bonus."),
    (K.COUNTER_OFFER, "I spoke to my director and we could go up to the top of the band."),
    (K.COUNTER_OFFER, "Might a different role in the same team interest you? We are flexible on the salary too."),
    (K.ANGRY, "This is unprofessional. Four people had cleared their diaries."),
    (K.ANGRY, "What a waste of our time."),
    (K.ANGRY, "I am shocked. The least you could do is tell us sooner."),
    (K.ANGRY, "You will not be considered again by this company."),
    (K.ANGRY, "Frankly, I find this rude. Why did you let it get to the final round?"),
    (K.FEEDBACK, "Gladly. You came across as calm and clear, and your examples were good."),
    (K.FEEDBACK, "Here is some feedback: your answers on scaling could be stronger."),
    (K.FEEDBACK, "The panel liked your presentation; one thing to work on is pace. Good luck!"),
    (K.FEEDBACK, "Happy to offer some feedback: the team felt you were well prepared."),
    (K.OTHER, "Wir danken für Ihre Nachricht."),
    (K.OTHER, "Please send the laptop back to the Dublin office."),
    (K.OTHER, "I am out of the office until Monday. Thank you for your message."),
    (K.OTHER, ""),
]


@pytest.mark.parametrize(("kind", "text"), ANSWERS, ids=[text[:40] for _, text in ANSWERS])
def test_answers_are_read(kind: ResponseKind, text: str) -> None:
    assert classify_reply(text) == kind


@pytest.mark.parametrize(("kind", "text"), ANSWERS, ids=[text[:40] for _, text in ANSWERS])
def test_headers_thread_and_wrapping_change_nothing(kind: ResponseKind, text: str) -> None:
    quoted = "On Mon, 23 Nov 2026 at 09:00, Ada Marsh wrote:\n> May I ask why? What a waste of our time."
    wrapped = text.replace(" ", "\r\n", 3)
    pasted = f"From: Maya Chen <maya@fernway.example>\r\nSubject: Re: Interview\r\n\r\n{wrapped}\r\n\r\n{quoted}"
    assert classify_reply(pasted) == kind


def test_answers_between_quoted_lines_are_read() -> None:
    assert (
        classify_reply("On Monday Ada wrote:\n> I withdraw. May I ask why not?\nNo problem.\n> Ada") == K.ACKNOWLEDGED
    )


def test_pasted_headers_are_taken_apart() -> None:
    pasted = read_reply(
        'From: "Chen, Maya" <maya@fernway.example>\nDate: Mon, 23 Nov 2026\nSubject: Re: Interview\n'
        "Message-ID: <abc.1@fernway.example>\n\nNo problem.\n\n> Dear Maya,"
    )
    assert (pasted.from_name, pasted.from_address) == ("Maya Chen", "maya@fernway.example")
    assert (pasted.subject, pasted.message_id) == ("Re: Interview", "<abc.1@fernway.example>")
    assert pasted.words == "No problem."


def test_pasted_words_alone_have_no_headers() -> None:
    pasted = read_reply("Dear Ada,\nno problem.\nFrom: here on, call me Maya.")
    assert (pasted.from_name, pasted.message_id) == ("", "")
    assert pasted.words.endswith("call me Maya.")


def test_headers_that_are_no_addresses_or_ids_are_not_taken_for_them() -> None:
    pasted = read_reply(f"From: Maya Chen\nMessage-ID: abc\nMessage-ID: <{'x' * 300}@y>\n\nHi")
    assert (pasted.from_name, pasted.from_address, pasted.message_id) == ("Maya Chen", "", "")


@pytest.mark.parametrize(
    "text",
    [
        "Automatic reply: Interview\nThank you for your message.",
        "I'm on annual leave until 3 December.",
        "Undeliverable: x",
    ],
)
def test_machines_are_told_from_people(text: str) -> None:
    assert is_automatic(text)
    assert not is_automatic("No problem, good luck!")


@pytest.mark.parametrize(
    "text",
    [
        "we would like to let you know that we " * 500,
        f"On Monday Maya wrote{' ' * 19_000}x",
        f"{'_' * 10}{' ' * 19_000}x",
        f"From: {'(' * 19_000}\nHello",
    ],
)
def test_long_answers_are_read_in_time(text: str) -> None:
    started = time.process_time()
    assert classify_reply(text) == K.OTHER
    assert time.process_time() - started < 1


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
    assert (advice.stop, advice.wanted) == ("Nothing left to do.", False)


def test_every_kind_has_a_stop_rule() -> None:
    assert all(advice_for(kind).stop for kind in ResponseKind)


def test_reply_subject_has_one_re() -> None:
    assert reply_subject("RE: Re: Interview", "") == "Re: Interview"
    assert reply_subject("", "Withdrawal: Data Analyst") == "Re: Withdrawal: Data Analyst"
    assert reply_subject("", "") == ""
