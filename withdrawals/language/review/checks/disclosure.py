"""Check for what a letter must not disclose: pay, secrets and private trouble."""

import re
from collections.abc import Iterator
from itertools import islice

from withdrawals.language.review.letter import ParsedLetter
from withdrawals.language.review.matching import pattern, words
from withdrawals.language.review.model import Finding, Severity
from withdrawals.language.review.names import phrase

NUMBER = r"\d{1,3}(?:[ ,.']\d{2,3}){0,4}(?:\.\d{1,2})?|\d{1,9}(?:\.\d{1,2})?"
UNITS = (
    r"(?:euros?|dollars?|pounds?|quid|rupees?|francs?|kroner|kronor|yen|usd|eur|gbp|inr|chf|cad|aud|sgd|nzd|sek|nok|"
    r"dkk|pln|zar|aed)"
)
MONEY = pattern(
    rf"""
    [$€£¥₹](?: ?(?:{NUMBER}))(?: ?[kKmM]\b)? / \b(?:us|au|ca|nz|s|hk)\$ ?(?:{NUMBER}) / \b(?:{NUMBER}) ?[€£₹](?!\w)
    \b(?:{NUMBER}) ?k? ?{UNITS}\b / \b(?:eur|usd|gbp|inr|chf|rs\.?) ?(?:{NUMBER})(?: ?k\b)?
    \b\d{{2,3}}(?:\.\d)? ?[kK]\b(?! (?:run|race|users|people|customers|steps|ride|walk|charity|resolution|video))
    \b\d{{1,3}}(?:\.\d{{1,2}})? ?(?:lpa|lakhs?|lacs?|crores?)\b / \bctc\b / \b(?:six|five|seven)[- ]figures?\b
    \b\d{{2,5}}(?:\.\d{{1,2}})? ?(?:an|per|/|a) ?(?:hour|hr|day|annum|year)\b / \b\d{{2,3}}(?:,\d{{3}})? ?p\.?a\.?(?!\w)
    \b\d{{1,3}}(?:\.\d)? ?(?:%|per ?cent) (?:(?:salary|pay) )?(?:more|higher|above|raise|rise|increase|uplift|bump|
    better|hike|on top|extra) / \b(?:raise|rise|increase|uplift|bump|hike|bonus) of (?:\w{{1,12}} ){{0,2}}\d{{1,6}} ?%?
    \b(?:ten|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)(?:[- ](?:one|two|three|four|five|
    six|seven|eight|nine))? (?:thousand|grand|lakhs?|k|per ?cent (?:more|higher)|percent (?:more|higher))\b
    \b(?:double|twice|triple|three times) (?:the (?:salary|pay|money|package)|what you|your (?:offer|salary|pay))
"""
)
BARE_AMOUNT = re.compile(r"(?<![\w#/.,+-])\d{1,3}(?:[,. ']\d{3})+(?![\w%/-])|(?<![\w#/.,+-])\d{5,6}(?![\w%/-])")
PAY_WORD = words(r"""
    salar(?:y|ies) / pay(?:s|ing)? / paid / wages? / compensation / package / earn(?:s|ing|ings)? / base / remuneration
    bonus / income / offer(?:ed|ing|s)?(?: me)? / counter-?offer\w{0,2}
""")
REFERENCE_BEFORE = pattern(r"""
    (?:ref(?:erence)?|req(?:uisition)?|id|no|number|nr|job|vacancy|posting|code|case|application|tel|phone|call|mobile|
    ring|on|dial|#)[ .:#(]{0,3}$
""")
EXPENSE_WORDS = words(
    r"""
    travel\w{0,4} / trains? / fares? / tickets? / flights? / hotel / expenses? / refund\w{0,3} / reimburs\w{0,6}
    receipts? / taxi / parking / mileage / return(?:ing)? the / repay\w{0,4}
    pay(?:ing)? (?:it |this |that |them )?back / deposit / voucher / donat\w{0,4} / sign-on / signing bonus
    relocation (?:payment|allowance|money) / grant / invoice
"""
)
COMPETING_OFFER_WORDS = words(r"""
    another / other / competing / rival / elsewhere / they(?:'re|'ve)? / their / new (?:job|role|employer|company)
    offered me / counter-?offer\w{0,2} / my (?:current|present) (?:employer|company|firm|boss)
    i(?:'ve| have) (?:been offered|accepted|taken|received)
""")
STATED_HOURS = re.compile(r"^\s?(?:hours?|hrs?|h|days?|minutes?|mins?|months?|weeks?|years?|people|miles|km)\b", re.I)

