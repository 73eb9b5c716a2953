"""Derive from a request what a letter may state: values for the placeholders, and which cases apply."""

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.text.names import first_name
from withdrawals.language.composition.dates import day_words, format_interview_time, local_start
from withdrawals.language.composition.names import meeting_words, name_after_hello, post_words, tidy
from withdrawals.language.composition.reasons import detail_words, own_question
from withdrawals.language.composition.request import LetterRequest
from withdrawals.language.composition.wording import DEFAULT
from withdrawals.timing.notice import AMPLE_NOTICE
from withdrawals.vocabulary import (
    NOTICE_PURPOSES,
    OFFER_SITUATIONS,
    SCHEDULED_SITUATIONS,
    Channel,
    Depth,
    Purpose,
    Situation,
    Tone,
)

_OPENINGS = {(True, True): "both", (True, False): "to", (False, True): "from", (False, False): "neither"}
_FORMS = {Channel.PHONE: "spoken", Channel.VOICEMAIL: "spoken", Channel.TEXT: "text"}


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a letter. ``values`` fill the placeholders; the flags decide which parts appear in which case."""

    values: Mapping[str, str]
    situation: Situation
    purpose: Purpose
    booked: bool
    dated: bool
    missed: bool
    short_notice: bool
    met: bool
    agency: bool
    door: bool
    feedback: bool
    stated: bool
    day: str

    @property
    def accepted(self) -> bool:
        return self.situation is Situation.OFFER_ACCEPTED

    @property
    def _withdraws_acceptance(self) -> bool:
        return self.accepted and self.purpose is Purpose.NOTICE

    def includes(self, part: str) -> bool:
        """Return whether a part appears in the letter. Parts that are not named here always do."""
        match part:
            case "reason" | "detail":
                return bool(self.values[part])
            case "contact":
                return bool(self.values["phone"])
            case "slot":
                return self.booked and not self.missed
            case "apology":
                return self.missed or self.short_notice or self._withdraws_acceptance
            case "cause":
                return self.stated
            case "burden" | "returns" | "anything":
                return self.accepted
            case "door" | "feedback" | "agency":
                return bool(getattr(self, part))
        return True

    def cases(self, part: str) -> tuple[str, ...]:
        """Return the keys under which the words of a part are looked up, the most specific case first."""
        dated = "dated" if self.dated else "undated"
        match part:
            case "apology" if self._withdraws_acceptance:
                told = "dated" if self.values["accepted_on"] else "undated"
                return (f"accepted_{told}", "accepted", DEFAULT)
            case "apology" if self.missed:
                return (f"missed_{dated}", "missed", DEFAULT)
            case "apology":
                return ("short", DEFAULT)
            case "slot" | "request":
                family = "call" if self.values["meeting"].endswith("call") else "interview"
                return (f"{family}_{dated}", dated, family, DEFAULT)
            case "opening":
                known = (bool(self.values["recipient"]), bool(self.values["sender"]))
                return (_OPENINGS[known],)
            case "agency":
                return ("named" if self.values["company"] else "unnamed", DEFAULT)
            case "wishes" if self.situation in OFFER_SITUATIONS:
                return ("offered",)
            case "wishes":
                return (dated,)
            case "cause":
                return (self.values["topic"],)
            case "question":
                return (self.values["topic"], DEFAULT)
        met = (f"{self.situation}_met",) if self.met else ()
        return (*met, self.situation.value, DEFAULT)


def gather_facts(request: LetterRequest, reason: str) -> Facts:
    """Return the facts of a request. ``reason`` is the sentence that states the reason, or ""."""
    record, situation = request.record, request.situation
    interview = record.interview
    started = interview is not None and interview.starts_at <= request.now
    notice = request.purpose is Purpose.NOTICE
    missed = request.purpose is Purpose.APOLOGY or (notice and started and situation in SCHEDULED_SITUATIONS)
    coming = interview is not None and not started
    short = coming and interview is not None and interview.starts_at - request.now < AMPLE_NOTICE
    met = record.interviews_done >= 1 and situation is not Situation.APPLIED
    names_slot = coming or (missed and interview is not None)
    when = (
        format_interview_time(interview, record.spelling, _FORMS.get(request.channel, "written")) if interview else ""
    )
    return Facts(
        values=_values(request, reason, when),
        situation=situation,
        purpose=request.purpose,
        booked=coming or (situation in SCHEDULED_SITUATIONS and interview is None),
        dated=names_slot,
        missed=missed,
        short_notice=short,
        met=met,
        agency=record.recipient.agency,
        door=record.keep_door_open,
        feedback=record.feedback_wanted and met and situation is not Situation.OFFER_ACCEPTED,
        stated=request.depth is not Depth.NONE,
        day=day_words(local_start(interview), record.spelling) if interview and names_slot else "",
    )


def _values(request: LetterRequest, reason: str, when: str) -> dict[str, str]:
    record = request.record
    role, company = tidy(record.role), tidy(record.company)
    recipient = name_after_hello(record.recipient.name)
    accepted = request.accepted_on
    several = record.interviews_done > 1
    return {
        "role": role,
        "company": company,
        "recipient": recipient,
        "first": first_name(recipient),
        "sender": tidy(record.sender.name),
        "phone": tidy(record.sender.phone),
        "job": post_words(role, company if record.recipient.agency or not role else "", Tone.BRIEF),
        "post": post_words(role, company, request.tone),
        "meeting": meeting_words(record.interview.kind if record.interview else "", request.situation),
        "our": "my" if record.recipient.agency else "our",
        "when": when,
        "accepted_on": day_words(accepted, record.spelling, near=request.now.date()) if accepted else "",
        "interviews": "interviews" if several else "interview",
        "it": "them" if several else "it",
        "reason": reason,
        "cause": "" if request.purpose in NOTICE_PURPOSES else reason,
        "question": own_question(request),
        "detail": detail_words(record),
        "topic": request.reason.value if request.reason else DEFAULT,
    }
