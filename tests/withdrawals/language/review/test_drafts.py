"""Every letter that we compose passes our own review without an error and without a warning (docs/domain.md 2.6,
item 11).
"""

from collections import Counter
from dataclasses import replace

import pytest

from tests.withdrawals.language.composition.test_grid import PROFILES, requests
from withdrawals.command_line.drafts import draft_review_request
from withdrawals.language.composition import LetterRequest, compose
from withdrawals.language.review import ReviewRequest, review
from withdrawals.vocabulary import Channel, Depth, Tone

#: The grid whose letters with a reason are all read; of the other letters every seventh, which still meets every word
#: in many places. (A letter without a reason is the same for each reason that it keeps to itself.)
WHOLE = (Channel.EMAIL, "full")


def as_sent(request: LetterRequest) -> ReviewRequest:
    return draft_review_request(request, compose(request))


@pytest.mark.parametrize("tone", Tone)
def test_a_draft_to_a_team_passes_the_review(tone: Tone) -> None:
    request = next(iter(requests(Channel.EMAIL, "full")))
    record = replace(request.record, recipient=replace(request.record.recipient, name="Hiring team"))
    draft = as_sent(replace(request, record=record, tone=tone))
    assert "hiring team," in draft.text
    assert [finding.id for finding in review(draft).findings if finding.severity != "hint"] == []


@pytest.mark.parametrize(
    ("channel", "profile"),
    [(Channel.EMAIL, profile) for profile in PROFILES]
    + [(channel, "short_notice") for channel in Channel if channel is not Channel.EMAIL],
)
def test_drafts_pass_the_review(channel: Channel, profile: str) -> None:
    found: Counter[str] = Counter()
    whole = (channel, profile) == WHOLE
    for number, request in enumerate(requests(channel, profile)):
        if number % 7 and not (whole and request.depth is not Depth.NONE):
            continue
        for finding in review(as_sent(request)).findings:
            # A brief e-mail may have had no room left for the door, and then the hint is true.
            roomy = channel is Channel.EMAIL and request.tone is not Tone.BRIEF
            if finding.severity != "hint" or (roomy and finding.id == "door_open_absent"):
                found[f"{finding.id}: {finding.message}"] += 1
    assert found == Counter()
