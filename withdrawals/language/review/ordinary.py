"""Words that are names only where they stand as one: "at Notion" is, "I have accepted" and "Indeed, ..." are not."""

import re

from withdrawals.language.review.matching import word_set

# Words of which letters are made.
LETTER_WORDS = word_set("""
    able about accept acceptance accepted accepting add afraid after again agency ahead all allow already also
    always am an and another answer any anything apologies apology applicants application applied apply applying
    appointment appreciate appreciated are arrange as aside ask asking at attend away back be became because been
    before behind being best better between both brief bring brought but by calendar call called calling came can
    candidate candidates cannot care career careers careful case chance change changed choose chosen circumstances
    client close closing colleague colleagues come comes coming commitment commitments company confidence confirm
    consideration considered considering contact conversation could current day dear decide decided decision decline
    declined declining did different direction disappoint disappointment do does done door due each earlier early
    else elsewhere email enough every everyone far feedback feel felt few file fill final find finding first fit
    follow for forward found free from full fully further future gave general give given glad go gone good goodbye
    got grateful gratitude greeting greetings had happy hard harder has have he health hear held hello help her here
    hey hi him hiring his hold hope hour hours how however i if in interest interested interview interviewing
    interviews into invitation invite inviting is it its job jobs join joining just keep kept kind kindest kindly
    knew know late later learn learning leave left let letter like line link little location long look looking lost
    made mail make many match matter may maybe me mean meant meet meeting message met mind mine minute missed moment
    more morning most move moving much must my myself name near need new next no none not note nothing notice now
    number of off offer offered offers office old on once one only open opening openings openly opportunity or order
    other others our out over paid pass path pay people perhaps person phone place plan plans please point position
    possible post process promise put question questions quite rather reach reason reasons received regards regret
    release remain remark reply request reschedule respectfully return right role roles said salary same saw say
    schedule screening search second see seen selection send sent set sharing she short should show since sincere
    sincerely slot so sold some someone soon sooner sorry speak speaking spoke spoken stage start stay step steps
    still stood stop strength subject success such suit sure take talent talk taught team teams tell term text than
    thank thankful thanks that the their them then there therefore these they thing things think this those though
    thought through time timing to today together told tomorrow tonight too took touch trouble true truly trust turn
    two under understand understanding undo unfortunately unless until up us use vacancy valuable value very view
    visit voicemail want wanted warm warmest was way we welcome well went were what when where which while who whole
    why will wish wishes wishing with withdraw withdrawal withdrawing withdrawn withdrew within without won word
    words wore work working workplace would write writing yes yesterday yet you your yours
""")
# Common words that companies are called by.
NAMESAKES = word_set("""
    action air alpha alphabet amazon amber anchor angel anthem apex apple arc arch arrow aspire atlas aurora axis
    bank base beacon beam bench beyond big bird bit black blend block bloom blue board bold bolt bond book boost
    boots box brain branch brave bridge bright brook bubble build bumble bump buzz calm canopy canvas capital cargo
    chain champion charge charm chase check choice circle citizen city clarity class clean clear clever click cloud
    clover club coach coast code coin collective color colour comet common compass connect converse copper core
    corner craft credit cross crown cube cup dash data dawn deal deep deliver delta depot desk digital discord
    discover dove dragon dream drift drive drop eagle earth easy echo edge element ember energy engine enterprise
    epic equal era even event ever evolve exact express extra eye fable face factor fair faith falcon family fast
    fidelity field figure fire flag flash fleet flex flight float flow fly focus force forge form fort foundation
    fox frame fresh frontier fuel fun fund fusion gap garden gate gather gem genesis glass global globe glow goal
    gold golden grace grand graph grass great green grid ground grove grow growth guardian guide guild gusto hand
    harbor harbour harmony harvest haven heart hero high hill hive home honest honey honor honour horizon house hub
    human icon idea ideal ignite image impact indeed index infinity ink innocent insight inspire instant intelligent
    iris iron island ivy jet journey joy juice jump juniper kernel key king kite lab lake lamp land lane lattice
    launch layer lead leaf leap lemon lens level liberty life lift light lime lion list live local lock loom loop
    lotus loud luck lucky luna lush lynx magic magnet main mango map maple mark market marvel mass master meadow
    media medium mercury merge mesh meta metal method metro mighty milk mint mirror mission mix model modern moon
    mosaic motion motive mount mountain music native nature nest net network night noble node noon north notion nova
    oak oasis ocean opal oracle orange orbit orchid origin outlook oval owl pace pact palm panda paper parallel park
    patch peak pear pearl pepper phase pier pilot pine pinnacle pioneer pixel plaid planet plant platform play plum
    plus pod polaris port power premier press prime prism progress project prompt proof prosper public pulse pure
    purple quantum quest quick quiet quill radar rain rainbow ramp range rapid raven real rebel red reef reform
    relay remote render resolve rest ring rise river road robin rock rocket root rose round route royal ruby run
    safe sage sail salon salt sand scale scout sea seed sense service shell shield shift shine ship sight signal
    silver simple sky slack slate smart smile snap social solid sonic source south space spark spirit spot spring
    sprint spruce square stack standard star state station stone storm story stream stride stripe strive strong
    studio summit sun swift switch table target task tempo thrive tide tiger title toast top torch tower town track
    trade trail transfer travel tree trek trend triangle trinity tulip turbo twin twist union unity universal
    upstart upwork urban vanguard vast vault velocity venture verge vertex vibe victory village vine visa vision
    vista vital vivid voice volt voyage walnut watch water wave west whisper white wild willow wind wing winter wise
    wonder wood workday world yard yellow yield young zen zest zone zoom
""")
# Of these even "from May" and "on Monday" are no names.
CALENDAR = word_set("""
    monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun january february march april may
    june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec christmas easter
""")
_ORDINARY = LETTER_WORDS | NAMESAKES | CALENDAR
_ENDING = re.compile(r"(?:s|es|d|ed|r|er|ing|ly|ful|ment|ments)$")


def is_ordinary(name: str) -> bool:
    """Whether all of the name's words are common ones, or it is too short to tell."""
    found = [word.strip(".,:;!?'\"()&-").lower() for word in name.split()]
    return len(name.strip()) < 3 or all(len(word) < 2 or bool(_ORDINARY & _stems(word)) for word in found)


def _stems(word: str) -> set[str]:
    """The word, and what it may be a form of: "inviting" of "invite"."""
    stem = _ENDING.sub("", word)
    return {word, stem, f"{stem}e", word.removesuffix("s"), word.removesuffix("d"), word.removesuffix("r")}
