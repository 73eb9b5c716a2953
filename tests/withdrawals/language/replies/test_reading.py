"""Pasted replies are split into headers and words."""

from withdrawals.language.replies.reading import read_reply


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
