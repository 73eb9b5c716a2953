"""Every labelled letter gets exactly the findings it should, and the good ones stay good whatever surrounds them."""

import re
from dataclasses import replace

import pytest

from tests.withdrawals.language.review.labelled_letters import BAD, GOOD, HINTS, THANKS, letter, plain
from withdrawals.language.review import CHECKS, Review, ReviewRequest, review


def serious(result: Review) -> set[str]:
    return {finding.id for finding in result.findings if finding.severity != "hint"}


def with_text(request: ReviewRequest, text: str) -> ReviewRequest:
    return replace(request, text=text)


@pytest.mark.parametrize("asked", GOOD)
def test_good_letter_may_go(asked: ReviewRequest) -> None:
    result = review(asked)

    assert serious(result) == set()
    assert result.verdict == "send"


@pytest.mark.parametrize(("check", "asked"), BAD)
def test_bad_letter_gets_its_finding_and_no_other(check: str, asked: ReviewRequest) -> None:
    result = review(asked)

    assert serious(result) == {check}
    assert result.verdict == "fix"


@pytest.mark.parametrize(("check", "asked"), HINTS)
def test_hint_does_not_hold_a_letter_back(check: str, asked: ReviewRequest) -> None:
    result = review(asked)

    assert [(finding.id, finding.severity) for finding in result.findings] == [(check, "hint")]
    assert result.verdict == "send"


def test_every_check_has_a_labelled_letter() -> None:
    assert {check for check, _ in BAD + HINTS} == set(CHECKS)


@pytest.mark.parametrize(("check", "asked"), BAD + HINTS)
def test_finding_quotes_words_of_the_letter_and_says_what_to_do(check: str, asked: ReviewRequest) -> None:
    for finding in review(asked).findings:
        assert finding.quote(asked).strip() or check in {"subject_missing"}
        assert finding.quote(asked) == finding.quote(asked).strip()
        assert finding.message.endswith((".", "?"))
        assert "\n" not in finding.message


QUOTED = (
    "\n\nOn Mon, 2 Mar 2026 at 10:00, Tom Frost <tom@globex.example> wrote:\n"
    "> Dear [Name],\n> you must pay me £70,000 by Friday!!\n"
)
SIGNATURE = (
    "\n-- \nAlex Kim\nMSc, PMP | Data & Research\n+44 20 7946 0000 | £ per word\n"
    "This e-mail is confidential and intended for its addressee.\n"
)


@pytest.mark.parametrize("asked", GOOD)
@pytest.mark.parametrize("added", [QUOTED, SIGNATURE], ids=["quoted thread", "signature"])
def test_what_follows_a_letter_does_not_change_the_verdict(asked: ReviewRequest, added: str) -> None:
    assert serious(review(with_text(asked, asked.text + added))) == set()


@pytest.mark.parametrize(("check", "asked"), BAD)
@pytest.mark.parametrize("added", [QUOTED, SIGNATURE], ids=["quoted thread", "signature"])
def test_what_follows_a_bad_letter_does_not_hide_the_finding(check: str, asked: ReviewRequest, added: str) -> None:
    if check in {"no_signoff", "missing_callback"} and added is SIGNATURE:
        # The signature says who writes, and how to call back.
        return
    assert serious(review(with_text(asked, asked.text + added))) == {check}


def wrap(text: str, width: int = 58) -> str:
    """Break every line at a blank before the width, as mail programs do."""
    out = []
    for line in text.split("\n"):
        while len(line) > width and " " in line[:width]:
            cut = line.rfind(" ", 0, width)
            out.append(line[:cut])
            line = line[cut + 1 :]  # noqa: PLW2901
        out.append(line)
    return "\n".join(out)


@pytest.mark.parametrize("asked", GOOD + [asked for _, asked in BAD])
def test_wrapping_lines_does_not_change_the_findings(asked: ReviewRequest) -> None:
    assert serious(review(with_text(asked, wrap(asked.text)))) == serious(review(asked))


@pytest.mark.parametrize("asked", GOOD + [asked for _, asked in BAD])
def test_line_ends_and_curly_quotes_do_not_change_the_findings(asked: ReviewRequest) -> None:
    text = asked.text.replace("'", "’").replace("\n", "\r\n")

    assert serious(review(with_text(asked, text))) == serious(review(asked))


SPELLINGS = [
    ("apologise", "apologize"),
    ("organis", "organiz"),
    ("realise", "realize"),
    ("honour", "honor"),
    ("programme", "program"),
]


@pytest.mark.parametrize("asked", GOOD + [asked for _, asked in BAD])
def test_american_spelling_does_not_change_the_findings(asked: ReviewRequest) -> None:
    text = asked.text
    for british, american in SPELLINGS:
        text = text.replace(british, american)

    assert serious(review(with_text(asked, text))) == serious(review(asked))


NAMES = [
    {
        "Fernway Logistics Ltd": "O'Brien & Söhne",
        "Fernway": "O'Brien & Söhne",
        "Maya Lind": "Zoë Smith-Jones",
        "Maya": "Zoë",
        "Lind": "Smith-Jones",
        "Alex Kim": "Siân Ó Briain",
        "Alex": "Siân",
    },
    {
        "Fernway Logistics Ltd": "Joke Labs",
        "Fernway": "Joke Labs",
        "Maya Lind": "Grace May",
        "Maya": "Grace",
        "Lind": "May",
        "Alex Kim": "Will Law",
        "Alex": "Will",
    },
]


@pytest.mark.parametrize("names", NAMES)
@pytest.mark.parametrize("asked", GOOD + [asked for _, asked in BAD])
def test_other_names_do_not_change_the_findings(asked: ReviewRequest, names: dict[str, str]) -> None:
    def renamed(text: str) -> str:
        return re.sub("|".join(map(re.escape, names)), lambda match: names[match[0]], text)

    known = {name: renamed(getattr(asked.context, name)) for name in ("company", "role", "recipient", "sender")}
    context = replace(asked.context, **known)  # type: ignore[arg-type]
    changed = replace(asked, text=renamed(asked.text), subject=renamed(asked.subject), context=context)

    assert serious(review(changed)) == serious(review(asked))


def test_deleting_the_thanks_adds_exactly_that() -> None:
    assert serious(review(with_text(plain(), plain().text.replace(THANKS, "\n\n")))) == {"missing_thanks"}


@pytest.mark.parametrize("asked", GOOD)
def test_a_placeholder_anywhere_adds_exactly_that(asked: ReviewRequest) -> None:
    text = re.split(r"\n(?:On Mon|--)", asked.text)[0]
    greeting_end = re.search(r"[,.\n]", text)
    for match in list(re.compile(r"(?<=\w) (?=\w)").finditer(text, greeting_end.end() if greeting_end else 0))[::23]:
        changed = f"{text[: match.start()]} [Name] {text[match.end() :]}"

        assert serious(review(with_text(asked, changed))) == {"unfilled_placeholder"}


def test_line_of_a_placeholder_is_named() -> None:
    finding = review(with_text(plain(), "Dear [Name],\n" + plain().text.split("\n", 1)[1])).findings[0]

    assert finding.message == "Still says [Name] in line 1."
    assert finding.suggestion == "Maya Lind"


def test_findings_come_errors_first() -> None:
    text = letter("Dear Tom,\n\nI might withdraw tomorrow. You were rude.").text
    severities = [finding.severity for finding in review(with_text(plain(), text)).findings]

    assert severities == sorted(severities, key=["error", "warning", "hint"].index)
