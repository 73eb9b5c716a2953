"""Check the tone: insults, threats, blame, criticism, demands, comparisons, too many apologies."""

import re
from collections.abc import Iterator

from withdrawals.language.review.courtesy import APOLOGY, GRAVE_APOLOGY
from withdrawals.language.review.letter import ParsedLetter
from withdrawals.language.review.matching import WORD, FlatText, pattern, words
from withdrawals.language.review.model import Finding
from withdrawals.language.review.names import COMPANY, RECIPIENT
from withdrawals.vocabulary import Tone

ABOUT_ONESELF = pattern(r"""
    \b(?:on my (?:part|side|end|account)|my own|of me|myself|my (?:fault|mistake|error|doing|timing|diary|end)|for me|
    i(?:'m| am| was| feel| felt| made| know this| realise| realize))\b
""")
INSULT = words(
    r"""
    (?:a |such a |complete |total |bad |an absolute |one big )?joke / clueless / amateur(?:s|ish|ism)?
    embarrass(?:ing|ment|ed) / grown-?ups / what a waste
    (?:waste|wasted|wasting) (?:of )?(?:my|our|everyone's|everybody's|people's) (?:\w{1,12} )?time
    (?:total|complete|utter) waste / incompeten(?:t|ce|tly) / idiots? / idiotic / stupid(?:ity)? / pathetic / ridiculous
    laughable / shambl(?:es|olic) / circus / disgrace(?:ful)? / shameful / insult(?:ing|ed)? / clowns? / morons?
    useless / (?:a|complete|total|utter) farce / farcical / disgust(?:ing|ed) / garbage / utter rubbish / liars?
    jokers / kindergarten / couldn't (?:organi[sz]e|run) a / get your act together / learn (?:some )?manners
    sort yourselves out
"""
)
NOT_INSULT = re.compile(r"\b(?:no|not an?|without|never an?|isn't an?|inside|good|little) $", re.I)
THREAT = words(
    r"""
    my (?:solicitors?|lawyers?|attorney|union|legal (?:team|advis[eo]r))
    (?:speak|speaking|talk|talking|spoken|contact|contacting|contacted|consult|consulting|consulted|instruct|instructed|
    involve|call|calling|hear from|hearing from|get|getting) (?:to |with |my |a |an |the ){0,3}(?:solicitors?|lawyers?|
    attorneys?|legal advice|ombudsman|tribunal|press|papers|regulator|ico)
    (?:a|the|our) (?:solicitor|lawyer|attorney) (?:will|is|has|says)
    legal (?:action|steps|proceedings|consequences|recourse) / (?:will|'ll|to|could|may|might|can|gonna) sue / suing
    (?:take|taking|see) (?:you|this|it|the matter) (?:to|in) (?:court|a tribunal|the tribunal|the press|social media|hr|
    the ombudsman) / see you in court
    (?:leave|leaving|post|posting|write|writing|put(?! off)|putting|publish|publishing|left|share|
    sharing) (?:\w{1,12} ){0,5}(?:reviews?|glassdoor|trustpilot|twitter|tiktok|reddit|facebook|social media)
    (?:bad|negative|honest|scathing|one-star|public|truthful|terrible) reviews? (?:on|will|is|online)
    (?:make|making) (?:very |damn |quite )?sure (?:that )?(?:everyone|everybody|people|others|the world|all|nobody|
    no one|my network|the whole \w{2,12})
    (?:everyone|everybody|people|the world|my network|linkedin) (?:will|'ll|is going to|should|deserves to) (?:know|
    hear|find out|see) / name and shame / (?:go|going) public
    (?:tell|telling|warn|warning) (?:everyone|everybody|others|all|people|my (?:network|friends|followers|classmates|
    colleagues)|the world|other candidates) / (?:will|'ll|going to) (?:be )?report(?:ing)? (?:you|this|the company|it)
    (?:you'll|you will|live to) regret / face (?:the )?consequences / there will be consequences / or else
    last you(?:'ll| will)? hear
"""
)
KIND_REVIEW = pattern(r"""
    \b(?:positive|good|glowing|kind|nice|great|warm|excellent|happy|recommend|how (?:kind|good|nice|helpful|well))\b
""")
PEOPLE = (
    rf"(?:you|your (?:{WORD} ){{0,2}}{WORD}|the (?:{WORD} ){{0,2}}(?:interviewers?|recruiters?|panel|manager|team|hr|"
    rf"lady|man|woman|guy|person|people|director|founder|ceo|cto)|(?:he|she|they|nobody|no one|someone)|"
    rf"(?-i:[A-Z])\w{{2,20}}|[{RECIPIENT}]{{2,80}}|(?:one|some|none|two|both) of (?:you|your (?:{WORD} )?{WORD}|"
    rf"the (?:{WORD} )?{WORD})|(?:Mr|Mrs|Ms|Dr)\.? {WORD})"
)
MISDEED = (
    r"(?:interrupt(?:ed|ing|s)?|(?:was|were|turned up|showed up|came|arrived|joined|being) (?:\w{1,12} ){0,3}(?:late|"
    r"unprepared|unprofessional|rude|dismissive|arrogant|condescending|disrespectful|hostile|cold|distracted|bored|"
    r"patroni[sz]ing|aggressive|disinterested|uninterested|impolite|abrupt|unfriendly|unhelpful|disorgani[sz]ed)|"
    r"never (?:\w{1,12} )?(?:called|replied|answered|responded|got back|showed|bothered|read|sent|turned up|told|"
    r"explained|introduced|looked|listened|asked|apologi[sz]ed|let me)|(?:didn't|did not|couldn't|could not|doesn't|"
    r"don't|hadn't|wouldn't|can't) (?:even |be )?(?:\w{1,12} )?(?:bother(?:ed)?|read|listen|reply|show|prepare|answer|"
    r"care|look|know what|turn up|introduce|let me finish|get back)|ignor(?:ed|ing)|ghosted|kept me waiting|(?:kept|"
    r"keep) (?:\w{1,12} )?(?:changing|cancell?ing|moving|rescheduling|interrupting|checking|looking at)|"
    r"failed to (?:reply|respond|call|show|answer|tell|send|turn|mention|let)|forgot (?:to|about|my)|lied|misled|"
    r"talked over|talked down|wasted my|messed me|patroni[sz]ed|rolled (?:his|her|their) eyes|yawn(?:ed|ing)|"
    r"laughed at|mocked|took (?:\w{1,12} ){0,3}(?:weeks|months|ages|forever) to|unprofessional|rude)"
)
BLAME = re.compile(rf"(?<!\w){PEOPLE}(?: {WORD}){{0,5}},? {MISDEED}(?!\w)", re.I)
RUDENESS = words(r"""
    (?:nobody|no one|none of you) (?:ever |even )?(?:bothered|replied|called|answered|listened|showed|told me|
    explained|read)
    (?:your|the|his|her|their) (?:~{0,2})(?:rudeness|lateness|unprofessionalism|arrogance|attitude|lack of (?:respect|
    professionalism|interest|preparation|manners|courtesy))
    (?:rude|unprofessional|arrogant|condescending|dismissive) (?:interviewers?|recruiters?|people|behaviou?r|manner|
    tone|colleagues?|managers?|email|reply) / late to (?:your|their|the) own
""")
CRITICISED_NOUNS = (
    r"(?:(?:whole |entire )?(?:thing|experience|day|visit|affair)|process|interviews?|interview process|"
    r"hiring|recruitment|products?|software|apps?|website|site|offices?|"
    r"culture|teams?|management|leadership|company|organi[sz]ation|communication|atmosphere|environment|tests?|"
    r"assignments?|tasks?|technology|tech stack|stack|codebase|code|workplace|brand|business|strategy|reputation|"
    r"system|questions|rounds?|job advert|advert|posting|description|place|firm|working conditions|conditions|values)"
)
NEGATIVE_WORDS = (
    r"(?:bad|poor|poorly ~{0,1}\w{3,12}|terrible|awful|toxic|chaotic|disorgani[sz]ed|messy|a mess|slow|"
    r"far too (?:long|slow|many)|too (?:long|slow|many|complicated|chaotic|corporate|hierarchical)|outdated|dated|"
    r"boring|dull|disappointing|unprofessional|confus(?:ing|ed)|unclear|frustrating|exhausting|excessive|unreasonable|"
    r"horrible|dreadful|weak|mediocre|uninspiring|buggy|clunky|worrying|off-putting|negative|questionable|shady|"
    r"sloppy|unimpressive|underwhelming|lacklustre|lackluster|unwelcoming|miserable|unpleasant|stressful|inefficient|"
    r"broken|dysfunctional|stale|old-fashioned|badly \w{3,12}|not (?:very |at all |really |particularly )?(?:good|"
    r"great|impressive|professional|healthy|organi[sz]ed|serious|well \w{3,12}|up to|welcoming|modern|clear)|"
    r"below par|second-rate|unhealthy|unethical|cold|sexist|racist)"
)
CRITICISM = words(
    rf"""
    {CRITICISED_NOUNS}(?: (?:you|that|which|i|we|there|at|of|in|for|{COMPANY}{{2,60}}|{WORD})){{0,4}} (?:is|are|was|
    were|felt|feels|seemed|seems|looked|looks|sounds|sounded|has been|have been|came across as|comes across as|appears|
    appeared|struck me as|left me) (?:~{{0,2}}){NEGATIVE_WORDS}
    (?:bad|poor|terrible|awful|toxic|chaotic|disorgani[sz]ed|messy|outdated|boring|dull|disappointing|unprofessional|
    confusing|frustrating|exhausting|excessive|unreasonable|horrible|dreadful|weak|mediocre|uninspiring|buggy|clunky|
    worrying|off-putting|negative|questionable|shady|sloppy|underwhelming|unwelcoming|miserable|stressful|inefficient|
    broken|dysfunctional|long-winded|drawn-out|overlong|unhealthy|unethical|
    terrible) (?:{WORD} ){{0,1}}(?:{CRITICISED_NOUNS}|reviews?) / red flags?
    (?:put off|unimpressed|disappointed|troubled|alarmed|worried|concerned|shocked|dismayed|appalled|bothered) (?:by|
    with|about|at) (?:the|your|how|what|some)
    (?:concerns?|doubts|misgivings|worries|reservations) (?:about|over|with|regarding) (?:the|
    your) (?:~{{0,2}})\w{{3,20}} / not (?:at all |very |too |really |particularly )?impressed
    lack of (?:organi[sz]ation|communication|respect|professionalism|structure|clarity|direction|transparency|
    leadership|vision|diversity|feedback) / too many (?:rounds|interviews|stages|hoops|tests|meetings)
    (?:your|online|employee|glassdoor|staff|bad|terrible|the) reviews (?:of|on|about|from|by|are|were|say|said|i|put|
    worr|online|that) / (?:reviews|comments) (?:on|at) (?:glassdoor|indeed|google|kununu) / glassdoor
    heard (?:\w{{1,12}} ){{0,2}}(?:bad|terrible|worrying|mixed|awful|negative|unpleasant|troubling) (?:things|stories|
    reports) / (?:drag(?:ged|s|ging)|drawn|strung) (?:on|out)
    (?:takes|took|taken|taking) (?:far |much |way |so |entirely )?(?:too long|forever|ages)
    (?:didn't|did not|don't|do not|never) (?:\w{{1,12}} )?(?:like|enjoy|care for|think much of|trust|believe in) (?:the|
    your) (?:~{{0,2}})\w{{3,20}} / hoops / high (?:staff )?turnover
    (?:badly|poorly) (?:run|organi[sz]ed|managed|handled|planned|designed|communicated|written|prepared)
"""
)
SELF_MISMATCH = pattern(r"""
    \b(?:bad|poor|weak) (?:fit|match|timing|moment)|\bon my (?:part|side|end)\b|\bdisappointing (?:news|for|to)\b|
    \bmy (?:own )?(?:poor|bad|slow|weak|messy|confus\w{2,4})
""")
COMPARISON = words(
    r"""
    (?:a )?(?:much |far |even |way |significantly |considerably )?(?:better|bigger|superior|stronger|more (?:attractive|
    lucrative|generous|competitive|prestigious|exciting|interesting|appealing|reputable)) (?:\w{1,15} ){0,1}(?:offers?|
    compan(?:y|ies)|opportunit(?:y|ies)|job|jobs|salary|pay|package|employer|conditions|terms|benefits|prospects|money|
    position|role|place)(?: than)? / (?:higher|better) (?:salary|pay|paid|paying|wage|offer|package)
    pays? (?:me )?(?:\w{1,12} )?(?:better|more) / more money
    than (?:yours|what you (?:offer|offered|can|could|pay|have)|you (?:offer|offered|can|could|pay)|
    your (?:~{0,2})(?:offer|company|role|team|package|salary|one)|[\ue002]{2,80})
    compared (?:to|with) (?:you|yours|your)
    (?:prefer|preferred|like|liked) (?:them|theirs|the other (?:company|offer|role|team|one)) ?(?:to|over|more|better)?
    (?:beats|beat|outshines|tops) (?:yours|your)
    your second choice|first choice|second choice|plan b|back-?up (?:plan|option)
"""
)
DEADLINE = (
    r"(?:by|before|within|no later than|not later than|today|tomorrow|immediately|at once|right away|asap|"
    r"straight away|end of|this (?:week|afternoon|evening)|now)"
)
THEIR_ACTS = (
    r"(?:confirm|delete|erase|reply|reimburse|pay|refund|return|remove|send|respond|get back|provide|acknowledge|"
    r"compensate|answer|give|explain|withdraw|process|inform|tell|call|write)"
)
DEMAND = words(
    rf"""
    i (?:\w{{1,12}} )?(?:demand|insist)
    (?:you|your \w{{2,15}}) (?:must|have to|are required to|are obliged to|need to|had better|
    will have to) (?:\w{{1,12}} )?{THEIR_ACTS}
    i (?:require|expect|want|need|will need|shall expect|await|am expecting|'m expecting) (?:a|an|you|your|written|full|
    confirmation|my|immediate|to (?:hear|receive|have|be)|it|this|the|prompt|feedback|reimbursement|
    payment) ?[^.;!?\n]{{0,70}}?(?<!\w){DEADLINE} / (?:reimburse|compensate|pay|refund) me / pay me back / refund my
    cover my (?:\w{{1,12}} )?(?:costs|expenses|travel|fare|fares|ticket)
    (?:delete|erase|remove|destroy) (?:all |all of )?(?:of )?my (?:~{{0,3}})(?:data|cv|details|file|files|records?|
    information|resume|résumé)[^.;!?\n]{{0,40}}?(?<!\w){DEADLINE}
    (?:i want|i expect) (?:an|a) (?:apology|explanation|refund|answer)
    (?:at your earliest|with immediate effect,? (?:delete|remove|confirm)) / or i (?:will|'ll)
    failure to (?:do so|comply|reply|respond)
"""
)
POLITE_REQUEST = re.compile(
    r"\b(?:kindly|grateful|could you|would you|would it|if you could|if possible|wonder)\b", re.I
)
SLANG = words(
    r"""
    lol / lmao / rofl / omg / wtf / gonna / wanna / gotta / dunno / dude / bro / ain't / nope / yeah / yep / meh
    bail(?:ing)? / ghost(?:ing)? you / screw(?:ed)? (?:it|this|that|up) / crap(?:py)? / damn / shit\w{0,6} / fuck\w{0,6}
    bloody / suck(?:s|ed) / peace out / plz / pls / u / ur / cya / soz / no biggie / thanks but no thanks
    thanks,? but no,? thanks / hard pass / it's not you,? it's me / yolo / haha(?:ha){0,5} / hehe / kinda / sorta
    dodged a bullet / smh / tbh / imo / btw / jk / plot twist / my bad / oops / whoops / sup / y'all / lemme / gimme
    cuz / coz / srsly / chill / vibes? / nah / idk / ngl / bummer / whatevs / ciao for now / catch ya / see ya
    later dudes / so long,? suckers / drop(?:ping)? (?:a|this) bombshell / spoiler(?: alert)? / not gonna lie
"""
)
EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u2b55\U0001f1e6-\U0001f1ff\u203c\u2049\u23e9-\u23fa]")
EMOTICON = pattern(r"(?<!\S)[:;]-?[)(DPp](?!\w)")
SHOUTING_MARKS = re.compile(r"!{2,9}|\?!|!\?|\?{3,9}")
CAPS_SHARE, CAPS_LETTERS = 0.6, 20