DISCRETION = words(
    r"""
    keep\w{0,3} / kept / treat\w{0,3} / remain\w{0,3} / respect\w{0,3} / honou?r\w{0,3} / abide / bound / observe
    comply / delet\w{1,3} / destroy\w{0,3} / return\w{0,3} / confidential(?:ly|ity)? / in confidence
    discre(?:et|etion) / won't (?:share|discuss|disclose)
    (?:not|never) (?:\w{1,12} )?(?:share|discuss|disclose|pass|mention|publish|reuse|use) / stand by / continue to
    still applies / covered by / in line with / obligations? / remind\w{0,3} / signed
"""
)
SECRETS = words(
    r"""
    (?:not|isn't|aren't|hasn't been|haven't been) (?:yet )?(?:been )?(?:public|announced|released|launched|
    known outside) / unannounced / unreleased / pre-?launch
    before (?:it|the \w{1,15}) (?:is|are|becomes|goes) (?:announced|public|launched|live) / under embargo
    code-?names?(?:d)? / code named? / leak(?:ed|ing)?
    (?:internal|confidential) (?:roadmap|plans?|figures|documents?|slides|numbers|data|strategy) / insider
    secret (?:project|product|plans?|roadmap)
    (?:posted|shared|published|uploaded|put|sharing|posting|publishing|using|used) ~{0,2}(?:case study|take-?home|
    assignment|test task|task|brief|data ?set|interview questions|source code|exercise) / trade secrets?
"""
)
NDA_WORDS = words(r"""
    NDA / non-?disclosure(?: agreement)? / confidentiality agreement
""")
UNDER_NDA = words(r"""
    acquisition / merger / lay-?offs? / redundanc(?:y|ies) / restructur\w{1,4} / roadmap / launch (?:date|plans?)
    funding round / ipo / client list / revenue (?:figures|numbers|targets) / prototype
""")
OTHER_PERSON = (
    r"(?:(?-i:[A-Z])\w{1,20}|[\ue003]{2,80}|he|she|they|people|someone|your (?:\w{1,15} ){0,2}\w{2,15}|"
    r"the (?:\w{1,15} ){0,2}(?:manager|lead|director|head|team|cto|ceo|cfo|founder|recruiter|department|predecessor|"
    r"incumbent)|half (?:of )?(?:the|your) team|half the \w{2,15})"
)
JOB_LOSS_OF_OTHERS = pattern(rf"""
    (?<!\w){OTHER_PERSON}(?: is|'s| are| was| were| has| have| will| might| may| would)(?: (?:been|be|being|about|to|
    going|all|also|just|soon|getting|now|likely|both)){{0,4}} (?:laid off|let go|made redundant|fired|sacked|dismissed|
    replaced|demoted|pushed out|forced out|under investigation|suspended|on (?:his|her|their) way out|getting the sack|
    resign(?:ed|ing)|on (?:a )?(?:pip|performance plan|notice)|leaving (?:the company|the firm|the team|soon|next|
    in \w{{2,12}}))(?!\w)
""")
OWN_RELATIVE = re.compile(r"\bmy (?:[\w'-]{1,15} ){0,2}$", re.I)

AILMENT = (
    r"(?:cancer|tumou?r|surgery|chemo(?:therapy)?|depression|anxiety|panic attacks?|burn-?out|bipolar(?: disorder)?|"
    r"diabetes|adhd|autism|ptsd|migraines?|epilepsy|ulcer|pregnan(?:t|cy)|ivf|miscarriage|stroke|heart (?:attack|"
    r"condition|surgery)|hernia|arthritis|eating disorder|addiction|biopsy|cyst|slipped dis[ck]|breakdown|long covid|"
    r"insomnia|alcoholism|fibromyalgia|crohn's|hiv)"
)
OVERSHARE = words(
    rf"""
    diagnos(?:ed|is|es) / antidepressants? / medication / chemotherapy / miscarriage / biopsy
    my (?:\w{{1,15}} ){{0,2}}(?:divorce|custody|debts?|overdraft|mortgage|bankruptcy|therap(?:y|ist)|psychiatrist|
    pregnancy|surgery|operation|affair|ex-?(?:wife|husband)?|break-?up|separation) / my (?:~{{0,2}}){AILMENT}
    (?:have|having|had|has|with|got|suffer(?:ing|ed|s)?(?: from)?|battling|fighting|struggling with|treated for|
    recover(?:ing|y) from|undergo(?:ing)?|awaiting|need|for|am|i'm|is|from) (?:~{{0,2}}){AILMENT}
    (?:divorce|custody) (?:battle|case|hearing|proceedings|settlement|dispute)?
    (?:getting|going through|gone through|in the middle of) (?:a |my |an )?(?:\w{{1,12}} )?(?:divorce|separation|
    break-?up|bankruptcy) / bankrupt(?:cy)? / (?:in|heavy|serious|deep|my|gambling|credit card) debts? / evict(?:ed|ion)
    in tears / (?:cried|crying|sobbing|sobbed|wept|weeping) / (?:nervous|mental) breakdown / suicid\w{{1,5}}
    in hospital / hospitali[sz]ed / rehab / cheated on me / left me for / hormone\w{{0,2}} / therapist says
"""
)
JOB_FIELD = pattern(r"""
    ^ (?:research|care|services?|nursing|unit|ward|team|charity|department|patients?|centre|center|support|specialist|
    prevention|awareness|diagnostics?|campaign|management|platform|product|software)\b
""")

