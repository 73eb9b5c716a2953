"""Writing a letter: drafts follow the record until somebody types, and two tabs never overwrite each other."""

from datetime import timedelta

import pytest

from accounts.errors import Conflict, DomainError
from tests.factories import (
    NOW,
    ContactFactory,
    InterviewFactory,
    LetterFactory,
    WithdrawalFactory,
)
from tracker.models import Event
from withdrawals.domain.letters.drafts import (
    LetterConflict,
    change_recipient,
    draft_letter,
    restore_version,
    rewrite_letter,
    save_letter,
    update_choices,
    update_from_record,
)
from withdrawals.domain.process.lifecycle import record_already_known
from withdrawals.models import Letter, Withdrawal
from withdrawals.vocabulary import Channel, Purpose

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def kept() -> Letter:
    return Letter.objects.get()


def type_over(letter: Letter, body: str, *, version: int | None = None, minutes: int = 0) -> Letter:
    return save_letter(
        letter,
        version=version or letter.version,
        subject=letter.subject,
        body=body,
        now=NOW + minutes * MINUTE,
    )


def test_choices_change_the_words_of_a_draft_nobody_edited() -> None:
    letter = LetterFactory()
    before = letter.body

    update_choices(letter.withdrawal, now=NOW, reason="location", depth="general")

    assert kept().body != before
    assert (kept().version, kept().edited) == (2, False)


def test_choices_leave_an_edited_draft_alone() -> None:
    letter = LetterFactory()
    type_over(letter, "My own words, and I withdraw.")

    update_choices(letter.withdrawal, now=NOW, reason="location", depth="general", tone="formal")

    assert kept().body == "My own words, and I withdraw."


def test_private_choices_change_no_words() -> None:
    letter = LetterFactory()

    update_choices(letter.withdrawal, now=NOW, private_note="They were rude.")

    assert (kept().body, kept().version) == (letter.body, 1)
    assert Withdrawal.objects.get().private_note == "They were rude."


def test_depth_falls_to_nothing_without_a_reason() -> None:
    withdrawal = WithdrawalFactory(reason="salary", depth="general")

    update_choices(withdrawal, now=NOW, reason="")

    assert Withdrawal.objects.get().depth == "none"


def test_same_choices_write_the_same_words() -> None:
    letter = LetterFactory()
    update_choices(letter.withdrawal, now=NOW, reason="health", depth="general")
    first = kept().body
    update_choices(letter.withdrawal, now=NOW, reason="salary")

    update_choices(letter.withdrawal, now=NOW, reason="health")

    assert kept().body == first


def test_choices_after_the_employer_was_told_are_a_conflict() -> None:
    withdrawal = WithdrawalFactory()
    other_tab = Withdrawal.objects.get()
    record_already_known(withdrawal, actor=withdrawal.owner, now=NOW)

    with pytest.raises(Conflict):
        update_choices(other_tab, now=NOW, reason="salary")
    assert Withdrawal.objects.get().reason == ""


def test_unknown_choices_are_refused() -> None:
    with pytest.raises(TypeError):
        update_choices(WithdrawalFactory(), now=NOW, state="notified")


def test_typing_raises_the_version_and_keeps_the_text_before() -> None:
    letter = LetterFactory()
    first = letter.body

    type_over(letter, "My own words.")

    assert (kept().version, kept().edited, kept().body) == (2, True, "My own words.")
    assert [(v.version, v.body, v.edited) for v in letter.versions.all()] == [(1, first, False)]


def test_autosave_keeps_a_version_a_minute() -> None:
    letter = LetterFactory()
    for second, text in enumerate(["a", "ab", "abc"]):
        save_letter(letter, version=letter.version, subject="S", body=text, now=NOW + timedelta(seconds=10 * second))
    save_letter(letter, version=letter.version, subject="S", body="abcd", now=NOW + 2 * MINUTE)

    assert [v.body for v in letter.versions.all()][:-1] == ["abc"]
    assert (letter.versions.count(), kept().version) == (2, 5)


def test_save_that_changes_nothing_raises_no_version() -> None:
    letter = LetterFactory()

    type_over(letter, letter.body + "\n")

    assert (kept().version, kept().edited) == (1, False)


def test_two_tabs_meet_in_a_conflict_that_shows_the_other_text() -> None:
    letter = LetterFactory()
    other_tab = Letter.objects.get()
    type_over(letter, "From the first tab.")

    with pytest.raises(LetterConflict) as conflict:
        type_over(other_tab, "From the second tab.", version=1)

    assert conflict.value.current.body == "From the first tab."
    assert conflict.value.current.version == 2
    assert kept().body == "From the first tab."


