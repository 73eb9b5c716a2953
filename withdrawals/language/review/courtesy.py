"""Find the thanks, apologies, offers to stay in touch and reasons of a letter."""

import re
from collections.abc import Iterator

from withdrawals.language.review.letter import ParsedLetter
from withdrawals.language.review.matching import FlatText, pattern, words
from withdrawals.language.review.names import MASKS
from withdrawals.vocabulary import Reason

THANKS = words(
    r"""
    thank(?:s|ed|ing|ful|fully)? / thank-?you(?:s)? / thx / grateful(?:ly)? / gratitude
    appreciat(?:e|ed|es|ing|ion|ive) / (?:much |most |deeply )?obliged / indebted / beholden
    (?:cheers|ta) (?:for|ever|so|very|again|to|everyone|all|both|mate)
    (?:so |very |really |most |extremely |incredibly |awfully |too )?(?:kind|good|generous|lovely|nice|decent|gracious|
    thoughtful|sweet|great) of (?:you|everyone|the|all|your)
    (?:has|have|had|'ve|were|was|been|are|is) (?:all |both |nothing but |so |very |really |most |extremely |incredibly |
    always ){0,4}(?:kind|generous|helpful|patient|welcoming|gracious|thoughtful|considerate|supportive|courteous|lovely)
    your (?:~?)(?:kindness|generosity|patience|courtesy|hospitality|consideration|thoughtfulness|warmth)
    (?:a |such a |real |great |true )?(?:pleasure|privilege|honou?r|delight|treat|joy) ~{0,2}(?:to|meeting|talking|
    speaking|getting|hearing|learning|of)
    (?:enjoyed|valued|treasured|cherished|loved) ~{0,3}(?:our|your|the|meeting|talking|speaking|learning|hearing|
    getting|every|my|chatting|time) / (?:honou?red|touched|flattered|humbled|moved) (?:by|to|that)
    (?:means|meant) (?:a lot|so much|a great deal|the world|much)
    (?:won't|will not|shall not|never) forget ~{0,3}(?:kindness|warmth|welcome|help|generosity|patience)
    (?:owe|owing) (?:you|everyone|maya) / hats off / credit to you / merci / danke / gracias / grazie / obrigad[oa]
    tack / dank je / arigat[oō] / kudos to / bless you / much love to / fond memories
    what a (?:lovely|warm|kind|great)
"""
)
NO_THANKS_BEFORE = pattern(r"""
    \b(?:no|but no|without|would|'d|i'd|
    will)(?: \w{2,15}ly| really| very much| much| also| be| be very| be most| be so)? $
""")
CAUSE = pattern(
    rf"""
    thanks to (?!(?:you|your|everyone|everybody|all|both|each|those|whoever|anyone|[{MASKS}]|[A-Z]|the ~?(?:team|panel|
    interviewers|people|whole|hiring|group|staff|recruiters|entire)))
""",
    re.NOFLAG,
)
REQUEST_AFTER = pattern(r"""
    ^ (?:if|it if|that (?:this|it|my|you (?:may|might|will|have|had))|this (?:is|may|might|leaves|comes|will|puts|
    could)|it's|how (?:inconvenient|short|late|annoying|frustrating)|in advance)
""")

APOLOGY = words(r"""
    sorry / apolog(?:y|ies|ise|ize|ised|ized|ises|izes|ising|izing|etic|etically) / pardon / forgive(?:ness)?
    (?:i )?feel (?:so |really |just |absolutely |truly |very |quite |simply )?(?:terrible|awful|bad|horrible|dreadful|
    guilty|rotten|wretched|ashamed)
""")
GRAVE_APOLOGY = words(
    r"""
    forgive me / beg (?:your|for) (?:pardon|forgiveness)
    (?:i )?feel (?:so |really |just |absolutely |truly |very |quite |simply )?(?:terrible|awful|horrible|dreadful|
    guilty|rotten|wretched|ashamed)
    (?:(?:so|very|really|truly|terribly|deeply|awfully|incredibly|extremely|genuinely|sincerely|
    unbelievably),? ){2,6}(?:sorry|apologetic) / (?:can't|cannot|could not) apologi[sz]e enough
    (?:a )?(?:thousand|million|hundred) apologies / sorry,? (?:so |very )?sorry
    (?:most|deepest|profoundest|utmost) (?:\w{1,12} )?apologies
"""
)