def insult(letter: ParsedLetter) -> Iterator[Finding]:
    flat = letter.masked
    for match in flat.find(INSULT):
        if NOT_INSULT.search(flat.before(match.start(), 20)) or _is_about_oneself(flat, match):
            continue
        yield letter.finding(
            "insult", "error", match.span(), f'"{letter.quote(*match.span())}" is an insult in writing: take it out.'
        )


def _is_about_oneself(flat: FlatText, match: re.Match[str]) -> bool:
    """ "Terrible timing on my part" blames nobody; "your process" in the same clause blames the employer."""
    clause = re.split(r"[,;:-] | but | and ", flat.before(match.start(), 120))[-1] + match[0]
    clause += re.split(r"[,;:] | but ", flat.after(match.end(), 60))[0]
    return bool(ABOUT_ONESELF.search(clause)) and not re.search(
        r"\b(?:you|your|you're|they|their|process|company|interview|team)\b", clause, re.I
    )


def threat(letter: ParsedLetter) -> Iterator[Finding]:
    flat = letter.masked
    for match in flat.find(THREAT):
        if KIND_REVIEW.search(flat.sentence_text(match.start())):
            continue
        yield letter.finding(
            "threat", "error", match.span(), f'"{letter.quote(*match.span())}" reads as a threat: take it out.'
        )


