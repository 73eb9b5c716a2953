"""The command surface of the review: shapes, offsets, errors."""

import pytest

from withdrawals.language.review import CHECKS, Finding, ReviewRequest, review

TEXT = "Dear Tom,\n\nI'd like to withdraw from the analyst role. 🎉 Thank you.\n\nBest,\nAlex Kim"


def test_json_round_trip() -> None:
    answer = review(
        ReviewRequest.from_json(
            {
                "id": 7,
                "channel": "email",
                "situation": "applied",
                "subject": "Withdrawal – Data Analyst – Alex Kim",
                "text": TEXT,
                "context": {"role": "Data Analyst", "recipient": {"name": "Maya Lind"}, "sender": {"name": "Alex Kim"}},
                "unknown": None,
            }
        )
    ).to_json()

    assert answer == {
        "id": 7,
        "verdict": "fix",
        "findings": [
            {
                "id": "wrong_name",
                "severity": "error",
                "field": "text",
                "start": 5,
                "end": 8,
                "message": "Greets Tom; this goes to Maya Lind.",
                "suggestion": "Maya Lind",
            }
        ],
        "has": {
            "greeting": True,
            "names_role": True,
            "names_company": False,
            "clear_withdrawal": True,
            "reason": False,
            "thanks": True,
            "door_open": False,
            "sign_off": True,
        },
    }


def test_offsets_are_code_points_of_the_given_text() -> None:
    text = "Dear Maya,\r\n\r\n🎉  I’d  like to withdraw\r\nfrom the analyst role — they offered me £60,000."
    text += " Thank you.\r\n\r\nBest,\r\nAlex"
    request = ReviewRequest.from_json({"channel": "email", "stage": "applied", "subject": "Withdrawal", "text": text})
    findings = {finding.id: finding.quote(request) for finding in review(request).findings}

    assert findings == {"salary_disclosure": "£60,000"}


def test_checks_are_those_of_the_specification() -> None:
    assert len(CHECKS) == 33
    assert list(CHECKS)[:2] == ["unfilled_placeholder", "ambiguous_withdrawal"]


def test_shown_is_capped() -> None:
    text = "I withdraw my application. [Name] [Role] [Company] [Date] [Reason] [Phone]"
    result = review(ReviewRequest.from_json({"channel": "email", "stage": "applied", "text": text}))

    assert [finding.id for finding in result.shown()] == ["unfilled_placeholder"] * 5


@pytest.mark.parametrize("text", ["", " ", "\n\n", "?", "\u200b", ">", "--", "[", "Best,", "\ue001"])
def test_next_to_nothing_is_reviewed(text: str) -> None:
    for channel in ("email", "phone", "voicemail", "linkedin", "text"):
        result = review(ReviewRequest.from_json({"channel": channel, "stage": "offer_accepted", "text": text}))

        assert "ambiguous_withdrawal" in {finding.id for finding in result.findings}
        assert all(0 <= finding.start <= finding.end <= len(text) for finding in result.findings)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"channel": "fax"}, "channel: 'fax' is not one of email, phone, voicemail, linkedin, text."),
        (
            {"stage": None},
            "stage: None is not one of applied, screening_scheduled, interview_scheduled, after_interview, "
            "offer_in_hand, offer_accepted.",
        ),
        ({"text": 5}, "text: must be text, not 5."),
        ({"context": []}, "context: must be an object, not []."),
        ({"context": {"role": 5}}, "context.role: must be text, not 5."),
        ({"context": {"confidential_terms": "x"}}, "context.confidential_terms: must be a list of texts, not 'x'."),
        (
            {"context": {"interview_at": "soon"}},
            "context.interview_at: must be a date and time like 2026-03-02T09:00:00+01:00, not 'soon'.",
        ),
        (
            {"context": {"other_open_applications": "Globex"}},
            "context.other_open_applications: must be a list of companies, not 'Globex'.",
        ),
    ],
)
def test_bad_value_names_its_key(changes: dict[str, object], error: str) -> None:
    with pytest.raises(ValueError) as caught:
        ReviewRequest.from_json({"channel": "email", "stage": "applied", "text": "x"} | changes)

    assert str(caught.value) == error


def test_other_employers_may_be_records_or_a_number() -> None:
    def context(others: object) -> tuple[tuple[str, ...], int | None]:
        read = ReviewRequest.from_json(
            {"channel": "email", "stage": "applied", "text": "x", "context": {"other_open_applications": others}}
        ).context
        return read.other_companies, read.other_open_count

    assert context([{"company": "Globex", "role": "Clerk"}, "Clerk at Initech"]) == (("Globex", "Initech"), 2)
    assert context(3) == ((), 3)
    assert context(None) == ((), None)


def test_finding_is_plain_data() -> None:
    finding = Finding("insult", "error", "text", 1, 2, "Message.")

    assert finding.to_json()["suggestion"] is None
