"""Find the parts of a letter: quoted thread, gateway tags, greeting, closing, signature.

All spans are offsets in code points in the original text.
"""

import re
from dataclasses import dataclass

from withdrawals.language.review.matching import pattern, words

QUOTE_HEADERS = pattern(
    r"""
    ^\s{0,8}On [^\n]{4,200} wrote ?:\s{0,4}$ / ^\s{0,8}Am [^\n]{4,200} schrieb[^\n]{0,120}:\s{0,4}$
    ^\s{0,8}Le [^\n]{4,200} a écrit ?:\s{0,4}$ / ^\s{0,8}El [^\n]{4,200} escribió ?:\s{0,4}$
    ^\s{0,8}Op [^\n]{4,200} schreef[^\n]{0,120}:\s{0,4}$ / ^\s{0,8}-{2,20} ?(?:original|forwarded) message ?-{0,20}
    ^\s{0,8}begin forwarded message:
"""
)
FROM_HEADER = re.compile(r"^\s{0,8}\*?From:\*? \S", re.I)
HEADER_FIELD = re.compile(r"^\s{0,8}\*?(?:Sent|Date|To|Subject|Cc):", re.I)
DEVICE_LINE = re.compile(r"^\s{0,8}(?:Sent from (?:my|Outlook|Mail|Yahoo|Proton)|Get Outlook for|Gesendet von)\b", re.I)
DISCLAIMER = pattern(
    r"""
    ^\W{0,8}(?:this|the) (?:e-?mail|message|communication|transmission)\b[^\n]{0,120}(?:confidential|intended|
    privileged) / ^\W{0,8}(?:confidentiality notice|disclaimer)\b
"""
)
GATEWAY_LINE = pattern(r"""
    ^\W{0,8}(?:caution|external(?: e-?mail| sender)?|warning)\b[^\n]{0,80}(?:e-?mail|sender|originated|organi[sz]ation)
""")
GATEWAY_TAG = pattern(r"""
    \[(?:ext|external|external e-?mail|external sender|caution|secure|encrypted|spam|suspected spam|bulk|signed)\]
""")
GREETING = words(
    r"""
    dear / hi+ya / hi+ / hell+o+ / hullo / hey+(?: there)? / howdy / g'day / greetings / aloha / ahoy
    good (?:morning|afternoon|evening|day) / (?:morning|afternoon|evening)(?=[ ,!]) / to whom it may concern
    to the ~{0,3}(?:team|manager|recruiter) / all(?=,) / team(?=,) / folks(?=,) / everyone(?=,) / (?:sir|madam)\b
    hallo / guten (?:tag|morgen|abend) / sehr geehrte[rs]? / liebe[rs]? / moin / servus / grüezi / grüß (?:gott|dich)
    bonjour / bonsoir / salut / ch[eè]re?s? / madame / monsieur / hola / buen[oa]s ~?(?:d[ií]as|tardes|noches)
    buen d[ií]a / buen[oa]s / estimad[oa]s? / querid[oa]s? / apreciad[oa]s? / ciao / buongiorno / buonasera / gentil[ei]
    egregi[oa] / salve / ol[áa] / bom dia / boa (?:tarde|noite) / car[oai] / prezad[oa]s? / hej / hei / hall[åo]
    god (?:dag|morgen|kveld) / goddag / kære / kjære / bästa / beste / geachte / goede(?:morgen|middag|navond|ndag)
    dag / namaste / namaskar / (?:as-?)?sala+m(?: alaikum| aleikum)? / shalom / ahoj
    dobr[ýáéy] (?:den|dzień|večer|dan) / dobar dan / dzień dobry / cześć / szanown[aiy]\w{0,4} / merhaba / sayın
    konnichiwa / kia ora / tēnā koe / sawubona / jambo / habari / dia dhuit / bore da / annwyl / moi / terve / tere
    bună(?: ziua)? / zdravo / yassas / kalimera / xin chào / sawasdee / selamat (?:pagi|siang|sore) / vanakkam
    здравствуйте / добрый (?:день|вечер) / доброе утро / уважаем\w{0,4} / привет / γεια\w{0,4} / καλημέρα
    αγαπητ\w{0,4} / مرحبا / السلام عليكم / שלום / 您好 / 你好 / こんにちは / お世話になっております / 안녕하세요 / नमस्ते
"""
)
BARE_NAME = re.compile(r"^[^\W\d_][\w.'-]{0,30}(?: (?:and |& )?[^\W\d_][\w.'-]{0,30}){0,3}\s{0,2}[,:!–—-]\s{0,4}$")
CLOSING = words(
    r"""
    (?:(?:with|very|my|our) ){0,2}(?:kind(?:est)?|best|warm(?:est)?|many|sincere(?:st)?|friendly|
    cordial)(?: (?:personal |professional )?(?:regards?|wishes|thanks|greetings|and ~{1,2}))? / regards
    (?:yours|sincerely|respectfully|cordially|faithfully|gratefully|truly|warmly|fondly)(?: ~?(?:yours|sincerely|
    faithfully|truly))? / yours \w{2,12}(?: yours)? / all (?:the|my) (?:very )?best / all best / cheers / cheerio
    (?:many )?thanks(?: (?:again|so much|a lot|a million|for everything|and ~{1,3}\w+))?
    thank you(?: (?:again|so much|very much|once more|kindly|and ~{1,3}\w+))?
    with (?:~{0,2})(?:thanks|gratitude|appreciation|respect|regret|wishes|regards) / wishing (?:you|everyone|everybody)
    take care / bye(?: for now)? / goodbye / have a (?:good|great|nice|lovely) / ta / thx / rgds / bw / br / kr / yrs
    until (?:then|next time) / mit (?:freundlichen|besten|herzlichen|vielen) (?:grüßen|gruessen|grüssen|dank)
    (?:freundliche|herzliche|viele|beste|liebe|schöne) gr(?:ü|ue)(?:ß|ss)e / mfg / vg / lg / hochachtungsvoll
    cordialement / bien (?:à vous|cordialement|à toi) / (?:sincères |meilleures )?salutations / amicalement
    respectueusement / à bientôt / (?:muy )?atentamente
    (?:un )?(?:cordial(?:es)?|atento|afectuoso)? ?saludos?(?: cordiales)? / un abrazo / gracias
    (?:cordiali|distinti) saluti / saluti / grazie(?: mille)? / atenciosamente / (?:os meus |melhores )?cumprimentos
    abraços? / obrigad[oa] / met (?:vriendelijke|hartelijke) groet(?:en)? / (?:vriendelijke )?groet(?:en|jes)?
    hartelijke groeten / med (?:vänliga?|venlig|vennlig) (?:hälsning(?:ar)?|hilsen) / vänliga hälsningar
    (?:venlig|vennlig|mange|beste) hilsen(?:er)? / hälsningar / hilsen / mvh / tack / takk? / ystävällisin terveisin
    terveisin / (?:z|s) (?:poważaniem|pozdravem|pozdrowieniami|lepimi pozdravi|poštovanjem) / pozdrawiam / с уважением
    saygılar(?:ımla)? / üdvözlettel / cu stimă / με εκτίμηση / 敬具 / 此致 / よろしくお願いします / ngā mihi / le meas
    cofion / shukran / merci / danke
"""
)
LEFTOVER_LINE = re.compile(r"^\W{0,8}(?:subject:|sure\b|certainly\b|of course\b|here(?:'s|’s| is| are)\b|```)", re.I)
POSTSCRIPT = re.compile(r"^\s{0,8}p\.? ?(?:p\.? ?)?s\b", re.I)
SENTENCE_LIKE = re.compile(r"[.!?]\s{0,4}$")
CLOSING_WORDS = 8
LINES_AFTER_CLOSING = 12
GREETING_LINES = 2