def blames_interviewer(letter: ParsedLetter) -> Iterator[Finding]:
    flat = letter.masked
    for wanted in (BLAME, RUDENESS):
        for match in flat.find(wanted):
            if re.search(r"\b(?:if|hope|sorry|never failed|i (?:was|were|am))\b", match[0], re.I):
                continue
            yield letter.finding(
                "blames_interviewer",
                "warning",
                match.span(),
                f'"{letter.quote(*match.span())}" blames somebody in writing: leave it out.',
            )


def criticism(letter: ParsedLetter) -> Iterator[Finding]:
    flat = letter.masked
    for match in flat.find(CRITICISM):
        clause = flat.before(match.start(), 30) + match[0] + flat.after(match.end(), 30)
        if SELF_MISMATCH.search(clause) or re.search(
            r"\b(?:no|not a|without|never|nothing|wasn't|isn't) (?:\w{1,12} ){0,1}$",
            flat.before(match.start(), 20),
            re.I,
        ):
            continue
        yield letter.finding(
            "criticism", "warning", match.span(), f'"{letter.quote(*match.span())}" reads as criticism: leave it out.'
        )


def comparison(letter: ParsedLetter) -> Iterator[Finding]:
    flat = letter.masked
    for match in flat.find(COMPARISON):
        yield letter.finding(
            "comparison",
            "warning",
            match.span(),
            f'"{letter.quote(*match.span())}" compares them with somebody: leave it out.',
            "a position that suits my plans",
        )


