"""Their own words, and the thread that their mail program put below."""

import time

import pytest

from accounts.text.quoting import own_words

OUTLOOK = "From: Ada Marsh <ada@post.example>\nSent: Monday, 23 November 2026 09:00\nTo: Maya Chen\nSubject: Interview"
OUTLOOK_DE = (
    "Von: Ada Marsh <ada@post.example>\nGesendet: Montag, 23. November 2026 09:00\nAn: Maya Chen\nBetreff: Termin"
)
HEADERS = [
    "On Mon, 23 Nov 2026 at 09:00, Ada Marsh wrote:",
    "On Mon, Nov 23, 2026 at 9:00 AM Ada Marsh <\nada@post.example> wrote:",
    "    On Monday, November 23, 2026 at 9:00 AM, Ada Marsh <ada@post.example> wrote:",
    "---- On Mon, 23 Nov 2026 09:00:00 +0100 Ada Marsh <ada@post.example> wrote ----",
    "Ada Marsh wrote on 23 November 2026:",
    OUTLOOK,
    OUTLOOK_DE,
    "________________________________\n" + OUTLOOK,
    "-----Original Message-----\n" + OUTLOOK,
    "-------- Forwarded Message --------\nSubject: Interview",
    "-------- Ursprüngliche Nachricht --------\nBetreff: Interview",
    "Begin forwarded message:\n\nFrom: Ada Marsh",
    "Am Di., 1. Dez. 2026 um 10:12 schrieb Ada Marsh <ada@post.example>:",
    "Am 09.02.2027 um 19:54 schrieb Ada Marsh <ada@post.example>:",
    "Le lun. 23 nov. 2026 à 09:00, Ada Marsh <ada@post.example> a écrit\xa0:",
    "El lun, 23 nov 2026 a las 9:00, Ada Marsh (<ada@post.example>)  escribió:",
    "Op ma 23 nov 2026 om 09:00 schreef Ada Marsh <ada@post.example>:",
]
SLOTS = "How about one of these?\n- Monday 10:00\n- Tuesday 14:00\n\nThanks,\nMaya"


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("words", ["No problem, good luck!", SLOTS, "Alles klar.\n-- \nMaya Chen\n+49 30 1"])
def test_the_thread_below_their_words_is_parted(words: str, header: str) -> None:
    assert own_words(f"{words}\n\n{header}\n\nDear Maya,\nwhat a waste of time.") == words
    assert own_words(f"{words}\r\n\r\n{header}\r\n> Dear Maya,").replace("\r\n", "\n") == words


@pytest.mark.parametrize(
    "text",
    [
        "No problem.",
        SLOTS,
        "Date: Thursday works.\nThe rest is as before.",
        "On Monday I wrote to Ada: she agrees.",
        "From: here on, call me Maya.",
    ],
)
def test_words_without_a_thread_stay_whole(text: str) -> None:
    assert own_words(text) == text


def test_quoted_lines_are_left_out() -> None:
    assert own_words("> I withdraw.\nNo problem.\n> Ada\n>> older\nBest, Maya") == "No problem.\nBest, Maya"


@pytest.mark.parametrize("header", ["On Monday Ada wrote:", OUTLOOK, "Begin forwarded message:"])
def test_a_thread_above_their_words_is_skipped(header: str) -> None:
    assert own_words(f"{header}\n\n> I withdraw.\nNo problem.") == "No problem."


@pytest.mark.parametrize("text", ["", "\n\n", "> only quoted"])
def test_nothing_of_their_own_is_nothing(text: str) -> None:
    assert own_words(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        ("On " + "a " * 98 + "\n") * 200,
        ("Am " + "schrieb " * 24 + "\n") * 200,
        "From:\n" * 9_000,
        ("From:" + " " * 190 + "\n\n") * 200,
        ("> " * 100 + "\n") * 200,
        "\n" * 50_000,
        f"On Monday Maya wrote{' ' * 19_000}x",
        f"{'_' * 10}{' ' * 19_000}x",
        "x" * 200_000,
    ],
)
def test_hostile_mails_are_read_in_time(text: str) -> None:
    started = time.process_time()
    own_words(text)
    assert time.process_time() - started < 2