@dataclass(frozen=True, slots=True)
class Line:
    start: int
    end: int
    text: str

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of a letter. ``own`` holds the sender's lines from greeting to name, ``signature`` the lines below."""

    own: tuple[Line, ...]
    signature: tuple[Line, ...]
    greeting: Line | None
    closing: Line | None
    ignored: tuple[tuple[int, int], ...]


def lines_of(text: str) -> list[Line]:
    lines, start = [], 0
    for piece in text.split("\n"):
        lines.append(Line(start, start + len(piece), piece.rstrip("\r")))
        start += len(piece) + 1
    return lines


def find_layout(text: str, sender_names: frozenset[str], recipient_names: frozenset[str]) -> Layout:
    """Find the parts. The names are lower-case words; they distinguish a line with a name from a sentence."""
    written = _without_quotes(lines_of(text))
    written, machine = _without_machine_lines(written)
    written, signature = _split_delimited_signature(written)
    closing = _closing_line(written)
    written, more = _split_trailing_signature(written, closing, sender_names)
    tags = tuple(match.span() for match in GATEWAY_TAG.finditer(text))
    return Layout(
        own=tuple(written),
        signature=tuple(more + signature),
        greeting=_greeting_line(written, recipient_names),
        closing=closing,
        ignored=tags + tuple((line.start, line.end) for line in machine),
    )


