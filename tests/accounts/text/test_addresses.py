"""Addresses taken apart and checked, as people type them and as headers carry them."""

import time

import pytest

from accounts.text.addresses import (
    AddressError,
    Mailbox,
    addresses_in,
    ascii_address,
    bare_address,
    is_address,
    read_mailbox,
    read_mailboxes,
    wire_address,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("mette@fern.example", [("", "mette@fern.example")]),
        ("Mette Berg <mette@fern.example>", [("Mette Berg", "mette@fern.example")]),
        ("Berg, Mette <mette@fern.example>", [("Mette Berg", "mette@fern.example")]),
        ('"Berg, Mette" <mette@fern.example>', [("Mette Berg", "mette@fern.example")]),
        (r'"Mette \"Mo\" Berg" <mette@fern.example>', [('Mette "Mo" Berg', "mette@fern.example")]),
        ("'Mette Berg' <mette@fern.example>", [("Mette Berg", "mette@fern.example")]),
        ("Mette Berg [mailto:mette@fern.example]", [("Mette Berg", "mette@fern.example")]),
        ("mette@fern.example (Mette Berg)", [("Mette Berg", "mette@fern.example")]),
        ("Mette Berg mette@fern.example", [("Mette Berg", "mette@fern.example")]),
        ("mailto:mette@fern.example", [("", "mette@fern.example")]),
        ("MAILTO:mette%2Bjobs@fern.example?subject=Hello", [("", "mette+jobs@fern.example")]),
        ("<mailto:mette@fern.example>", [("", "mette@fern.example")]),
        ("mette@fern.example.", [("", "mette@fern.example")]),
        ("mette@old.example via Greenhouse <reply+abc@greenhouse.example>", [("", "reply+abc@greenhouse.example")]),
    ],
)
def test_one_address_in_every_form(text: str, expected: list[tuple[str, str]]) -> None:
    assert read_mailboxes(text) == tuple(Mailbox(*one) for one in expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jon@fern.example, ada@fern.example", [("", "jon@fern.example"), ("", "ada@fern.example")]),
        ("jon@fern.example;ada@fern.example;", [("", "jon@fern.example"), ("", "ada@fern.example")]),
        ("jon@fern.example\nada@fern.example", [("", "jon@fern.example"), ("", "ada@fern.example")]),
        (
            "Jon Ek <jon@fern.example>, Ada Li <ada@fern.example>",
            [("Jon Ek", "jon@fern.example"), ("Ada Li", "ada@fern.example")],
        ),
        (
            "Ek, Jon <jon@fern.example>; Li, Ada <ada@fern.example>",
            [("Jon Ek", "jon@fern.example"), ("Ada Li", "ada@fern.example")],
        ),
        (
            "jon@fern.example, Ada Li <ada@fern.example>, mo@fern.example",
            [("", "jon@fern.example"), ("Ada Li", "ada@fern.example"), ("", "mo@fern.example")],
        ),
        (
            "Hiring: jon@fern.example, Ada Li <ada@fern.example>;",
            [("", "jon@fern.example"), ("Ada Li", "ada@fern.example")],
        ),
        ("undisclosed-recipients:;", []),
    ],
)
def test_several_addresses_in_one_field(text: str, expected: list[tuple[str, str]]) -> None:
    assert read_mailboxes(text) == tuple(Mailbox(*one) for one in expected)


@pytest.mark.parametrize("text", ["Jon Ek", "jon at fern.example"])
def test_what_is_no_address_comes_back_to_be_told(text: str) -> None:
    assert read_mailboxes(f"ada@fern.example, {text}")[-1] == Mailbox("", text)
    assert not is_address(text)


def test_the_bare_address_of_a_field_is_its_only_one() -> None:
    assert bare_address("Mette Berg <mette@fern.example>") == "mette@fern.example"
    assert bare_address("jon@fern.example, ada@fern.example") == "jon@fern.example, ada@fern.example"
    assert bare_address(" ") == ""
    assert addresses_in("Jon Ek <jon@fern.example>, ada@fern.example") == ("jon@fern.example", "ada@fern.example")


def test_what_cannot_travel_stays_as_it_was_typed() -> None:
    assert wire_address("mailto:mette@straße.example") == "mette@xn--strae-oqa.example"
    assert wire_address("Mette") == "Mette"


def test_a_header_gives_its_first_address_or_none() -> None:
    assert read_mailbox("Jon Ek <jon@fern.example>, ada@fern.example") == Mailbox("Jon Ek", "jon@fern.example")
    assert read_mailbox("Jon Ek") is None
    assert read_mailbox("") is None


@pytest.mark.parametrize(
    ("address", "wire"),
    [
        ("mette@fern.example", "mette@fern.example"),
        ("mette+jobs@FERN.example", "mette+jobs@fern.example"),
        ("mette@straße.example", "mette@xn--strae-oqa.example"),
        ("mette@müller-söhne.example", "mette@xn--mller-shne-kcb9d.example"),
        ("mette@MÜLLER-SÖHNE.example", "mette@xn--mller-shne-kcb9d.example"),
        ("mette@mu\u0308ller.example", "mette@xn--mller-kva.example"),
        ("mette@例え.example", "mette@xn--r8jz45g.example"),
        ("mette@xn--strae-oqa.example", "mette@xn--strae-oqa.example"),
        ("mette@localhost", "mette@localhost"),
        (" mette@fern.example ", "mette@fern.example"),
    ],
)
def test_domains_travel_by_idna_2008(address: str, wire: str) -> None:
    assert ascii_address(address) == wire


@pytest.mark.parametrize(
    "address",
    [
        "",
        "mette",
        "mette@",
        "@fern.example",
        "mette@fern",
        "mette berg@fern.example",
        "mette@fern..example",
        "mette@-fern.example",
        "mette@fern_.example",
        "mette@fern.example.",
        "mette..berg@fern.example",
        "mette\r\nBcc: x@fern.example",
        "mëtte@fern.example",
        "a" * 65 + "@fern.example",
        "mette@" + "x" * 300 + ".example",
        "mette@" + "x." * 20_000 + "example",
    ],
)
def test_what_cannot_be_written_to_is_refused(address: str) -> None:
    assert not is_address(address)
    with pytest.raises(AddressError, match="is not an e-mail address"):
        ascii_address(address)


@pytest.mark.parametrize(
    "text",
    ["(" * 20_000, "<" * 20_000, "<a@" * 7_000, '"' * 20_000, "a@" * 10_000, "x:" + ";" * 19_000 + "x", " ," * 9_000],
)
def test_hostile_fields_are_read_in_time(text: str) -> None:
    started = time.process_time()
    read_mailboxes(text)
    assert time.process_time() - started < 1
