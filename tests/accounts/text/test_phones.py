"""Telephone numbers: one link dials exactly one number."""

import time

import pytest

from accounts.text.phones import Phone, read_phones, sms_uri, tel_uri


@pytest.mark.parametrize(
    ("typed", "country", "uri"),
    [
        ("+49 30 5550 100", "", "tel:+49305550100"),
        ("+44 20 7946 0000", "", "tel:+442079460000"),
        ("+49 (0)30 5550-100", "", "tel:+49305550100"),
        ("(030) 5550 100", "", "tel:0305550100"),
        ("0049 30 1234567", "", "tel:+49301234567"),
        ("0049 (0) 30 1234567", "DE", "tel:+49301234567"),
        ("011 49 30 1234567", "US", "tel:+49301234567"),
        ("tel:+49-30-1234567;ext=12", "", "tel:+49301234567;ext=12"),
        ("(030) 123 45-67 ext. 12", "DE", "tel:+49301234567;ext=12"),
        ("(030) 123 45-67 ext. 12", "", "tel:0301234567;ext=12"),
        ("030 1234567 Durchwahl 12", "DE", "tel:+49301234567;ext=12"),
        ("030/1234567", "de", "tel:+49301234567"),
        ("020 7946 0018 x12", "GB", "tel:+442079460018;ext=12"),
        ("(415) 555-2671 #44", "US", "tel:+14155552671;ext=44"),
        ("1-800-FLOWERS", "US", "tel:+18003569377"),
        ("Mobil: 0170 5550123", "DE", "tel:+491705550123"),
        ("+44 20 7946 0018 (mobile)", "", "tel:+442079460018"),
        ("030 1234567", "ZZ", "tel:0301234567"),
        ("555-0123", "US", "tel:5550123"),
        ("112", "DE", "tel:112"),
    ],
)
def test_a_number_is_dialled_as_its_country_does(typed: str, country: str, uri: str) -> None:
    assert tel_uri(typed, country) == uri


@pytest.mark.parametrize("typed", ["", "ask Maya", "-", "12"])
def test_what_holds_no_number_dials_nothing(typed: str) -> None:
    assert (read_phones(typed, "DE"), tel_uri(typed, "DE")) == ((), "")


@pytest.mark.parametrize(
    "typed",
    [
        "030 1234567 / 0170 5550123",
        "030 1234567, 0170 5550123",
        "030 1234567; 0170 5550123",
        "030 1234567\n0170 5550123",
        "030 1234567 oder 0170 5550123",
        "030 1234567 (office), 0170 5550123 (mobile)",
        "030 1234567 0170 5550123",
        "030 1234567 +49 170 5550123",
        "030 1234567 (0170 5550123)",
    ],
)
def test_two_numbers_in_a_field_are_parted(typed: str) -> None:
    assert read_phones(typed, "DE") == (Phone("+49301234567"), Phone("+491705550123"))
    assert tel_uri(typed, "DE") == "tel:+49301234567"


def test_the_same_number_twice_is_one() -> None:
    assert read_phones("+49 30 1234567 / 030 1234567", "DE") == (Phone("+49301234567"),)


def test_a_text_goes_to_the_number_without_its_extension() -> None:
    assert sms_uri("0170 5550123 ext. 4", "Hello you\r\n", "DE") == "sms:+491705550123?body=Hello%20you%0D%0A"
    assert sms_uri("", "Hi") == "sms:?body=Hi"


@pytest.mark.parametrize("text", ["1" * 50_000, "+1 " * 20_000, "(0" * 20_000, "x" * 50_000, "1,2" * 20_000])
def test_hostile_fields_are_read_in_time(text: str) -> None:
    started = time.process_time()
    read_phones(text, "US")
    assert time.process_time() - started < 1
