"""Check the names: the right person, the right employer, and no rival employer."""

from collections.abc import Iterator

from accounts.text.names import first_name
from withdrawals.language.review.employers import Mention, tracked_mentions, unknown_rivals
from withdrawals.language.review.identity import greeted_words, greets_as_written, is_identified, names_role
from withdrawals.language.review.letter import ParsedLetter
from withdrawals.language.review.model import Finding, Severity
from withdrawals.language.review.names import COMPANY, company_key, name_words, same_person, short_company
from withdrawals.language.review.statements import find_statements
from withdrawals.vocabulary import Channel


def wrong_name(letter: ParsedLetter) -> Iterator[Finding]:
    yield from _wrong_greeting(letter)
    for mention in tracked_mentions(letter):
        if not mention.sure:
            yield _perhaps_named(letter, mention)
            continue
        if mention.sense == "rival":
            continue
        company = letter.context.company
        suggestion = short_company(company) if company else None
        if mention.sense == "applied_to":
            message = f"Says {mention.name} where this letter is about {company or 'another employer'}."
        else:
            message = f"{mention.name} is another employer you are tracking: should they be named here?"
        yield _on_mention(letter, "wrong_name", mention, message, suggestion)


def _perhaps_named(letter: ParsedLetter, mention: Mention) -> Finding:
    message = f"{mention.name} is also an employer you are tracking: is the word meant here?"
    span = (mention.start, mention.end)
    if mention.in_subject:
        return letter.finding_in_subject("wrong_name", "hint", span, message)
    return letter.finding("wrong_name", "hint", span, message)


def _on_mention(
    letter: ParsedLetter, check: str, mention: Mention, message: str, suggestion: str | None = None
) -> Finding:
    severity: Severity = "error" if mention.sense == "applied_to" else "warning"
    if mention.in_subject:
        return letter.finding_in_subject(check, severity, (mention.start, mention.end), message, suggestion)
    return letter.finding(check, severity, (mention.start, mention.end), message, suggestion)


def _wrong_greeting(letter: ParsedLetter) -> Iterator[Finding]:
    known = [word for word in name_words(letter.context.recipient) if word[:1].isalpha()]
    greeted = greeted_words(letter)
    if not known or not greeted or greets_as_written(letter):
        return
    allowed = known + name_words(letter.context.sender)
    if any(same_person(word, name) for word, _ in greeted for name in allowed):
        return
    start, end = greeted[0][1], greeted[-1][1] + len(greeted[-1][0])
    written = letter.request.text[start:end]
    message = f"Greets {written}; this goes to {letter.context.recipient}."
    yield Finding("wrong_name", "error", "text", start, end, message, letter.context.recipient)


def names_competitor(letter: ParsedLetter) -> Iterator[Finding]:
    seen: list[tuple[int, int]] = []
    mentions = [mention for mention in tracked_mentions(letter) if mention.sure]
    tracked = [mention for mention in mentions if mention.sense == "rival"]
    others = [(mention.start, mention.end) for mention in mentions if not mention.in_subject]
    for mention in (*tracked, *unknown_rivals(letter)):
        overlaps = any(mention.start < end and start < mention.end for start, end in seen)
        known = mention not in tracked and any(mention.start < end and start < mention.end for start, end in others)
        if overlaps or known:
            continue
        seen.append((mention.start, mention.end))
        message = f"Names {mention.name}: they need not know where you go."
        yield _on_mention(letter, "names_competitor", mention, message, "another employer")


def missing_role(letter: ParsedLetter) -> Iterator[Finding]:
    if letter.is_reply or not letter.context.role or names_role(letter) or "role" in letter.placeholder_kinds:
        return
    statements = find_statements(letter)
    span = letter.masked.sentence_at(statements[0].start if statements else 0)
    message = "Does not say which role: they may have several open."
    yield letter.finding("missing_role", "warning", span, message, f"the {letter.context.role} role")


def names_company(letter: ParsedLetter) -> bool:
    return COMPANY in letter.masked.text or COMPANY in letter.subject.text


def missing_company(letter: ParsedLetter) -> Iterator[Finding]:
    context = letter.context
    if letter.is_reply or not context.agency or not context.company or context.other_open_count == 0:
        return
    if names_company(letter) or "company" in letter.placeholder_kinds:
        return
    if context.agency_name and company_key(context.agency_name) == company_key(context.company):
        return
    statements = find_statements(letter)
    span = letter.masked.sentence_at(statements[0].start if statements else 0)
    message = f"The agency has several clients: say that it is about {context.company}."
    yield letter.finding("missing_company", "warning", span, message, f"at {context.company}")


def no_greeting(letter: ParsedLetter) -> Iterator[Finding]:
    if letter.layout.greeting or letter.channel is Channel.TEXT:
        return
    name = first_name(letter.context.recipient)
    suggestion = f"Hello {name}," if name else "Hello,"
    yield letter.finding_on_line("no_greeting", "warning", letter.first_line, "Starts without a greeting.", suggestion)


def no_signoff(letter: ParsedLetter) -> Iterator[Finding]:
    if letter.channel in {Channel.LINKEDIN, Channel.PHONE} or is_identified(letter):
        return
    sender = letter.context.sender
    if letter.channel is Channel.EMAIL:
        message, suggestion = "Ends without your name.", f"Kind regards,\n{sender}".strip()
    else:
        message, suggestion = "Does not say who you are.", f"This is {sender}."
    yield letter.finding_on_line("no_signoff", "warning", letter.last_line, message, suggestion)