def _without_quotes(lines: list[Line]) -> list[Line]:
    own: list[Line] = []
    for number, line in enumerate(lines):
        if _starts_quote(lines, number):
            rest = lines[number + 1 :]
            answers_below = not any(not kept.is_blank for kept in own)
            return [kept for kept in own + (rest if answers_below else []) if not _is_quoted(kept)]
        own.append(line)
    return [kept for kept in own if not _is_quoted(kept)]


def _is_quoted(line: Line) -> bool:
    return line.text.lstrip().startswith((">", "wrote:", "&gt;"))


def _starts_quote(lines: list[Line], number: int) -> bool:
    here = lines[number].text
    if FROM_HEADER.match(here):
        return any(HEADER_FIELD.match(line.text) for line in lines[number + 1 : number + 5])
    if QUOTE_HEADERS.match(here):
        return True
    # Some mail programs wrap the header onto a second line.
    wrapped = f"{here.rstrip()} {lines[number + 1].text.strip()}" if number + 1 < len(lines) else here
    return len(here) > 20 and bool(QUOTE_HEADERS.match(wrapped))


def _without_machine_lines(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Return the own lines, and those that machines add: warnings, disclaimers (a paragraph each), device lines."""
    own: list[Line] = []
    machine: list[Line] = []
    in_disclaimer = False
    for line in lines:
        in_disclaimer = not line.is_blank and (in_disclaimer or bool(DISCLAIMER.match(line.text)))
        added = in_disclaimer or bool(GATEWAY_LINE.match(line.text) or DEVICE_LINE.match(line.text))
        (machine if added else own).append(line)
    return own, machine


def _split_delimited_signature(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    for number, line in enumerate(lines):
        if line.text.strip() in {"--", "—", "---", "__"} and any(not before.is_blank for before in lines[:number]):
            return lines[:number], [after for after in lines[number + 1 :] if not after.is_blank]
    return lines, []


def _closing_line(lines: list[Line]) -> Line | None:
    """Return the last line that begins with a closing and has at most ``CLOSING_WORDS`` words."""
    filled = [line for line in lines if not line.is_blank]
    last = len(filled) - 1
    for number in range(last, max(0, last - LINES_AFTER_CLOSING), -1):
        line = filled[number]
        below = filled[number + 1].text.strip() if number < last else ""
        runs_on = below[:1].islower() and len(below.split()) > 3 and line.text.rstrip()[-1:].isalnum()
        if len(line.text.split()) <= CLOSING_WORDS and CLOSING.match(line.text.strip()) and not runs_on:
            return line
    return None


def _split_trailing_signature(
    lines: list[Line], closing: Line | None, sender_names: frozenset[str]
) -> tuple[list[Line], list[Line]]:
    """Separate the contact lines below the name. A postscript or a full sentence below it belongs to the letter."""
    name_at = None
    for number, line in enumerate(lines):
        below_closing = closing is not None and line.start > closing.start
        is_name = _is_name_line(line, sender_names) and number > 0
        if not line.is_blank and (below_closing or (is_name and (closing is None or line.start >= closing.start))):
            name_at = number
            break
    if name_at is None:
        return lines, []
    below = [line for line in lines[name_at + 1 :] if not line.is_blank]
    own = [line for line in below if POSTSCRIPT.match(line.text) or _is_sentence(line)]
    return lines[: name_at + 1] + own, [line for line in below if line not in own]


def _is_name_line(line: Line, names: frozenset[str]) -> bool:
    found = [word.strip(".,-|").lower() for word in line.text.split()]
    return (
        0 < len(found) <= 4
        and bool(names)
        and bool(names.intersection(found))
        and not line.text.rstrip().endswith((",", ":"))
    )


def _is_sentence(line: Line) -> bool:
    return len(line.text.split()) >= 5 and bool(SENTENCE_LIKE.search(line.text))


def _greeting_line(lines: list[Line], recipient_names: frozenset[str]) -> Line | None:
    filled = [line for line in lines if not line.is_blank and not LEFTOVER_LINE.match(line.text)][:GREETING_LINES]
    for number, line in enumerate(filled):
        stripped = line.text.lstrip(" \t*_\"'¡¿")
        is_name = BARE_NAME.match(stripped) or _opens_with_name(stripped, recipient_names)
        if GREETING.match(stripped) or (number == 0 and is_name):
            return line
    return None


def _opens_with_name(text: str, names: frozenset[str]) -> bool:
    head = next(iter(re.findall(r"^[^,:–—-]{1,60}(?=\s?[,:–—-])", text)), "")
    found = [word.strip(".").lower() for word in head.split()]
    return 0 < len(found) <= 4 and bool(names.intersection(found))
