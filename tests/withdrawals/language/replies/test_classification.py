"""Realistic replies are classified, whatever headers, quotes and line breaks were pasted with them."""

import time

import pytest

from withdrawals.language.replies.classification import classify_reply, is_automatic
from withdrawals.vocabulary import ResponseKind

K = ResponseKind
REPLIES = [
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


@pytest.mark.parametrize(("kind", "text"), REPLIES, ids=[text[:40] for _, text in REPLIES])
def test_replies_are_classified(kind: ResponseKind, text: str) -> None:
    assert classify_reply(text) == kind


@pytest.mark.parametrize(("kind", "text"), REPLIES, ids=[text[:40] for _, text in REPLIES])
def test_headers_thread_and_wrapping_change_nothing(kind: ResponseKind, text: str) -> None:
    quoted = "On Mon, 23 Nov 2026 at 09:00, Ada Marsh wrote:\n> May I ask why? What a waste of our time."
    wrapped = text.replace(" ", "\r\n", 3)
    pasted = f"From: Maya Chen <maya@fernway.example>\r\nSubject: Re: Interview\r\n\r\n{wrapped}\r\n\r\n{quoted}"
    assert classify_reply(pasted) == kind


def test_replies_between_quoted_lines_are_classified() -> None:
    assert (
        classify_reply("On Monday Ada wrote:\n> I withdraw. May I ask why not?\nNo problem.\n> Ada") == K.ACKNOWLEDGED
    )


@pytest.mark.parametrize(
    "text",
    [
        "Automatic reply: Interview\nThank you for your message.",
        "I'm on annual leave until 3 December.",
        "Undeliverable: x",
    ],
)
def test_automatic_replies_are_recognised(text: str) -> None:
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
def test_long_replies_are_classified_in_time(text: str) -> None:
    started = time.process_time()
    assert classify_reply(text) == K.OTHER
    assert time.process_time() - started < 1