DOOR_OPEN = words(
    r"""
    (?:keep|stay|remain|be) (?:in (?:touch|contact)|connected)
    future (?:\w{1,15} )?(?:role|roles|opening|openings|opportunit\w{1,3}|vacanc\w{1,3}|position|positions|post|posts|
    project|projects|chance|collaboration) / in (?:the )?(?:near |not too distant )?future
    paths? (?:will |may |might |do |could |to )?(?:~?)cross / cross(?:ing)? paths / down the (?:line|road|track)
    (?:keep|bear|have) me in mind / (?:consider|think of|remember) me / reconnect\w{0,3} / re-?apply\w{0,3}
    apply(?:ing)? again / (?:some|one) day / someday
    another (?:time|occasion|day|opportunity|chance) (?:to|in|when|may|might|comes|arises)
    (?:talk|speak|work) again / (?:at a|on a) later (?:date|stage|time|point) / door (?:\w{1,10} )?open
    (?:hear|hearing) (?:from you|of|about) ~{0,6}(?:again|later|future|role|roles|opening|openings|position|positions)
    (?:work|working|speak|talk|meet) (?:together|with you|to you|you) (?:again|some|one|in|at|another)
    (?:get|be|getting) in touch / welcome the chance / meet again / (?:stay|keep) on your (?:radar|list) / until then
    look forward to (?:following|staying|crossing|meeting)
"""
)

