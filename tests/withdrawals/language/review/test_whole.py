"""The review as a whole: offsets, what is shown, next to nothing."""

import pytest

from withdrawals.language.review import CHECKS, ReviewRequest, review
from withdrawals.vocabulary import Channel, Situation


def make_request(text: str, subject: str = "") -> ReviewRequest:
    return ReviewRequest(channel=Channel.EMAIL, situation=Situation.APPLIED, subject=subject, text=text)


def test_offsets_are_code_points_of_the_given_text() -> None:
    text = "Dear Maya,\r\n\r\n🎉  I’d  like to withdraw\r\nfrom the analyst role — they offered me £60,000."
    text += " Thank you.\r\n\r\nBest,\r\nAlex"
    request = make_request(text, subject="Withdrawal")
    findings = {finding.id: finding.quote(request) for finding in review(request).findings}

    assert findings == {"salary_disclosure": "£60,000"}


def test_checks_are_those_of_the_specification() -> None:
    assert len(CHECKS) == 33
    assert list(CHECKS)[:2] == ["unfilled_placeholder", "ambiguous_withdrawal"]


def test_shown_is_capped() -> None:
    result = review(make_request("I withdraw my application. [Name] [Role] [Company] [Date] [Reason] [Phone]"))

    assert [finding.id for finding in result.shown()] == ["unfilled_placeholder"] * 5


@pytest.mark.parametrize("text", ["", " ", "\n\n", "?", "\u200b", ">", "--", "[", "Best,", "\ue001"])
def test_next_to_nothing_is_reviewed(text: str) -> None:
    for channel in Channel:
        result = review(ReviewRequest(channel=channel, situation=Situation.OFFER_ACCEPTED, text=text))

        assert "ambiguous_withdrawal" in {finding.id for finding in result.findings}
        assert all(0 <= finding.start <= finding.end <= len(text) for finding in result.findings)