def demands(letter: ParsedLetter) -> Iterator[Finding]:
    flat = letter.masked
    for match in flat.find(DEMAND):
        sentence = flat.sentence_text(match.start())
        if POLITE_REQUEST.search(sentence):
            continue
        yield letter.finding(
            "demands",
            "warning",
            match.span(),
            f'"{letter.quote(*match.span())}" demands: ask, and in a message of its own.',
        )


def over_apology(letter: ParsedLetter) -> Iterator[Finding]:
    flat = letter.masked
    grave = GRAVE_APOLOGY.search(flat.text)
    tokens = [
        match
        for match in flat.find(APOLOGY)
        if not re.match(r" to (?:hear|learn|see|read)", flat.text[match.end() : match.end() + 10])
    ]
    if grave is None and len(tokens) < 3:
        return
    span = grave.span() if grave else tokens[2].span()
    message = f'"{letter.quote(*span)}" is one apology too many: one, or none, is enough.'
    yield letter.finding("over_apology", "warning", span, message)


def unprofessional_tone(letter: ParsedLetter) -> Iterator[Finding]:
    flat = letter.masked
    emoji = [match.span() for wanted in (EMOJI, EMOTICON) for match in flat.find(wanted)]
    allowed = 0 if letter.context.tone is Tone.FORMAL else 1
    if len(emoji) > allowed:
        span = sorted(emoji)[allowed]
        yield letter.finding(
            "unprofessional_tone", "warning", span, f'"{letter.quote(*span)}" may be one picture too many here.'
        )
    for start, end in flat.sentences:
        letters = [char for char in flat.text[start:end] if char.isalpha()]
        if len(letters) >= CAPS_LETTERS and sum(char.isupper() for char in letters) > CAPS_SHARE * len(letters):
            yield letter.finding(
                "unprofessional_tone",
                "warning",
                (start, end),
                f'"{letter.quote(start, end)}" shouts: write it in small letters.',
            )
            return
    for wanted in (SHOUTING_MARKS, SLANG):
        if match := wanted.search(flat.text):
            yield letter.finding(
                "unprofessional_tone",
                "warning",
                match.span(),
                f'"{letter.quote(*match.span())}" is too casual for this letter.',
            )
            return