def test_two_tabs_that_type_the_same_do_not_quarrel() -> None:
    letter = LetterFactory()
    other_tab = Letter.objects.get()
    type_over(letter, "The same.")

    type_over(other_tab, "The same.", version=1)

    assert kept().version == 2


def test_letter_on_its_way_cannot_be_typed_into() -> None:
    letter = LetterFactory(by_hand=True)

    with pytest.raises(Conflict):
        type_over(letter, "Too late.")
    with pytest.raises(Conflict):
        rewrite_letter(letter, version=letter.version, now=NOW)


def test_subject_is_one_line_and_the_body_keeps_its_own() -> None:
    letter = LetterFactory()

    save_letter(letter, version=1, subject=" Two\r\nlines ", body="One\r\n\r\nTwo — “quoted” 🚋", now=NOW)

    assert (kept().subject, kept().body) == ("Two lines", "One\n\nTwo — “quoted” 🚋")


def test_name_of_the_recipient_changes_the_greeting_of_an_unedited_draft() -> None:
    letter = LetterFactory()

    save_letter(letter, version=1, subject=letter.subject, body=letter.body, now=NOW, to_name="Priya Raman")

    assert "Priya" in kept().body
    assert not kept().edited


def test_address_of_a_contact_makes_them_the_recipient() -> None:
    letter = LetterFactory()
    contact = ContactFactory(company=letter.withdrawal.application.company, email="priya@employer.example")

    save_letter(
        letter,
        version=1,
        subject=letter.subject,
        body=letter.body,
        now=NOW,
        to_address="PRIYA@employer.example",
    )

    assert kept().recipient == contact


def test_letter_can_be_addressed_to_one_of_ones_own_contacts_only() -> None:
    letter = LetterFactory()
    contact = ContactFactory(company=letter.withdrawal.application.company, name="Priya Raman")

    change_recipient(letter, contact, version=1, now=NOW)

    assert (kept().recipient, kept().to_name, kept().to_address) == (contact, "Priya Raman", contact.email)
    with pytest.raises(DomainError):
        change_recipient(letter, ContactFactory(), version=letter.version, now=NOW)


def test_rewriting_keeps_ones_own_words_among_the_versions() -> None:
    letter = LetterFactory()
    first = letter.body
    type_over(letter, "My own words.")

    rewrite_letter(letter, version=letter.version, now=NOW)

    assert (kept().body, kept().edited, kept().version) == (first, False, 3)
    assert "My own words." in [version.body for version in letter.versions.all()]


def test_another_wording_is_remembered() -> None:
    letter = LetterFactory()

    rewrite_letter(letter, version=1, now=NOW, variant=1)

    assert (kept().variant, kept().version) == (1, 2)
    with pytest.raises(LetterConflict):
        rewrite_letter(letter, version=1, now=NOW, variant=2)


def test_earlier_version_comes_back_and_the_present_one_is_kept() -> None:
    letter = LetterFactory()
    first = letter.body
    type_over(letter, "My own words.")
    earlier = letter.versions.get()

    restore_version(letter, earlier, version=letter.version, now=NOW + 2 * MINUTE)

    assert kept().body == first
    assert [version.body for version in letter.versions.all()] == ["My own words.", first]


def test_version_of_another_letter_is_refused() -> None:
    letter, other = LetterFactory(), LetterFactory()
    type_over(other, "Other words.")

    with pytest.raises(DomainError):
        restore_version(letter, other.versions.get(), version=1, now=NOW)


def test_draft_turns_into_an_apology_once_the_slot_has_passed() -> None:
    interview = InterviewFactory()
    withdrawal = WithdrawalFactory(application=interview.application, interview=interview)

    update_from_record(withdrawal, now=interview.starts_at + MINUTE)

    assert kept().purpose == Purpose.APOLOGY


def test_following_the_record_writes_only_what_changed() -> None:
    letter = LetterFactory()

    update_from_record(letter.withdrawal, now=NOW + MINUTE)

    assert (kept().version, kept().saved_at) == (1, NOW)


def test_telephone_script_goes_to_the_number() -> None:
    contact = ContactFactory()
    withdrawal = WithdrawalFactory(application__owner=contact.owner, application__company=contact.company)

    script = draft_letter(withdrawal, now=NOW, recipient=contact, channel=Channel.PHONE)
    note = draft_letter(withdrawal, now=NOW, recipient=contact, channel=Channel.LINKEDIN)

    assert (script.to_address, script.subject) == (contact.phone, "")
    assert note.to_address == ""


def test_writing_is_no_part_of_the_story() -> None:
    letter = LetterFactory()
    told = Event.objects.count()

    type_over(letter, "My own words.")
    update_choices(letter.withdrawal, now=NOW, reason="salary")

    assert Event.objects.count() == told