MAX_AMOUNTS = 25


def discloses_confidential(letter: ParsedLetter) -> Iterator[Finding]:
    flat = letter.masked
    for term in letter.context.confidential_terms:
        for match in flat.find(phrase(term)):
            message = f'"{letter.quote(*match.span())}" is on your list of confidential terms: take it out.'
            yield letter.finding("discloses_confidential", "error", match.span(), message)
    wanted = [SECRETS, NDA_WORDS] + ([UNDER_NDA] if letter.context.nda else [])
    for one in wanted:
        for match in flat.find(one):
            if not DISCRETION.search(flat.sentence_text(match.start())):
                message = f'"{letter.quote(*match.span())}" may be confidential: take it out.'
                yield letter.finding("discloses_confidential", "error", match.span(), message)
    for match in flat.find(JOB_LOSS_OF_OTHERS):
        if not OWN_RELATIVE.search(flat.before(match.start(), 40)) and not match[0].lower().startswith("i "):
            message = f'"{letter.quote(*match.span())}" is about somebody else\'s job: leave it out.'
            yield letter.finding("discloses_confidential", "error", match.span(), message)


def salary_disclosure(letter: ParsedLetter) -> Iterator[Finding]:
    flat, last_end = letter.masked, -1
    for start, end in sorted([*islice(_amounts(letter), MAX_AMOUNTS), *islice(_bare_amounts(letter), MAX_AMOUNTS)]):
        if start < last_end:
            continue
        last_end = end
        is_rival = COMPETING_OFFER_WORDS.search(flat.sentence_text(start)) is not None
        severity: Severity = "error" if is_rival else "warning"
        what = "tells what somebody else pays" if is_rival else "is a figure about pay"
        message = f'"{letter.quote(start, end)}" {what}: leave the number out.'
        yield letter.finding("salary_disclosure", severity, (start, end), message)


def _amounts(letter: ParsedLetter) -> Iterator[tuple[int, int]]:
    flat = letter.masked
    for match in flat.find(MONEY):
        if not EXPENSE_WORDS.search(flat.sentence_text(match.start())) and not STATED_HOURS.match(
            flat.after(match.end(), 12)
        ):
            yield match.span()


def _bare_amounts(letter: ParsedLetter) -> Iterator[tuple[int, int]]:
    flat = letter.masked
    for match in flat.find(BARE_AMOUNT):
        near = flat.before(match.start(), 60) + " " + flat.after(match.end(), 40)
        is_reference = REFERENCE_BEFORE.search(flat.before(match.start(), 20)) and not re.search(
            r"\bon $", flat.before(match.start(), 4)
        )
        is_phone = re.search(r"\d[ )-]{0,2}$", flat.before(match.start(), 4)) or re.match(
            r"[ -]\d", flat.after(match.end(), 3)
        )
        if (
            PAY_WORD.search(near)
            and not is_reference
            and not is_phone
            and not EXPENSE_WORDS.search(flat.sentence_text(match.start()))
        ):
            yield match.span()


def oversharing(letter: ParsedLetter) -> Iterator[Finding]:
    flat = letter.masked
    for match in flat.find(OVERSHARE):
        if JOB_FIELD.match(flat.text[match.end() : match.end() + 20]):
            continue
        message = f'"{letter.quote(*match.span())}" is more than they need: a general reason, or none, is enough.'
        yield letter.finding("oversharing", "warning", match.span(), message, "for personal reasons")
        return