REASONS: dict[Reason, re.Pattern[str]] = {
    Reason.ACCEPTED_OTHER_OFFER: words(
        r"""
        (?:accept(?:ed|ing)?|taken|taking|took|signed|signing|said yes to|agreed to take|chosen|received|got|have|found|
        landed|secured|been offered|start(?:ed|ing)?) (?:up |on |for |with )?(?:a|an|another|one|the|
        some)? ?(?:~{0,2})?(?:other|another|different|new|external|rival|competing|alternative|
        permanent) (?:\w{1,15} )?(?:offer|job|position|role|post|opportunity|company|employer|place|organi[sz]ation|
        firm)
        (?:accept(?:ed|ing)?|taken|taking|took) (?:up )?(?:an|a|the) (?:\w{1,15} )?(?:offer|job|position|role|post|
        opportunity) (?:elsewhere|with another|at another|at a different|somewhere|that|which|closer|near|in|from|at)
        (?:accepted|taken|found|offered) (?:a |an |something |work |employment |one )?(?:\w{1,15} )?elsewhere
    """
    ),
    Reason.STAYING_PUT: words(r"""
        (?:stay(?:ing)?|remain(?:ing)?|continue|stick(?:ing)?) (?:put|where i am|(?:in|with|at|on with) my (?:current|
        present|existing) ~{0,2}\w{1,15}) / counter-?offer
    """),
    Reason.HEALTH: words(r"""
        (?:my|own) (?:\w{1,12} )?health / health (?:reasons|grounds|issue|issues|matter|problem|problems)
        reasons of health / medical (?:reasons|grounds|leave)
        (?:i'm|i am|been|fallen|become) (?:\w{1,12} )?(?:ill|unwell|sick) / illness
    """),
    Reason.TIMING_PERSONAL: words(r"""
        family (?:emergency|matter|matters|reasons|commitments?|circumstances|situation|crisis|member|illness|
        obligations?) / personal (?:circumstances|reasons|matters?|situation|emergency|commitments?) / bereavement
        death in
    """),
    Reason.LOCATION: words(r"""
        relocat(?:e|ing|ion) / commut(?:e|ing)
        (?:move|moving) (?:house|away|abroad|city|cities|to another (?:city|country|town)) / too far
    """),
    Reason.SALARY: words(r"""
        (?:salary|pay|compensation|remuneration|package|range|wage|rate|budget)\b[^.!?\n]{0,60}(?:not|doesn't|does not|
        below|short|less|lower|need|expect|require)\w{0,8}
    """),
    Reason.PROCESS_TOO_LONG: words(r"""
        (?:before the next (?:stage|step|round))
        (?:length|pace|timing|timeline|duration) of (?:the|your) ~{0,2}process
        (?:process|decision) ~{0,3}(?:long|longer|lengthy|slow)\w{0,3}
    """),
    Reason.ROLE_CHANGED: words(r"""
        (?:role|position|job|post|scope|brief) ~{0,3}(?:changed|moved|shifted|evolved|different from|no longer what)
    """),
    Reason.SCHEDULE_CONFLICT: words(r"""
        (?:schedul\w{1,4}|diary|calendar|rota|timetable) ~{0,3}(?:conflict|clash\w{0,3}) / clash(?:es)? with
    """),
    Reason.NOT_A_FIT: words(r"""
        (?:not|n't|isn't|wouldn't be) ~{0,6}(?:right|good|best|close|strong|natural)? ?(?:fit|match|suited|suit)
        match closely / (?:different|another) (?:direction|path|kind of (?:role|work|post))
        (?:goals|plans|interests|strengths|skills|ambitions|direction) ~{0,6}(?:elsewhere|match|align\w{0,3}|lie|
        differ\w{0,3}) / closer to (?:my|what) / would like a ~{0,3}(?:post|role|position|job)
    """),
    Reason.VALUES_RED_FLAGS: words(r"""
        another kind of (?:workplace|company|employer)
        (?:values|priorities) ~{0,5}(?:differ\w{0,3}|align|match|mine|elsewhere)
    """),
}
GENERAL_REASON = words(r"""
    (?:my )?circumstances (?:have|has|had)? / because / due to / owing to / as i (?:have|am|will|need|want) / since i
    on account of / (?:my|our) (?:situation|plans|priorities|focus) (?:has|have|is|are)
    decided to (?:focus|concentrate|pursue|stay|remain|take|follow|go|spend|retrain|study|return|move)
""")


def find_thanks(flat: FlatText) -> Iterator[tuple[int, int]]:
    """Yield the spans of gratitude. Skip "thanks to" with a cause, "no thanks", and requests phrased as thanks."""
    for match in flat.find(THANKS):
        before, after = flat.text[max(0, match.start() - 30) : match.start()], flat.text[match.end() : match.end() + 40]
        found = match[0].lower()
        if NO_THANKS_BEFORE.search(before) and (
            found.startswith(("thanks", "appreciate", "grateful", "oblige", "much obliged"))
        ):
            if found.startswith("thanks") and not re.search(r"\b(?:no|without) $", before, re.I):
                yield match.span()
            continue
        if REQUEST_AFTER.match(after) or (found == "thank" and REQUEST_AFTER.match(after[4:])):
            continue
        if (
            found == "thanks"
            and CAUSE.match(f"{found}{after}")
            and not re.search(r"\b(?:many|my|with|sincere|warm|heartfelt|big) $", before, re.I)
        ):
            continue
        yield match.span()


def has_thanks(letter: ParsedLetter) -> bool:
    return any(next(find_thanks(flat), None) is not None for flat in letter.views)


def has_open_door(letter: ParsedLetter) -> bool:
    return any(DOOR_OPEN.search(flat.text) for flat in letter.views)


def find_reasons(letter: ParsedLetter) -> dict[Reason, tuple[int, int]]:
    """Return each reason that the text gives, with its first span in the plain view."""
    return {reason: match.span() for reason, wanted in REASONS.items() if (match := wanted.search(letter.masked.text))}


def has_reason(letter: ParsedLetter) -> bool:
    return bool(find_reasons(letter)) or GENERAL_REASON.search(letter.masked.text) is not None
